import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import type { FoundBy } from './found-text';
import { formText, foundText, isDistinguished, similarText } from './found-text';
import type { EmptySearch, ListState } from './nothing';
import { isKnownNo, nothingText, whyNothing } from './nothing';

/** The part of a search result that its announcement needs. */
interface Outcome {
  readonly isLocal: boolean;
  readonly foundBy: FoundBy | null;
  readonly ended: EmptySearch | null;
  /** All rows at the top are only similar. */
  readonly isOnlySimilar: boolean;
}

/** The line above the rows; empty when the count beside the list says enough. */
export function summaryText(m: Messages, formats: Formats, { isLocal, foundBy, isOnlySimilar }: Outcome): string {
  if (foundBy === null) return '';
  if (isOnlySimilar)
    return foundBy.missing.length > 0 ? foundText(m, formats, foundBy) : similarText(m, foundBy.readings);
  return isLocal && !isDistinguished(foundBy) ? '' : foundText(m, formats, foundBy);
}

/** The same for screen readers; null while there is nothing to announce. `rows`: all there are, people and apps too. */
export function spokenText(
  m: Messages,
  formats: Formats,
  search: Outcome,
  {
    rows,
    list,
    filters,
    now,
  }: { readonly rows: number; readonly list: ListState | null; readonly filters: number; readonly now: number },
): string | null {
  const { ended, foundBy, isOnlySimilar } = search;
  if (rows === 0 && ended !== null)
    return isKnownNo(whyNothing(ended, list))
      ? m.search.results({ count: 0 })
      : nothingText(m, formats, { search: ended, list, filters }, now).title;
  if (rows === 0 || foundBy === null) return null;
  const similar = isOnlySimilar && foundBy.missing.length === 0 ? similarText(m, foundBy.readings) : '';
  return [foundText(m, formats, foundBy), similar, formText(m, formats, foundBy.readings)]
    .filter((part) => part !== '')
    .join(m.common.separator());
}

/**
 * When the devices of the local inventory were read. `asOf` is ISO 8601, null when unknown; `now` in milliseconds since
 * 1970.
 */
export const localAgeText = (m: Messages, formats: Formats, asOf: string | null, now: number): string =>
  asOf === null ? m.search.localRows() : m.search.localAsOf({ time: formats.ago(Date.parse(asOf), now) });
