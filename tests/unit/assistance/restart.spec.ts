import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PostOutcome } from '../../../main/graph/port';
import { aLaptop } from '../../support/builders';
import { flush } from '../../support/turns';
import { anActor, anImpostor, anIntent, aWorld, newLink, owner } from './support';

test('a waiting request is resumed and becomes ready', async () => {
  const world = aWorld();
  await world.ask();
  await world.restart();
  expect(world.only().state).toBe('waiting');
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(3_000);
  expect(world.only().state).toBe('ready');
  await world.restart();
  expect(world.only()).toMatchObject({ state: 'ready', linkHost: 'get.teamviewer.com' });
  await world.assistance.open(world.only().id);
  await world.restart();
  expect(world.only().state).toBe('opened');
  expect(world.graph.posts).toHaveLength(1);
});

test('an ended request is not shown after a restart, and its lines leave the journal once it is old', async () => {
  const world = aWorld();
  await world.ask();
  await world.assistance.stopWatching(world.only().id);
  await world.restart();
  expect(world.assistance.current()).toEqual([]);
  expect(world.journal.lines).not.toEqual([]);
  world.clock.jump(10 * 60_000);
  await world.restart();
  expect(world.journal.lines).toEqual([]);
  expect(world.saved.size).toBe(1);
});

test('ended requests that were forgotten stay forgotten after a restart, and running ones stay', async () => {
  const world = aWorld();
  world.graph.devices.set('device-2', aLaptop({ id: 'device-2' }));
  await world.ask('device-1');
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(5_000);
  await world.assistance.close(world.only().id);
  await world.ask('device-2');
  expect((await world.assistance.forgetEnded()).ok).toBe(true);
  expect(world.only().subject.deviceId).toBe('device-2');
  expect(await world.ask('device-1')).toMatchObject({ ok: false, error: { code: 'request.repeated' } });
  world.saved.clear();
  await world.restart();
  expect(world.only().subject.deviceId).toBe('device-2');
  expect([...world.saved.values()].map(({ request }) => request.subject.deviceId)).toEqual(['device-2']);
});

test('lines of a newer version, of unknown kinds and nonsense stay in the journal', async () => {
  const world = aWorld();
  const strange = [
    '{"v":2,"type":"intent","id":"x"}',
    '{"v":1,"type":"handover","id":"request-1"}',
    '[]',
    '7',
    '{"v":1}',
    'null',
  ];
  world.journal.lines.push(...strange, JSON.stringify(anIntent('old')));
  await world.restart();
  expect(world.only()).toMatchObject({ id: 'old', state: 'unknown', failure: { code: 'request.unknown-outcome' } });
  await world.assistance.decide('old', 'not-sent');
  world.clock.jump(10 * 60_000);
  await world.restart();
  expect(world.journal.lines).toEqual(strange);
});

test('an unreadable journal does not prevent the start', async () => {
  const world = aWorld();
  world.journal.read = () => Promise.reject(new Error('EIO'));
  await world.restart();
  expect(world.assistance.current()).toEqual([]);
});

test('the requests of another account survive the restart and stay hidden', async () => {
  const world = aWorld();
  world.journal.lines.push(JSON.stringify(anIntent('hers', { owner: { ...owner, homeAccountId: 'bob.tenant-1' } })));
  await world.restart();
  await world.clock.advance(60_000);
  expect(world.assistance.current()).toEqual([]);
  expect(world.graph.reads).toEqual([]);
  expect(world.saved.get('hers')?.owner.homeAccountId).toBe('bob.tenant-1');
  expect(world.journal.lines.length).toBeGreaterThan(0);
});

test('a custom cloud that claims the same ids is shown no request of others, and polls none', async () => {
  const world = aWorld();
  await world.ask();
  const { id } = world.only();
  world.graph.show('device-1', { sessionUrl: newLink });
  world.actor = anImpostor();
  await world.restart();
  const reads = world.graph.reads.length;
  await world.clock.advance(60_000);
  expect(world.assistance.current()).toEqual([]);
  expect(world.graph.reads).toHaveLength(reads);
  for (const action of ['open', 'checkNow', 'stopWatching', 'close'] as const)
    expect((await world.assistance[action](id)).ok, action).toBe(false);
  expect((await world.assistance.note(id, 'mine now')).ok).toBe(false);
  expect((await world.assistance.decide(id, 'not-sent')).ok).toBe(false);
  world.clock.jump(10 * 60_000);
  await world.assistance.forgetEnded();
  expect(world.opened).toEqual([]);
  world.actor = anActor();
  await world.restart();
  expect(world.only()).toMatchObject({ id, note: '' });
  expect(world.graph.posts).toHaveLength(1);
});

