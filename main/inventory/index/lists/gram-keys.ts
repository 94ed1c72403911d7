import { CODES, WIDE } from '../columns/characters';
import { TEXT_COUNT } from '../columns/columns';

/*
 * Keys of posting lists. Each text has its own space of keys:
 *   triples   every character of the core alphabet with its neighbours (a wide letter or an edge is one code each);
 *   pairs     two neighbours, at least one of them wide, hashed;
 *   singles   wide letters, hashed.
 * After the texts of the arena there is one space for all texts without their separators. Then: some triples of hex digits of
 * both GUIDs, single core characters of any text, and shared texts as a whole.
 */
const TRIPLES = CODES * CODES * CODES;
const PAIRS = 16_384;
const SINGLES = 4_096;
export const TEXT_KEYS = TRIPLES + PAIRS + SINGLES;
/** The space of texts without their separators. */
export const JOINED_SPACE = TEXT_COUNT;
const HEX_KEYS = (TEXT_COUNT + 1) * TEXT_KEYS;
export const UNIT_KEYS = HEX_KEYS + 4_096;
/** Keys of at least this are those of texts that many rows share. */
export const SHARED_KEYS = UNIT_KEYS + CODES;

/** A character as used in pairs: its code, or the wide letter itself. */
export const markOf = (code: number, point: number): number => (code === WIDE ? CODES + point : code);

export const tripleKey = (before: number, middle: number, after: number): number =>
  (before * CODES + middle) * CODES + after;
export const pairKey = (first: number, second: number): number =>
  TRIPLES + ((Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b)) >>> 18);
export const singleKey = (mark: number): number => TRIPLES + PAIRS + (Math.imul(mark, 0x9e37_79b1) >>> 20);
export const hexKey = (a: number, b: number, c: number): number => HEX_KEYS + ((a << 8) | (b << 4) | c);
