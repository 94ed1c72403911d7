import { describe, expect, test } from 'vitest';
import type { FoundThrough } from '../../../main/assistance/provider';
import type { PostOutcome } from '../../../main/graph/port';
import type { Failure } from '../../../shared/failure';
import { flush } from '../../support/turns';
import type { World } from './support';
import { anActor, anImpostor, aWorld, newLink } from './support';

const user: FoundThrough = { via: 'user', userId: 'user-1' };
const app: FoundThrough = { via: 'app', appId: 'app-1' };
const notFound: Failure = {
  code: 'graph.not-found',
  status: 404,
  requestId: 'graph-404',
  answeredAt: '2026-11-23T09:00:00.000Z',
};
const refused = (failure: Failure): PostOutcome => ({ kind: 'refused', failure });
const accepted: PostOutcome = { kind: 'accepted', requestId: 'graph-204' };
const unknown: PostOutcome = { kind: 'unknown', failure: { code: 'network.timeout' } };

/** A world whose device was found through something, and whose Intune gives these answers one after the other. */
function worldOf(through: FoundThrough | null, ...answers: readonly PostOutcome[]): World {
  const world = aWorld({ foundThrough: () => through });
  const left = [...answers];
  world.graph.post = () => Promise.resolve(left.shift() ?? unknown);
  return world;
}
const types = (world: World): unknown[] => world.journal.records().map(({ type }) => type);

describe('a device that Intune does not know directly', () => {
  test.each([user, app])('gets a second attempt on the path it was found through: %j', async (through) => {
    const world = worldOf(through, refused(notFound), accepted);
    expect(await world.ask()).toMatchObject({ ok: true, value: { state: 'waiting' } });
    expect(world.graph.forms).toEqual([{ via: 'device' }, through]);
    const [first, second] = world.graph.posts;
    expect(second).toEqual(first);
    expect(first?.clientRequestId).toBe(world.only().id);
    expect(types(world)).toEqual(['intent', 'refused', 'attempt', 'answer', 'state']);
    expect(world.journal.records()[1]).toMatchObject({ cause: notFound, graphRequestId: 'graph-404' });
    expect(world.journal.records()[2]).toMatchObject({ via: through.via });
    expect(world.only()).toMatchObject({ graphRequestIds: ['graph-404', 'graph-204'], failure: null });
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(10_000);
    expect(world.only()).toMatchObject({ state: 'ready' });
    expect(world.news.filter(({ kind }) => kind === 'sending')).toHaveLength(1);
  });

  test('gets no second attempt when it was found directly', async () => {
    const world = worldOf(null, refused(notFound), accepted);
    expect(await world.ask()).toMatchObject({ ok: true, value: { state: 'failed', failure: notFound } });
    expect([world.graph.forms, types(world)]).toEqual([[{ via: 'device' }], ['intent', 'answer']]);
  });

  test.each<[string, PostOutcome]>([
    ['a 404 without an id of Graph', refused({ code: 'graph.not-found', status: 404 })],
    ['a device that is gone for good', refused({ ...notFound, status: 410 })],
    ['a missing license in the words of a 404', refused({ ...notFound, code: 'graph.license' })],
    ['a missing role', refused({ ...notFound, code: 'graph.forbidden', status: 403 })],
    ['an action that it does not support', refused({ ...notFound, code: 'graph.unsupported', status: 400 })],
    ['a request that never left', refused({ code: 'network.offline', notSent: true })],
    ['an unknown outcome', unknown],
    ['an unknown outcome of a 404', { kind: 'unknown', failure: notFound }],
    ['an acceptance', accepted],
  ])('gets no second attempt after %s', async (_name, answer) => {
    const world = worldOf(user, answer, accepted);
    await world.ask();
    expect(world.graph.forms).toEqual([{ via: 'device' }]);
    expect(types(world)).not.toContain('attempt');
  });

  test.each<[string, PostOutcome, object]>([
    [
      'not found either',
      refused({ ...notFound, requestId: 'graph-405' }),
      { state: 'failed', failure: { status: 404 } },
    ],
    ['unknown', unknown, { state: 'unknown', failure: { code: 'network.timeout' } }],
    [
      'never sent',
      refused({ code: 'network.offline', notSent: true }),
      { state: 'failed', failure: { code: 'network.offline', notSent: false, requestId: 'graph-404' } },
    ],
  ])('ends as the second attempt ended: %s', async (_name, second, end) => {
    const world = worldOf(user, refused(notFound), second, accepted);
    expect(await world.ask()).toMatchObject({ ok: true, value: end });
    expect(world.graph.forms).toHaveLength(2);
  });
});

describe('the second attempt does not leave', () => {
  test.each([
    ['the refusal', 1],
    ['the attempt', 2],
  ])('when %s could not be recorded', async (_name, room) => {
    const world = worldOf(user, refused(notFound), accepted);
    world.journal.failAfter = room;
    expect(await world.ask()).toMatchObject({ ok: true, value: { state: 'failed', failure: notFound } });
    expect(world.graph.forms).toHaveLength(1);
  });

  test.each<[string, (world: World) => void]>([
    ['another account signed in', (world) => void (world.actor = { ...anActor('bob') })],
    ['another cloud was connected', (world) => void (world.actor = anImpostor())],
    ['the technician signed out', (world) => void (world.actor = null)],
    ['the workstation slept', (world) => world.clock.jump(60 * 60_000)],
  ])('when in the meantime %s', async (_name, happen) => {
    const world = worldOf(user, accepted);
    world.graph.post = () => {
      happen(world);
      return Promise.resolve(refused(notFound));
    };
    await world.ask();
    expect(world.graph.forms).toHaveLength(1);
    expect(types(world)).toEqual(['intent', 'answer']);
  });

  test.each([
    ['after the intent', 1, 'unknown'],
    ['after the refusal', 2, 'failed'],
    ['before the answer to the second attempt', 3, 'unknown'],
  ])('at the next start when the app was killed %s', async (_name, lines, state) => {
    const before = worldOf(user, refused(notFound), accepted);
    await before.ask();
    const world = worldOf(user, accepted, accepted);
    world.journal.lines.push(...before.journal.lines.slice(0, lines));
    await world.restart();
    await world.clock.advance(120_000);
    expect(world.only()).toMatchObject({ state, ...(state === 'failed' ? { failure: notFound } : {}) });
    expect(world.graph.forms).toEqual([]);
    const again = world.journal.lines;
    await world.restart();
    expect(world.only()).toMatchObject({ state });
    expect([world.journal.lines, world.graph.forms]).toEqual([again, []]);
  });
});

test('the path is fixed in the card: later searches change nothing', async () => {
  let through: FoundThrough | null = user;
  const world = aWorld({ foundThrough: () => through });
  const answers = [refused(notFound), accepted];
  world.graph.post = () => Promise.resolve(answers.shift() ?? unknown);
  const card = await world.assistance.prepare('device-1');
  through = app;
  const handle = card.ok ? card.value.handle : '';
  expect(JSON.stringify(card)).not.toContain('"via"');
  const clicks = [1, 2, 3].map(() => world.assistance.send({ handle, ticket: '', reason: '', override: false }));
  await Promise.all(clicks);
  await flush();
  expect(world.graph.forms).toEqual([{ via: 'device' }, user]);
});
