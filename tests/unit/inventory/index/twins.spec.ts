import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { foldText } from '../../../../shared/search/fold';
import { nameCounts } from '../../../../shared/search/rank';
import { aDevice } from '../../../support/builders';
import { asTyped } from '../../../support/typed-query';
import { anyInventory } from './support';

const twinsOf = (index: DeviceIndex, text = ''): readonly number[] =>
  index.query(asTyped({ text, limit: 50 })).rows.map(({ twins }) => twins);

test('twins are the other devices with the same folded name', () => {
  const index = new DeviceIndex();
  index.upsert([
    aDevice({ name: 'iPad' }),
    aDevice({ name: 'IPAD' }),
    aDevice({ name: 'ｉＰａｄ' }),
    aDevice({ name: 'iPad 2' }),
  ]);
  expect([...twinsOf(index)].sort()).toEqual([0, 2, 2, 2]);
  expect(twinsOf(index, 'ipad 2')).toEqual([0]);
});

test('devices without a name have no twins', () => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name: '' }), aDevice({ name: '' })]);
  expect(twinsOf(index)).toEqual([0, 0]);
});

test('twins are counted across segments, and follow renames and removals', () => {
  const index = new DeviceIndex();
  const one = aDevice({ name: 'BER-1' });
  index.upsert(Array.from({ length: 2_100 }, (_, at) => aDevice({ name: `ber-${at}` })));
  index.upsert([one]);
  expect(index.segments).toHaveLength(2);
  expect(index.query(asTyped({ text: 'ber-1', limit: 2 })).rows.map(({ twins }) => twins)).toEqual([1, 1]);
  index.upsert([{ ...one, name: 'MUC-1' }]);
  expect(index.query(asTyped({ text: 'ber-1', limit: 1 })).rows[0]?.twins).toBe(0);
  index.upsert([one]);
  const { resultId } = index.query(asTyped({ text: 'ber-1', limit: 1 }));
  index.remove([one.id]);
  expect(index.page(resultId, 0, 1)?.[0]?.twins).toBe(1);
  expect(index.query(asTyped({ text: 'ber-1', limit: 1 })).rows[0]?.twins).toBe(0);
});

test('twins equal a count of the names of all devices', () => {
  fc.assert(
    fc.property(anyInventory(60), fc.nat(), fc.boolean(), (devices, pick, isJoined) => {
      const index = new DeviceIndex();
      for (let at = 0; at < devices.length; at += 7) index.upsert(devices.slice(at, at + 7));
      const gone = devices[pick % Math.max(1, devices.length)];
      if (gone !== undefined) index.remove([gone.id]);
      if (isJoined) for (const _ of index.compact(true));
      const counts = nameCounts(devices.filter((device) => device !== gone));
      for (const { device, twins } of index.query(asTyped({ text: '', limit: 100 })).rows)
        expect(twins).toBe(Math.max(0, (counts.get(foldText(device.name)) ?? 1) - 1));
    }),
    { numRuns: 100 },
  );
});

test('categories are those of existing devices, each once and sorted', () => {
  const index = new DeviceIndex();
  const gone = aDevice({ category: 'Gone' });
  index.upsert([
    aDevice({ category: 'Office' }),
    aDevice({ category: 'Field' }),
    aDevice({ category: 'Office' }),
    aDevice({ category: '' }),
    gone,
  ]);
  expect(index.categories()).toEqual(['Field', 'Gone', 'Office']);
  index.remove([gone.id]);
  expect(index.categories()).toEqual(['Field', 'Office']);
  expect(new DeviceIndex().categories()).toEqual([]);
});

test('of very many categories two hundred are returned', () => {
  const index = new DeviceIndex();
  index.upsert(Array.from({ length: 300 }, (_, at) => aDevice({ category: `c${at}` })));
  expect(index.categories()).toHaveLength(200);
});

test('twins of a name of very many devices follow each removal', () => {
  const devices = Array.from({ length: 40 }, () => aDevice({ name: 'iPad' }));
  const index = new DeviceIndex();
  index.upsert(devices);
  for (const [gone, { id }] of devices.slice(0, 5).entries()) {
    expect(new Set(twinsOf(index))).toEqual(new Set([39 - gone]));
    index.remove([id]);
  }
});
