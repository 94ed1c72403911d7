import { plainIdeograph } from './ideographs';
import { inContext } from './kana-marks';
import { doubled, plainSpelling, type Spelling, spellingsOf, withoutStrokes } from './letters';
import { signOf } from './signs';

/** Text as it is compared, with a map back to the original for highlights. */
export interface Folded {
  readonly text: string;
  /** For each unit of `text` the range [start, end) of the original it came from; null when they are the same. */
  readonly origin: readonly (readonly [number, number])[] | null;
}

/** Printable ASCII without the grave accent, which is folded to an apostrophe. */
const PLAIN = /^[\x20-\x5f\x61-\x7e]*$/;
/** A character with the marks that join it: combining marks and half-width kana voicing. */
const SEGMENT = /[^][\p{M}\uff9e\uff9f]*/gu;
/** Accents of Latin, Greek and Cyrillic letters; kana voicing is not among them. */
const ACCENTS = /[\u0300-\u036f]/g;
/** Invisible characters: soft hyphens, joiners, characters without width, variation selectors. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0000]/gu;
const KATAKANA = /[\u30a1-\u30f6]/g;
const KANA_DISTANCE = 0x60;

const toHiragana = (kana: string): string => String.fromCharCode(kana.charCodeAt(0) - KANA_DISTANCE);

/** Limits of the cache of folded characters: entries, and the length of an entry in UTF-16 units. */
const KEPT = 4_096;
const KEPT_LENGTH = 4;
/** Cache by spelling and character: the same few characters recur, and folding one takes many steps. */
const kept = new Map<string, string>();

function foldSegment(segment: string, spelling: Spelling): string {
  if (segment.length > KEPT_LENGTH) return foldAnew(segment, spelling);
  const key = `${spelling.umlauts ? 'u' : ''}${spelling.rings ? 'r' : ''} ${segment}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const folded = foldAnew(segment, spelling);
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, folded);
  return folded;
}

function foldAnew(segment: string, spelling: Spelling): string {
  const seen = segment.replace(UNSEEN, '');
  if (seen === '') return '';
  const sign = signOf(seen);
  if (sign !== seen) return sign;
  const apart = doubled(seen.normalize('NFKD'), spelling);
  const lower = apart.replace(ACCENTS, '').toLowerCase().replace(ACCENTS, '').normalize('NFKC');
  return Array.from(lower, (letter) => signOf(plainIdeograph(withoutStrokes(letter, spelling))))
    .join('')
    .replace(KATAKANA, toHiragana);
}

function foldIn(text: string, spelling: Spelling): Folded {
  if (PLAIN.test(text)) return { text: text.toLowerCase(), origin: null };
  const origin: (readonly [number, number])[] = [];
  let folded = '';
  for (const match of text.matchAll(SEGMENT)) {
    const end = match.index + match[0].length;
    const part = inContext(foldSegment(match[0], spelling), folded, text.slice(end, end + 1));
    const range = [match.index, end] as const;
    for (let unit = 0; unit < part.length; unit++) origin.push(range);
    folded += part;
  }
  return { text: folded, origin };
}

/**
 * Folds case, accents, letters with strokes, full and half width, katakana to hiragana, and variants of punctuation, so
 * that people find what they see, however it was typed. Works character by character, so that every folded unit maps to
 * its origin.
 */
export const fold = (text: string): Folded => foldIn(text, plainSpelling);

/** A text folded in each of its spellings: the plain one first (`jorgen`), then those with doubled letters (`joergen`). */
export function foldAll(text: string): readonly Folded[] {
  if (PLAIN.test(text)) return [fold(text)];
  const all = spellingsOf(text).map((spelling) => foldIn(text, spelling));
  return all.filter((folded, at) => all.findIndex((other) => other.text === folded.text) === at);
}

/** Only the folded text. */
export const foldText = (text: string): string => fold(text).text;

/** The range of the original text that was folded to [start, end) of `folded.text`. */
export function originalRange(folded: Folded, start: number, end: number): readonly [number, number] {
  if (folded.origin === null) return [start, end];
  return [folded.origin[start]?.[0] ?? 0, folded.origin[end - 1]?.[1] ?? 0];
}
