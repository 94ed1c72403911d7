import { expect, test } from 'vitest';
import { replay } from '../../../main/assistance/replay';
import { LATE_MS } from '../../../main/assistance/schedule';
import { answerDates } from '../../../shared/contract/requests';
import { flush } from '../../support/turns';
import { anActor, aWorld, newLink, oldLink } from './support';

const kinds = (world: ReturnType<typeof aWorld>): string[] => world.news.map((news) => news.kind);

test('a request goes from the card to the closed session, and every step is journaled and archived', async () => {
  const world = aWorld();
  await world.assistance.recover();
  const sent = await world.ask();
  expect(sent.ok && sent.value.state).toBe('waiting');
  expect(world.graph.posts).toEqual([{ deviceId: 'device-1', clientRequestId: world.only().id }]);
  await world.clock.advance(5_000);
  world.graph.show('device-1', { sessionUrl: newLink, requestId: 'graph-get' });
  await world.clock.advance(3_000);
  expect(world.only()).toMatchObject({
    state: 'ready',
    linkHost: 'get.teamviewer.com',
    graphRequestIds: ['graph-post', 'graph-get'],
  });
  const opened = await world.assistance.open(world.only().id);
  expect(opened.ok && opened.value.state).toBe('opened');
  expect(world.opened).toEqual([newLink]);
  await world.assistance.note(world.only().id, 'solved');
  await world.assistance.close(world.only().id);
  const request = world.only();
  expect(request.steps.map((step) => step.state)).toEqual([
    'sending',
    'accepted',
    'waiting',
    'ready',
    'opened',
    'closed',
  ]);
  expect(kinds(world)).toEqual(['sending', 'accepted', 'waiting', 'ready', 'opened', 'closed']);
  expect(world.saved.get(request.id)?.request).toEqual({ ...request, nextCheckAt: null, lastCheckAt: null });
  expect(world.journal.records().map((record) => record['type'])).toEqual([
    'intent',
    'answer',
    'state',
    'state',
    'state',
    'note',
    'state',
  ]);
});

test('the session link is in no journal line, request, event, archive or log', async () => {
  const world = aWorld();
  world.graph.show('device-1', { sessionUrl: oldLink });
  await world.ask();
  world.graph.show('device-1', { sessionUrl: newLink, errorDetails: `see ${newLink}` });
  await world.clock.advance(3_000);
  await world.assistance.open(world.only().id);
  const everything = JSON.stringify([world.journal.lines, world.changes, world.news, [...world.saved], world.logged]);
  for (const secret of ['OLDOLD', 'NEWNEW', '111111111', '222222222']) expect(everything).not.toContain(secret);
});

test('the time of Graph’s response, by its own clock, is stored with each step, in the journal and in the archive', async () => {
  const world = aWorld();
  world.graph.post = () =>
    Promise.resolve({ kind: 'accepted', requestId: 'graph-post', answeredAt: '2026-11-30T09:00:07.000Z' });
  await world.ask();
  world.graph.show('device-1', { sessionUrl: newLink, serverTime: Date.UTC(2026, 10, 30, 9, 0, 12) });
  await world.clock.advance(3_000);
  const dates = ['2026-11-30T09:00:07.000Z', '2026-11-30T09:00:12.000Z'];
  expect(world.only().steps.map((step) => step.answeredAt)).toEqual([undefined, dates[0], undefined, dates[1]]);
  expect(answerDates(world.only())).toEqual(dates);
  expect(world.saved.get(world.only().id)?.request.steps).toEqual(world.only().steps);
  expect(replay(world.journal.lines).entries[0]?.request.steps).toEqual(world.only().steps);
});

