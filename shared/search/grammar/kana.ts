/** Hepburn romanisation, and Kunrei where it differs. */
const SYLLABLES: readonly (readonly [kana: string, hepburn: string, kunrei?: string])[] = [
  ['きゃ', 'kya'],
  ['きゅ', 'kyu'],
  ['きょ', 'kyo'],
  ['しゃ', 'sha', 'sya'],
  ['しゅ', 'shu', 'syu'],
  ['しょ', 'sho', 'syo'],
  ['しぇ', 'she', 'sye'],
  ['ちゃ', 'cha', 'tya'],
  ['ちゅ', 'chu', 'tyu'],
  ['ちょ', 'cho', 'tyo'],
  ['ちぇ', 'che', 'tye'],
  ['にゃ', 'nya'],
  ['にゅ', 'nyu'],
  ['にょ', 'nyo'],
  ['ひゃ', 'hya'],
  ['ひゅ', 'hyu'],
  ['ひょ', 'hyo'],
  ['みゃ', 'mya'],
  ['みゅ', 'myu'],
  ['みょ', 'myo'],
  ['りゃ', 'rya'],
  ['りゅ', 'ryu'],
  ['りょ', 'ryo'],
  ['ぎゃ', 'gya'],
  ['ぎゅ', 'gyu'],
  ['ぎょ', 'gyo'],
  ['じゃ', 'ja', 'zya'],
  ['じゅ', 'ju', 'zyu'],
  ['じょ', 'jo', 'zyo'],
  ['じぇ', 'je', 'zye'],
  ['びゃ', 'bya'],
  ['びゅ', 'byu'],
  ['びょ', 'byo'],
  ['ぴゃ', 'pya'],
  ['ぴゅ', 'pyu'],
  ['ぴょ', 'pyo'],
  ['ふぁ', 'fa'],
  ['ふぃ', 'fi'],
  ['ふぇ', 'fe'],
  ['ふぉ', 'fo'],
  ['てぃ', 'ti'],
  ['でぃ', 'di'],
  ['うぃ', 'wi'],
  ['うぇ', 'we'],
  ['うぉ', 'wo'],
  ['ゔぁ', 'va'],
  ['ゔぃ', 'vi'],
  ['ゔぇ', 've'],
  ['ゔぉ', 'vo'],
  ['ゔ', 'vu'],
  ['あ', 'a'],
  ['い', 'i'],
  ['う', 'u'],
  ['え', 'e'],
  ['お', 'o'],
  ['か', 'ka'],
  ['き', 'ki'],
  ['く', 'ku'],
  ['け', 'ke'],
  ['こ', 'ko'],
  ['さ', 'sa'],
  ['し', 'shi', 'si'],
  ['す', 'su'],
  ['せ', 'se'],
  ['そ', 'so'],
  ['た', 'ta'],
  ['ち', 'chi', 'ti'],
  ['つ', 'tsu', 'tu'],
  ['て', 'te'],
  ['と', 'to'],
  ['な', 'na'],
  ['に', 'ni'],
  ['ぬ', 'nu'],
  ['ね', 'ne'],
  ['の', 'no'],
  ['は', 'ha'],
  ['ひ', 'hi'],
  ['ふ', 'fu', 'hu'],
  ['へ', 'he'],
  ['ほ', 'ho'],
  ['ま', 'ma'],
  ['み', 'mi'],
  ['む', 'mu'],
  ['め', 'me'],
  ['も', 'mo'],
  ['や', 'ya'],
  ['ゆ', 'yu'],
  ['よ', 'yo'],
  ['ら', 'ra'],
  ['り', 'ri'],
  ['る', 'ru'],
  ['れ', 're'],
  ['ろ', 'ro'],
  ['わ', 'wa'],
  ['ゐ', 'i'],
  ['ゑ', 'e'],
  ['を', 'o'],
  ['が', 'ga'],
  ['ぎ', 'gi'],
  ['ぐ', 'gu'],
  ['げ', 'ge'],
  ['ご', 'go'],
  ['ざ', 'za'],
  ['じ', 'ji', 'zi'],
  ['ず', 'zu'],
  ['ぜ', 'ze'],
  ['ぞ', 'zo'],
  ['だ', 'da'],
  ['ぢ', 'ji', 'di'],
  ['づ', 'zu', 'du'],
  ['で', 'de'],
  ['ど', 'do'],
  ['ば', 'ba'],
  ['び', 'bi'],
  ['ぶ', 'bu'],
  ['べ', 'be'],
  ['ぼ', 'bo'],
  ['ぱ', 'pa'],
  ['ぴ', 'pi'],
  ['ぷ', 'pu'],
  ['ぺ', 'pe'],
  ['ぽ', 'po'],
  ['ぁ', 'a'],
  ['ぃ', 'i'],
  ['ぅ', 'u'],
  ['ぇ', 'e'],
  ['ぉ', 'o'],
  ['ゃ', 'ya'],
  ['ゅ', 'yu'],
  ['ょ', 'yo'],
  ['ゎ', 'wa'],
  ['ゕ', 'ka'],
  ['ゖ', 'ke'],
];

