import { beforeEach, expect, it, vi } from 'vitest';
import { EarlierRequests } from '../../../renderer/features/history/earlier.svelte';
import type { HistoryPage, HistoryQuery } from '../../../shared/contract/history';
import { parseQuery } from '../../../shared/contract/history';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aRequest } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { deferred, settle } from '../../support/promises';

const pageOf = (ids: readonly string[], total = ids.length): Outcome<HistoryPage> =>
  ok({ entries: ids.map((id) => aRequest({ id, state: 'closed' })), total });

const query = vi.fn(async (_input: HistoryQuery): Promise<Outcome<HistoryPage>> => pageOf([]));
let changed: () => void;
let clock: ManualClock;
let earlier: EarlierRequests;
const ids = (): readonly string[] => earlier.entries.map(({ id }) => id);

beforeEach(() => {
  query.mockReset().mockResolvedValue(pageOf(['r4', 'r3', 'r2', 'r1'], 9));
  clock = new ManualClock();
  changed = () => undefined;
  earlier = new EarlierRequests(
    {
      query,
      changed: (listener) => {
        changed = () => listener(null);
        return () => undefined;
      },
    },
    clock,
  );
  earlier.start();
});

it('the newest three for the device are read once it has been in sight, and how many there are', async () => {
  earlier.show('device-1', null);
  expect(query).not.toHaveBeenCalled();
  await clock.advance(150);
  expect([ids(), earlier.total]).toEqual([['r4', 'r3', 'r2'], 9]);
  const [input] = query.mock.lastCall ?? [];
  expect(input).toMatchObject({ deviceId: 'device-1', offset: 0 });
  expect(parseQuery(input)).toEqual(input);
});

it('the request that the page shows itself is left out', async () => {
  earlier.show('device-1', 'r3');
  await clock.advance(150);
  expect(ids()).toEqual(['r4', 'r2', 'r1']);
});

it('devices that are only passed on the way are not asked about', async () => {
  for (const id of ['device-1', 'device-2', 'device-3']) {
    earlier.show(id, null);
    await clock.advance(100);
  }
  await clock.advance(150);
  expect(query.mock.calls.map(([{ deviceId }]) => deviceId)).toEqual(['device-3']);
});

it('an answer for a device that is no longer shown is dropped', async () => {
  const slow = deferred<Outcome<HistoryPage>>();
  query.mockReturnValueOnce(slow.promise);
  earlier.show('device-1', null);
  await clock.advance(150);
  earlier.show('device-2', null);
  slow.resolve(pageOf(['of-device-1']));
  await settle();
  expect(ids()).toEqual([]);
  earlier.drop();
  await clock.advance(150);
  expect([ids(), earlier.total]).toEqual([[], 0]);
});

it('a change of the history is read again, and only while a device is shown', async () => {
  changed();
  earlier.show('device-1', null);
  await clock.advance(150);
  query.mockResolvedValue(pageOf(['new']));
  changed();
  await settle();
  expect(ids()).toEqual(['new']);
  earlier.show(null, null);
  changed();
  await settle();
  expect(query).toHaveBeenCalledTimes(2);
  expect(ids()).toEqual([]);
});

it('a failed read leaves what is shown', async () => {
  earlier.show('device-1', null);
  await clock.advance(150);
  query.mockResolvedValue(err({ code: 'storage.damaged' }));
  changed();
  await settle();
  expect(ids()).toEqual(['r4', 'r3', 'r2']);
});
