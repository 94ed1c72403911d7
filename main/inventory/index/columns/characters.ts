/** Codes of characters in grams: 0 is the edge of a text, 1 to 26 letters, 27 to 36 digits, then separators. */
export const EDGE = 0;
/** Any other character that is not a letter or digit, and everything beyond the basic plane. */
export const OTHER = 41;
/** A letter or digit outside ASCII; grams of its own distinguish it. */
export const WIDE = 42;
export const CODES = 43;
/** Characters after which a word starts. */
export const SEPARATORS: readonly number[] = [37, 38, 39, 40, OTHER];

const WORD_UNIT = /[\p{L}\p{N}]/u;
const BASIC_PLANE = 0x1_0000;

const GRAVE = 0x60;
const APOSTROPHE = 0x27;
/** ASCII bytes as folded by the shared rules: in lower case, the grave accent as an apostrophe. Other bytes are unchanged. */
export const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte === GRAVE ? APOSTROPHE : byte,
);
/** Separates the spellings of one text. */
export const NEXT_SPELLING = 0;

function asciiCode(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 96;
  if (unit >= 65 && unit <= 90) return unit - 64;
  if (unit >= 48 && unit <= 57) return unit - 48 + 27;
  const separator = ' -.@'.indexOf(String.fromCharCode(unit));
  return separator < 0 ? OTHER : 37 + separator;
}

/** The code of every character of the basic plane. */
const CODE = Uint8Array.from({ length: BASIC_PLANE }, (_, unit) => {
  if (unit < 128) return asciiCode(unit);
  return WORD_UNIT.test(String.fromCharCode(unit)) ? WIDE : OTHER;
});

export const codeOf = (point: number): number => (point < BASIC_PLANE ? (CODE[point] ?? OTHER) : OTHER);

/** Letters and digits; a character beyond the basic plane counts as none, as in the shared matching rules. */
export function isWordPoint(point: number): boolean {
  const code = codeOf(point);
  return code === WIDE || (code >= 1 && code <= 36);
}

const PART = /[\p{L}\p{N}\p{M}]/u;
const IS_PART = Uint8Array.from({ length: BASIC_PLANE }, (_, unit) => (PART.test(String.fromCharCode(unit)) ? 1 : 0));

/** Whether a character is not a separator. */
export const isPartPoint = (point: number): boolean => point >= BASIC_PLANE || IS_PART[point] === 1;

/** The code point that starts at `at`, as UTF-8. */
export function pointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return lead;
  const second = (bytes[at + 1] ?? 0) & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | second;
  const third = (bytes[at + 2] ?? 0) & 0x3f;
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (second << 6) | third;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] ?? 0) & 0x3f);
}

/** How many bytes the code point with this first byte takes. */
export const widthOf = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** Whether a letter or digit ends right before `at`; `from` is the start of the text. */
export function isWordBefore(bytes: Uint8Array, from: number, at: number): boolean {
  let start = at - 1;
  while (start > from && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start >= from && isWordPoint(pointAt(bytes, start));
}
