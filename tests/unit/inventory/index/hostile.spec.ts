import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { termsOf } from '../../../../shared/search/match';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';
import { bruteForce } from './oracle';

const indexOf = (...devices: readonly ManagedDevice[]): DeviceIndex => {
  const index = new DeviceIndex();
  index.upsert(devices);
  return index;
};
const found = (index: DeviceIndex, text: string): readonly string[] =>
  index.query(asTyped({ text, limit: 20 })).rows.map(({ device }) => device.name);

test.each([
  ['佐藤 健太', '健太'],
  ['サトウ', 'さとう'],
  ['ｻﾄｳ', 'サトウ'],
  ['ＡＢＣ－１２３', 'abc-123'],
  ['ガ', 'ｶﾞ'],
  ['が', 'カ\u3099'],
  ['Zoë', 'zoe'],
  ['zoe', 'Zoë'],
  ['Müller', 'muller'],
  ['ŁUKASZ', 'łukasz'],
  ['İstanbul', 'istanbul'],
  ['straße', 'straße'],
  ['ﬁnance', 'finance'],
  ['①②③', '123'],
  ['김민수', '민수'],
  ['김민수', '김민수'.normalize('NFD')],
  ['Ελλάδα', 'ελλαδα'],
  ['Ёлка', 'елка'],
  ['𠮷田', '𠮷'],
  ['😀 laptop', '😀'],
  ['👩‍💻', '💻'],
  ['o’hara', 'o’hara'],
  ['٣٤٥', '٣٤'],
  ['שלום', 'לום'],
  ['a\u200db', 'a\u200db'],
  ['ｱｲﾌｫﾝ', 'アイフォン'],
  ['㌔', 'きろ'],
  ['〜', '〜'],
])('%j is found by %j', (name, text) => {
  expect(
    found(indexOf(aDevice({ name, serial: '', os: '' }), aDevice({ name: 'other', serial: '', os: '' })), text),
  ).toEqual([name]);
});

test.each(['', ' ', '\u3000', '\n\t', ' \u00a0 '])('%j is no word, so all devices are listed', (text) => {
  expect(indexOf(aDevice(), aDevice()).query(asTyped({ text, limit: 5 })).total).toBe(2);
});

test.each([
  '.*',
  '[a-z]',
  '\\',
  '(',
  '^a',
  '$',
  '?',
  '%',
  "'; --",
  '<b>',
  '\u0000',
  '\ufffd',
  '\ud83d',
  '\udc00',
  '__proto__',
  'constructor',
  '\u202e',
  '@',
  '@@',
  'a@',
  '-',
  '0',
])('%j is text like any other', (text) => {
  const device = aDevice({ name: `x${text}y`, serial: '', os: '' });
  const index = indexOf(device, aDevice({ name: 'other', serial: '', os: '' }));
  expect(index.query(asTyped({ text, limit: 5 })).rows.map(({ device: { id } }) => id)).toContain(device.id);
});

test('any text can be searched and gives the same result as a full scan', () => {
  const devices = ['TYO-LT-1', '佐藤', 'zoe 42', '', '𠮷田 😀', 'a@b.example'].map((name) =>
    aDevice({ name, serial: '', os: '' }),
  );
  const index = indexOf(...devices);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      const answer = index.query(asTyped({ text, limit: 10 }));
      if (termsOf(text).length > 0 && !answer.isSimilar)
        expect(answer.rows.map(({ device }) => device.id)).toEqual(bruteForce(devices, text));
    }),
    { numRuns: 500 },
  );
});

test('devices with any text are found by it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      (first, second) => {
        const name = first.normalize('NFC');
        const device = aDevice({ name, userName: second.normalize('NFC'), serial: '', os: '' });
        fc.pre(termsOf(name).length > 0 && bruteForce([device], name).length === 1);
        expect(found(indexOf(device), name)).toEqual([name]);
      },
    ),
    { numRuns: 200 },
  );
});

test('texts of a million characters are truncated and searched', () => {
  const long = aDevice({
    name: `start ${'x'.repeat(1_000_000)}`,
    userName: '佐'.repeat(1_000_000),
    serial: '😀'.repeat(500_000),
    upn: `${'u'.repeat(1_000_000)}@a.example`,
    model: 'm'.repeat(1_000_000),
  });
  const index = indexOf(long, aDevice({ name: 'short' }));
  for (const text of ['start', 'xxxxx', '佐佐佐', '😀😀', 'uuuu', 'mmmmm', 'start 佐佐'])
    expect(index.query(asTyped({ text, limit: 5 })).total, text).toBe(1);
  expect(index.read(long.id)?.name.startsWith('start xxx')).toBe(true);
  expect(found(index, 'strat')).toHaveLength(1);
});

