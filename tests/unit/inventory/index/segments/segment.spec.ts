import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderBy, sortColumns } from '../../../../../main/inventory/index/columns/column-order';
import { idOf } from '../../../../../main/inventory/index/columns/columns';
import { rowsOfBitmap, setBit } from '../../../../../main/inventory/index/lists/bitmap';
import type { DeviceChips } from '../../../../../main/inventory/index/search/filters';
import { filterRows } from '../../../../../main/inventory/index/search/filters';
import { columnsOf, Draft } from '../../../../../main/inventory/index/segments/draft';
import { mergeSegments } from '../../../../../main/inventory/index/segments/merge';
import { buildSegment, finish, Segment } from '../../../../../main/inventory/index/segments/segment';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import { compareHits } from '../../../../../shared/search/rank';
import { aDevice } from '../../../../support/builders';
import { anyInventory } from '../support';

const segmentOf = (devices: readonly ManagedDevice[]): Segment => finish(buildSegment(columnsOf(devices)));
const idsOf = (segment: Segment): readonly string[] =>
  Array.from({ length: segment.rows }, (_, row) => idOf(segment.columns, row));

test('each row is found by its id until it is deleted', () => {
  fc.assert(
    fc.property(anyInventory(30), fc.nat(), (devices, pick) => {
      const segment = segmentOf(devices);
      const ids = idsOf(segment);
      for (const [row, id] of ids.entries()) expect(segment.rowOf(id)).toBe(row);
      const gone = pick % Math.max(1, ids.length);
      if (gone >= ids.length) return;
      segment.remove(gone);
      segment.remove(gone);
      expect(segment.rowOf(ids[gone]!)).toBe(-1);
      expect([...segment.livingIds()]).toEqual(ids.filter((_, row) => row !== gone));
      expect([segment.alive, segment.isWorn]).toEqual([ids.length - 1, true]);
    }),
    { numRuns: 30 },
  );
});

test.each(['', 'none', '99999999-0000-4000-8000-000000000000', '99999999-0000-4000-8000-00000000000'])(
  'the id %j is not found',
  (id) => {
    expect(segmentOf([aDevice(), aDevice({ id: 'odd' })]).rowOf(id)).toBe(-1);
  },
);

test('a device is created once while it is shown repeatedly', () => {
  const segment = segmentOf(Array.from({ length: 600 }, () => aDevice()));
  const first = segment.device(3);
  expect(segment.device(3)).toBe(first);
  for (let row = 0; row < 600; row += 1) segment.device(row);
  expect(segment.device(3)).toEqual(first);
});

test('rows of recent words are cached, those of older ones are searched again', () => {
  const segment = segmentOf([aDevice()]);
  let asked = 0;
  const ask = (word: string): readonly number[] =>
    rowsOfBitmap(
      segment.rowsWith(word, (into) => {
        asked += 1;
        setBit(into, 0);
        return false;
      }).rows,
    );
  expect(ask('a')).toEqual([0]);
  expect(ask('a')).toEqual([0]);
  expect(asked).toBe(1);
  for (let at = 0; at < 40; at += 1) ask(`word ${String(at)}`);
  ask('word 39');
  expect(asked).toBe(41);
  ask('a');
  expect(asked).toBe(42);
});

test('an order is cached until another one is requested', () => {
  const segment = segmentOf([aDevice({ name: 'b' }), aDevice({ name: 'a' })]);
  let made = 0;
  const make = (): Uint32Array => {
    made += 1;
    return orderBy(segment.columns, 'name');
  };
  expect([...segment.order('name', make)].map((row) => segment.device(row).name)).toEqual(['a', 'b']);
  segment.order('name', make);
  expect(made).toBe(1);
  segment.order('serial', make);
  segment.order('name', make);
  expect(made).toBe(3);
});

test('every order has each row once', () => {
  fc.assert(
    fc.property(anyInventory(30), fc.constantFrom(...sortColumns), (devices, column) => {
      const { columns } = segmentOf(devices);
      expect([...orderBy(columns, column)].sort((a, b) => a - b)).toEqual(devices.map((_, row) => row));
    }),
    { numRuns: 30 },
  );
});

test('texts with a long common prefix are still in order', () => {
  const long = 'x'.repeat(40);
  const segment = segmentOf(['c', 'a', 'b', ''].map((end) => aDevice({ name: long + end })));
  expect([...orderBy(segment.columns, 'name')].map((row) => segment.device(row).name.slice(40))).toEqual([
    '',
    'a',
    'b',
    'c',
  ]);
});

