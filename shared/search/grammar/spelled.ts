import { letterCalled, numberCalled, timesCalled } from './sounds';

const NATO =
  'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu';
/** The German spelling alphabet. */
const GERMAN =
  'anton berta cäsar caesar dora emil friedrich gustav heinrich ida julius kaufmann konrad ludwig martha nordpol otto paula quelle richard samuel siegfried theodor ulrich viktor wilhelm xanthippe ypsilon zacharias zeppelin';
const DIGITS: Readonly<Record<string, string>> = {
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  niner: '9',
  fife: '5',
  tree: '3',
  null: '0',
  eins: '1',
  zwei: '2',
  zwo: '2',
  drei: '3',
  vier: '4',
  fünf: '5',
  fuenf: '5',
  sechs: '6',
  sieben: '7',
  acht: '8',
  neun: '9',
  ゼロ: '0',
  れい: '0',
  いち: '1',
  に: '2',
  さん: '3',
  よん: '4',
  ご: '5',
  ろく: '6',
  なな: '7',
  はち: '8',
  きゅう: '9',
  dash: '-',
  hyphen: '-',
  minus: '-',
  strich: '-',
  bindestrich: '-',
  ハイフン: '-',
};
/** The NATO alphabet as it is said in Japan. */
const KATAKANA =
  'アルファ:a ブラボー:b ブラボ:b チャーリー:c デルタ:d エコー:e フォックストロット:f フォックス:f ゴルフ:g ホテル:h インディア:i ジュリエット:j キロ:k リマ:l マイク:m ノベンバー:n ノヴェンバー:n オスカー:o パパ:p ケベック:q ロメオ:r シエラ:s タンゴ:t ユニフォーム:u ビクター:v ヴィクター:v ウイスキー:w ウィスキー:w エックスレイ:x ヤンキー:y ズール:z ズールー:z';
const SAID: ReadonlyMap<string, string> = new Map([
  ...Object.entries(DIGITS),
  ...KATAKANA.split(' ').map((word) => [word.slice(0, -2), word.slice(-1)] as const),
  ...`${NATO} ${GERMAN}`.split(' ').map((word) => [word, word.charAt(0)] as const),
]);

/** "P wie Paula", "P for papa": the word repeats the letter. */
const EXPLAINED =
  /(?<![\p{L}\p{N}])([A-Za-z0-9]) (?:wie|as in|for|like|comme|come|como) \p{L}{2,12}(?![\p{L}\p{N}])/giu;

/** Fewer letters in succession are a word or an initial. */
const MIN_RUN = 4;
/** Parts of a number as they are read out: "PF 3L 03 02". */
const PIECE = /^[A-Za-z0-9]{1,4}$/u;
const MIN_JOINED = 7;

const single = (word: string): string | null =>
  /^[A-Za-z0-9]$/u.test(word) ? word : (SAID.get(word.toLowerCase()) ?? null);

/** Letters and the words for them, with hyphens between them: `papa-foxtrot-4-delta`. */
const apartAtHyphens = (text: string): string =>
  text.replace(/\S+/gu, (word) => {
    const pieces = word.split('-');
    return pieces.length >= MIN_RUN && pieces.every((piece) => single(piece) !== null) ? pieces.join(' ') : word;
  });

/** A number that was spelled, put together. */
export interface Spelled {
  readonly text: string;
  /** A word in it was guessed to be the name of a letter: `pee`, `see`. */
  readonly isGuess: boolean;
}

interface Said {
  readonly letters: string;
  /** Number of words that it was read from. */
  readonly words: number;
  readonly isGuess: boolean;
}

const sure = (letters: string): Said => ({ letters, words: 1, isGuess: false });

/**
 * The letters that one or more words at a position mean; null when they mean none. `run`: number of letters before it.
 */
function saidAt(words: readonly string[], at: number, run: number): Said | null {
  const word = words[at] ?? '';
  const next = words[at + 1];
  const plainly = single(word);
  if (plainly !== null) return sure(plainly);
  // Several digits may be said at once: "papa foxtrot four delta 22".
  if (run >= MIN_RUN - 1 && /^\d{2,4}$/u.test(word)) return sure(word);
  const called = letterCalled(word);
  if (called !== null) return { letters: called, words: 1, isGuess: true };
  const nextLetter = next === undefined ? null : (single(next) ?? letterCalled(next));
  const number = numberCalled(word, nextLetter);
  if (number !== null) return { letters: number.digits, words: number.words, isGuess: true };
  const times = timesCalled(word);
  return times === null || nextLetter === null ? null : { letters: nextLetter.repeat(times), words: 2, isGuess: true };
}

/** The spelled letters that begin at a position. */
function runFrom(words: readonly string[], at: number): Said {
  let run: Said = { letters: '', words: 0, isGuess: false };
  for (let next = at; next < words.length; next = at + run.words) {
    const said = saidAt(words, next, run.letters.length);
    if (said === null) break;
    run = { letters: run.letters + said.letters, words: run.words + said.words, isGuess: run.isGuess || said.isGuess };
  }
  return run;
}

/**
 * The text with spelled letters and digits put together, from `P F 3 L 0 3 0 2`, `P-F-3-L` or "papa foxtrot three
 * lima"; null when nothing was spelled.
 */
export function unspelled(text: string): Spelled | null {
  const words = apartAtHyphens(text)
    .replace(EXPLAINED, '$1')
    .split(/[\s,.·_/]+|(?<=(?:^|[\s-])[A-Za-z0-9])-(?=[A-Za-z0-9](?:$|[\s-]))/u)
    .filter((word) => word !== '');
  const joined: string[] = [];
  let isSpelled = false;
  let isGuess = false;
  for (let at = 0; at < words.length;) {
    const { letters, words: count, isGuess: isAnnounced } = runFrom(words, at);
    const isRun = letters.length >= MIN_RUN && count > 1;
    isSpelled ||= isRun;
    isGuess ||= isRun && isAnnounced;
    joined.push(isRun ? letters : (words[at] ?? ''));
    at += isRun ? count : 1;
  }
  return isSpelled ? { text: joined.join(' '), isGuess } : null;
}

/** A number that was typed in parts, put together; null for any other text. */
export function unpieced(text: string): string | null {
  const words = text.split(/[\s-]+/u).filter((word) => word !== '');
  const joined = words.join('');
  const isNumber =
    words.length >= 3 &&
    joined.length >= MIN_JOINED &&
    joined.length <= 20 &&
    words.every((word) => PIECE.test(word)) &&
    /\d/u.test(joined);
  return isNumber ? joined : null;
}
