import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LATE_MS, pollDelay } from '../../../main/assistance/schedule';
import { aLaptop } from '../../support/builders';
import type { World } from './support';
import { aWorld, newLink, oldLink, startMs } from './support';

const readsIn = async (world: World, ms: number): Promise<number> => {
  const before = world.graph.reads.length;
  await world.clock.advance(ms);
  return world.graph.reads.length - before;
};

describe('schedule', () => {
  test('a link of the first two minutes is noticed within three seconds, window hidden or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 117_000 }), fc.boolean(), async (linkAt, isHidden) => {
        const world = aWorld();
        world.assistance.setHidden(isHidden);
        await world.ask();
        await world.clock.advance(linkAt);
        world.graph.show('device-1', { sessionUrl: newLink });
        await world.clock.advance(3_000);
        expect(world.news.at(-1)?.kind).toBe('ready');
      }),
      { numRuns: 40 },
    );
  });

  test('polls less and less often', async () => {
    const world = aWorld();
    world.expireMinutes = 30;
    await world.ask();
    await world.clock.advance(1_000);
    expect(await readsIn(world, 28_000)).toBe(14);
    await world.clock.advance(1_000);
    expect(await readsIn(world, 50_000)).toBe(20);
    await world.clock.advance(220_000);
    expect(await readsIn(world, 150_000)).toBe(10);
  });

  test('hidden means three times slower, but only after two minutes', () => {
    const moment = { state: 'waiting', failures: 0, isHidden: true } as const;
    expect(pollDelay({ ...moment, ageMs: 119_000 })).toBe(2_500);
    expect(pollDelay({ ...moment, ageMs: 121_000 })).toBe(15_000);
    expect(pollDelay({ ...moment, ageMs: 121_000, isHidden: false })).toBe(5_000);
    expect(pollDelay({ ...moment, ageMs: -3_600_000 })).toBe(2_000);
  });

  test('failing reads slow it down to a minute at most', () => {
    const delays = [0, 1, 2, 3, 4, 50].map((failures) =>
      pollDelay({ state: 'waiting', ageMs: 0, isHidden: false, failures }),
    );
    expect(delays).toEqual([2_000, 2_000, 4_000, 8_000, 16_000, 60_000]);
  });
});