test('the date of a refusal is stored, and a journal without dates can still be read', async () => {
  const world = aWorld();
  const failure = { code: 'graph.forbidden', requestId: 'r', answeredAt: '2026-11-30T09:00:07.000Z' } as const;
  world.graph.post = () => Promise.resolve({ kind: 'refused', failure });
  await world.ask();
  expect(world.only()).toMatchObject({ failure, steps: [{}, { answeredAt: failure.answeredAt }] });
  const bare = world.journal.lines.map((line) => line.replaceAll(/,?"answeredAt":"[^"]*"/gu, ''));
  expect(answerDates(replay(bare).entries[0]?.request ?? { steps: [] })).toEqual([]);
  expect(replay(bare)).toMatchObject({ skipped: 0, entries: [{ request: { state: 'failed' } }] });
});

test('the device is polled until the end and half an hour more, then no timer is left', async () => {
  const world = aWorld();
  await world.ask();
  await world.clock.advance(11 * 60_000);
  expect(world.only().state).toBe('expired');
  expect(world.only().nextCheckAt).toBeNull();
  await world.clock.advance(LATE_MS);
  expect(world.only().state).toBe('expired');
  expect(world.clock.waiting).toBe(0);
});

test('an error of the session ends the request with the cleaned words of the service', async () => {
  const world = aWorld();
  await world.ask();
  world.graph.show('device-1', { errorDetails: 'Connector\u202e not\u0000 set up' });
  await world.clock.advance(3_000);
  expect(world.only()).toMatchObject({
    state: 'failed',
    failure: { code: 'request.session-failed', detail: 'Connector not set up' },
  });
});

test('an error text from before the request is ignored', async () => {
  const world = aWorld();
  world.graph.show('device-1', { errorDetails: 'yesterday' });
  await world.ask();
  await world.clock.advance(20_000);
  expect(world.only().state).toBe('waiting');
  world.graph.show('device-1', {});
  await world.clock.advance(3_000);
  world.graph.show('device-1', { errorDetails: 'yesterday' });
  await world.clock.advance(3_000);
  expect(world.only().state).toBe('failed');
});

test('a definite refusal is a failed request, and it may be confirmed again without override', async () => {
  const world = aWorld();
  world.graph.post = () =>
    Promise.resolve({ kind: 'refused', failure: { code: 'graph.forbidden', status: 403, requestId: 'r' } });
  const sent = await world.ask();
  expect(sent.ok && sent.value).toMatchObject({
    state: 'failed',
    failure: { code: 'graph.forbidden' },
    graphRequestIds: ['r'],
  });
  await world.clock.advance(3_000);
  const card = await world.assistance.prepare('device-1');
  expect(card.ok && card.value.needsOverride).toBe(false);
});

test('requests of another account are neither shown nor polled, and stay in the journal', async () => {
  const world = aWorld();
  await world.ask();
  const lines = world.journal.lines.length;
  world.actor = { ...world.actor!, account: { ...world.actor!.account, homeAccountId: 'bob.tenant-1' } };
  world.assistance.actorChanged();
  await flush();
  const reads = world.graph.reads.length;
  await world.clock.advance(60_000);
  expect(world.assistance.current()).toEqual([]);
  expect(world.graph.reads.length).toBe(reads);
  expect(world.journal.lines.length).toBe(lines);
});

test('polling pauses while no one is signed in and resumes at once afterwards', async () => {
  const world = aWorld();
  await world.ask();
  const { actor } = world;
  world.actor = null;
  world.assistance.actorChanged();
  await world.clock.advance(60_000);
  const reads = world.graph.reads.length;
  world.graph.show('device-1', { sessionUrl: newLink });
  await world.clock.advance(60_000);
  expect(world.graph.reads.length).toBe(reads);
  world.actor = actor;
  world.assistance.actorChanged();
  await world.clock.advance(100);
  expect(world.only().state).toBe('ready');
});

test('a link of the tenant’s own session host is in no journal line, request or archive, wherever it was typed', async () => {
  const world = aWorld();
  world.actor = { ...anActor(), sessionHosts: ['help.contoso.example'] };
  const written = 'see help.contoso.example/s1-CANARY and https%3A%2F%2Fhelp.contoso.example%2Fs2-CANARY';
  const card = await world.assistance.prepare('device-1');
  if (!card.ok) throw new Error(card.error.code);
  await world.assistance.send({
    handle: card.value.handle,
    ticket: written,
    reason: written,
    override: false,
    anyway: false,
  });
  await world.assistance.note(world.only().id, written);
  expect(world.only()).toMatchObject({
    ticket: 'see [link removed] and [link removed]',
    note: 'see [link removed] and [link removed]',
  });
  expect(JSON.stringify([world.journal.lines, world.changes, [...world.saved], world.logged])).not.toContain('CANARY');
});
