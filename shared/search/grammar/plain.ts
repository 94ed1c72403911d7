import { decodeEntities } from '../../entities';

/** Longest text that is parsed, in UTF-16 units: the limit of the search box. */
export const TEXT_LIMIT = 200;

/** Marks where a part was removed from a text: nothing is read across it. */
export const GAP = ' | ';

const BLANK = /[\p{Cc}\p{Z}\u2800\u3164\uffa0]+/gu;
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\ufe00-\ufe0f]/gu;

/** The typed text on one line, without invisible characters. */
export const asTyped = (raw: string): string =>
  raw.slice(0, TEXT_LIMIT).replace(BLANK, ' ').replace(INVISIBLE, '').replace(/ {2,}/gu, ' ').trim();

const ESCAPES = /(?:%[0-9a-f]{2})+/giu;

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** Links are often escaped, and links within links twice. */
function decodePercent(text: string): string {
  let decoded = text;
  for (let round = 0; round < 2 && decoded.includes('%'); round += 1) decoded = decoded.replace(ESCAPES, decodeRun);
  return decoded;
}

const APOSTROPHES = /[\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u00b4`\uff07]/gu;
const DASHES = /[\u2010-\u2015\u2212\u207b\ufe58\ufe63\uff0d]/gu;
const QUOTES =
  /[\u201c-\u201f\u00ab\u00bb\u2039\u203a\u300a-\u3011\u3014-\u301b\u301d-\u301f\u2e22-\u2e29\uff02\u2033]/gu;
/** With a Japanese keyboard the hyphen key types the mark of long vowels. */
const LONG_MARK_AS_DASH = /(?<=[A-Za-z0-9])[ー–](?=[A-Za-z0-9])/gu;

/**
 * The text as the grammar reads it: entities and percent escapes decoded, full width as half width, and one form each
 * of apostrophe, quotation mark, dash and space.
 */
export function plain(raw: string): string {
  const decoded = decodePercent(decodeEntities(raw.slice(0, TEXT_LIMIT)));
  if (/^[\x20-\x7e]*$/.test(decoded)) return decoded.trim();
  const even = decoded.replace(BLANK, ' ').replace(INVISIBLE, '').replace(APOSTROPHES, "'").normalize('NFKC');
  return even
    .replace(APOSTROPHES, "'")
    .replace(DASHES, '-')
    .replace(QUOTES, '"')
    .replace(LONG_MARK_AS_DASH, '-')
    .replace(/ {2,}/gu, ' ')
    .trim()
    .slice(0, TEXT_LIMIT * 2);
}

const CJK = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々`;
const BORDER = new RegExp(`(?<=[${CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9$])(?=[${CJK}])`, 'gu');

/** Adds the space between a number and the words around it that Chinese and Japanese leave out. */
export const spaced = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : text.replace(BORDER, ' '));

const isEdge = (letter: string): boolean => !/[\p{L}\p{N}]/u.test(letter);

/** The word without the punctuation around it. */
export function trimmed(word: string): string {
  const letters = Array.from(word);
  const start = letters.findIndex((letter) => !isEdge(letter));
  return start < 0 ? '' : letters.slice(start, letters.findLastIndex((letter) => !isEdge(letter)) + 1).join('');
}

/** Whether it contains a letter or a digit; otherwise it cannot be searched for. */
export const canBeAsked = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Japanese particles and endings. */
const PARTICLES = new Set(
  'です の は が を に で と も へ から まで ます でした お願いします お願い致します おねがいします ください よろしく'.split(
    ' ',
  ),
);

/** The words of a text between spaces, brackets, quotation marks and the marks of lists, without punctuation at their edges. */
export const wordsIn = (text: string): readonly string[] =>
  text
    .split(/[\s"|,;<>()[\]{}、。，；・]+/u)
    .map(trimmed)
    .filter((word) => word !== '' && !PARTICLES.has(word) && !word.includes('://'));
