import { describe, expect, test } from 'vitest';
import type { FailureCode } from '../../../shared/failure';
import type { World } from './support';
import { aWorld, newLink } from './support';

const readsIn = async (world: World, ms: number): Promise<number> => {
  const before = world.graph.reads.length;
  await world.clock.advance(ms);
  return world.graph.reads.length - before;
};

/** A request that was accepted, at a moment from which Intune refuses to tell about it. */
async function turnedAway(code: FailureCode = 'graph.license'): Promise<World> {
  const world = aWorld();
  await world.ask();
  world.graph.readFailure = { code, status: 403 };
  await world.clock.advance(10_000);
  return world;
}

const lasting: readonly FailureCode[] = [
  'graph.license',
  'graph.forbidden',
  'graph.scope-missing',
  'graph.rejected',
  'auth.consent',
];
const passing: readonly FailureCode[] = [
  'network.offline',
  'network.portal',
  'network.proxy',
  'graph.server',
  'graph.malformed',
  'auth.required',
];

describe('a failure that only the technician can fix', () => {
  test.each(lasting)('stops polling and is shown (%s)', async (code) => {
    const world = await turnedAway(code);
    expect(world.graph.reads.filter((ids) => ids.length > 0).length).toBeGreaterThan(1);
    expect(await readsIn(world, 5 * 60_000)).toBe(0);
    expect(world.only()).toMatchObject({ state: 'waiting', checkFailure: { code } });
    expect(world.graph.posts).toHaveLength(1);
  });

  test('counts only when it occurs twice in a row', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.readFailure = { code: 'graph.forbidden' };
    await world.clock.advance(1_000);
    expect(world.only().checkFailure).toBeUndefined();
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(4_000);
    expect(world.only().state).toBe('ready');
  });

  test.each(passing)('is distinguished from one that may pass (%s)', async (code) => {
    const world = await turnedAway(code);
    expect(world.only().checkFailure).toBeUndefined();
    expect(await readsIn(world, 5 * 60_000)).toBeGreaterThan(2);
  });

  test('neither a shown window nor a waking computer starts polling again', async () => {
    const world = await turnedAway();
    world.assistance.setHidden(true);
    world.assistance.setHidden(false);
    world.assistance.resume();
    expect(await readsIn(world, 60_000)).toBe(0);
  });
});

describe('a manual check', () => {
  test('finds the link as soon as it can be seen', async () => {
    const world = await turnedAway();
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: newLink });
    expect(await readsIn(world, 60_000)).toBe(0);
    const found = await world.assistance.checkNow(world.only().id);
    expect(found.ok && found.value).toMatchObject({ state: 'ready', linkHost: 'get.teamviewer.com' });
    expect(world.only().checkFailure).toBeUndefined();
    expect((await world.assistance.open(world.only().id)).ok).toBe(true);
  });

  test('restarts polling when Intune responds, or may respond soon', async () => {
    for (const failure of [null, { code: 'network.offline' } as const]) {
      const world = await turnedAway();
      world.graph.readFailure = failure;
      await world.assistance.checkNow(world.only().id);
      expect(world.only().checkFailure).toBeUndefined();
      world.graph.readFailure = null;
      await world.clock.advance(60_000);
      world.graph.show('device-1', { sessionUrl: newLink });
      await world.clock.advance(6_000);
      expect(world.only().state).toBe('ready');
    }
  });

  test('shows the same failure again, and polling stays stopped', async () => {
    const world = await turnedAway();
    const asked = await world.assistance.checkNow(world.only().id);
    expect(!asked.ok && asked.error.code).toBe('graph.license');
    expect(world.only().checkFailure?.code).toBe('graph.license');
    expect(await readsIn(world, 60_000)).toBe(0);
  });
});

describe('a request whose status cannot be read', () => {
  test('is polled once more before its wait ends, so that a link visible by then is not missed', async () => {
    const world = await turnedAway();
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(11 * 60_000);
    expect(world.only().state).toBe('ready');
  });

  test('expires with the reason, and stays listed', async () => {
    const world = await turnedAway();
    await world.clock.advance(11 * 60_000);
    expect(world.only()).toMatchObject({ state: 'expired', checkFailure: { code: 'graph.license' } });
    expect(world.only().steps.at(-1)?.cause?.code).toBe('graph.license');
    expect(await readsIn(world, 20 * 60_000)).toBe(0);
    expect(world.graph.posts).toHaveLength(1);
  });

  test('of unknown outcome is not polled either, and the technician can decide', async () => {
    const world = aWorld();
    world.graph.post = () =>
      Promise.resolve({ kind: 'unknown', failure: { code: 'request.unknown-outcome', status: 500 } });
    await world.ask();
    world.graph.readFailure = { code: 'graph.license', status: 400 };
    await world.clock.advance(10_000);
    expect(await readsIn(world, 5 * 60_000)).toBe(0);
    expect(world.only()).toMatchObject({ state: 'unknown', checkFailure: { code: 'graph.license' } });
    world.graph.readFailure = null;
    await world.assistance.decide(world.only().id, 'sent');
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(6_000);
    expect(world.only().state).toBe('ready');
    expect(world.graph.posts).toHaveLength(1);
  });

  test('with a session that is ready keeps it', async () => {
    const world = aWorld();
    await world.ask();
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    world.graph.readFailure = { code: 'graph.license', status: 400 };
    await world.clock.advance(60 * 60_000);
    expect(world.only().state).toBe('ready');
    world.graph.readFailure = null;
    expect((await world.assistance.open(world.only().id)).ok).toBe(true);
  });

  test('is polled again by the next run, and the reason is in no record', async () => {
    const world = await turnedAway();
    expect(JSON.stringify(world.journal.records()) + JSON.stringify([...world.saved.values()])).not.toContain(
      'license',
    );
    world.graph.readFailure = null;
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.restart();
    await world.clock.advance(3_000);
    expect(world.only().state).toBe('ready');
  });
});
