import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SortColumn } from '../../../../main/inventory/index/columns/column-order';
import { sortColumns } from '../../../../main/inventory/index/columns/column-order';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { foldText } from '../../../../shared/search/fold';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';
import { localPart } from './oracle';
import { anyInventory } from './support';

/** Every part as large as it is given. */
function indexOf(...parts: readonly (readonly ManagedDevice[])[]): DeviceIndex {
  const index = new DeviceIndex();
  for (const devices of parts) {
    const one = new DeviceIndex();
    one.upsert(devices);
    for (const part of one.segments) index.adopt(part, []);
  }
  return index;
}
const sorted = (index: DeviceIndex, column: SortColumn, descending: boolean, text = ''): readonly ManagedDevice[] =>
  index.query(asTyped({ text, limit: 1_000, sort: { column, descending } })).rows.map(({ device }) => device);

/** What the rows of a column are in the order of: bytes for texts of their own, so that no language changes it. */
function key(device: ManagedDevice, column: SortColumn): string {
  if (column === 'lastCheckIn' || column === 'enrolledAt' || column === 'compliance') return device[column] ?? '';
  return Buffer.from(foldText(column === 'upn' ? localPart(device.upn) : device[column])).toString('latin1');
}
const ascending = (keys: readonly string[]): readonly string[] =>
  [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

test('segments are shown in one order, both ways, for every column', () => {
  const parts = fc.array(anyInventory(15), { minLength: 2, maxLength: 4 }).map((all) => {
    const seen = new Set<string>();
    return all.map((devices) => devices.filter(({ id }) => !seen.has(id) && seen.add(id)));
  });
  fc.assert(
    fc.property(parts, fc.constantFrom(...sortColumns), (all, column) => {
      const index = indexOf(...all);
      const wanted = ascending(all.flat().map((device) => key(device, column)));
      expect(sorted(index, column, false).map((device) => key(device, column))).toEqual(wanted);
      expect(sorted(index, column, true).map((device) => key(device, column))).toEqual([...wanted].reverse());
    }),
    { numRuns: 150 },
  );
});

const mayBeMissing = sortColumns.filter((column) => column !== 'compliance' && column !== 'ownership');

test.each(mayBeMissing)('devices without %s come first, and last in descending order', (column) => {
  const isInstant = column === 'lastCheckIn' || column === 'enrolledAt';
  const parts = [1, 2].map((day) => [
    aDevice({ name: 'none', ...{ [column]: isInstant ? null : '' } }),
    aDevice({ name: 'some', ...{ [column]: isInstant ? new Date(Date.UTC(2026, 0, day)).toISOString() : 'b' } }),
  ]);
  const isMissing = (descending: boolean): readonly boolean[] =>
    sorted(indexOf(...parts), column, descending).map((device) => (device[column] ?? '') === '');
  expect(isMissing(false)).toEqual([true, true, false, false]);
  expect(isMissing(true)).toEqual([false, false, true, true]);
});

test('of equal values the newest check-in comes first', () => {
  const day = (at: number): string => new Date(Date.UTC(2026, 0, at)).toISOString();
  const devices = [3, 1, 2].map((at) => aDevice({ name: 'same', serial: `s${String(at)}`, lastCheckIn: day(at) }));
  for (const column of ['name', 'model', 'compliance', 'enrolledAt', 'userName'] as const)
    expect(
      sorted(indexOf(devices), column, false).map(({ serial }) => serial),
      column,
    ).toEqual(['s3', 's2', 's1']);
});

test.each<[string, readonly string[]]>([
  [
    'names that begin the same for long',
    [
      'a'.repeat(61),
      'a'.repeat(62),
      'a'.repeat(63),
      'a'.repeat(64),
      `${'a'.repeat(66)}b`,
      `${'a'.repeat(66)}c`,
      `${'a'.repeat(63)}b`,
    ],
  ],
  ['a name that another one begins with', ['ab', 'ab\u0001', 'ab c', 'ab-', 'abc', 'abcd', 'abcde']],
  ['names of any width and case', ['１', '2', 'Ａ', 'b', 'Ｃ', 'あ', 'イ', 'ｳ', '佐', '藤', '😀', '𠮟']],
  ['no name', ['', ' ', '0']],
])('sorted by folded text: %s', (_what, names) => {
  const wanted = names.map(foldText);
  expect(ascending(wanted.map((name) => Buffer.from(name).toString('latin1')))).toEqual(
    wanted.map((name) => Buffer.from(name).toString('latin1')),
  );
  const shuffled = [...names]
    .reverse()
    .map((name, at) => aDevice({ name, lastCheckIn: new Date(Date.UTC(2026, 0, 1 + ((at * 5) % 7))).toISOString() }));
  expect(sorted(indexOf(shuffled), 'name', false).map(({ name }) => name)).toEqual(names);
  expect(sorted(indexOf(shuffled.slice(0, 3), shuffled.slice(3)), 'name', false).map(({ name }) => name)).toEqual(
    names,
  );
});

test('words, chips and a column together', () => {
  const parts = [0, 1].map((part) =>
    Array.from({ length: 60 }, (_, at) =>
      aDevice({
        name: `${at % 2 === 0 ? 'ber' : 'muc'}-${String((at * 7) % 60).padStart(2, '0')}-${String(part)}`,
        platform: at % 3 === 0 ? 'ios' : 'windows',
        serial: '',
      }),
    ),
  );
  const index = indexOf(...parts);
  const { rows, total } = index.query(
    asTyped({ text: 'ber', chips: { platforms: ['ios'] }, sort: { column: 'name', descending: true }, limit: 7 }),
  );
  const wanted = parts
    .flat()
    .filter(({ name, platform }) => name.startsWith('ber') && platform === 'ios')
    .map(({ name }) => name)
    .sort()
    .reverse();
  expect(total).toBe(wanted.length);
  expect(rows.map(({ device }) => device.name)).toEqual(wanted.slice(0, 7));
});

test('mistyped words are sorted, too', () => {
  const index = indexOf(
    [aDevice({ name: 'c', userName: 'tanaka' }), aDevice({ name: 'a', userName: 'kenta tanaka' })],
    [aDevice({ name: 'b', userName: 'tanakasan' })],
  );
  expect(sorted(index, 'name', false, 'tanaak').map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(sorted(index, 'name', true, 'tanaak').map(({ name }) => name)).toEqual(['c', 'b', 'a']);
});

test('pins and recents do not affect a sorted list', () => {
  const last = aDevice({ name: 'z' });
  const index = indexOf([last, aDevice({ name: 'a' })]);
  expect(
    index
      .query(asTyped({ text: '', limit: 5, pinned: [last.id], sort: { column: 'name', descending: false } }))
      .rows.map(({ device }) => device.name),
  ).toEqual(['a', 'z']);
});

test('a sorted list of very many unchecked hits contains only those with the word', () => {
  const index = new DeviceIndex({ checkLimit: 10, gradeLimit: 10 });
  index.upsert(
    Array.from({ length: 50 }, (_, at) =>
      aDevice({ name: `${at % 2 === 0 ? 'abcab' : 'abcacab'}-${String(at).padStart(2, '0')}`, serial: '', os: '' }),
    ),
  );
  const names = sorted(index, 'name', false, 'abcab').map(({ name }) => name);
  expect(names).toHaveLength(25);
  expect(names.every((name) => name.startsWith('abcab-'))).toBe(true);
});
