import type { DeviceField } from '../managed-device';

/** Letters, digits and what belongs to them; a half of a character beyond the basic plane too. Everything else separates. */
const PART = /[\p{L}\p{N}\p{M}\p{Cs}]/u;
const SEPARATORS = /[^\p{L}\p{N}\p{M}\p{Cs}\u{10000}-\u{10ffff}]+/gu;
const WIDE = /[^\x00-\x7f]/u;
/** Words that short without their separators would be found by chance. An ideograph says more than a letter. */
const LEAST = 4;
const LEAST_WIDE = 3;

/** Of names of people only those without an alphabet: they are often written without the space. */
export const isJoined = (field: DeviceField, folded: string): boolean =>
  joinedFields.has(field) && (field !== 'userName' || WIDE.test(folded));

/** Fields in which separators do not matter, and whether a word may begin anywhere in them or where a word of theirs begins. */
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

/** Most serial numbers and words have none. */
const BARE = /^[a-z0-9]*$/;

/** A folded text without its separators. */
export const withoutSeparators = (folded: string): string =>
  BARE.test(folded) ? folded : folded.replace(SEPARATORS, '');

/** For each unit of a text without its separators its place in the text with them. */
export const placesOf = (folded: string): readonly number[] =>
  Array.from({ length: folded.length }, (_, at) => at).filter((at) => PART.test(folded.charAt(at)));

/** A folded word without its separators; null when too little is left to look for. */
export function joinedWord(word: string): string | null {
  const text = withoutSeparators(word);
  return text.length >= (WIDE.test(text) ? LEAST_WIDE : LEAST) ? text : null;
}
