import { describe, expect, test } from 'vitest';
import type { PostOutcome } from '../../../main/graph/port';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aLaptop } from '../../support/builders';
import { deferred } from '../../support/promises';
import { flush } from '../../support/turns';
import type { World } from './support';
import { anActor, anImpostor, aWorld, newLink } from './support';

const card = async (world: World, deviceId = 'device-1') => {
  const prepared = await world.assistance.prepare(deviceId);
  if (!prepared.ok) throw new Error(prepared.error.code);
  return prepared.value;
};
const send = (world: World, handle: string, override = false) =>
  world.assistance.send({ handle, ticket: '', reason: '', override });
const code = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.error.code);

describe('one confirmation', () => {
  test('1,000 clicks on one card send one request', async () => {
    const world = aWorld();
    const { handle } = await card(world);
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => send(world, handle)));
    expect(world.graph.posts).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(new Set(outcomes.map(code))).toEqual(new Set(['ok', 'request.in-flight']));
    expect(code(await send(world, handle))).toBe('request.card-expired');
  });

  test('1,000 clicks while the response is awaited send nothing more', async () => {
    const world = aWorld();
    const answer = deferred<PostOutcome>();
    world.graph.post = () => answer.promise;
    const { handle } = await card(world);
    const first = send(world, handle);
    await flush();
    for (let click = 0; click < 1_000; click += 1) expect(code(await send(world, handle))).toBe('request.card-expired');
    answer.resolve({ kind: 'accepted', requestId: null });
    expect(code(await first)).toBe('ok');
    expect(world.graph.posts).toHaveLength(1);
  });

  test('a request confirmed before sleep is not sent after it', async () => {
    const world = aWorld();
    const approval = deferred<Outcome<null>>();
    world.graph.scope = () => approval.promise;
    const { handle } = await card(world);
    const sent = send(world, handle);
    await flush();
    world.clock.jump(8 * 60 * 60_000);
    approval.resolve(ok(null));
    expect(code(await sent)).toBe('request.card-expired');
    expect([world.graph.posts, world.journal.lines]).toEqual([[], []]);
  });

  test('a quit waits for the response of a sent request, so that its outcome is known', async () => {
    const world = aWorld();
    const answer = deferred<PostOutcome>();
    world.graph.post = () => answer.promise;
    const { handle } = await card(world);
    void send(world, handle);
    await flush();
    let isFinished = false;
    const finished = world.assistance.finish().then(() => (isFinished = true));
    await flush();
    expect(isFinished).toBe(false);
    answer.resolve({ kind: 'accepted', requestId: null });
    await finished;
    await world.restart();
    expect(world.only().state).toBe('waiting');
    expect([...world.saved.values()].map(({ request }) => request.state)).toEqual(['waiting']);
    expect(world.graph.posts).toHaveLength(1);
  });

  test('two cards for one device send one request', async () => {
    const world = aWorld();
    const [one, two] = [await card(world), await card(world)];
    expect((await Promise.all([send(world, one.handle), send(world, two.handle, true)])).map(code)).toEqual([
      'ok',
      'request.in-flight',
    ]);
  });

  test('an unknown, discarded or old card sends nothing', async () => {
    const world = aWorld();
    expect(code(await send(world, 'nonsense'))).toBe('request.card-expired');
    const discarded = await card(world);
    world.assistance.discard(discarded.handle);
    expect(code(await send(world, discarded.handle))).toBe('request.card-expired');
    const old = await card(world);
    await world.clock.advance(5 * 60_000);
    expect(code(await send(world, old.handle))).toBe('request.card-expired');
    expect(world.graph.posts).toEqual([]);
  });

  test('is sent for the device and account that the card showed, whatever the list shows now', async () => {
    const world = aWorld();
    const shown = await card(world);
    world.graph.devices.set('device-1', aLaptop({ id: 'device-2', name: 'OTHER' }));
    const sent = await send(world, shown.handle);
    expect(sent.ok && sent.value.subject).toEqual(shown.subject);
    expect(world.graph.posts[0]?.deviceId).toBe('device-1');
  });
});

