/** Letters and digits that are read alike, or heard alike on the phone, under one of them. */
const ALIKE: readonly (readonly [one: string, others: string])[] = [['0', 'oq'], ['1', 'il'], ['5', 's'], ['8', 'b'], ['2', 'z'], ['m', 'n'], ['d', 't'], ['f', 's']];
const one = new Map(ALIKE.flatMap(([sign, others]) => Array.from(others, (other) => [other, sign] as const)));
// F and S sound alike, and S looks like 5.
one.set('f', '5');

const canonical = (text: string): string =>
  Array.from(text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), (letter) => one.get(letter) ?? letter)
    .join('')
    .replace(/^0+/u, '');

const MIN = 4;

/** Whether two numbers are the same but for letters that are read or heard alike, separators, and zeros in front. */
export function isAlike(number: string, wanted: string): boolean {
  const text = canonical(wanted);
  return text.length >= MIN && canonical(number) === text;
}

const swapped = (text: string, from: string, to: string): string => Array.from(text, (letter) => to.charAt(from.indexOf(letter)) || letter).join('');

/** How a number may be written if letters were taken for digits, or digits for letters. */
export function alikeForms(number: string): readonly string[] {
  const upper = number.toUpperCase();
  const forms = [swapped(upper, 'O', '0'), swapped(upper, '0', 'O'), swapped(upper, 'OQILSBZ', '0011582'), swapped(upper, '01582', 'OISBZ')];
  return [...new Set(forms)].filter((form) => form !== upper);
}