test('segments are merged in their order, without deleted rows', () => {
  fc.assert(
    fc.property(anyInventory(30), fc.nat(), fc.integer({ min: 1, max: 5 }), (devices, pick, count) => {
      const parts = Array.from({ length: count }, (_, part) =>
        segmentOf(devices.filter((_device, at) => at % count === part)),
      );
      const gone = devices[pick % Math.max(1, devices.length)];
      for (const part of parts) if (gone !== undefined && part.rowOf(gone.id) >= 0) part.remove(part.rowOf(gone.id));
      const joined = finish(mergeSegments(parts));
      expect(idsOf(joined)).toEqual(idsOf(segmentOf(devices.filter((device) => device !== gone))));
    }),
    { numRuns: 30 },
  );
});

test('rows are in the order in which equally good hits are shown', () => {
  fc.assert(
    fc.property(anyInventory(30), (devices) => {
      const match = { reason: { field: 'name', ranges: [] }, grade: 'prefix' } as const;
      const hits = devices
        .map((device) => ({ device, match, pinned: false, recent: false, stale: false }))
        .sort(compareHits);
      expect(idsOf(segmentOf(devices))).toEqual(hits.map(({ device }) => device.id));
    }),
    { numRuns: 30 },
  );
});

test('without chips there is no filter, and the same chips are computed once', () => {
  const segment = segmentOf([aDevice({ platform: 'ios' }), aDevice({ platform: 'macos' })]);
  expect(filterRows(segment, {})).toBeNull();
  expect(filterRows(segment, { platforms: [], categories: [] })).toBeNull();
  const passed = filterRows(segment, { platforms: ['ios'] });
  expect(passed).not.toBeNull();
  expect(filterRows(segment, { platforms: ['ios'] })).toBe(passed);
  expect(filterRows(segment, { platforms: ['macos'] })).not.toEqual(passed);
});

test('the size in memory grows with the rows', () => {
  const few = segmentOf(Array.from({ length: 10 }, () => aDevice()));
  const many = segmentOf(Array.from({ length: 1_000 }, () => aDevice()));
  expect(many.bytes).toBeGreaterThan(few.bytes);
});

test('a segment without rows', () => {
  const segment = segmentOf([]);
  expect([segment.rows, segment.alive, segment.isWorn, segment.namesakes('x')]).toEqual([0, 0, false, 0]);
  expect([...segment.livingIds()]).toEqual([]);
  expect(segment.categories().size).toBe(0);
  expect(segment).toBeInstanceOf(Segment);
});

test('chips are correct for every row of a large segment', () => {
  const devices = Array.from({ length: 300 }, (_, at) =>
    aDevice({
      name: String(at).padStart(3, '0'),
      platform: at % 7 === 0 ? 'ios' : 'windows',
      compliance: at % 3 === 0 ? 'noncompliant' : 'compliant',
    }),
  );
  const segment = segmentOf(devices);
  const rows = rowsOfBitmap(filterRows(segment, { platforms: ['ios'], compliance: ['noncompliant'] })!);
  expect(rows.map((row) => segment.device(row).name)).toEqual(
    devices.filter((_, at) => at % 21 === 0).map(({ name }) => name),
  );
});

test.each<[string, NonNullable<DeviceChips['checkIn']>, readonly string[]]>([
  ['since', { since: 2_000 }, ['2', '3']],
  ['before', { before: 2_000 }, ['1']],
  ['both', { since: 1_000, before: 3_000 }, ['1', '2']],
  ['nothing in it', { since: 3_000, before: 3_000 }, []],
  ['an empty range', {}, ['1', '2', '3']],
  ['never', { never: true }, ['never']],
  ['never or before', { before: 2_000, never: true }, ['1', 'never']],
  ['since and never', { since: 3_000, never: true }, ['3', 'never']],
  ['not never', { since: 1, never: false }, ['1', '2', '3']],
])('last check-in %s', (_what, checkIn, names) => {
  const segment = segmentOf(
    [null, 1_000, 2_000, 3_000].map((at) =>
      aDevice({
        name: at === null ? 'never' : String(at / 1_000),
        lastCheckIn: at === null ? null : new Date(at).toISOString(),
      }),
    ),
  );
  expect(
    rowsOfBitmap(filterRows(segment, { checkIn })!)
      .map((row) => segment.device(row).name)
      .sort(),
  ).toEqual(names);
});

test('work on many rows yields regularly', () => {
  const devices = Array.from({ length: 9_000 }, () => aDevice());
  const pauses = (work: Generator<void, unknown>): number => {
    let count = 0;
    while (work.next().done !== true) count += 1;
    return count;
  };
  const draft = new Draft(16);
  for (const device of devices) draft.put(device);
  expect(pauses(draft.segment())).toBeGreaterThanOrEqual(11);
  const columns = columnsOf(devices);
  expect(pauses(buildSegment(columns))).toBeGreaterThanOrEqual(8);
  const parts = [segmentOf(devices.slice(0, 4_500)), segmentOf(devices.slice(4_500))];
  expect(pauses(mergeSegments(parts))).toBeGreaterThanOrEqual(10);
});
