import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortColumns } from '../../../../main/inventory/index/columns/column-order';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aDevice } from '../../../support/builders';
import type { TypedQuery } from '../../../support/typed-query';
import { asTyped } from '../../../support/typed-query';
import { bruteForce } from './oracle';

const word = fc.constantFrom(
  'lt smith',
  'smith lt',
  'xlt xsmith',
  'lt xsmith',
  'smithlt',
  'lt',
  'smith',
  'LT-Smith',
  'ｌｔ ｓｍｉｔｈ',
);
const facts = fc.record({
  name: word,
  category: fc.constantFrom('Office', 'Field'),
  day: fc.integer({ min: 1, max: 5 }),
  never: fc.boolean(),
});
const inventory = fc.array(facts, { minLength: 1, maxLength: 40 }).map((all) =>
  all.map(({ name, category, day, never }) =>
    aDevice({
      name,
      category,
      serial: '',
      os: '',
      lastCheckIn: never ? null : new Date(Date.UTC(2026, 0, day)).toISOString(),
    }),
  ),
);
const sort = fc.option(fc.record({ column: fc.constantFrom(...sortColumns), descending: fc.boolean() }), { freq: 1 });
const text = fc.constantFrom('lt smith', 'lt', 'smith lt', 's', 'smith lt', 'l s', '');

/** Several parts, because a large change makes a part of its own only from thousands of devices on. */
function indexOf(devices: readonly ManagedDevice[], parts: number, gradeLimit: number): DeviceIndex {
  const index = new DeviceIndex({ gradeLimit, checkLimit: gradeLimit });
  for (let part = 0; part < parts; part += 1) {
    const one = new DeviceIndex();
    one.upsert(devices.filter((_, at) => at % parts === part));
    for (const segment of one.segments) index.adopt(segment, []);
  }
  return index;
}

function pagesOf(index: DeviceIndex, query: TypedQuery, size: number): readonly string[] {
  const { resultId, rows } = index.query(asTyped(query));
  const found = rows.map(({ device }) => device.id);
  for (;;) {
    const page = index.page(resultId, found.length, size) ?? [];
    if (page.length === 0) return found;
    found.push(...page.map(({ device }) => device.id));
  }
}

test('pages of any size show every hit once, from one segment or several, however few hits are graded first', () => {
  fc.assert(
    fc.property(
      inventory,
      text,
      sort,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(0, 3, 500),
      fc.nat(7),
      fc.integer({ min: 1, max: 9 }),
      (devices, words, order, parts, gradeLimit, limit, size) => {
        const index = indexOf(devices, parts, gradeLimit);
        const wanted = words === '' ? devices.map(({ id }) => id) : bruteForce(devices, words);
        fc.pre(wanted.length > 0);
        const found = pagesOf(index, { text: words, sort: order, limit }, size);
        expect([...found].sort()).toEqual([...wanted].sort());
      },
    ),
    { numRuns: 300 },
  );
});

test('a result knows its devices, those of all its pages, also when few hits were graded', () => {
  fc.assert(
    fc.property(
      inventory,
      text,
      sort,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(0, 3, 500),
      fc.nat(7),
      (devices, words, order, parts, gradeLimit, limit) => {
        const index = indexOf(devices, parts, gradeLimit);
        const { resultId } = index.query(asTyped({ text: words, sort: order, limit }));
        const ids = devices.map(({ id }) => id);
        const before = index.among(resultId, [...ids, 'nobody']) ?? [];
        expect([...before].sort()).toEqual((index.page(resultId, 0, 100) ?? []).map(({ device }) => device.id).sort());
        expect(index.among(resultId, ids)).toEqual(before);
      },
    ),
    { numRuns: 300 },
  );
});

test('a result keeps its devices, even if they change or are deleted', () => {
  const [renamed, removed, other] = [
    aDevice({ name: 'ber-1' }),
    aDevice({ name: 'ber-2' }),
    aDevice({ name: 'muc-1' }),
  ] as const;
  const index = new DeviceIndex();
  index.upsert([renamed, removed, other]);
  const { resultId } = index.query(asTyped({ text: 'ber', limit: 1 }));
  const late = aDevice({ name: 'ber-3' });
  index.upsert([{ ...renamed, name: 'muc-2' }, { ...other, name: 'ber-4' }, late]);
  index.remove([removed.id]);
  expect(index.among(resultId, [renamed.id, removed.id, other.id, late.id])).toEqual([renamed.id, removed.id]);
  expect(index.among(resultId + 1, [renamed.id])).toBeNull();
});

