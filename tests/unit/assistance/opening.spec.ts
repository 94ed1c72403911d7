import { expect, test } from 'vitest';
import { flush } from '../../support/turns';
import { anActor, aWorld, newLink, oldLink } from './support';

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

test.each([
  ['https://get.teamviewer.com@evil.example/s1', { host: 'evil.example', detail: 'user-info' }],
  ['http://get.teamviewer.com/s1', { host: 'get.teamviewer.com', detail: 'scheme' }],
  ['https://get.teamviewer.com:8443/s1', { host: 'get.teamviewer.com', detail: 'port' }],
  ['https://assist.fabrikam.example/s1', { host: 'assist.fabrikam.example', detail: 'host' }],
])(
  'a link that is never opened (%s) is refused when it is first seen, with the correct reason',
  async (link, reason) => {
    const world = await ready(link);
    expect(world.only()).toMatchObject({
      state: 'failed',
      linkHost: null,
      failure: { code: 'link.untrusted', ...reason },
    });
    expect(world.news.map(({ kind }) => kind)).not.toContain('ready');
    expect((await world.assistance.open(world.only().id)).ok).toBe(false);
    expect(world.opened).toEqual([]);
  },
);

test('a ready session fails when its link is replaced by one that may not be opened', async () => {
  const world = await ready();
  world.graph.show('device-1', { sessionUrl: 'https://evil.example/s1' });
  await world.clock.advance(16_000);
  expect(world.only().state).toBe('ready');
  await world.clock.advance(16_000);
  expect(world.only()).toMatchObject({ state: 'failed', failure: { code: 'link.untrusted', host: 'evil.example' } });
});

test('a link that changes at the moment of the click is not opened', async () => {
  const world = await ready();
  world.graph.show('device-1', { sessionUrl: 'https://evil.example/s1' });
  const opened = await world.assistance.open(world.only().id);
  expect(opened).toEqual({ ok: false, error: { code: 'link.untrusted', host: 'evil.example', detail: 'host' } });
  expect(world.opened).toEqual([]);
});

test('a host of the tenant profile is trusted', async () => {
  const world = aWorld();
  world.actor = { ...anActor(), sessionHosts: ['assist.contoso.example'] };
  await world.ask();
  world.graph.show('device-1', { sessionUrl: 'https://assist.contoso.example/s1' });
  await world.clock.advance(3_000);
  expect((await world.assistance.open(world.only().id)).ok).toBe(true);
  expect(world.opened).toEqual(['https://assist.contoso.example/s1']);
});

test('a missing link expires the request and opens nothing', async () => {
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

test('only ready sessions of the signed-in technician are opened', async () => {
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
  expect(
    world
      .only()
      .steps.map((step) => step.state)
      .slice(-2),
  ).toEqual(['opened', 'opened']);
});
