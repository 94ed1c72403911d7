import { expect, test } from 'vitest';
import { providerFor } from '../../../main/assistance/providers';
import { flush } from '../../support/turns';
import { anActor, aWorld, FakeGraph, newLink } from './support';

test('the profile determines the provider; one of a later version counts as none', () => {
  const graph = new FakeGraph().port();
  expect(providerFor('graph', graph)?.id).toBe('graph');
  expect(providerFor('other', graph)).toBeNull();
});

test('a tenant whose provider only a later version knows says so, and nothing is read or sent', async () => {
  const world = aWorld();
  const actor = anActor();
  world.actor = { ...actor, tenant: { ...actor.tenant, provider: 'other' } };
  expect(await world.assistance.prepare('device-1')).toEqual({ ok: false, error: { code: 'provider.unsupported' } });
  expect([world.graph.reads, world.graph.posts]).toEqual([[], []]);
});

test('a card is sent through the provider it was made for, or not at all', async () => {
  const world = aWorld();
  const card = await world.assistance.prepare('device-1');
  world.provider = null;
  const sent = await world.assistance.send({
    handle: card.ok ? card.value.handle : '',
    ticket: '',
    reason: '',
    override: false,
  });
  expect(sent).toMatchObject({ ok: false, error: { code: 'request.card-expired' } });
  expect([world.graph.posts, world.journal.lines]).toEqual([[], []]);
});

test('a provider without a watch is not polled after it accepted the request', async () => {
  const world = aWorld();
  world.provider = (graph) => {
    const intune = providerFor('graph', graph);
    return intune === null ? null : { ...intune, watch: null };
  };
  expect(await world.ask()).toMatchObject({ ok: true, value: { state: 'waiting' } });
  const reads = world.graph.reads.length;
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(60_000);
  await flush();
  expect(world.graph.reads).toHaveLength(reads);
  expect(world.only()).toMatchObject({ state: 'waiting', nextCheckAt: null });
});