test('a query of very many or very long words terminates', () => {
  const index = indexOf(...Array.from({ length: 50 }, (_, at) => aDevice({ name: `tyo-lt-${String(at)}` })));
  expect(
    index.query(asTyped({ text: Array.from({ length: 200 }, (_, at) => `w${String(at)}`).join(' '), limit: 5 })).total,
  ).toBe(0);
  expect(index.query(asTyped({ text: 'tyo '.repeat(200), limit: 5 })).total).toBe(50);
  expect(index.query(asTyped({ text: 'x'.repeat(100_000), limit: 5 })).total).toBe(0);
  expect(index.query(asTyped({ text: `tyo-lt-${'1'.repeat(500)}`, limit: 5 })).total).toBe(0);
});

test('the last of several devices with one id wins, in one page and across pages', () => {
  const id = 'ffffffff-0000-4000-8000-000000000001';
  const index = indexOf(aDevice({ id, name: 'one' }), aDevice({ id, name: 'two' }));
  expect(found(index, '')).toEqual(['two']);
  index.upsert([aDevice({ id, name: 'three' })]);
  index.upsert([]);
  expect(found(index, '')).toEqual(['three']);
  expect([index.size, index.remove([id, id, 'nobody']), index.size]).toEqual([1, 1, 0]);
  expect(found(index, 'three')).toEqual([]);
});

test('ids that are no GUIDs and look-alikes are devices of their own', () => {
  const ids = [
    ' ',
    'a',
    'A',
    '0',
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-0000-4000-8000-000000000001',
    'ffffffff-0000-4000-8000-000000000001',
    '__proto__',
    '佐藤',
  ];
  const index = indexOf(...ids.map((id) => aDevice({ id, name: `name of ${id}` })));
  expect(index.size).toBe(ids.length);
  for (const id of ids) expect(index.read(id)?.name).toBe(`name of ${id}`);
  expect([...index.ids()].sort()).toEqual([...ids].sort());
  for (const _ of index.compact(true));
  for (const id of ids) expect(index.has(id)).toBe(true);
});

test('a device without an id is ignored', () => {
  const index = indexOf(aDevice({ id: '', name: 'a' }), aDevice({ name: 'b' }));
  index.upsert([aDevice({ id: '', name: 'c' })]);
  expect(found(index, '')).toEqual(['b']);
});

test('devices with nothing but an id are listed and counted', () => {
  const empty = { name: '', serial: '', os: '', osVersion: '', userName: '', upn: '', mail: '' };
  const index = indexOf(aDevice(empty), aDevice(empty), aDevice({ name: 'x' }));
  expect(index.query(asTyped({ text: '', limit: 5 })).total).toBe(3);
  expect(index.query(asTyped({ text: 'x', limit: 5 })).total).toBe(1);
  expect(
    index
      .query(asTyped({ text: '', limit: 5, sort: { column: 'name', descending: false } }))
      .rows.map(({ device }) => device.name),
  ).toEqual(['', '', 'x']);
});

test('an index without devices returns empty results', () => {
  const index = new DeviceIndex();
  for (const text of ['', 'a', 'tanaka', 'a b', '佐藤'])
    expect(index.query(asTyped({ text, limit: 5 }))).toMatchObject({
      total: 0,
      rows: [],
      isSimilar: false,
      isRough: false,
    });
  expect([index.size, index.bytes, index.read('x'), index.page(99, 0, 5), [...index.compact(true)]]).toEqual([
    0,
    0,
    null,
    null,
    [],
  ]);
});

test('limits and offsets beyond the result give empty pages', () => {
  const index = indexOf(aDevice({ name: 'a' }), aDevice({ name: 'ab' }));
  const { resultId, rows, total } = index.query(asTyped({ text: 'a', limit: 0 }));
  expect([rows, total]).toEqual([[], 2]);
  expect(index.page(resultId, 2, 10)).toEqual([]);
  expect(index.page(resultId, 1_000_000, 10)).toEqual([]);
  expect(index.page(resultId, 0, 10)).toHaveLength(2);
});

test('pins and recents that are not there are ignored', () => {
  const index = indexOf(aDevice({ name: 'a' }));
  expect(
    index.query(
      asTyped({ text: 'a', limit: 5, pinned: ['gone', ''], recent: ['00000000-0000-4000-8000-ffffffffffff'] }),
    ).total,
  ).toBe(1);
});
