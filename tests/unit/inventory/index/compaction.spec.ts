import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { columnsOf } from '../../../../main/inventory/index/segments/draft';
import { buildSegment, finish } from '../../../../main/inventory/index/segments/segment';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';

const PART = 2_100;
const many = (name: string, count = PART): readonly ManagedDevice[] =>
  Array.from({ length: count }, (_, at) => aDevice({ name: `${name}-${String(at)}`, serial: '' }));
const indexOf = (...parts: readonly (readonly ManagedDevice[])[]): DeviceIndex => {
  const index = new DeviceIndex();
  for (const part of parts) index.upsert(part);
  return index;
};
const total = (index: DeviceIndex, text: string): number => index.query(asTyped({ text, limit: 1 })).total;
const names = (index: DeviceIndex, text: string): readonly string[] =>
  index.query(asTyped({ text, limit: 10 })).rows.map(({ device }) => device.name);

test('small changes collect in one segment, large ones get their own segments', () => {
  const index = indexOf(many('ber'), [aDevice({ name: 'muc-1' })], [aDevice({ name: 'muc-2' })]);
  expect(index.segments.map(({ rows }) => rows)).toEqual([PART, 2]);
});

test('merging is due when there are many segments', () => {
  const index = indexOf(many('a'), many('b'), many('c'), many('d'));
  expect(index.isCompactionDue).toBe(false);
  index.upsert(many('e'));
  expect(index.isCompactionDue).toBe(true);
  for (const _ of index.compact());
  expect(index.isCompactionDue).toBe(false);
  expect(total(index, 'c-17')).toBe(total(indexOf(many('c')), 'c-17'));
});

test('merging is due when many rows were deleted', () => {
  const devices = many('a', 10_000);
  const index = indexOf(devices);
  index.remove(devices.slice(0, 2_600).map(({ id }) => id));
  expect(index.isCompactionDue).toBe(true);
  for (const _ of index.compact());
  expect([index.isCompactionDue, index.size, index.segments[0]?.rows]).toEqual([false, 7_400, 7_400]);
});

test('a segment whose rows are all deleted is dropped with the next change', () => {
  const devices = many('a');
  const index = indexOf(devices);
  index.remove(devices.map(({ id }) => id));
  index.upsert([aDevice({ name: 'b' })]);
  expect(index.segments.map(({ rows }) => rows)).toEqual([1]);
});

test('everything can be found, changed and removed during a merge', () => {
  const [kept, renamed, removed] = [
    aDevice({ name: 'kept' }),
    aDevice({ name: 'before' }),
    aDevice({ name: 'removed' }),
  ] as const;
  const index = indexOf([...many('a'), kept, renamed, removed], many('b'));
  const join = index.compact(true);
  join.next();
  index.upsert([{ ...renamed, name: 'after' }]);
  index.remove([removed.id]);
  for (const text of ['kept', 'after']) expect(names(index, text)).toEqual([text]);
  expect(total(index, 'removed')).toBe(0);
  for (const _ of join);
  for (const text of ['kept', 'after']) expect(names(index, text)).toEqual([text]);
  expect([total(index, 'removed'), total(index, 'before'), index.size]).toEqual([0, 0, PART * 2 + 2]);
});

test('only one merge runs at a time', () => {
  const index = indexOf(many('a'), many('b'));
  const first = index.compact(true);
  first.next();
  expect([...index.compact(true)]).toEqual([]);
  expect(index.isCompactionDue).toBe(false);
  for (const _ of first);
  expect(index.segments).toHaveLength(1);
});

test('a merge that was started for another tenant ends without effect', () => {
  const index = indexOf(many('a'), many('b'));
  const join = index.compact(true);
  join.next();
  index.replace([finish(buildSegment(columnsOf([aDevice({ name: 'other' })])))]);
  for (const _ of join);
  expect([index.size, total(index, 'a-1')]).toEqual([1, 0]);
  expect(names(index, 'other')).toEqual(['other']);
});

test('results from before a replacement are dropped, and those over merged segments expire', () => {
  const index = indexOf(many('a'), many('b'));
  const before = index.query(asTyped({ text: 'a', limit: 1 })).resultId;
  for (const _ of index.compact(true));
  expect(index.page(before, 0, 1)).toBeNull();
  const after = index.query(asTyped({ text: 'a', limit: 1 })).resultId;
  index.replace([]);
  expect([index.page(after, 0, 1), index.size]).toEqual([null, 0]);
});

