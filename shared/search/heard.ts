import type { DeviceField, ManagedDevice, MatchReason } from '../managed-device';
import { fold, foldText, originalRange } from './fold';
import { joinedFields, placesOf, withoutSeparators } from './joined';
import { type Grade, isBetterGrade, mergeRanges } from './match';

/** Letters and digits that are confused when they are read or heard. */
const ALIKE: readonly string[] = ['0oqd', '1il', '5s', '8b', '2z', 'mn', 'dt', 'fs'];

/** What a letter or digit may have been, itself first. */
export const alikeOf = (letter: string): string =>
  [...new Set([letter, ...ALIKE.filter((group) => group.includes(letter)).flatMap((group) => Array.from(group))])].join(
    '',
  );

/**
 * Fields in which letters may have been misheard, and whether a match may begin anywhere or only at the start of a
 * word.
 */
export const heardFields = (['serial', 'name'] as const).map(
  (field) => [field, joinedFields.get(field) ?? 'at-word'] as const,
);

const CODE = /^[a-z0-9]{4,40}$/;
const DIGIT = /\d/;
const WORD_UNIT = /[\p{L}\p{N}]/u;

/** A text as one code without separators; null when it is not a code in which letters are confused. */
export function heardWord(text: string): string | null {
  const word = withoutSeparators(foldText(text).replace(/\s/gu, ''));
  return CODE.test(word) ? word : null;
}

/** Most leading zeros that are left out. */
const ZEROS = 12;

/** The code with fewer leading zeros; empty when it has none, or too little would be left. */
export function fewerZeros(word: string): readonly string[] {
  const zeros = Math.min(ZEROS, word.length - word.replace(/^0+/, '').length);
  return Array.from({ length: zeros }, (_, at) => word.slice(at + 1)).filter(
    (form) => form.replace(/^0+/, '').length >= 4,
  );
}

export interface Heard {
  readonly reason: MatchReason;
  readonly grade: Grade;
  /** Number of different letters. */
  readonly others: number;
}

/** Positions of the code at which the letters differ; null when they are not similar. */
function others(stored: string, at: number, word: string): readonly number[] | null {
  const found: number[] = [];
  for (let place = 0; place < word.length; place += 1) {
    const one = stored.charAt(at + place);
    if (one === word.charAt(place)) continue;
    if (one === '' || !alikeOf(word.charAt(place)).includes(one)) return null;
    found.push(at + place);
  }
  return found;
}

const isBetter = (one: Heard, other: Heard | null): boolean =>
  other === null || isBetterGrade(one.grade, other.grade) || (one.grade === other.grade && one.others < other.others);

function heardIn(field: DeviceField, text: string, word: string, from: 'anywhere' | 'at-word'): Heard | null {
  const folded = fold(text);
  const stored = withoutSeparators(folded.text);
  const places = placesOf(folded.text);
  let best: Heard | null = null;
  for (let at = 0; at + word.length <= stored.length; at += 1) {
    const start = places[at] ?? 0;
    const isWord = start === 0 || !WORD_UNIT.test(folded.text.charAt(start - 1));
    if (from === 'at-word' && !(isWord && DIGIT.test(stored.slice(at, at + word.length)))) continue;
    const differ = others(stored, at, word);
    if (differ === null) continue;
    const atStart: Grade = stored.length === word.length ? 'same' : 'prefix';
    const grade = at === 0 ? atStart : isWord ? 'token' : 'contains';
    const ranges = differ.map((place) => originalRange(folded, places[place] ?? 0, (places[place] ?? 0) + 1));
    const heard: Heard = { reason: { field, ranges: mergeRanges(ranges) }, grade, others: differ.length };
    if (isBetter(heard, best)) best = heard;
  }
  return best;
}

/** A serial number that equals the code except for leading zeros. */
function zerosIn(serial: string, word: string): Heard | null {
  return fewerZeros(word).includes(withoutSeparators(foldText(serial)))
    ? { reason: { field: 'serial', ranges: [] }, grade: 'same', others: 1 }
    : null;
}

/** How a device matches a code in which letters may be confused with similar ones, or with too many leading zeros. */
export function matchHeard(
  device: ManagedDevice,
  text: string,
  fields: readonly DeviceField[] | null = null,
): Heard | null {
  const word = heardWord(text);
  if (word === null) return null;
  const looked = heardFields.filter(([field]) => fields === null || fields.includes(field));
  const all = looked.flatMap(([field, from]) => [
    heardIn(field, device[field], word, from),
    field === 'serial' ? zerosIn(device.serial, word) : null,
  ]);
  return all.reduce((best, one) => (one !== null && isBetter(one, best) ? one : best), null);
}
