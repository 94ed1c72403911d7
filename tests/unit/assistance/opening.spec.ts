import { expect, test } from 'vitest';
import { anActor, aWorld, flush, newLink, oldLink } from './support';

const ready = async (sessionUrl = newLink) => {
  const world = aWorld();
  await world.ask();
  world.graph.show('device-1', { sessionUrl });
  await world.clock.advance(3_000);
  return world;
};

test('two clicks open one session', async () => {
  const world = await ready();
  const { id } = world.only();
  await Promise.all([world.assistance.open(id), world.assistance.open(id)]);
  expect(world.opened).toEqual([newLink]);
});

test('an untrusted link is not opened; its host is told and the request stays ready', async () => {
  const world = await ready('https://get.teamviewer.com@evil.example/s1');
  const opened = await world.assistance.open(world.only().id);
  expect(opened).toEqual({ ok: false, error: { code: 'link.untrusted', host: 'evil.example' } });
  expect(world.opened).toEqual([]);
  expect(world.only()).toMatchObject({ state: 'ready', linkHost: 'evil.example' });
});

test('a host of the tenant profile is trusted', async () => {
  const world = await ready('https://assist.contoso.example/s1');
  world.actor = { ...anActor(), sessionHosts: ['assist.contoso.example'] };
  expect((await world.assistance.open(world.only().id)).ok).toBe(true);
  expect(world.opened).toEqual(['https://assist.contoso.example/s1']);
});

test('a link that is gone expires the request instead of opening anything', async () => {
  const world = await ready();
  world.graph.show('device-1', {});
  const opened = await world.assistance.open(world.only().id);
  expect(!opened.ok && opened.error.code).toBe('request.not-ready');
  expect(world.only().state).toBe('expired');
});

test('the link from before the request is not opened in place of the new one', async () => {
  const world = aWorld();
  world.graph.show('device-1', { sessionUrl: oldLink });
  await world.ask();
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(3_000);
  world.graph.show('device-1', { sessionUrl: oldLink });
  expect((await world.assistance.open(world.only().id)).ok).toBe(false);
  expect(world.opened).toEqual([]);
  expect(world.only().state).toBe('ready');
});

test('only ready sessions of the signed-in person are opened', async () => {
  const world = aWorld();
  await world.ask();
  expect((await world.assistance.open(world.only().id)).ok).toBe(false);
  expect((await world.assistance.open('nobody')).ok).toBe(false);
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(3_000);
  const { id } = world.only();
  world.actor = anActor('bob');
  expect((await world.assistance.open(id)).ok).toBe(false);
  world.actor = anActor();
  world.assistance.actorChanged();
  await flush();
  world.graph.readFailure = { code: 'network.offline' };
  const offline = await world.assistance.open(id);
  expect(!offline.ok && offline.error.code).toBe('network.offline');
  expect(world.opened).toEqual([]);
});

test('an opened session can be opened again', async () => {
  const world = await ready();
  await world.assistance.open(world.only().id);
  await world.assistance.open(world.only().id);
  expect(world.opened).toHaveLength(2);
  expect(world.only().steps.map((step) => step.state).slice(-2)).toEqual(['opened', 'opened']);
});
