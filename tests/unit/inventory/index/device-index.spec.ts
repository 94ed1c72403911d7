import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { findTypo, pointsOf } from '../../../../main/inventory/index/search/typo';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';
import { anyInventory } from './support';

const indexOf = (...devices: readonly ManagedDevice[]): DeviceIndex => {
  const index = new DeviceIndex();
  index.upsert(devices);
  return index;
};
const names = (
  index: DeviceIndex,
  text: string,
  more: Partial<Parameters<DeviceIndex['query']>[0]> = {},
): readonly string[] => index.query(asTyped({ text, limit: 50, ...more })).rows.map(({ device }) => device.name);

test('a word with one typo is found only when nothing contains it as typed', () => {
  const index = indexOf(
    aDevice({ name: 'A', userName: 'Kenta Tanaka' }),
    aDevice({ name: 'B', userName: 'Hina Suzuki' }),
    aDevice({ name: 'C', userName: 'たかはし ゆい' }),
    aDevice({ name: 'D', serial: 'PF1X29QK' }),
  );
  for (const text of ['tanaak', 'tamaka', 'tnaka', 'tanakka', 'atnaka', 'xanaka'])
    expect(names(index, text), text).toEqual(['A']);
  for (const text of ['suzki', 'sizu', 'szuuk']) expect(names(index, text), text).toEqual(['B']);
  expect(names(index, 'たかばし')).toEqual(['C']);
  expect(names(index, 'pf1x2qqk')).toEqual(['D']);
  expect(names(index, 'tanaak kenta')).toEqual(['A']);
  expect(names(index, 'tan')).toEqual(['A']);
  expect(names(index, 'txn')).toEqual([]);
  expect(names(index, 'txxaka')).toEqual([]);
  const answer = index.query(asTyped({ text: 'tanaak', limit: 5 }));
  expect(answer.isSimilar).toBe(true);
  expect(answer.rows[0]?.match).toEqual({ field: 'userName', ranges: [[10, 12]] });
});

test('one typo is found in every word that starts in a text, whatever the typo', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x', 'y', 'z', '0', '1', '9');
  const word = fc.array(letter, { minLength: 4, maxLength: 9 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(
      word,
      fc.constantFrom('', 'x ', 'tyo-', 'a.', '('),
      fc.nat(8),
      letter,
      fc.constantFrom('swap', 'drop', 'add', 'change'),
      (wanted, before, place, other, kind) => {
        const at = place % wanted.length;
        const typed =
          kind === 'swap'
            ? wanted.slice(0, at) + (wanted[at + 1] ?? '') + wanted[at]! + wanted.slice(at + 2)
            : kind === 'drop'
              ? wanted.slice(0, at) + wanted.slice(at + 1)
              : kind === 'add'
                ? wanted.slice(0, at) + other + wanted.slice(at)
                : wanted.slice(0, at) + other + wanted.slice(at + 1);
        fc.pre(typed.length >= 4);
        expect(findTypo(pointsOf(before + wanted), pointsOf(typed))).not.toBeNull();
        expect(names(indexOf(aDevice({ name: before + wanted, serial: '' })), typed)).toHaveLength(1);
      },
    ),
    { numRuns: 400 },
  );
});

test('chips narrow the whole result', () => {
  const index = indexOf(
    aDevice({
      name: 'a1',
      platform: 'windows',
      compliance: 'compliant',
      category: 'Office',
      lastCheckIn: '2026-11-01T00:00:00.000Z',
    }),
    aDevice({
      name: 'a2',
      platform: 'macos',
      compliance: 'noncompliant',
      category: 'Field',
      lastCheckIn: '2026-11-10T00:00:00.000Z',
    }),
    aDevice({ name: 'a3', platform: 'ios', compliance: 'noncompliant', ownership: 'personal', lastCheckIn: null }),
  );
  const sorted = (chips: NonNullable<Parameters<DeviceIndex['query']>[0]['chips']>, text = 'a'): readonly string[] =>
    [...names(index, text, { chips })].sort();
  expect(sorted({ platforms: ['macos', 'ios'] })).toEqual(['a2', 'a3']);
  expect(sorted({ compliance: ['noncompliant'], ownership: ['company'] })).toEqual(['a2']);
  expect(sorted({ categories: ['Office'] }, '')).toEqual(['a1']);
  expect(sorted({ checkIn: { since: Date.parse('2026-11-05T00:00:00Z') } })).toEqual(['a2']);
  expect(sorted({ checkIn: { before: Date.parse('2026-11-05T00:00:00Z'), never: true } })).toEqual(['a1', 'a3']);
  expect(sorted({ checkIn: { never: true } })).toEqual(['a3']);
  expect(sorted({ platforms: [] })).toEqual(['a1', 'a2', 'a3']);
});