describe('nothing recorded, nothing sent', () => {
  test.each(['storage.full', 'storage.read-only', 'storage.damaged', 'throw'] as const)(
    'journal fails with %s: no POST',
    async (kind) => {
      const world = aWorld();
      const { handle } = await card(world);
      world.journal.failure = kind === 'throw' ? 'throw' : { code: kind };
      expect(code(await send(world, handle))).toBe('request.not-recorded');
      expect(world.graph.posts).toEqual([]);
      expect(world.assistance.current()).toEqual([]);
      world.journal.failure = null;
      await world.clock.advance(3_000);
      expect(code(await world.ask())).toBe('ok');
    },
  );

  test('the intent is on the disk when the POST leaves', async () => {
    const world = aWorld();
    let types: unknown[] = [];
    world.graph.post = () => {
      types = world.journal.records().map((record) => record['type']);
      return Promise.resolve({ kind: 'accepted', requestId: null });
    };
    await world.ask();
    expect(types).toEqual(['intent']);
  });

  test('an intent that could not be read back is not sent', async () => {
    const world = aWorld();
    world.actor = anActor('alice', 't'.repeat(300));
    expect(code(await world.ask())).toBe('request.not-recorded');
    expect(world.graph.posts).toEqual([]);
  });

  test('a failing archive does not lose the request: it is saved at the next start', async () => {
    const world = aWorld();
    world.archiveFails = true;
    await world.ask();
    await world.assistance.stopWatching(world.only().id);
    expect(world.saved.size).toBe(0);
    world.archiveFails = false;
    await world.restart();
    expect([...world.saved.values()].map((entry) => entry.request.state)).toEqual(['given-up']);
  });

  test('journal full after the intent: the request is followed, and unknown after a restart', async () => {
    const world = aWorld();
    world.journal.failAfter = 1;
    expect(code(await world.ask())).toBe('ok');
    expect(world.only().state).toBe('waiting');
    world.journal.failure = null;
    world.journal.failAfter = Number.POSITIVE_INFINITY;
    await world.restart();
    expect(world.only().state).toBe('unknown');
    expect(world.graph.posts).toHaveLength(1);
  });
});

describe('the write scope', () => {
  test('is requested before anything is recorded; a refusal leaves the card valid', async () => {
    const world = aWorld();
    world.graph.scope = () => Promise.resolve(err({ code: 'auth.consent' }));
    const { handle } = await card(world);
    expect(code(await send(world, handle))).toBe('auth.consent');
    expect(world.journal.lines).toEqual([]);
    world.graph.scope = () => Promise.resolve(ok(null));
    expect(code(await send(world, handle))).toBe('ok');
    expect(world.graph.posts).toHaveLength(1);
  });

  test('another account signs in during consent: nothing is sent', async () => {
    const world = aWorld();
    const { handle } = await card(world);
    world.graph.scope = () => {
      world.actor = anActor('bob');
      world.assistance.actorChanged();
      return Promise.resolve(ok(null));
    };
    expect(code(await send(world, handle))).toBe('request.card-expired');
    expect(world.journal.lines).toEqual([]);
    expect(world.graph.posts).toEqual([]);
  });
});

describe('the account changes', () => {
  test('between card and confirmation: the card is void', async () => {
    const world = aWorld();
    const { handle } = await card(world);
    world.actor = anActor('bob');
    expect(code(await send(world, handle))).toBe('request.card-expired');
    expect(world.graph.posts).toEqual([]);
  });

  test('to the same ids in a custom cloud: no earlier card, consent or intent is valid for it', async () => {
    const world = aWorld();
    const { handle } = await card(world);
    world.actor = anImpostor();
    expect(code(await send(world, handle))).toBe('request.card-expired');
    world.actor = anActor();
    const asked = await card(world);
    world.graph.scope = () => {
      world.actor = anImpostor();
      return Promise.resolve(ok(null));
    };
    expect(code(await send(world, asked.handle))).toBe('request.card-expired');
    expect(world.journal.lines).toEqual([]);
    world.graph.scope = () => Promise.resolve(ok(null));
    world.actor = anActor();
    const written = await card(world);
    const append = world.journal.append.bind(world.journal);
    world.journal.append = async (line) => {
      const outcome = await append(line);
      world.actor = anImpostor();
      return outcome;
    };
    await send(world, written.handle);
    expect(world.graph.posts).toEqual([]);
    expect([...world.saved.values()]).toMatchObject([
      { owner: { cloud: null }, request: { state: 'failed', failure: { code: 'request.card-expired' } } },
    ]);
  });

  test('while the device is read: no card is made', async () => {
    const world = aWorld();
    world.graph.devices.get = () => {
      world.actor = anImpostor();
      return aLaptop();
    };
    expect(await world.assistance.prepare('device-1')).toMatchObject({ ok: false, error: { code: 'auth.required' } });
  });

  test('during the POST: the request is recorded for the account that sent it', async () => {
    const world = aWorld();
    const answer = deferred<PostOutcome>();
    world.graph.post = () => answer.promise;
    const { handle } = await card(world);
    const sending = send(world, handle);
    await flush();
    world.actor = anActor('bob');
    world.assistance.actorChanged();
    answer.resolve({ kind: 'accepted', requestId: null });
    await sending;
    await flush();
    expect(world.assistance.current()).toEqual([]);
    expect([...world.saved.values()]).toMatchObject([
      { owner: { homeAccountId: 'alice.tenant-1' }, request: { subject: { account: 'alice@contoso.example' } } },
    ]);
    expect(world.news.map((news) => news.kind)).toEqual(['sending']);
  });

  test('while the intent is being written: it is recorded as not sent', async () => {
    const world = aWorld();
    const { handle } = await card(world);
    const append = world.journal.append.bind(world.journal);
    world.journal.append = async (line) => {
      const outcome = await append(line);
      world.actor = anActor('bob');
      return outcome;
    };
    await send(world, handle);
    expect(world.graph.posts).toEqual([]);
    expect([...world.saved.values()][0]?.request).toMatchObject({
      state: 'failed',
      failure: { code: 'request.card-expired' },
    });
  });
});

