import { ASSET_FIELDS, type Part } from './part';
import { trimmed } from './plain';

/** Placeholders for letters that are unknown or left out: `LON*00200`, `…7K22`, `PF4D??22`, `%7K22`. */
const LEFT_OUT = /[*%\u2022\u25cf\u2588]+|\.{2,}|[?#_~]{2,}|(?<=[\p{L}\p{N}])\?(?=[\p{L}\p{N}])/gu;
/** `xxxx7K22`: x in place of letters, only in a number. */
const CROSSES = /x{3,}/giu;
const MAX_WORDS = 4;

/** The known parts of a partly written text; null when it is complete. */
export function knownPieces(text: string): string | null {
  const words = text.split(' ');
  if (words.length > MAX_WORDS || text.includes('://') || text.includes('\\')) return null;
  const marked = words
    .map((word) => word.replace(LEFT_OUT, ' '))
    .map((word) => (/\d/u.test(word) ? word.replace(CROSSES, ' ') : word));
  const pieces = marked
    .join(' ')
    .split(' ')
    .map(trimmed)
    .filter((piece) => piece !== '');
  const known = pieces.join(' ');
  return marked.join(' ') === words.join(' ') || !pieces.some((piece) => piece.length > 1) ? null : known;
}

const CODE = /^(?=[^\d]*\d)[A-Za-z0-9-]{10,40}$/u;
/** Shorter serial numbers would match by chance. */
const LEAST = 6;

const serial = (text: string, more: Partial<Part>): Part => ({
  kind: 'serial',
  text,
  fields: ASSET_FIELDS,
  whole: true,
  ...more,
});

/** The code that a scanner read two or three times in succession; null when it was read once. */
export function readAgain(text: string): Part | null {
  if (!CODE.test(text)) return null;
  const once = [2, 3]
    .filter((times) => text.length % times === 0)
    .map((times) => [text.slice(0, text.length / times), times] as const);
  const found = once.find(
    ([one, times]) => one.length >= 5 && /\d/u.test(one) && one.repeat(times).toLowerCase() === text.toLowerCase(),
  );
  return found === undefined ? null : serial(found[0], {});
}

/** Splits of two codes that a scanner typed in succession. A guess, because the end of the first code is unknown. */
export function runTogether(text: string): Part | null {
  if (!CODE.test(text) || text.length < LEAST * 2) return null;
  const middle = text.length / 2;
  const places = Array.from({ length: text.length - LEAST * 2 + 1 }, (_, at) => at + LEAST).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle),
  );
  const halves = places
    .flatMap((at) => [text.slice(0, at), text.slice(at)])
    .filter((half) => /\d/u.test(half) && /^[A-Za-z0-9]/u.test(half) && /[A-Za-z0-9]$/u.test(half));
  const [first, ...others] = [...new Set(halves)];
  return first === undefined ? null : serial(first, { told: text, alternatives: others, similar: true });
}

/** Parts of a number contain a digit or are short. */
const PIECE = /^(?=[A-Za-z]*\d)[A-Za-z0-9]{1,12}$|^[A-Za-z]{1,3}$/u;

/** A number typed in parts of any length, without the spaces: `PF4D 7K22`. Null for any other text. */
export function broken(text: string): { readonly joined: string; readonly words: readonly string[] } | null {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const joined = words.join('');
  const isNumber =
    words.length >= 2 &&
    words.length <= 8 &&
    joined.length >= LEAST &&
    joined.length <= 24 &&
    words.every((word) => PIECE.test(word)) &&
    /\d/u.test(joined);
  return isNumber ? { joined, words } : null;
}

/** Letters that look more like a part of a number than like a word. */
const isFragment = (word: string): boolean => word.length <= 4 && (word.length === 1 || /\d/u.test(word));

/** The words beside the found part, if they can only be parts of the same number: `2` and `Z` of `PF4D7K 2 Z`. */
export function otherPieces(words: readonly string[], found: string): readonly string[] {
  const others = words.filter((word) => word !== found);
  return others.length > 0 && words.includes(found) && others.every(isFragment) ? others : [];
}

/** Most leading zeros that a spreadsheet may have removed. */
const ZEROS = 12;

/** Digits: as they are, and with the leading zeros that a spreadsheet removes. */
export function withZeros(part: Part): readonly Part[] {
  const { text, kind } = part;
  if (!/^\d{4,20}$/u.test(text)) return [part];
  const forms = Array.from({ length: Math.min(ZEROS, 22 - text.length) }, (_, zeros) => '0'.repeat(zeros + 1) + text);
  const [first = text, ...others] = forms;
  return [
    { ...part, kind, whole: true },
    { kind: 'heard', text: first, alternatives: others, fields: ['serial', 'imei'], whole: true, similar: true },
    part,
  ];
}
