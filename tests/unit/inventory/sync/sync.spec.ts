import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SyncState } from '../../../../main/inventory/sync/port';
import { freshState, parseSyncState } from '../../../../main/inventory/sync/port';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err } from '../../../../shared/result';
import { aDevice } from '../index/support';
import type { Step } from './support';
import { NOW, paged, setUp, tenant } from './support';

test('reads everything first, then only what checked in since, with an overlap', async () => {
  const { sync, devices, asked, states } = setUp(paged(tenant(5)));
  expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'full', pages: 3, devices: 5, changed: 5, removed: 0 } });
  expect(devices.size).toBe(5);
  expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'changes' } });
  expect(asked.at(-1)).toEqual({ kind: 'changed', since: '2026-11-20T09:49:00.000Z' });
  expect(states.at(-1)).toEqual(sync.state);
  expect(parseSyncState(JSON.parse(JSON.stringify(sync.state)))).toEqual(sync.state);
});

test('a check-in after the start of a full run does not move the watermark past the start', async () => {
  const late = aDevice({ id: 'late', lastCheckIn: '2026-11-20T12:00:00.000Z' });
  const { sync } = setUp(() => ({ devices: [late], serverTime: Date.parse('2026-11-20T09:00:00Z') }));
  await sync.run();
  expect(sync.state.watermark).toBe('2026-11-20T09:00:00.000Z');
});

test('what has gone at the service goes here after a full run', async () => {
  const all = tenant(6);
  let now = all;
  const { sync, devices } = setUp((request) => paged(now)(request));
  await sync.run();
  now = all.slice(2);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 2, isDoubtful: false } });
  expect([...devices.keys()]).toEqual(['d2', 'd3', 'd4', 'd5']);
});

test('a full run that misses a large share is believed only when the next one agrees', async () => {
  const all = tenant(400);
  let now = all;
  const { sync, devices } = setUp((request) => paged(now, 100)(request));
  await sync.run();
  now = all.slice(0, 100);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 0, isDoubtful: true } });
  expect(devices.size).toBe(400);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 300, isDoubtful: false } });
});

test('duplicates, a page twice and empty pages in between change nothing', async () => {
  const [a, b, c] = tenant(3);
  const steps: Step[] = [{ devices: [a!, b!, a!], next: '1' }, { devices: [], next: '2' }, { devices: [a!, b!], next: '3' }, { devices: [c!, c!] }];
  const { sync, devices } = setUp((_, call) => steps[call]!);
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 3, changed: 3, pages: 4 } });
  expect([...devices.keys()]).toEqual(['d0', 'd1', 'd2']);
});

test('links in a circle and endless empty pages end the run without removing anything', async () => {
  const circle = setUp((_, call) => ({ devices: tenant(1), next: call % 2 === 0 ? 'x' : 'y' }));
  circle.devices.set('old', aDevice({ id: 'old' }));
  expect(await circle.sync.run()).toEqual(err({ code: 'graph.malformed' }));
  expect(circle.devices.has('old')).toBe(true);
  expect(circle.sync.state.open).toBeNull();
  const empty = setUp((_, call) => ({ next: String(call) }));
  expect(await empty.sync.run()).toEqual(err({ code: 'graph.malformed' }));
  expect(empty.asked.length).toBeLessThan(150);
});

test('waits as long as the service says, and longer each time when it does not', async () => {
  const steps: Step[] = [{ code: 'graph.throttled', retryAfter: 17 }, { code: 'graph.throttled' }, { code: 'network.offline' }, { devices: tenant(1) }];
  const { sync, clock, progress } = setUp((_, call) => steps[call]!);
  expect((await sync.run()).ok).toBe(true);
  expect(clock.waits).toEqual([17_000, 4_000, 8_000]);
  expect(progress[0]).toMatchObject({ waitingUntil: NOW + 17_000, waitingFor: { code: 'graph.throttled' } });
  expect(progress.at(-1)).toMatchObject({ waitingUntil: null, devices: 1 });
});