test('a result whose segments were merged no longer knows its devices', () => {
  const device = aDevice({ name: 'ber-1' });
  const index = new DeviceIndex();
  index.upsert([device]);
  const { resultId } = index.query(asTyped({ text: 'ber', limit: 1 }));
  expect(index.among(resultId, [device.id])).toEqual([device.id]);
  for (const _ of index.compact(true));
  expect(index.among(resultId, [device.id])).toBeNull();
});

test('rows that were shown keep their place when more are requested', () => {
  fc.assert(
    fc.property(
      inventory,
      text,
      sort,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      (devices, words, order, parts, limit) => {
        const index = indexOf(devices, parts, 2);
        const { resultId, rows } = index.query(asTyped({ text: words, sort: order, limit }));
        const all = index.page(resultId, 0, 100) ?? [];
        expect(all.slice(0, limit)).toEqual(rows);
        expect(index.page(resultId, 0, limit)).toEqual(rows);
        expect(all).toHaveLength(index.query(asTyped({ text: words, limit: 100 })).total);
      },
    ),
    { numRuns: 200 },
  );
});

test('the exact total of very many hits is known at the end', () => {
  const devices = Array.from({ length: 50 }, (_, at) =>
    aDevice({ name: at % 2 === 0 ? 'abcab' : 'abcacab', serial: '', os: '' }),
  );
  const index = new DeviceIndex({ checkLimit: 10, gradeLimit: 10 });
  index.upsert(devices);
  const few = index.query(asTyped({ text: 'abcab', limit: 5 }));
  expect(few).toMatchObject({ isRough: true, total: 50 });
  expect(few.rows.every(({ device }) => device.name === 'abcab')).toBe(true);
  expect(index.page(few.resultId, 0, 100)).toHaveLength(25);
  expect(index.query(asTyped({ text: 'abcab', limit: 100 }))).toMatchObject({ isRough: false, total: 25 });
});

test('a paged result is stored longer than one that is not', () => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name: 'ber-1' })]);
  const [paged, left] = [
    index.query(asTyped({ text: 'ber', limit: 1 })).resultId,
    index.query(asTyped({ text: 'ber', limit: 1 })).resultId,
  ];
  for (let again = 0; again < 15; again += 1) {
    expect(index.page(paged, 0, 1)).toHaveLength(1);
    index.query(asTyped({ text: 'ber', limit: 1 }));
  }
  expect(index.page(paged, 0, 1)).toHaveLength(1);
  expect(index.page(left, 0, 1)).toBeNull();
});

test('sixteen results are stored, not fifteen', () => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name: 'ber-1' })]);
  const ids = Array.from({ length: 17 }, () => index.query(asTyped({ text: 'ber', limit: 1 })).resultId);
  expect(ids.map((id) => index.page(id, 0, 1) !== null)).toEqual([false, ...Array.from({ length: 16 }, () => true)]);
});

test('devices deleted since then keep their row in their last state', () => {
  const [kept, gone] = [aDevice({ name: 'ber-1' }), aDevice({ name: 'ber-2' })] as const;
  const index = new DeviceIndex();
  index.upsert([kept, gone]);
  const { resultId } = index.query(asTyped({ text: 'ber', limit: 1 }));
  index.remove([gone.id]);
  expect((index.page(resultId, 0, 5) ?? []).map(({ device, twins }) => [device.name, twins])).toEqual([
    ['ber-1', 0],
    ['ber-2', 0],
  ]);
  expect(index.query(asTyped({ text: 'ber', limit: 5 })).total).toBe(1);
});

test('merging other segments does not affect a result', () => {
  const index = indexOf(
    Array.from({ length: 6 }, (_, at) => aDevice({ name: `ber-${at}` })),
    3,
    500,
  );
  const large = new DeviceIndex();
  large.upsert(Array.from({ length: 3_000 }, (_, at) => aDevice({ name: `muc-${at}`, serial: '' })));
  const alone = large.segments[0]!;
  index.replace([alone]);
  const { resultId } = index.query(asTyped({ text: 'muc', limit: 1 }));
  for (const name of ['zrh-1', 'zrh-2']) {
    const part = new DeviceIndex();
    part.upsert([aDevice({ name })]);
    index.adopt(part.segments[0]!, []);
  }
  for (const _ of index.compact());
  expect(index.segments.map(({ rows }) => rows).sort((a, b) => a - b)).toEqual([2, 3_000]);
  expect(index.page(resultId, 2_999, 5)).toHaveLength(1);
});
