/** Text as it is compared, and the way back to the original for highlights. */
export interface Folded {
  readonly text: string;
  /** For each unit of `text` the range [start, end) of the original it came from; null when they are the same. */
  readonly origin: readonly (readonly [number, number])[] | null;
}

const PLAIN = /^[\x20-\x7e]*$/;
/** A character with the marks that join it: combining marks and half-width kana voicing. */
const SEGMENT = /[^][\p{M}\uff9e\uff9f]*/gu;
/** Accents of Latin, Greek and Cyrillic letters; kana voicing is not among them. */
const ACCENTS = /[\u0300-\u036f]/g;
const KATAKANA = /[\u30a1-\u30f6]/g;
const KANA_DISTANCE = 0x60;

const toHiragana = (kana: string): string => String.fromCharCode(kana.charCodeAt(0) - KANA_DISTANCE);

const foldSegment = (segment: string): string =>
  segment.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replace(ACCENTS, '').normalize('NFKC').replace(KATAKANA, toHiragana);

/**
 * Folds case, accents, full and half width, and katakana to hiragana, so that people find what they see however
 * it was typed. Done character by character, so every folded unit knows where it came from.
 */
export function fold(text: string): Folded {
  if (PLAIN.test(text)) return { text: text.toLowerCase(), origin: null };
  const origin: (readonly [number, number])[] = [];
  let folded = '';
  for (const match of text.matchAll(SEGMENT)) {
    const part = foldSegment(match[0]);
    const range = [match.index, match.index + match[0].length] as const;
    for (let unit = 0; unit < part.length; unit++) origin.push(range);
    folded += part;
  }
  return { text: folded, origin };
}

/** The folded text alone. */
export const foldText = (text: string): string => fold(text).text;

/** The range of the original text that folded to [start, end) of `folded.text`. */
export function originalRange(folded: Folded, start: number, end: number): readonly [number, number] {
  if (folded.origin === null) return [start, end];
  return [folded.origin[start]?.[0] ?? 0, folded.origin[end - 1]?.[1] ?? 0];
}