describe('reads', () => {
  test('several devices share one batch', async () => {
    const world = aWorld();
    for (const id of ['d1', 'd2']) world.graph.devices.set(id, aLaptop({ id }));
    await world.ask('d1');
    await world.clock.advance(3_000);
    await world.ask('d2');
    await world.clock.advance(3_000);
    expect(world.graph.reads.at(-1)).toEqual(['d1', 'd2']);
    world.graph.show('d2', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    expect(world.assistance.current().map((request) => request.state)).toEqual(['ready', 'waiting']);
  });

  test('Retry-After is obeyed, by the schedule and by a manual check', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.readFailure = { code: 'graph.throttled', retryAfter: 40 };
    await world.clock.advance(2_000);
    world.graph.readFailure = null;
    expect(await readsIn(world, 38_000)).toBe(0);
    const asked = await world.assistance.checkNow(world.only().id);
    expect(!asked.ok && asked.error.code).toBe('graph.throttled');
    expect(await readsIn(world, 3_000)).toBeGreaterThan(0);
    expect(world.only().state).toBe('waiting');
  });

  test('a read that hangs is aborted, and the next one finds the link', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.hang = true;
    expect(await readsIn(world, 10_000)).toBe(1);
    world.graph.hang = false;
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(20_000);
    expect(world.only().state).toBe('ready');
  });

  test('waking up drops the hanging read and polls at once', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.hang = true;
    await world.clock.advance(2_000);
    world.clock.jump(8 * 60 * 60_000);
    world.graph.hang = false;
    world.graph.show('device-1', { sessionUrl: newLink });
    world.assistance.resume();
    await world.clock.advance(600);
    expect(world.only().state).toBe('ready');
  });

  test('a read dropped on waking up is no failure: the next one does not wait longer', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.hang = true;
    const manual = world.assistance.checkNow(world.only().id);
    await world.clock.advance(0);
    world.assistance.resume();
    expect(await manual).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(world.only()).toMatchObject({ state: 'waiting', lastCheckAt: null });
    expect(world.only().checkFailure).toBeUndefined();
    world.graph.hang = false;
    expect(await readsIn(world, 0)).toBe(1);
  });

  test('waking up again and again neither doubles a read nor delays the end of the wait', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.hang = true;
    await world.clock.advance(2_000);
    const before = world.graph.reads.length;
    for (let turn = 0; turn < 5; turn += 1) {
      world.assistance.resume();
      await world.clock.advance(0);
    }
    expect(world.graph.reads.length - before).toBe(5);
    world.graph.hang = false;
    await world.clock.advance(20 * 60_000);
    expect(world.only().state).toBe('expired');
  });

  test('a read in progress when Deskside quits leaves no trace on the request', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.hang = true;
    await world.clock.advance(2_000);
    const before = world.only();
    world.assistance.stop();
    await world.clock.advance(20 * 60_000);
    expect(world.only()).toEqual(before);
  });

  test('a link that came during sleep is found even without a wake-up event', async () => {
    const world = aWorld();
    await world.ask();
    world.clock.jump(8 * 60 * 60_000);
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(60_000);
    expect(world.only().state).toBe('ready');
  });

  test('after sleep a missing network does not end the wait before Intune was polled', async () => {
    const world = aWorld();
    await world.ask();
    world.clock.jump(8 * 60 * 60_000);
    world.graph.readFailure = { code: 'network.offline' };
    world.assistance.resume();
    await world.clock.advance(2_000);
    expect(world.only().state).toBe('waiting');
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: newLink });
    world.assistance.resume();
    await world.clock.advance(100);
    expect(world.only().state).toBe('ready');
  });

  test('a request whose reads fail until the wait is over expires with the reason', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.readFailure = { code: 'network.offline' };
    await world.clock.advance(20 * 60_000);
    expect(world.only()).toMatchObject({ state: 'expired' });
    expect(world.only().steps.at(-1)?.cause?.code).toBe('network.offline');
  });

  test('a clock that was set back does not stop polling', async () => {
    const world = aWorld();
    await world.ask();
    await world.clock.advance(10_000);
    world.clock.jump(-60 * 60_000);
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    expect(world.only().state).toBe('ready');
  });

  test('a deleted device ends the wait after three equal results', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.readFailure = { code: 'graph.not-found', status: 404 };
    await world.clock.advance(20_000);
    expect(world.only()).toMatchObject({ state: 'failed', failure: { code: 'graph.not-found' } });
  });

  test('checkNow polls at once, returns why it could not, and ignores ended requests', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.readFailure = { code: 'network.offline' };
    const offline = await world.assistance.checkNow(world.only().id);
    expect(!offline.ok && offline.error.code).toBe('network.offline');
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: newLink });
    const found = await world.assistance.checkNow(world.only().id);
    expect(found.ok && found.value.state).toBe('ready');
    await world.assistance.close(world.only().id);
    const reads = world.graph.reads.length;
    expect((await world.assistance.checkNow(world.only().id)).ok).toBe(true);
    expect(world.graph.reads.length).toBe(reads);
    expect((await world.assistance.checkNow('nobody')).ok).toBe(false);
  });
});

