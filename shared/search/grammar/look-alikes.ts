/** Cyrillic and Greek letters that look Latin, in the order of their Latin counterparts. */
const LATIN = 'ABEKMHOPCTYXIJSQWaeopcyxijskABEZHIKMNOPTYXovu';
const OTHERS = 'АВЕКМНОРСТУХІЈЅԚԜаеорсухіјѕкΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ';
const shapes: ReadonlyMap<string, string> = new Map(
  Array.from(OTHERS, (letter, at) => [letter, LATIN.charAt(at)] as const),
);
const cyrillic: ReadonlyMap<string, string> = new Map(
  Array.from('АВЕКМНОРСТУХ', (letter, at) => ['ABEKMHOPCTYX'.charAt(at), letter] as const),
);

const FOREIGN = /[\u0370-\u03ff\u0400-\u052f]/u;
const isLatin = (word: string): boolean => /^[\x21-\x7e]{2,80}$/u.test(word);

/** Rewrites in Latin letters a word that mixes two alphabets, or another alphabet and digits. */
function inLatin(word: string): string {
  if (!FOREIGN.test(word) || !/[A-Za-z0-9]/u.test(word)) return word;
  const latin = Array.from(
    word,
    (letter) => shapes.get(letter) ?? shapes.get(letter.toUpperCase())?.toLowerCase() ?? letter,
  ).join('');
  return isLatin(latin) ? latin : word;
}

/**
 * The text with look-alike letters replaced by their Latin counterparts; null when numbers and mixed words contain
 * none.
 */
export function withLatinShapes(text: string): string | null {
  if (!FOREIGN.test(text)) return null;
  const latin = text.split(' ').map(inLatin).join(' ');
  return latin === text ? null : latin;
}

/** A number in capital letters with Cyrillic look-alikes; null when a letter has none. */
export function inCyrillic(word: string): string | null {
  if (!/^(?=[^\d]*\d)[ABEKMHOPCTYX\d.-]{4,40}$/iu.test(word) || !/[A-Z]/iu.test(word)) return null;
  return Array.from(word.toUpperCase(), (letter) => cyrillic.get(letter) ?? letter).join('');
}