const HEPBURN = new Map(SYLLABLES.map(([kana, hepburn]) => [kana, hepburn]));
const KUNREI = new Map(SYLLABLES.map(([kana, hepburn, kunrei]) => [kana, kunrei ?? hepburn]));

const KATAKANA = /[\u30a1-\u30f6]/gu;
const toHiragana = (text: string): string =>
  text.replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

const KANA_WORD = /^[\u3041-\u3096\u30a1-\u30f6ー]{1,16}$/u;
/** Whether a word is written only in hiragana or katakana, and is short enough for a name. */
export const isKana = (word: string): boolean => KANA_WORD.test(word);

/** The syllables of a word in hiragana: a small letter belongs to the one before it. */
function syllables(hiragana: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < hiragana.length;) {
    const two = hiragana.slice(at, at + 2);
    const one = HEPBURN.has(two) && two.length === 2 ? two : hiragana.charAt(at);
    found.push(one);
    at += one.length;
  }
  return found;
}

interface Style {
  readonly letters: ReadonlyMap<string, string>;
  /** Spellings of a long o or u: as in kana, with one letter, or with an h (`Ohno`). */
  readonly long: 'as-written' | 'once' | 'h';
  /** Whether n is written m before b, m and p. */
  readonly m: boolean;
}

function shorten(latin: string, long: Style['long']): string {
  if (long === 'as-written') return latin;
  return latin.replace(/ou(?![ae])|oo/gu, long === 'once' ? 'o' : 'oh').replace(/uu/gu, long === 'once' ? 'u' : 'uh');
}

function inStyle(parts: readonly string[], { letters, long, m }: Style): string {
  let latin = '';
  let isDoubled = false;
  for (const part of parts) {
    if (part === 'っ') isDoubled = true;
    else if (part === 'ん') latin += 'n';
    else if (part === 'ー') latin += long === 'as-written' ? latin.slice(-1) : '';
    else {
      const syllable = letters.get(part) ?? part;
      latin += isDoubled ? (syllable.startsWith('ch') ? 't' : syllable.slice(0, 1)) + syllable : syllable;
      isDoubled = false;
    }
  }
  const whole = shorten(latin, long);
  return m ? whole.replace(/n(?=[bmp])/gu, 'm') : whole;
}

const STYLES: readonly Style[] = [HEPBURN, KUNREI].flatMap((letters) =>
  (['once', 'as-written', 'h'] as const).flatMap((long) => [false, true].map((m) => ({ letters, long, m }))),
);

/** Romanisations of a name in kana, the most common one first. */
function romanised(word: string): readonly string[] {
  const parts = syllables(toHiragana(word));
  return [...new Set(STYLES.map((style) => inStyle(parts, style)))].filter((latin) => /^[a-z]+$/u.test(latin));
}

/** Splits of two names written as one word, each with at least two syllables. */
function partings(word: string): readonly (readonly [string, string])[] {
  const parts = syllables(toHiragana(word));
  const places = parts.map((_, at) => at).slice(2, Math.max(2, parts.length - 1));
  return places.flatMap((at) =>
    /^[ょゃゅっんー]/u.test(parts[at] ?? '') ? [] : [[parts.slice(0, at).join(''), parts.slice(at).join('')] as const],
  );
}

/** Most texts that are searched for. */
const TEXTS = 60;

/**
 * Texts that find the sign-in name of a name in kana; words in other letters stay as they are. Empty without kana. Both
 * names use the same romanisation. Returns a few dozen texts at most.
 */
export function romanisedTexts(words: readonly string[]): readonly string[] {
  if (!words.some(isKana) || words.length > 4) return [];
  const [only = ''] = words;
  const names = [words, ...(words.length > 1 ? [] : partings(only))].map((parts) =>
    parts.map((word) => (isKana(word) ? syllables(toHiragana(word)) : word)),
  );
  const texts = STYLES.flatMap((style) =>
    names.map((parts) => parts.map((part) => (typeof part === 'string' ? part : inStyle(part, style))).join(' ')),
  );
  return [...new Set(texts)].filter((text) => text.trim() !== '').slice(0, TEXTS);
}

