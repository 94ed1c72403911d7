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

test('the card of a provider without a watch does not say that sessions could not be read', async () => {
  const world = aWorld();
  const codesOf = async (isWatched: boolean): Promise<readonly string[] | null> => {
    world.provider = (graph) => {
      const intune = providerFor('graph', graph);
      return (
        intune && {
          ...intune,
          watch: isWatched ? intune.watch : null,
          preflight: async (deviceId, completed) => {
            const read = await intune.preflight(deviceId, completed);
            return read.ok ? { ok: true, value: { ...read.value, facts: null } } : read;
          },
        }
      );
    };
    const card = await world.assistance.prepare('device-1');
    return card.ok ? card.value.notes.map(({ code }) => code) : null;
  };
  expect(await codesOf(true)).toEqual(['facts-unread']);
  expect(await codesOf(false)).toEqual([]);
});