describe('links', () => {
  test('an old link that lingers does not count as the new one', async () => {
    const world = aWorld();
    world.graph.show('device-1', { sessionUrl: oldLink });
    await world.ask();
    await world.clock.advance(100_000);
    expect(world.only().state).toBe('waiting');
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    expect(world.only().state).toBe('ready');
  });

  test('an old link that Intune reuses counts after a minute of "done"', async () => {
    const world = aWorld();
    world.graph.show('device-1', { sessionUrl: oldLink, serverTime: startMs });
    await world.ask();
    const done = {
      name: 'requestRemoteAssistance',
      state: 'done',
      startedAt: new Date(startMs + 1_000).toISOString(),
      updatedAt: null,
    };
    world.graph.show('device-1', { sessionUrl: oldLink, actions: [done] });
    await world.clock.advance(50_000);
    expect(world.only().state).toBe('waiting');
    await world.clock.advance(15_000);
    expect(world.only().state).toBe('ready');
    expect((await world.assistance.open(world.only().id)).ok).toBe(true);
  });

  test('a link that comes after the wait was over is noticed, announced and can be opened, also after a restart', async () => {
    for (const restarts of [false, true]) {
      const world = aWorld();
      await world.ask();
      await world.clock.advance(11 * 60_000);
      expect(world.only().state).toBe('expired');
      if (restarts) await world.restart();
      world.graph.show('device-1', { sessionUrl: newLink });
      await world.clock.advance(31_000);
      expect(world.only()).toMatchObject({ state: 'ready', linkHost: 'get.teamviewer.com' });
      expect(world.news.at(-1)?.kind).toBe('ready');
      expect((await world.assistance.open(world.only().id)).ok).toBe(true);
      expect(world.graph.posts).toHaveLength(1);
    }
  });

  test('after the wait only a new link counts, for half an hour, and only for the newest request of the device', async () => {
    const world = aWorld();
    world.graph.show('device-1', { sessionUrl: oldLink, serverTime: startMs });
    await world.ask();
    await world.clock.advance(11 * 60_000);
    world.graph.show('device-1', {
      sessionUrl: oldLink,
      errorDetails: 'late',
      actions: [
        {
          name: 'requestRemoteAssistance',
          state: 'done',
          startedAt: new Date(startMs + 1_000).toISOString(),
          updatedAt: null,
        },
      ],
    });
    await world.clock.advance(5 * 60_000);
    expect(world.only().state).toBe('expired');
    await world.ask();
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(60_000);
    expect(world.assistance.current().map(({ state }) => state)).toEqual(['ready', 'expired']);

    const late = aWorld();
    await late.ask();
    await late.clock.advance(11 * 60_000 + LATE_MS);
    late.graph.show('device-1', { sessionUrl: newLink });
    await late.clock.advance(10 * 60_000);
    expect(late.only().state).toBe('expired');
  });

  test('results of other actions on the device do not end the wait for the link', async () => {
    for (const name of [
      'rotateLocalAdminPassword',
      'initiateOnDemandProactiveRemediation',
      'collectDiagnostics',
      'nobodyKnowsThis',
    ]) {
      const world = aWorld();
      await world.ask();
      const actions = [{ name, state: 'failed', startedAt: new Date(startMs + 2_000).toISOString(), updatedAt: null }];
      world.graph.show('device-1', { actions });
      await world.clock.advance(10_000);
      expect(world.only().state, name).toBe('waiting');
      world.graph.show('device-1', { actions, sessionUrl: newLink });
      await world.clock.advance(3_000);
      expect(world.only().state, name).toBe('ready');
    }
  });

  test('a request of unknown outcome shows when Intune last responded', async () => {
    const world = aWorld();
    world.graph.post = () =>
      Promise.resolve({ kind: 'unknown', failure: { code: 'request.unknown-outcome', status: 500 } });
    await world.ask();
    expect(world.only().lastCheckAt).toBeNull();
    await world.clock.advance(10_000);
    const first = world.only().lastCheckAt ?? '';
    expect(Date.parse(first)).toBeGreaterThan(startMs);
    world.graph.readFailure = { code: 'network.offline' };
    await world.clock.advance(10_000);
    const still = world.only().lastCheckAt ?? '';
    await world.clock.advance(10_000);
    expect(world.only().lastCheckAt).toBe(still);
    expect([...world.saved.values()].at(-1)?.request.lastCheckAt).toBeNull();
  });

  test('a ready session whose link disappeared expires; a changed link is followed', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    world.graph.show('device-1', { sessionUrl: 'https://start.teamviewer.com/s3' });
    await world.clock.advance(16_000);
    expect(world.only()).toMatchObject({ state: 'ready', linkHost: 'start.teamviewer.com' });
    world.graph.show('device-1', {});
    await world.clock.advance(15_000);
    expect(world.only().state).toBe('ready');
    await world.clock.advance(20_000);
    expect(world.only().state).toBe('expired');
  });

  test('an opened session closes itself when Intune no longer has a link', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    await world.assistance.open(world.only().id);
    world.graph.show('device-1', {});
    await world.clock.advance(100_000);
    expect(world.only().state).toBe('closed');
  });
});
