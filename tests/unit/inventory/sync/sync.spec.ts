import { expect, test } from 'vitest';
import { parseSyncState } from '../../../../main/inventory/sync/port';
import { err } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';
import type { Step } from './support';
import { NOW, paged, setUp, tenant, unreadable } from './support';

test('reads everything first, then only what checked in since, with an overlap', async () => {
  const { sync, devices, asked, states } = setUp(paged(tenant(5)));
  expect(await sync.run()).toMatchObject({
    ok: true,
    value: { kind: 'full', pages: 3, devices: 5, changed: 5, removed: 0 },
  });
  expect(devices.size).toBe(5);
  expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'changes' } });
  expect(asked[3]).toEqual({ kind: 'changed', since: '2026-11-20T09:49:00.000Z' });
  expect(states.at(-1)).toEqual(sync.state);
  expect(parseSyncState(JSON.parse(JSON.stringify(sync.state)))).toEqual(sync.state);
});

test('a check-in after the start of a full run does not move the watermark past the start', async () => {
  const late = aDevice({ id: 'late', lastCheckIn: '2026-11-20T12:00:00.000Z' });
  const { sync } = setUp(() => ({ devices: [late], serverTime: Date.parse('2026-11-20T09:00:00Z') }));
  await sync.run();
  expect(sync.state.watermark).toBe('2026-11-20T09:00:00.000Z');
});

test('a device that is renamed during a full run is there once, under its new name, at any position of the list', async () => {
  const pages = (names: readonly string[]) =>
    names.map((name) => aDevice({ id: `d-${name.split(' ')[0] ?? ''}`, name }));
  const steps: Step[] = [
    { devices: pages(['b', 'c']), next: 'https://graph.example.com/v1.0/next?1' },
    { devices: pages(['d', 'e']), next: 'https://graph.example.com/v1.0/next?2' },
    { devices: pages(['f', 'b renamed']) },
  ];
  const { sync, devices } = setUp((_request, call) => steps[call] ?? { devices: [] });
  expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'full', devices: 5 } });
  expect([...devices.values()].map(({ name }) => name).sort()).toEqual(['b renamed', 'c', 'd', 'e', 'f']);
});

test.each(['before', 'after'])(
  'a device that is renamed onto a page that was read already, with its check-in reported %s the page, is there again after the next run for changes',
  async (when) => {
    // The list is in the order of the names; Intune learns a new name when the device checks in.
    const all = ['b', 'c', 'd', 'e', 'f'].map((name, at) =>
      aDevice({ id: `d-${name}`, name, lastCheckIn: new Date(NOW - (at + 1) * 3_600_000).toISOString() }),
    );
    let now = all;
    const renamed = aDevice({
      ...all[4]!,
      name: 'a',
      lastCheckIn: new Date(NOW + (when === 'before' ? -60_000 : 60_000)).toISOString(),
    });
    let fullRuns = 0;
    const { sync, devices, asked } = setUp((request) => {
      if (request.kind === 'all') fullRuns += 1;
      if (fullRuns === 2 && request.kind === 'next') now = [renamed, ...all.slice(0, 4)];
      return paged(now)(request);
    });
    await sync.run();
    expect(devices.size).toBe(5);
    // The second full run reads its first page, then "f" becomes "a": no page that follows holds it.
    expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { kind: 'full', isDoubtful: false } });
    expect(asked.filter(({ kind }) => kind === 'next')).not.toEqual([]);
    expect(await sync.run()).toMatchObject({ ok: true, value: { kind: 'changes' } });
    expect([...devices.values()].map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  },
);

test('devices deleted at the service are removed by a full run', async () => {
  const all = tenant(6);
  let now = all;
  const { sync, devices } = setUp((request) => paged(now)(request));
  await sync.run();
  now = all.slice(2);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 2, isDoubtful: false } });
  expect([...devices.keys()]).toEqual(['d2', 'd3', 'd4', 'd5']);
});

test('a full run that misses a large share counts only when the next one confirms it', async () => {
  const all = tenant(400);
  let now = all;
  const { sync, devices } = setUp((request) => paged(now, 100)(request));
  await sync.run();
  now = all.slice(0, 100);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 0, isDoubtful: true } });
  expect(devices.size).toBe(400);
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { removed: 300, isDoubtful: false } });
});

test('waits as long as the service asks, and longer each time when it does not', async () => {
  const steps: Step[] = [
    { code: 'graph.throttled', retryAfter: 17 },
    { code: 'graph.throttled' },
    { code: 'network.offline' },
    { devices: tenant(1) },
  ];
  const { sync, clock, progress } = setUp((_, call) => steps[call]!);
  expect((await sync.run()).ok).toBe(true);
  expect(clock.waits).toEqual([17_000, 4_000, 8_000]);
  expect(progress[1]).toMatchObject({ waitingUntil: NOW + 17_000, waitingFor: { code: 'graph.throttled' } });
  expect(progress.at(-1)).toMatchObject({ waitingUntil: null, devices: 1 });
});

test('cancel ends the run after the current page and keeps its position', async () => {
  const all = tenant(8);
  const set = setUp((request, call) => {
    if (call === 2) set.sync.cancel();
    return paged(all)(request);
  });
  expect(await set.sync.run()).toEqual(err({ code: 'cancelled' }));
  expect(set.sync.state.open?.next).not.toBeNull();
  expect(await set.sync.run()).toMatchObject({ ok: true, value: { devices: 8 } });
});

test('a second run during a run is refused', async () => {
  const { sync } = setUp(paged(tenant(2)));
  const first = sync.run();
  expect(await sync.run()).toEqual(err({ code: 'busy' }));
  expect((await first).ok).toBe(true);
});

test('every page waits for calls of the technician, and the state is never ahead of the devices', async () => {
  const all = tenant(6);
  const { sync, order, states } = setUp(paged(all));
  await sync.run();
  expect(order.filter((step) => step === 'quiet')).toHaveLength(3);
  expect(order[0]).toBe('quiet');
  expect(states.slice(2, 5).map(({ open }) => open?.next)).toEqual(['2', '4', null]);
});

test('an unreadable page may have been truncated in transit: it is requested three times at most', async () => {
  const cut = { text: '{"value":[{"id":"d0"' };
  const steps: Step[] = [{ devices: tenant(2), next: '1' }, cut, cut, { devices: tenant(4) }];
  const { sync, clock, devices } = setUp((_, call) => steps[call]!);
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 4, pages: 2 } });
  expect(clock.waits).toEqual([2_000, 4_000]);
  const broken = setUp(() => cut);
  expect(await broken.sync.run()).toEqual(err(unreadable));
  expect(broken.asked).toHaveLength(3);
  expect(devices.size).toBe(4);
});

test('a link whose page is never readable restarts the run', async () => {
  const { sync, asked } = setUp((request, call) =>
    request.kind === 'next' && call < 5 ? { text: '<html>' } : paged(tenant(4))(request),
  );
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 4, pages: 2 } });
  expect(asked.filter(({ kind }) => kind === 'all')).toHaveLength(2);
});
