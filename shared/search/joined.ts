import type { DeviceField } from '../managed-device';

/** Letters, digits, combining marks and surrogates. All other characters are separators. */
const PART = /[\p{L}\p{N}\p{M}\p{Cs}]/u;
const SEPARATORS = /[^\p{L}\p{N}\p{M}\p{Cs}\u{10000}-\u{10ffff}]+/gu;
const WIDE = /[^\x00-\x7f]/u;
/** Shorter words without separators would match by chance. An ideograph carries more information than a letter. */
const LEAST = 4;
const LEAST_WIDE = 3;

/** Among names of people only those in ideographs and the like: they are often written without the space. */
export const isJoined = (field: DeviceField, folded: string): boolean =>
  joinedFields.has(field) && (field !== 'userName' || WIDE.test(folded));

/** Fields in which separators do not matter, and whether a match may begin anywhere or only at the start of a word. */
export const joinedFields: ReadonlyMap<DeviceField, 'anywhere' | 'at-word'> = new Map([
  ['name', 'at-word'],
  ['serial', 'anywhere'],
  ['userName', 'at-word'],
  ['imei', 'anywhere'],
  ['phone', 'anywhere'],
  ['model', 'at-word'],
  ['manufacturer', 'at-word'],
  ['category', 'at-word'],
  ['os', 'at-word'],
] as const);

/** Most serial numbers and words have no separators. */
const BARE = /^[a-z0-9]*$/;

/** A folded text without its separators. */
export const withoutSeparators = (folded: string): string =>
  BARE.test(folded) ? folded : folded.replace(SEPARATORS, '');

/** For each unit of the text without separators, its position in the text with them. */
export const placesOf = (folded: string): readonly number[] =>
  Array.from({ length: folded.length }, (_, at) => at).filter((at) => PART.test(folded.charAt(at)));

/** A folded word without its separators; null when too little is left to search for. */
export function joinedWord(word: string): string | null {
  const text = withoutSeparators(word);
  return text.length >= (WIDE.test(text) ? LEAST_WIDE : LEAST) ? text : null;
}
