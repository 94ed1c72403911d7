/**
 * Latin letters that Unicode does not decompose into a letter and a mark, by their plain spelling. If people write two
 * letters (`joergen` for Jørgen) or another letter for one, that is the second spelling.
 */
const PLAIN: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
  ĳ: 'ij',
  ŋ: 'n',
  ĸ: 'k',
  ə: 'a',
  ǝ: 'e',
  ı: 'i',
  ȷ: 'j',
  ſ: 's',
  ƿ: 'w',
  ȝ: 'y',
  ꝡ: 'vy',
  ꜳ: 'aa',
  ꜵ: 'ao',
  ꜷ: 'au',
  ꝏ: 'oo',
  ȣ: 'ou',
  ƕ: 'hv',
  ƣ: 'gh',
  ʒ: 'z',
  ʃ: 's',
  ɛ: 'e',
  ɔ: 'o',
  ʌ: 'v',
  ɣ: 'g',
  ɑ: 'a',
  ʊ: 'u',
  ɩ: 'i',
  ς: 'σ',
  ꭓ: 'x',
  ꞌ: "'",
};

/** Letters with a stroke, a hook, a tail or a bar, after the letter that people write for them. */
const FAMILIES: Readonly<Record<string, string>> = {
  a: 'ⱥ',
  b: 'ƀɓƃ',
  c: 'ȼƈ',
  d: 'đðɖɗƌ',
  e: 'ɇ',
  f: 'ƒꞙ',
  g: 'ǥɠꞡ',
  h: 'ħⱨɦ',
  i: 'ɨᵻ',
  j: 'ɉʝ',
  k: 'ƙⱪꝁꞣ',
  l: 'łƚɫⱡꝉɬ',
  m: 'ɱ',
  n: 'ɲƞꞥ',
  o: 'øɵꝋ',
  p: 'ƥᵽꝑ',
  q: 'ɋꝗ',
  r: 'ɍɽꞧ',
  s: 'ʂȿꞩ',
  t: 'ŧƭʈⱦ',
  u: 'ʉ',
  v: 'ʋꝟ',
  w: 'ⱳ',
  y: 'ɏƴ',
  z: 'ƶȥⱬɀ',
};

const plain = new Map([
  ...Object.entries(PLAIN),
  ...Object.entries(FAMILIES).flatMap(([letter, family]) => Array.from(family, (one) => [one, letter] as const)),
]);
/** The second spelling of letters that are not decomposed; å has its own rule below. */
const second: ReadonlyMap<string, string> = new Map([
  ['ø', 'oe'],
  ['đ', 'dj'],
  ['ð', 'dh'],
  ['ŋ', 'ng'],
  ['ə', 'e'],
]);

/** Which letters are doubled: umlauts and the like (ä, ö, ü, ø), and separately å. */
export interface Spelling {
  readonly umlauts: boolean;
  readonly rings: boolean;
}

export const plainSpelling: Spelling = { umlauts: false, rings: false };

const UMLAUT = /([aou])\u0308/giu;
const RING = /(a)\u030a/giu;
const HAS_UMLAUT = /[aou]\u0308|[øđðŋə]/iu;
const HAS_RING = /a\u030a/iu;

/** The spellings of a text that differ, the plain one first. */
export function spellingsOf(text: string): readonly Spelling[] {
  const apart = text.normalize('NFD');
  const umlauts = HAS_UMLAUT.test(apart) ? [false, true] : [false];
  const rings = HAS_RING.test(apart) ? [false, true] : [false];
  return umlauts.flatMap((umlaut) => rings.map((ring) => ({ umlauts: umlaut, rings: ring })));
}

/** A decomposed text with its doubled letters written out. */
export function doubled(apart: string, { umlauts, rings }: Spelling): string {
  const written = umlauts ? apart.replace(UMLAUT, '$1e') : apart;
  return rings ? written.replace(RING, '$1a') : written;
}

/** The plain spelling of a lower-case letter. */
export const withoutStrokes = (letter: string, { umlauts }: Spelling): string =>
  (umlauts ? second.get(letter) : undefined) ?? plain.get(letter) ?? letter;
