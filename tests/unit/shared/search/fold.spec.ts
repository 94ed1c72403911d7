import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold, foldAll, foldText, originalRange } from '../../../../shared/search/fold';

const spellings = (text: string): readonly string[] => foldAll(text).map((folded) => folded.text);

it.each([
  ['Łukasz', 'lukasz'],
  ['Großmann', 'grossmann'],
  ['STRAẞE', 'strasse'],
  ['Þór', 'thor'],
  ['Æsir œuvre', 'aesir oeuvre'],
  ['Đức Hoàng', 'duc hoang'],
  ['Ħal Għaxaq Ŧ Ŋ', 'hal ghaxaq t n'],
  ['IĞDIR ığdır İSTANBUL', 'igdir igdir istanbul'],
  ['Ǿ ǻ ǘ', 'o a u'],
  ['Ɓɔ́ɓɔ Ɗan', 'bobo dan'],
  ['ﬁle ĳs', 'file ijs'],
  ['ΟΔΟΣ οδος', 'οδοσ οδοσ'],
])('%j is searched as %j', (raw, expected) => {
  expect(foldText(raw)).toBe(expected);
});

it.each([
  ['Jørgen', ['jorgen', 'joergen']],
  ['Müller', ['muller', 'mueller']],
  ['Mu\u0308ller', ['muller', 'mueller']],
  ['Åke', ['ake', 'aake']],
  ['Åkerström', ['akerstrom', 'aakerstrom', 'akerstroem', 'aakerstroem']],
  ['Straße', ['strasse']],
  ['Đorđe', ['dorde', 'djordje']],
  ['Jorgen', ['jorgen']],
  ['Zoë', ['zoe']],
  ['佐藤', ['佐藤']],
])('%j is spelled %j', (raw, expected) => {
  expect([...spellings(raw)].sort()).toEqual([...expected].sort());
  expect(spellings(raw)[0]).toBe(foldText(raw));
});

it.each([
  [
    'an apostrophe',
    "o'hara",
    ['O’Hara', 'O‘Hara', 'Oʼhara', 'O´Hara', 'O`Hara', 'O′Hara', 'O＇Hara', 'ｏ＇ｈａｒａ', 'OʻHara'],
  ],
  [
    'a hyphen',
    'pc-17',
    ['PC‐17', 'PC‑17', 'PC‒17', 'PC–17', 'PC—17', 'PC−17', 'PC﹣17', 'ＰＣ－１７', 'PCー17', 'ＰＣｰ１７'],
  ],
  ['a quotation mark', '"pc"', ['“PC”', '„PC“', '«PC»', '＂PC＂', '「PC」', '｢PC｣']],
  ['a space', 'a b', ['a\u00a0b', 'a\u2009b', 'a\u3000b', 'a\u202fb', 'a\u2002b']],
  [
    'what nobody sees',
    'pc17',
    ['PC\u00ad17', 'PC\u200b17', 'P\u200dC\u200c17', '\ufeffPC17', 'PC\ufe0f17', 'PC\u206017', 'PC17\u{e0100}'],
  ],
])('%s is the same sign in every form', (_what, expected, all) => {
  for (const raw of all) expect(foldText(raw)).toBe(expected);
});

it.each([
  ['サーバー', 'サーバ'],
  ['ｻｰﾊﾞｰ 1', 'サーバ　１'],
  ['佐々木', '佐佐木'],
  ['すゞき', 'すずき'],
  ['ハヽ', 'はは'],
])('%j and %j are folded to the same text', (one, other) => {
  expect(foldText(one)).toBe(foldText(other));
});

it('keeps the mark of long vowels inside a word and on its own', () => {
  expect(foldText('ラーメン')).toBe('らーめん');
  expect(foldText('ー')).toBe('ー');
  expect(foldText('山ー')).toBe('山ー');
});

const piece = fc.constantFrom(
  'Ø',
  'å',
  'ä',
  'ß',
  'Đ',
  'x',
  '’',
  '‑',
  '\u00ad',
  '\u200d',
  'ー',
  'サ',
  'ｰ',
  '佐',
  '々',
  'ゝ',
  'ゞ',
  'か',
  '\u3000',
  '7',
  'ﬁ',
  'Σ',
  '😀',
  '`',
  '\u0308',
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 10 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 16 }),
);

it('maps each unit of every spelling to its origin', () => {
  fc.assert(
    fc.property(text, (raw) => {
      for (const folded of foldAll(raw)) {
        let before = 0;
        for (let at = 0; at < folded.text.length; at += 1) {
          const [start, end] = originalRange(folded, at, at + 1);
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(raw.length);
          before = start;
        }
      }
    }),
    { numRuns: 500 },
  );
});

it('does not change a folded text', () => {
  const words = fc
    .array(fc.constantFrom('Ø', 'Å', 'ß', 'x', '’', '‑', 'サ', 'バ', '佐', '藤', '7', 'ﬁ', 'Σ', '`', ' '), {
      maxLength: 8,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(words, (raw) => {
      expect(foldText(foldText(raw))).toBe(foldText(raw));
    }),
  );
  expect(fold('PC-17')).toEqual({ text: 'pc-17', origin: null });
});