test('results have the same order from several segments and from one', () => {
  const day = (at: number): string => new Date(Date.UTC(2026, 0, 1 + (at % 28))).toISOString();
  const devices = Array.from({ length: 3 * PART }, (_, at) =>
    aDevice({ name: `tyo-${String(at % 500)}`, serial: '', lastCheckIn: at % 7 === 0 ? null : day(at) }),
  );
  const index = indexOf(devices.slice(0, PART), devices.slice(PART, 2 * PART), devices.slice(2 * PART));
  const ids = (text: string): readonly string[] =>
    index.query(asTyped({ text, limit: 100 })).rows.map(({ device }) => device.id);
  const apart = ['', 'tyo', 'tyo-49', '4'].map(ids);
  expect(index.segments.length).toBeGreaterThan(1);
  for (const _ of index.compact(true));
  expect(index.segments).toHaveLength(1);
  expect(['', 'tyo', 'tyo-49', '4'].map(ids)).toEqual(apart);
});

test('cached words, chips and twins follow a change', () => {
  const device = aDevice({ name: 'ber-x', serial: '', category: 'Office' });
  const index = indexOf([device, aDevice({ name: 'ber-x', serial: '', category: 'Field' })]);
  const look = (): readonly unknown[] => [
    total(index, 'ber'),
    index.query(asTyped({ text: '', limit: 9, chips: { categories: ['Office'] } })).total,
    index.query(asTyped({ text: 'ber-x', limit: 1 })).rows[0]?.twins,
  ];
  expect(look()).toEqual([2, 1, 1]);
  index.remove([device.id]);
  expect(look()).toEqual([1, 0, 0]);
  index.upsert([{ ...device, category: 'Field' }]);
  expect(look()).toEqual([2, 0, 1]);
});

test('a segment merged during deletions has room for its rows and no more', () => {
  const [first, ...others] = many('a').map((device) => ({ ...device, entraId: device.id, userId: device.id }));
  const last = many('b', 5_000).filter(({ name }) => name.startsWith('b-99'));
  const index = indexOf([first!, ...others], many('b', 5_000), last);
  const join = index.compact(true);
  join.next();
  index.remove(last.slice(1).map(({ id }) => id));
  index.upsert([
    { ...others[0]!, name: 'renamed' },
    { ...last[0]!, name: 'renamed, too' },
  ]);
  for (const _ of join);
  for (const { rows, columns, deleted } of index.segments) {
    const { offsets, ids, entraIds, userIds, checkIns, enrolments, kinds, compliance, upnDomains, mailDomains } =
      columns;
    const one = [checkIns, enrolments, kinds, compliance, upnDomains, mailDomains].map(({ length }) => length);
    expect([offsets.length - 1, ids.length / 16, entraIds.length / 16, userIds.length / 16, ...one]).toEqual(
      Array.from({ length: 10 }, () => rows),
    );
    expect(deleted).toHaveLength(Math.ceil(rows / 32));
  }
  expect(index.size).toBe(PART + 5_000 + 1);
  expect(index.read(first!.id)).toEqual(first);
});

test('an adopted segment replaces existing devices, and segments without any device are dropped', () => {
  const [one, two] = [aDevice({ name: 'ber-1' }), aDevice({ name: 'ber-2' })] as const;
  const index = indexOf([one]);
  const newer = new DeviceIndex();
  newer.upsert([{ ...one, name: 'muc-1' }, two]);
  index.adopt(newer.segments[0]!, [one.id, two.id]);
  expect([index.size, index.segments.length]).toEqual([2, 1]);
  expect([names(index, 'ber'), names(index, 'muc')]).toEqual([['ber-2'], ['muc-1']]);
});

test('only segments of similar size are merged, and those with many deleted rows', () => {
  const index = indexOf(many('large', 17_000), many('a'), many('b'), many('c'), many('d'));
  for (const _ of index.compact());
  expect(index.segments.map(({ rows }) => rows).sort((a, b) => a - b)).toEqual([4 * PART, 17_000]);
  for (const _ of index.compact(true));
  expect(index.segments.map(({ rows }) => rows)).toEqual([17_000 + 4 * PART]);
  const worn = many('worn', 12_000);
  const other = indexOf(worn, many('a'), many('b'));
  other.remove(worn.slice(0, 4_000).map(({ id }) => id));
  for (const _ of other.compact());
  expect(other.segments.map(({ rows }) => rows)).toEqual([8_000 + 2 * PART]);
});
