import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import type { DeviceForm } from '../../../shared/search/forms';
import type { Reading, ReadingKind } from '../../../shared/search/reading';

/** Longest part of a pasted text that is repeated on screen, in characters. */
const TOLD_CHARS = 40;
/** Most kinds of readings that are named: a pasted list may have many. */
const TOLD_KINDS = 3;

export const shortened = (text: string): string =>
  Array.from(text).length > TOLD_CHARS
    ? `${Array.from(text)
        .slice(0, TOLD_CHARS - 1)
        .join('')}…`
    : text;

/** Readings whose hits are not what was typed. */
type Similar = 'heard' | 'typo' | 'rest';
const isSimilarKind = (kind: ReadingKind): kind is Similar => kind === 'heard' || kind === 'typo' || kind === 'rest';

/** Whether hits of these readings may differ from what was typed. */
export const areSimilar = (readings: readonly Reading[]): boolean => readings.some(({ kind }) => isSimilarKind(kind));

/** How the rows of a list were found. */
export interface FoundBy {
  readonly count: number;
  /** The count may be slightly too high. */
  readonly isRough: boolean;
  /** The service has more than was counted. */
  readonly truncated: boolean;
  /** Some of the queries to Intune failed. */
  readonly isInPart: boolean;
  readonly readings: readonly Reading[];
  /** Words that no device contains; the rows match the other words. */
  readonly missing: readonly string[];
  /** Folded. */
  readonly text: string;
}

/** The text was read as something other than what was typed; the list's head says so. */
export const isDistinguished = ({ readings, missing }: FoundBy): boolean =>
  missing.length > 0 ||
  readings.some(({ kind, form }) => form !== undefined || (kind !== 'text' && !isSimilarKind(kind)));

const formWords: Readonly<Record<DeviceForm, keyof Messages['search']['form']>> = {
  laptop: 'laptop',
  desktop: 'desktop',
  phone: 'phone',
  tablet: 'tablet',
  mac: 'mac',
  server: 'server',
  'virtual-machine': 'virtualMachine',
  'teams-room': 'teamsRoom',
};

/** "Only Laptop" when a word of the text means a form of device, else empty. */
export function formText(m: Messages, formats: Formats, readings: readonly Reading[]): string {
  const forms = [...new Set(readings.flatMap(({ form }) => form ?? []))];
  return forms.length === 0
    ? ''
    : m.search.formOnly({ forms: formats.list(forms.map((form) => m.search.form[formWords[form]]())) });
}

/** "6 devices found", "100+ devices found by serial number PF4D7K22", "32 devices for “emma” – “london” found nowhere". */
export function foundText(m: Messages, formats: Formats, found: FoundBy): string {
  const { count, isRough, truncated, isInPart } = found;
  const { search } = m;
  if (count === 0) return isInPart ? search.noneSoFar() : search.results({ count });
  const what = readingsText(m, formats, found.readings);
  if (found.missing.length > 0)
    return what === ''
      ? restText(m, formats, found)
      : search.foundWithout({
          found: foundText(m, formats, { ...found, missing: [] }),
          missing: quotedList(m, formats, found.missing),
        });
  if (what === '')
    return isRough
      ? search.resultsAbout({ count })
      : truncated
        ? search.resultsMore({ count })
        : search.results({ count });
  return isRough
    ? search.foundAboutBy({ count, what })
    : truncated
      ? search.foundMoreBy({ count, what })
      : search.foundBy({ count, what });
}

/** What a hit that is only similar has in common with the text. */
export function similarText(m: Messages, readings: readonly Reading[]): string {
  const kinds = new Set(readings.map(({ kind }) => kind));
  return kinds.has('heard') ? m.search.similarHeard() : kinds.has('typo') ? m.search.similarTypo() : m.search.similar();
}

/** "serial number PF4D7K22 and 2 addresses"; empty when the text was found as it is. */
function readingsText(m: Messages, formats: Formats, readings: readonly Reading[]): string {
  const texts = new Map<Exclude<ReadingKind, Similar | 'text'>, string[]>();
  for (const { kind, text } of readings)
    if (text !== '' && kind !== 'text' && !isSimilarKind(kind)) texts.set(kind, [...(texts.get(kind) ?? []), text]);
  const parts = [...texts]
    .slice(0, TOLD_KINDS)
    .map(([kind, all]) => m.search.by[kind]({ count: all.length, text: shortened(all[0] ?? '') }));
  return formats.list(parts);
}

function restText(m: Messages, formats: Formats, { count, isRough, missing, text }: FoundBy): string {
  const gone = new Set(missing.map((word) => word.toLowerCase()));
  const rest = text
    .split(' ')
    .filter((word) => !gone.has(word.toLowerCase()))
    .join(' ');
  const values = { count, rest: quotedList(m, formats, [rest]), missing: quotedList(m, formats, missing) };
  return isRough ? m.search.restAbout(values) : m.search.rest(values);
}

const quotedList = (m: Messages, formats: Formats, texts: readonly string[]): string =>
  formats.list(texts.map((text) => m.search.quoted({ text: shortened(text) })));
