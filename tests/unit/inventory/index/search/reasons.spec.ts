import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import type { ManagedDevice, MatchReason } from '../../../../../shared/managed-device';
import { termsOf } from '../../../../../shared/search/match';
import { shownText } from '../../../../../shared/search/shown';
import { aDevice } from '../../../../support/builders';
import type { TypedQuery } from '../../../../support/typed-query';
import { asTyped } from '../../../../support/typed-query';
import { reasonOf } from '../oracle';
import { anyInventory, anyQuery } from '../support';

const indexOf = (...devices: readonly ManagedDevice[]): DeviceIndex => {
  const index = new DeviceIndex();
  index.upsert(devices);
  return index;
};
const why = (device: ManagedDevice, text: string, more: Partial<TypedQuery> = {}): MatchReason | null | undefined =>
  indexOf(device).query(asTyped({ text, limit: 1, ...more })).rows[0]?.match;
const named = (name: string, facts: Partial<ManagedDevice> = {}): ManagedDevice =>
  aDevice({ name, serial: '', os: '', ...facts });

/** The marked pieces of the field that shows why. */
function marked(device: ManagedDevice, text: string): readonly string[] {
  const reason = why(device, text);
  return (reason?.ranges ?? []).map(([start, end]) => device[reason?.field ?? 'name'].slice(start, end));
}

const withQuery = anyInventory(20).chain((devices) => fc.tuple(fc.constant(devices), anyQuery(devices)));
const byName = { column: 'name', descending: false } as const;

test.each([
  ['by relevance', null],
  ['by name', byName],
])('every row of a result %s has a reason, as by the shared rules', (_how, sort) => {
  fc.assert(
    fc.property(withQuery, ([devices, text]) => {
      const terms = termsOf(text);
      const { rows, isSimilar } = indexOf(...devices).query(asTyped({ text, limit: 50, sort }));
      fc.pre(!isSimilar);
      for (const { device, match } of rows) expect(match).toEqual(terms.length === 0 ? null : reasonOf(device, text));
    }),
    { numRuns: 150 },
  );
});

test('marked text folds to the typed text, and marks do not overlap', () => {
  fc.assert(
    fc.property(withQuery, fc.nat(30), fc.constantFrom('', 'x', '藤'), ([devices, text], at, letter) => {
      const typed = Array.from(text);
      typed.splice(at % (typed.length + 1), 1, letter);
      const { rows } = indexOf(...devices).query(asTyped({ text: typed.join(''), limit: 50 }));
      for (const { device, match } of rows) {
        if (match === null) continue;
        let end = -1;
        for (const [from, to] of match.ranges) {
          expect(from).toBeGreaterThan(end);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(shownText(device, match.field).length);
          end = to;
        }
      }
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['ＴＹＯ－ＬＴ－１', 'lt', ['ＬＴ']],
  ['ﾄｳｷｮｳｶﾞ', 'が', ['ｶﾞ']],
  ['サトウ ｹﾝﾀ', 'けん', ['ｹﾝ']],
  ['Zoe\u0308 1', 'zoe', ['Zoe\u0308']],
  ['㌔12', 'き', ['㌔']],
  ['㌔12', 'ろ1', ['㌔1']],
  ['ﬁn', 'i', ['ﬁ']],
  ['𠮷田 PC', '田', ['田']],
  ['😀😀 pc', 'pc', ['pc']],
  ['①②③', '23', ['②③']],
  ['가나다', '나', ['나']],
  ['Straße', 'ß', ['ß']],
  ['Straße', 'asse', ['aße']],
  ['Jørgen', 'joer', ['Jør']],
  ['TYO-LT-04127', 'tyolt04', ['TYO-LT-04']],
  ['Anna\u00a0Keller', 'annakel', ['Anna\u00a0Kel']],
  ['佐藤 美咲', '佐藤美咲', ['佐藤 美咲']],
  ['tyo tyo', 'tyo', ['tyo']],
  ['xlt lt', 'lt', ['lt']],
  ['aba', 'ab ba', ['aba']],
] as const)('in %j the letters of %j are marked', (name, text, pieces) => {
  expect(marked(named(name), text)).toEqual(pieces);
});

test.each([
  ['😀 ｔａｎａｋａ', 'tanaak', ['ｋａ']],
  ['㌔abcd x', 'きろabxd', ['c']],
  ['ｻﾄｳｹﾝﾀ', 'さとうけんだ', ['ﾀ']],
  ['ｻﾄｳｶﾞｸ', 'さとうかく', ['ｶﾞ']],
  ['x 𠮷野家本店', '𠮷野屋本店', ['家']],
  ['Zoe\u0308tanaka', 'zoetanka', ['a']],
  ['PF4D7K22', 'PF4D722', ['K']],
  ['PF4D7K22', 'PF44D7K22', ['4D']],
  ['Jørgensen', 'joergenson', ['e']],
] as const)('in %j only the letters that differ from %j are marked', (name, text, pieces) => {
  expect(marked(named(name), text)).toEqual(pieces);
});

test('of a right and a mistyped word only the letter that differs is marked', () => {
  expect(indexOf(named('tanaka')).query(asTyped({ text: 'tanak tamaka', limit: 1 })).rows[0]?.match).toEqual({
    field: 'name',
    ranges: [[2, 3]],
  });
});

test('a short word is not shown to be in a GUID that has it by chance', () => {
  const device = named('x-12', {
    id: '12000000-0000-4000-8000-000000000012',
    entraId: '12120000-0000-4000-8000-000000000012',
    userName: 'Anna Tanaka',
  });
  expect(why(device, 'anna 12')).toEqual({ field: 'userName', ranges: [[0, 4]] });
  expect(why(device, '12 x')).toEqual({
    field: 'name',
    ranges: [
      [0, 1],
      [2, 4],
    ],
  });
  expect(why(device, '12', { sort: byName })).toEqual({ field: 'name', ranges: [[2, 4]] });
  expect(why(device, '12 12120000')?.field).toBe('entraId');
});

test('an id that is no GUID is found by all of it, and by parts of eight characters', () => {
  const device = named('x', { id: 'ODD-1' });
  for (const sort of [null, byName]) expect(why(device, 'odd-1', { sort })).toEqual({ field: 'id', ranges: [[0, 5]] });
  expect(why(device, 'odd-')).toBeUndefined();
  expect(why(named('x', { id: 'ODD-12345678' }), '12345678')).toEqual({ field: 'id', ranges: [[4, 12]] });
});

test('a device that no longer has the word is shown without a reason', () => {
  const device = named('ber-1');
  const index = indexOf(device);
  const { resultId } = index.query(asTyped({ text: 'ber', limit: 1 }));
  index.upsert([{ ...device, name: 'muc-1' }]);
  expect(index.page(resultId, 0, 1)).toMatchObject([{ device: { name: 'muc-1' }, match: null }]);
  index.upsert([{ ...device, name: 'muc-1', userName: 'Bernd' }]);
  expect(index.page(resultId, 0, 1)?.[0]?.match).toEqual({ field: 'userName', ranges: [[0, 3]] });
});