describe('limits', () => {
  test('the same device within ten minutes needs the override, also after a restart', async () => {
    const world = aWorld();
    await world.ask();
    expect(code(await world.ask())).toBe('request.in-flight');
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(60_000);
    await world.assistance.close(world.only().id);
    world.graph.show('device-1', {});
    await world.restart();
    const again = await card(world);
    expect(again.needsOverride).toBe(true);
    expect(again.notes.map((note) => note.code)).toEqual(['recently-asked']);
    expect(code(await send(world, again.handle))).toBe('request.repeated');
    expect(code(await send(world, again.handle, true))).toBe('ok');
    expect(world.graph.posts).toHaveLength(2);
  });

  test.each(['failed', 'expired', 'given-up'] as const)(
    'after a request that is %s another one may be sent',
    async (state) => {
      const world = aWorld();
      if (state === 'failed')
        world.graph.post = () => Promise.resolve({ kind: 'refused', failure: { code: 'graph.forbidden' } });
      await world.ask();
      if (state === 'given-up') await world.assistance.stopWatching(world.only().id);
      if (state === 'expired') world.expireMinutes = 1;
      await world.clock.advance(state === 'expired' ? 65_000 : 5_000);
      expect(world.only().state).toBe(state);
      world.graph.post = () => Promise.resolve({ kind: 'accepted', requestId: null });
      const again = await card(world);
      expect([again.needsOverride, again.notes.map((note) => note.code)]).toEqual([false, []]);
      expect(code(await send(world, again.handle))).toBe('ok');
    },
  );
});

describe('an unknown outcome', () => {
  const lost: PostOutcome = { kind: 'unknown', failure: { code: 'network.timeout' } };

  test('is never resent automatically; if it had no effect, the technician is notified after two minutes', async () => {
    const world = aWorld();
    world.graph.post = () => Promise.resolve(lost);
    const sent = await world.ask();
    expect(sent.ok && sent.value).toMatchObject({
      state: 'unknown',
      evidence: 'none-yet',
      failure: { code: 'network.timeout' },
    });
    await world.clock.advance(125_000);
    expect(world.only().evidence).toBe('unchanged');
    await world.clock.advance(24 * 60 * 60_000);
    await world.restart();
    await world.clock.advance(60 * 60_000);
    expect(world.only()).toMatchObject({ state: 'unknown', nextCheckAt: null });
    expect(world.graph.posts).toHaveLength(1);
  });

  test('becomes ready when a new link proves that it arrived', async () => {
    const world = aWorld();
    world.graph.post = () => Promise.resolve(lost);
    await world.ask();
    world.graph.show('device-1', { sessionUrl: newLink });
    await world.clock.advance(3_000);
    expect(world.only()).toMatchObject({ state: 'ready', failure: null });
    expect(world.journal.records().map((record) => record['type'])).toContain('evidence');
  });

  test('a throwing Graph is an unknown outcome too', async () => {
    const world = aWorld();
    world.graph.post = () => Promise.reject(new Error('bug'));
    const sent = await world.ask();
    expect(sent.ok && sent.value.state).toBe('unknown');
  });

  test('"not sent" frees the device for a new card without override', async () => {
    const world = aWorld();
    world.graph.post = () => Promise.resolve(lost);
    await world.ask();
    await world.clock.advance(5_000);
    expect(code(await world.ask())).toBe('request.in-flight');
    expect((await world.assistance.stopWatching(world.only().id)).ok && world.only().state).toBe('unknown');
    await world.assistance.decide(world.only().id, 'not-sent');
    expect(world.only().state).toBe('given-up');
    world.graph.post = () => Promise.resolve({ kind: 'accepted', requestId: null });
    const next = await card(world);
    expect(next.needsOverride).toBe(false);
    expect(code(await send(world, next.handle))).toBe('ok');
  });

  test('"sent" restarts the wait with its full time', async () => {
    const world = aWorld();
    world.graph.post = () => Promise.resolve(lost);
    await world.ask();
    await world.clock.advance(20 * 60_000);
    await world.assistance.decide(world.only().id, 'sent');
    await world.clock.advance(9 * 60_000);
    expect(world.only().state).toBe('waiting');
    await world.clock.advance(61_000);
    expect(world.only().state).toBe('expired');
  });
});