/** Sign-in names of a surname and the first letter of the other name, in both orders: `m.sato@`, `satom@`. */
export function initialTexts(words: readonly string[]): readonly string[] {
  if (words.length !== 2 || !words.every(isKana)) return [];
  const [one = '', other = ''] = words.map((word) => romanised(word)[0] ?? '');
  if (one === '' || other === '') return [];
  const pairs = [
    [other.slice(0, 1), one],
    [one.slice(0, 1), other],
  ] as const;
  return pairs.flatMap(([initial, name]) => [
    `${initial}.${name}@`,
    `${name}.${initial}@`,
    `${initial}${name}@`,
    `${name}${initial}@`,
    `${initial}_${name}@`,
    `${initial}-${name}@`,
  ]);
}

/** Kunrei syllables that also occur in names of other languages: Tina, Susi. */
const KUNREI_ALONE = /[tsz]i|tu|hu/u;

/** Syllables that only Kunrei uses. */
const OF_SCHOOLS = /[tsz][iy]|tu|hu/u;

const LATIN = new Map(
  SYLLABLES.flatMap(([kana, hepburn, kunrei]) => [
    [hepburn, kana] as const,
    ...(kunrei === undefined ? [] : [[kunrei, kana] as const]),
  ]).reverse(),
);

/** A word in Latin letters as kana; null when it does not consist of Japanese syllables. */
function kanaOf(latin: string): string | null {
  let kana = '';
  for (let at = 0; at < latin.length;) {
    const letter = latin.charAt(at);
    const next = latin.charAt(at + 1);
    const size = [3, 2, 1].find((length) => LATIN.has(latin.slice(at, at + length)) && latin.length >= at + length);
    if (size !== undefined) {
      kana += LATIN.get(latin.slice(at, at + size)) ?? '';
      at += size;
    } else if (letter === 'n' || (letter === 'm' && /[bmp]/u.test(next))) {
      kana += 'ん';
      at += next === "'" ? 2 : 1;
    } else if (letter === 'h' && /[ou]/u.test(latin.charAt(at - 1)) && kana !== '') {
      kana += 'う';
      at += 1;
    } else if ((letter === next && /[bcdfgkpstz]/u.test(letter)) || (letter === 't' && next === 'c')) {
      kana += 'っ';
      at += 1;
    } else return null;
  }
  return kana;
}

/** Everything up to the first o or u that may be long. */
const FIRST_SHORT =
  /^[^おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずぶぷゅ]{0,20}[おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずぶぷゅ](?![うょゅゃおー])/u;

/** A name in Latin letters as a directory may hold it in kana; long vowels may not have been written. */
export function kanaTexts(words: readonly string[]): readonly string[] {
  if (words.length === 0 || words.length > 3 || !words.every((word) => /^[a-z']{3,20}$/iu.test(word))) return [];
  const plainly = words.map((word) => kanaOf(word.toLowerCase()));
  if (plainly.includes(null)) return [];
  const lengthened = plainly.map((word) =>
    (word ?? '').replace(/([おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずぶぷゅ])(?!う)/gu, '$1う'),
  );
  const last = plainly.map((word) => (word ?? '').replace(/[おこそとのほもよろごぞどぼぽょ]$/u, '$&う'));
  // A long o at the beginning is usually 大: Ono, Ota, Oshima.
  const great = plainly.map((word) => (word ?? '').replace(/^お(?![おう])/u, 'おお'));
  const first = plainly.map((word) => (word ?? '').replace(FIRST_SHORT, '$&う').replace(/^おう/u, 'おお'));
  return [...new Set([plainly, great, last, first, lengthened].map((each) => each.join(' ')))];
}

/**
 * Whether a name in Latin letters may also be a non-Japanese name, so that other romanisations of it are a guess:
 * `tiba`, `tina`.
 */
export const isDoubtfullyJapanese = (words: readonly string[]): boolean =>
  KUNREI_ALONE.test(words.join(' ').toLowerCase());

/**
 * Other romanisations of a name in Latin letters: `shouta` for Shota, `ohta` for Ota, `honma` for Homma. Empty when it
 * does not consist of Japanese syllables.
 */
export function respelledTexts(words: readonly string[]): readonly string[] {
  const whole = words.join(' ').toLowerCase();
  // Kana for foreign names are romanised with the same letters as in Kunrei.
  const texts = kanaTexts(words).flatMap((kana) =>
    romanisedTexts(kana.replaceAll('てぃ', 'ち').replaceAll('でぃ', 'ぢ').split(' ')),
  );
  // A writer uses the same romanisation for every syllable.
  const isOddOne = (text: string): boolean => OF_SCHOOLS.test(text) !== OF_SCHOOLS.test(whole);
  const others = [...new Set(texts)].filter((text) => text !== whole && text.split(' ').length === words.length);
  return [...others.filter((text) => !isOddOne(text)), ...others.filter(isOddOne)].slice(0, 24);
}
