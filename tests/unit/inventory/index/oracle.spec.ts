import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../main/inventory/index/device-index';
import { termsOf } from '../../../../shared/search/match';
import { asTyped } from '../../../support/typed-query';
import { bruteForce } from './oracle';
import { anyDevice, anyInventory, anyQuery } from './support';

const RUNS = { numRuns: 150 };

const withQuery = anyInventory().chain((devices) => fc.tuple(fc.constant(devices), anyQuery(devices)));
const ids = (
  index: DeviceIndex,
  text: string,
  shortlist: { pinned?: readonly string[]; recent?: readonly string[] } = {},
): readonly string[] => {
  const answer = index.query(asTyped({ text, limit: 10, ...shortlist }));
  if (answer.isSimilar) return [];
  return (index.page(answer.resultId, 0, 1_000) ?? []).map(({ device }) => device.id);
};

test('finds and ranks the same as a full scan', () => {
  fc.assert(
    fc.property(withQuery, ([devices, text]) => {
      fc.pre(termsOf(text).length > 0);
      const index = new DeviceIndex();
      index.upsert(devices);
      expect(ids(index, text)).toEqual(bruteForce(devices, text));
    }),
    RUNS,
  );
});

test.each([0, 2_000])('one word ranks the same when its hits are too many to grade (%i checked)', (checkLimit) => {
  fc.assert(
    fc.property(withQuery, ([devices, text]) => {
      const [word] = termsOf(text);
      fc.pre(word !== undefined && !word.includes('@'));
      const index = new DeviceIndex({ gradeLimit: 0, checkLimit });
      index.upsert(devices);
      const pinned = devices.slice(0, 2).map(({ id }) => id);
      const recent = devices.slice(1, 4).map(({ id }) => id);
      expect(ids(index, word ?? '', { pinned, recent })).toEqual(bruteForce(devices, word ?? '', { pinned, recent }));
    }),
    RUNS,
  );
});

test.each([0, 2_000])(
  'several words find the same devices when they are too many to grade (%i checked)',
  (checkLimit) => {
    fc.assert(
      fc.property(withQuery, ([devices, text]) => {
        fc.pre(termsOf(text).length > 0);
        const index = new DeviceIndex({ gradeLimit: 0, checkLimit });
        index.upsert(devices);
        expect([...ids(index, text)].sort()).toEqual([...bruteForce(devices, text)].sort());
      }),
      RUNS,
    );
  },
);

test('stays correct during changes, removals and merges', () => {
  const steps = fc.array(fc.tuple(fc.array(anyDevice, { maxLength: 6 }), fc.nat(), fc.boolean()), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      anyInventory(20),
      steps,
      fc.constantFrom('a', 'anna', 'lt', '佐藤', 'smith 42', 'さとう'),
      (devices, changes, text) => {
        const index = new DeviceIndex();
        index.upsert(devices);
        const kept = new Map(devices.map((device) => [device.id, device]));
        for (const [changed, pick, isJoined] of changes) {
          const join = index.compact(true);
          if (isJoined) join.next();
          index.upsert(changed);
          for (const device of changed) kept.set(device.id, device);
          const gone = [...kept.keys()][pick % Math.max(1, kept.size)];
          if (gone !== undefined) {
            index.remove([gone]);
            kept.delete(gone);
          }
          if (isJoined) for (const _ of join);
        }
        expect(index.size).toBe(kept.size);
        expect([...index.ids()].sort()).toEqual([...kept.keys()].sort());
        expect(ids(index, text)).toEqual(bruteForce([...kept.values()], text));
      },
    ),
    { numRuns: 60 },
  );
});

test('returns every device unchanged', () => {
  fc.assert(
    fc.property(anyInventory(), (devices) => {
      const index = new DeviceIndex();
      index.upsert(devices);
      for (const device of devices) expect(index.read(device.id)).toEqual(device);
    }),
    RUNS,
  );
});