test('nor are the requests of a custom cloud shown to Microsoft’s, or to another custom cloud', async () => {
  const world = aWorld();
  world.actor = anImpostor();
  await world.ask();
  expect(world.only().state).toBe('waiting');
  for (const other of [anActor(), anImpostor('https://login.evil.example https://graph.other.example')]) {
    world.actor = other;
    await world.restart();
    expect(world.assistance.current()).toEqual([]);
  }
  world.actor = anImpostor();
  await world.restart();
  expect(world.only().state).toBe('waiting');
  expect(world.saved.get(world.only().id)?.owner).toEqual({ ...owner, cloud: anImpostor().cloud });
});

test('requests recorded without a cloud belong to Microsoft’s clouds', async () => {
  const world = aWorld();
  const { homeAccountId, tenantId } = owner;
  world.journal.lines.push(JSON.stringify({ ...anIntent('old'), owner: { homeAccountId, tenantId } }));
  world.actor = anImpostor();
  await world.restart();
  expect(world.assistance.current()).toEqual([]);
  expect(world.graph.reads).toEqual([]);
  world.actor = anActor();
  await world.restart();
  expect(world.only()).toMatchObject({ id: 'old', state: 'unknown' });
  expect(world.saved.get('old')?.owner).toEqual(owner);
  expect(world.graph.posts).toEqual([]);
});

const outcomes: PostOutcome[] = [
  { kind: 'accepted', requestId: 'r' },
  { kind: 'refused', failure: { code: 'graph.forbidden' } },
  { kind: 'unknown', failure: { code: 'network.timeout' } },
];

/** Runs three requests to different ends, and answers all journal lines. */
async function aBusyDay(
  choices: readonly { outcome: number; link: boolean; open: boolean; end: number }[],
): Promise<{ lines: string[]; ids: string[] }> {
  const world = aWorld();
  for (const [nth, choice] of choices.entries()) {
    const id = `d${nth}`;
    world.graph.devices.set(id, aLaptop({ id }));
    world.graph.post = () => Promise.resolve(outcomes[choice.outcome] ?? { kind: 'accepted', requestId: null });
    await world.ask(id);
    if (choice.link) world.graph.show(id, { sessionUrl: newLink });
    await world.clock.advance(3_500);
    const request = world.assistance.current()[0]!;
    if (choice.open) await world.assistance.open(request.id);
    if (choice.end === 1) await world.assistance.close(request.id);
    if (choice.end === 2) await world.assistance.stopWatching(request.id);
    if (choice.end === 3) await world.assistance.decide(request.id, 'not-sent');
  }
  return { lines: world.journal.lines, ids: world.graph.posts.map((post) => post.clientRequestId) };
}

test('a crash after any journal line loses no request and resends none', async () => {
  const choice = fc.record({ outcome: fc.nat(2), link: fc.boolean(), open: fc.boolean(), end: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 3 }), async (choices) => {
      const { lines } = await aBusyDay(choices);
      for (let length = 0; length <= lines.length; length += 1) {
        const world = aWorld();
        world.journal.lines = lines.slice(0, length);
        const confirmed = world.journal
          .records()
          .filter((record) => record['type'] === 'intent')
          .map((record) => record['id']);
        await world.restart();
        await world.clock.advance(5_000);
        expect(world.graph.posts).toEqual([]);
        expect([...world.saved.keys()].sort()).toEqual([...confirmed].sort());
        expect(
          [...world.saved.values()].every(({ request }) => request.state !== 'sending' && request.state !== 'accepted'),
        ).toBe(true);
      }
    }),
    { numRuns: 15 },
  );
});

test('a restart between intent and answer polls the device and never sends again', async () => {
  const world = aWorld();
  world.graph.post = () => new Promise(() => undefined);
  const card = await world.assistance.prepare('device-1');
  void world.assistance.send({ handle: card.ok ? card.value.handle : '', ticket: '', reason: '', override: false });
  await flush();
  expect(world.only().state).toBe('sending');
  await world.restart();
  expect(world.only()).toMatchObject({ state: 'unknown', evidence: 'none-yet' });
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(3_000);
  expect(world.only().state).toBe('ready');
  expect(world.graph.posts).toHaveLength(1);
});
