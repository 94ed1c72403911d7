import { type Part, PERSON_FIELDS } from './part';

const LATIN_NAME = /^\p{Script=Latin}[\p{Script=Latin}'-]{3,39}$/u;
/** Where a name begins inside a word: `KellerAnna`, `OBrien`. */
const INSIDE = /(?<=\p{Script=Latin})(?=\p{Lu}\p{Ll})/u;
/** Names that have an apostrophe behind their first letter, written without it: `obrien`, `dangelo`. */
const LED = /^([od])([a-z]{4,39})$/iu;

const isMixed = (word: string): boolean => /\p{Ll}/u.test(word) && LATIN_NAME.test(word);
const apart = (word: string): string => (isMixed(word) ? word.split(INSIDE).join(' ') : word);
const led = (word: string): string => word.replace(LED, "$1'$2");

/** Other spellings of names written as one word: with spaces between them, and with an apostrophe. */
export function apartTexts(words: readonly string[]): readonly string[] {
  const whole = words.join(' ');
  const texts = [words.map(apart).join(' '), words.map(led).join(' ')];
  return [...new Set(texts)].filter((text) => text !== whole);
}

const RUN_TOGETHER = /^\p{Script=Latin}{6,20}$/u;
const LEAST = 3;

/** Splits of first and last name written as one word without a visible boundary: `annakeller`, `marieclaire`. */
export function runTogetherNames(words: readonly string[]): readonly Part[] {
  const [word = ''] = words;
  if (words.length !== 1 || !RUN_TOGETHER.test(word)) return [];
  const distance = (at: number): number => Math.abs(at - word.length / 2);
  // Splits into parts of similar length come first: most names have about the same length.
  const places = Array.from({ length: word.length - LEAST * 2 + 1 }, (_, at) => at + LEAST).sort(
    (one, other) => distance(one) - distance(other),
  );
  const halves = places.map((at) => [word.slice(0, at), word.slice(at)] as const);
  const part = ([first = '', ...others]: readonly string[], more: Partial<Part>): Part => ({
    kind: 'person',
    text: first,
    told: word,
    alternatives: others,
    fields: PERSON_FIELDS,
    ...more,
  });
  return [
    part(
      halves.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]),
      { whole: true },
    ),
    part(
      halves.flatMap(([one, other]) => [`${one}-${other}`, `${one}.${other}@`]),
      {},
    ),
  ];
}
