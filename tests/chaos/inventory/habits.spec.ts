import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DeviceIndex } from '../../../main/inventory/index/device-index';
import type { IndexAnswer } from '../../../main/inventory/index/search/query';
import type { ManagedDevice } from '../../../shared/managed-device';
import { understand } from '../../../shared/search/understand';
import { anyHabit, anyTenant, type Habit } from '../../support/habits';
import { count } from '../counts';
import { counted } from '../rows';

const TEXTS = 20;

const find = (index: DeviceIndex, text: string): IndexAnswer => {
  const { stages, rest } = understand(text);
  return index.query({ stages, ...(rest === '' ? {} : { rest }), limit: 20 });
};

const sameText = (one: string, other: string): boolean =>
  one.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase() === other.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Whether the one that is meant comes first, together with all that have exactly the same name or number. */
function isOnTop({ rows, isSimilar }: IndexAnswer, { names, by }: Habit, wanted: ManagedDevice): boolean {
  const ids = rows.map(({ device }) => device.id);
  const [top] = rows;
  if (top === undefined) return false;
  // A sign-in name alone is the beginning of a longer one too.
  if (by === 'account')
    return !isSimilar && top.device.upn.startsWith(wanted.upn.split('@', 1)[0] ?? '') && ids.includes(wanted.id);
  if (names === 'person')
    return (
      !isSimilar && (top.device.upn === wanted.upn || (by === 'person' && top.device.userName === wanted.userName))
    );
  if (names === 'similar') return ids.includes(wanted.id) || !isSimilar;
  if (isSimilar) return false;
  const same = rows.filter(
    ({ device }) => by === 'phone' || (by !== 'id' && sameText(device[by as 'name'], wanted[by as 'name'])),
  );
  return (
    top.device.id === wanted.id || (same.some(({ device }) => device.id === top.device.id) && ids.includes(wanted.id))
  );
}

it(
  'texts as people write them find the device as the first hit',
  () =>
    counted('texts as people write them', (row) => {
      fc.assert(
        fc.property(
          anyTenant.chain((tenant) =>
            fc.tuple(fc.constant(tenant), fc.array(anyHabit(tenant), { minLength: TEXTS, maxLength: TEXTS })),
          ),
          ([tenant, habits]) => {
            const index = new DeviceIndex();
            index.upsert(tenant);
            for (const habit of habits) {
              const wanted = tenant.find(({ id }) => id === habit.wanted);
              const answer = find(index, habit.text);
              if (wanted === undefined || !isOnTop(answer, habit, wanted)) {
                const rows = answer.rows
                  .slice(0, 3)
                  .map(({ device }) => `${device.name} ${device.serial} ${device.upn}`);
                expect.fail(
                  JSON.stringify({
                    text: habit.text,
                    by: habit.by,
                    names: habit.names,
                    wanted: wanted && `${wanted.name} ${wanted.serial} ${wanted.upn} ${wanted.phone} ${wanted.imei}`,
                    rows,
                    readings: answer.readings,
                    isSimilar: answer.isSimilar,
                    missing: answer.missing,
                  }),
                );
              }
              row.ran();
            }
          },
        ),
        { numRuns: Math.ceil(count(2_000, 20_000) / TEXTS) },
      );
    }),
  600_000,
);