test('gives up after some tries, at once when waiting is of no use, and goes on at the same page later', async () => {
  let isOffline = false;
  const all = tenant(6);
  const { sync, asked, devices } = setUp((request) => (isOffline && request.kind === 'next' && request.link === '4' ? { code: 'network.offline' } : paged(all)(request)));
  isOffline = true;
  expect(await sync.run()).toEqual(err({ code: 'network.offline' }));
  expect(devices.size).toBe(4);
  isOffline = false;
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 6 } });
  expect(asked.at(-1)).toEqual({ kind: 'next', link: '4' });
  const refused = setUp(() => ({ code: 'graph.forbidden' }));
  expect(await refused.sync.run()).toEqual(err({ code: 'graph.forbidden' }));
  expect(refused.asked).toHaveLength(1);
});

test('a run goes on after a restart from the kept state, and removes nothing, because it did not see the rest', async () => {
  const all = tenant(6);
  const first = setUp((request) => (request.kind === 'next' && request.link === '4' ? { code: 'auth.required' } : paged(all)(request)));
  await first.sync.run();
  const kept = parseSyncState(JSON.parse(JSON.stringify(first.states.at(-1))));
  const second = setUp(paged(all), kept);
  second.devices.set('elsewhere', aDevice({ id: 'elsewhere' }));
  expect(await second.sync.run()).toMatchObject({ ok: true, value: { kind: 'full', removed: 0 } });
  expect(second.asked).toEqual([{ kind: 'next', link: '4' }]);
  expect(second.devices.has('elsewhere')).toBe(true);
});

test('a kept link that has become too old starts the run again from the first page', async () => {
  const all = tenant(4);
  const state: SyncState = { ...freshState, open: { kind: 'full', next: 'old', since: null, startedAt: NOW, newest: null, pages: 9, devices: 9 } };
  const { sync, asked, devices } = setUp((request) => (request.kind === 'next' && request.link === 'old' ? { code: 'graph.malformed' } : paged(all)(request)), state);
  expect(await sync.run()).toMatchObject({ ok: true, value: { pages: 2, devices: 4 } });
  expect(asked.map(({ kind }) => kind)).toEqual(['next', 'all', 'next']);
  expect(devices.size).toBe(4);
});

test('cancel ends the run after the page in hand and keeps the place', async () => {
  const all = tenant(8);
  const set = setUp((request, call) => {
    if (call === 2) set.sync.cancel();
    return paged(all)(request);
  });
  expect(await set.sync.run()).toEqual(err({ code: 'auth.cancelled' }));
  expect(set.sync.state.open?.next).not.toBeNull();
  expect(await set.sync.run()).toMatchObject({ ok: true, value: { devices: 8 } });
});

test('a second run while one is on is refused', async () => {
  const { sync } = setUp(paged(tenant(2)));
  const first = sync.run();
  expect(await sync.run()).toEqual(err({ code: 'request.in-flight' }));
  expect((await first).ok).toBe(true);
});

test('every page waits for the technician first, and the state never is ahead of the devices', async () => {
  const all = tenant(6);
  const { sync, order, states } = setUp(paged(all));
  await sync.run();
  expect(order.filter((step) => step === 'quiet')).toHaveLength(3);
  expect(order[0]).toBe('quiet');
  expect(states.slice(1, 4).map(({ open }) => open?.next)).toEqual(['2', '4', null]);
});

test('devices that come, go and move between pages leave what the last full run saw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(60), { maxLength: 40 }), { minLength: 1, maxLength: 5 }), async (runs) => {
      let at = 0;
      const now = (): ManagedDevice[] => [...new Set(runs[at])].map((number) => aDevice({ id: `n${number}`, name: `run ${at}` }));
      const { sync, devices } = setUp((request) => paged(now(), 7)(request));
      for (at = 0; at < runs.length; at += 1) await sync.run({ full: true });
      at = runs.length - 1;
      expect([...devices.keys()].sort()).toEqual(now().map(({ id }) => id).sort());
      expect([...devices.values()].every(({ name }) => name === `run ${at}`)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
