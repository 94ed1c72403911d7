import { otherIdeographs } from '../../../shared/search/ideographs';

const SINGLE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
};

/** Without diacritics and strokes, as computer names and addresses often are. */
export const bareLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþıħ]/gu, (letter) => SINGLE[letter] ?? letter)
    .normalize('NFC');

type Pairs = readonly (readonly [from: string, to: string])[];
const UMLAUTS: Pairs = [
  ['ae', 'ä'],
  ['oe', 'ö'],
  ['ue', 'ü'],
];
const NORDIC: Pairs = [
  ['ae', 'æ'],
  ['oe', 'ø'],
  ['aa', 'å'],
];
const SHARP: Pairs = [['ss', 'ß']];
const WRITTEN: Pairs = [...UMLAUTS, ...NORDIC, ...SHARP].map(([two, one]) => [one, two] as const);
/** Nordic countries write the same sound with different letters. */
const ACROSS: Readonly<Record<string, string>> = { ö: 'ø', ø: 'ö', ä: 'æ', æ: 'ä' };
const rewritten = (text: string, pairs: Pairs): string =>
  pairs.reduce((all, [from, to]) => all.replaceAll(from, to), text);
/** Zoe, Noel, Raphael: at the end of a name the two letters are usually two sounds. */
const apart = (text: string): string => text.replace(/([ao])e(?=l?(?![a-z]))/gu, '$1ë');

/**
 * Other spellings of a name, the likeliest first, for a directory that distinguishes accents: `Juergen` and `Jurgen` for Jürgen
 * and vice versa, other forms of an ideograph. Accents that are missing in the text cannot be guessed.
 */
export function otherSpellings(name: string): readonly string[] {
  const ideographs = otherIdeographs(name);
  if (ideographs.length > 0) return ideographs;
  if (!/^[\p{Script=Latin}\p{M}\s.'’-]+$/u.test(name)) return [];
  const lower = name.toLowerCase().normalize('NFC');
  const isPlain = /^[\x20-\x7e’]*$/u.test(lower);
  const forms = isPlain
    ? [apart(lower), rewritten(lower, [...UMLAUTS, ...SHARP]), rewritten(lower, NORDIC), rewritten(lower, UMLAUTS)]
    : [
        rewritten(lower, [...UMLAUTS, ...SHARP]),
        rewritten(lower, SHARP),
        rewritten(lower, NORDIC),
        lower.replace(/[öøäæ]/gu, (letter) => ACROSS[letter] ?? letter),
        bareLetters(name),
        rewritten(lower, WRITTEN),
      ];
  return [...new Set(forms)].filter((form) => form !== lower);
}

/** How a word of a name is written in addresses: as it is, without accents, or with two letters for one. */
export function addressForms(word: string): readonly string[] {
  if (/^[\x21-\x7e]+$/u.test(word)) return [word];
  if (!/^[\p{Script=Latin}\p{M}.'’-]+$/u.test(word)) return [];
  return [...new Set([word, bareLetters(word), bareLetters(rewritten(word.toLowerCase().normalize('NFC'), WRITTEN))])];
}

const HIRAGANA = /[\u3041-\u3096]/gu;
const KATAKANA = /[\u30a1-\u30f6]/gu;
const moved = (kana: string, by: number): string => String.fromCharCode(kana.charCodeAt(0) + by);

/** A text with hiragana and katakana swapped. Intune takes them for different letters. */
export const inOtherKana = (text: string): readonly string[] =>
  [text.replace(HIRAGANA, (kana) => moved(kana, 0x60)), text.replace(KATAKANA, (kana) => moved(kana, -0x60))].filter(
    (form) => form !== text,
  );
