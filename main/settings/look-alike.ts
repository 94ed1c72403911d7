/** Letters that look like a Latin letter, by that letter. Not a complete list: those that are used to deceive. */
const drawnLike: Readonly<Record<string, string>> = {
  a: 'аɑαᴀ',
  b: 'вьЬβʙ',
  c: 'сϲᴄ',
  d: 'ԁđᴅ',
  e: 'еєεᴇ',
  f: 'ғꜰ',
  g: 'ɡցɢ',
  h: 'һհħнʜ',
  i: 'іıɩιɪ',
  j: 'јᴊ',
  k: 'кκᴋ',
  l: 'ӏłʟ',
  m: 'мᴍ',
  n: 'пηոɴ',
  o: 'оοօøᴏ',
  p: 'рρᴘ',
  q: 'ԛզ',
  r: 'гʀ',
  s: 'ѕꜱ',
  t: 'тτŧᴛ',
  u: 'υսᴜ',
  v: 'ѵνᴠ',
  w: 'ԝωᴡ',
  x: 'хχ',
  y: 'уγүʏ',
  z: 'ᴢ',
};
const latin: ReadonlyMap<string, string> = new Map(
  Object.entries(drawnLike).flatMap(([to, from]) => Array.from(from).map((letter) => [letter, to] as const)),
);

/** Sequences that look alike at a glance, once the letters are Latin. */
const readAlike: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/0/g, 'o'],
  [/[1i|!]/g, 'l'],
  [/5/g, 's'],
];
const toKatakana = (letter: string): string => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60);

/**
 * What a text looks like: two texts with the same result are easily confused. Case, width, accents, marks, spaces
 * and punctuation do not count, nor letters of another script that are drawn alike. For comparing only, never for showing.
 */
export function lookOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '');
  const letters = Array.from(plain.replace(/[ぁ-ゖ]/gu, toKatakana))
    .map((letter) => latin.get(letter) ?? letter)
    .join('');
  return readAlike.reduce((said, [pattern, to]) => said.replace(pattern, to), letters.replace(/[^\p{L}\p{N}|!]/gu, ''));
}
