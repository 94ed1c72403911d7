/** Spellings of letter names as people hear them, by letter. */
const LETTERS: Readonly<Record<string, string>> = {
  a: 'ay eh エー エイ',
  b: 'bee bé ビー',
  c: 'cee see sea シー',
  d: 'dee dé ディー デー',
  e: 'ee イー',
  f: 'ef eff エフ',
  g: 'gee jee ジー',
  h: 'aitch haitch エイチ エッチ',
  i: 'eye アイ',
  j: 'jay ジェー ジェイ',
  k: 'kay ケー ケイ',
  l: 'el ell エル',
  m: 'em エム',
  n: 'en エヌ',
  o: 'oh オー',
  p: 'pee pé ピー',
  q: 'cue queue kew キュー',
  r: 'ar arr アール',
  s: 'ess エス',
  t: 'tee té ティー テー',
  u: 'you yoo ユー',
  v: 'vee ブイ',
  w: 'doubleyou double-you double-u ダブリュー ダブル',
  x: 'ex エックス',
  y: 'why wye ワイ',
  z: 'zee zed ゼット',
  '0': 'nought nil ゼロ',
  '1': 'un une uno ワン',
  '2': 'deux dos ツー',
  '3': 'trois tres スリー',
  '4': 'quatre cuatro フォー',
  '5': 'cinq cinco ファイブ',
  '6': 'six seis シックス',
  '7': 'sept siete セブン しち',
  '8': 'huit ocho エイト',
  '9': 'neuf nueve ナイン く',
  '-': 'tiret guion ダッシュ',
};
const heard = new Map(
  Object.entries(LETTERS).flatMap(([letter, names]) => names.split(' ').map((name) => [name, letter] as const)),
);

const TENS: ReadonlyMap<string, string> = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, String(at + 2)] as const),
);
const TEENS: ReadonlyMap<string, string> = new Map(
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, at) => [word, String(at + 10)] as const),
);
const TIMES: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['doppel', 2],
]);

/** The letter or digit with this name; null for any other word. */
export const letterCalled = (word: string): string | null => heard.get(word.toLowerCase()) ?? null;

/** A number above nine in one or two words, and how many words it uses: `twenty two`. Null for none. */
export function numberCalled(
  word: string,
  next: string | null,
): { readonly digits: string; readonly words: 1 | 2 } | null {
  const teen = TEENS.get(word.toLowerCase());
  if (teen !== undefined) return { digits: teen, words: 1 };
  const ten = TENS.get(word.toLowerCase());
  if (ten === undefined) return null;
  return next !== null && /^[1-9]$/u.test(next) ? { digits: ten + next, words: 2 } : { digits: `${ten}0`, words: 1 };
}

/** How often the letter after the word is repeated: `double seven`. Null for any other word. */
export const timesCalled = (word: string): number | null => TIMES.get(word.toLowerCase()) ?? null;