test('every column sorts the whole result, both ways', () => {
  fc.assert(
    fc.property(
      anyInventory(30),
      fc.constantFrom(
        'name',
        'serial',
        'userName',
        'upn',
        'os',
        'model',
        'category',
        'compliance',
        'lastCheckIn',
        'enrolledAt',
      ),
      fc.boolean(),
      (devices, column, descending) => {
        const index = new DeviceIndex();
        index.upsert(devices);
        const answer = index.query(asTyped({ text: '', limit: 3, sort: { column, descending } }));
        const ids = (index.page(answer.resultId, 0, 100) ?? []).map(({ device }) => device.id);
        expect([...ids].sort()).toEqual(devices.map(({ id }) => id).sort());
        if (column !== 'lastCheckIn' && column !== 'enrolledAt' && column !== 'compliance') return;
        const values = ids.map((id) => index.read(id)?.[column] ?? '');
        expect(values).toEqual([...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1)));
      },
    ),
    { numRuns: 60 },
  );
});

test('names are sorted by their folded text, also across segments', () => {
  const index = new DeviceIndex();
  const wanted = Array.from({ length: 5_000 }, (_, at) => `tyo-lt-${String((at * 7_919) % 5_000).padStart(5, '0')}`);
  for (let at = 0; at < wanted.length; at += 2_500)
    index.upsert(wanted.slice(at, at + 2_500).map((name) => aDevice({ name: name.toUpperCase() })));
  expect(index.segments.length).toBeGreaterThan(1);
  const { resultId } = index.query(asTyped({ text: '', limit: 1, sort: { column: 'name', descending: false } }));
  expect((index.page(resultId, 0, 5_000) ?? []).map(({ device }) => device.name.toLowerCase())).toEqual(
    [...wanted].sort(),
  );
});

test('the pages of one result add up to all of it, and old results expire', () => {
  const index = indexOf(...Array.from({ length: 230 }, (_, at) => aDevice({ name: `ber-${at}` })));
  const { resultId, total } = index.query(asTyped({ text: 'ber', limit: 20 }));
  expect(total).toBe(230);
  const paged = [0, 100, 200].flatMap((offset) =>
    (index.page(resultId, offset, 100) ?? []).map(({ device }) => device.id),
  );
  expect(new Set(paged).size).toBe(230);
  for (let again = 0; again < 16; again += 1) index.query(asTyped({ text: 'ber', limit: 1 }));
  expect(index.page(resultId, 0, 1)).toBeNull();
});

test('a page shows the current state of devices', () => {
  const device = aDevice({ name: 'ber-1' });
  const index = indexOf(device);
  const { resultId } = index.query(asTyped({ text: 'ber', limit: 1 }));
  index.upsert([{ ...device, userName: 'New' }]);
  expect(index.page(resultId, 0, 1)?.[0]?.device.userName).toBe('New');
});

test('devices of a user, and of none', () => {
  const userId = '11111111-2222-4333-8444-555555555555';
  const index = indexOf(aDevice({ name: 'a', userId }), aDevice({ name: 'b' }), aDevice({ name: 'c', userId: 'odd' }));
  expect(index.ofPerson(userId).map(({ name }) => name)).toEqual(['a']);
  expect(index.ofPerson('odd').map(({ name }) => name)).toEqual(['c']);
  expect(index.ofPerson('')).toEqual([]);
});

test('devices without any text and very long texts do no harm', () => {
  const index = indexOf(
    aDevice({ name: '', serial: '', os: '' }),
    aDevice({ name: 'x'.repeat(1_000_000), userName: '佐'.repeat(300) }),
  );
  expect(index.query(asTyped({ text: 'xxxx', limit: 5 })).total).toBe(1);
  expect(index.query(asTyped({ text: '佐佐佐', limit: 5 })).total).toBe(1);
  expect(index.query(asTyped({ text: '', limit: 5 })).total).toBe(2);
});
