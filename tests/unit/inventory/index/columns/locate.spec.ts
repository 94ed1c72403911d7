import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ABSENT,
  EXACT,
  findBytes,
  gradeBytes,
  INSIDE,
  PREFIX,
  WORD,
} from '../../../../../main/inventory/index/columns/locate';
import { foldText } from '../../../../../shared/search/fold';
import { grades, matchDevice } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';

const encoder = new TextEncoder();
const grade = (text: string, wanted: string): number => {
  const bytes = encoder.encode(text);
  return gradeBytes(bytes, 0, bytes.length, encoder.encode(wanted));
};

test.each([
  ['tyo-lt-1', 'tyo-lt-1', EXACT],
  ['TYO-LT-1', 'tyo-lt-1', EXACT],
  ['tyo-lt-1', 'tyo', PREFIX],
  ['tyo-lt-1', 'lt', WORD],
  ['tyo-lt-1', '-lt', INSIDE],
  ['tyo-lt-1', 'yo', INSIDE],
  ['tyo-lt-1', 'x', ABSENT],
  ['yo tyo', 'yo', PREFIX],
  ['tyo yo', 'yo', WORD],
  ['佐藤 健太', '健太', WORD],
  ['佐藤健太', '健太', INSIDE],
  ['o’hara', 'hara', WORD],
  ['😀abc', 'abc', WORD],
  ['', 'a', ABSENT],
])('%j contains %j with grade %i', (text, wanted, expected) => {
  expect(grade(text, wanted)).toBe(expected);
});

test('the first match in bytes is the first match in the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é') }),
      fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é'), minLength: 1, maxLength: 4 }),
      (text, wanted) => {
        const bytes = encoder.encode(text);
        const at = text.indexOf(wanted);
        expect(findBytes(bytes, 0, bytes.length, encoder.encode(wanted))).toBe(
          at < 0 ? -1 : encoder.encode(text.slice(0, at)).length,
        );
      },
    ),
  );
});

test('grades are those of the shared rules', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '佐', 'é', '.'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (name, typed) => {
      const wanted = foldText(typed.replaceAll(' ', ''));
      fc.pre(wanted !== '');
      const shared = matchDevice(aDevice({ name: '', upn: name, serial: '', os: '', id: '' }), [wanted]);
      expect(grade(foldText(name), wanted)).toBe(shared === null ? ABSENT : grades.indexOf(shared.grade));
    }),
    { numRuns: 500 },
  );
});

test('bytes outside the text do not count', () => {
  const bytes = encoder.encode('xabcx');
  expect(gradeBytes(bytes, 1, 4, encoder.encode('abc'))).toBe(EXACT);
  expect(gradeBytes(bytes, 1, 4, encoder.encode('abcx'))).toBe(ABSENT);
  expect(gradeBytes(bytes, 1, 4, encoder.encode('bc'))).toBe(INSIDE);
});
