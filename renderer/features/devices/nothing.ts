import type { InventoryView } from '../../../shared/contract/inventory';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import type { SearchNote } from '../../../shared/search/notes';

/**
 * Why a list has no rows. Only `no-match` is a certain no: Intune was queried in every way and answered. `not-in-full`:
 * part of it did not answer. `unanswered`: no one did. `not-listed`: this computer's list does not have it and Intune did not answer.
 * `cannot-be-asked`: Intune cannot be asked for such a text, and this computer has no whole list to look into.
 */
export type Nothing =
  'hidden' | 'filtered' | 'no-devices' | 'unanswered' | 'not-listed' | 'not-in-full' | 'cannot-be-asked' | 'no-match';

export interface EmptySearch {
  /** Folded; empty when every device, or those of one person or app, are asked for. */
  readonly text: string;
  readonly isFiltered: boolean;
  /** Devices that fit the text and that the filters hide. */
  readonly hidden: number;
  /** The local inventory answered the text. */
  readonly isLocal: boolean;
  /** How Intune answered it; `not-asked` where the local inventory alone was asked. */
  readonly intune: 'answered' | 'in-part' | 'refused' | 'not-asked';
  /** Why such a text may find nothing although the device exists; absent without a known reason. */
  readonly note?: SearchNote;
}

/** State of the local inventory. */
export type ListState = Pick<InventoryView, 'state' | 'devices' | 'asOf'>;

/** The list was never read to its end: a device that it lacks may exist. */
export const isBeingRead = (list: ListState | null): boolean =>
  list !== null && list.state !== 'off' && list.asOf === null;

/** Why there are no rows, once nothing more will come. */
export function whyNothing(
  { text, isFiltered, hidden, isLocal, intune, note }: EmptySearch,
  list: ListState | null,
): Nothing {
  if (hidden > 0) return 'hidden';
  if (intune === 'refused') return isLocal && list !== null && list.asOf !== null ? 'not-listed' : 'unanswered';
  if (intune === 'in-part') return 'not-in-full';
  if (note === 'mac' && (!isLocal || isBeingRead(list))) return 'cannot-be-asked';
  if (text !== '') return 'no-match';
  return isFiltered ? 'filtered' : 'no-devices';
}

/** It is certain that there is no such device. */
export const isKnownNo = (why: Nothing): boolean => why === 'no-match' || why === 'no-devices' || why === 'filtered';

interface Told {
  readonly title: string;
  readonly hint?: string;
}

interface Situation {
  readonly search: EmptySearch;
  readonly list: ListState | null;
  /** Number of active filters. */
  readonly filters: number;
}

/** The words for it; `now` in milliseconds since 1970. Advice about spelling is given only with a certain no. */
export function nothingText(m: Messages, formats: Formats, { search, list, filters }: Situation, now: number): Told {
  const { text, hidden } = search;
  const said = m.search.nothing;
  const reading = isBeingRead(list) && list !== null ? [said.reading({ count: list.devices })] : [];
  const hint = (...parts: readonly string[]): string => [...parts, ...reading].join(' ');
  switch (whyNothing(search, list)) {
    case 'hidden':
      return { title: m.search.hidden({ count: hidden, filters }) };
    case 'filtered':
      return { title: m.search.filteredTitle() };
    case 'no-devices':
      return { title: m.search.noDevicesHere() };
    case 'unanswered':
      return { title: text === '' ? said.unanswered() : said.unansweredFor({ text }), hint: hint(said.unknown()) };
    case 'not-listed':
      return {
        title: said.notListed({ text, time: formats.ago(Date.parse(list?.asOf ?? ''), now) }),
        hint: said.maybeNew(),
      };
    case 'not-in-full':
      return { title: text === '' ? said.noneYet() : said.noneYetFor({ text }), hint: hint(said.notInFull()) };
    case 'cannot-be-asked':
      return { title: said.noneYetFor({ text }), hint: reading.length > 0 ? hint() : said.mac() };
    case 'no-match':
      return {
        title: m.search.noMatchTitle({ text }),
        hint: search.note === 'rounded' ? said.rounded() : reading.length > 0 ? hint() : m.search.noMatchHint(),
      };
  }
}
