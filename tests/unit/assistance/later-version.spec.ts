import { expect, test } from 'vitest';
import { replay } from '../../../main/assistance/replay';
import { aSubject } from '../../support/builders';
import { flush } from '../../support/turns';
import type { World } from './support';
import { anIntent, aWorld, newLink, startMs } from './support';

const at = new Date(startMs).toISOString();
const step = (id: string, state: string, more: object = {}): string =>
  JSON.stringify({
    v: 1,
    type: 'state',
    id,
    at,
    state,
    cause: null,
    graphRequestId: null,
    linkHost: null,
    linkHash: null,
    ...more,
  });
const intent = (id: string, provider: unknown = 'graph'): Record<string, unknown> => ({
  ...anIntent(id),
  subject: { ...aSubject({ deviceId: id }), provider },
});
const byLink = { kind: 'link', template: 'https://help.example/{serial}' };
/** A request carried out by something this version does not know, with nothing to compare and a way of its own. */
const { before: _, ...linkIntent } = intent('by-link', byLink);

const later: readonly (readonly [string, readonly string[]])[] = [
  ['another provider that is sending', [JSON.stringify(intent('r', 'link'))]],
  [
    'another provider that went a way of its own',
    [JSON.stringify({ ...linkIntent, id: 'r' }), step('r', 'opened', { type: 'answer' })],
  ],
  [
    'another provider whose session is ready',
    [JSON.stringify(intent('r', 'link')), step('r', 'accepted', { type: 'answer' }), step('r', 'ready')],
  ],
  ['another state', [JSON.stringify(intent('r')), step('r', 'queued', { type: 'answer' })]],
  [
    'a known state after another one',
    [JSON.stringify(intent('r')), step('r', 'queued', { type: 'answer' }), step('r', 'waiting'), step('r', 'ready')],
  ],
  [
    'other evidence',
    [
      JSON.stringify(intent('r')),
      step('r', 'unknown', { type: 'answer' }),
      JSON.stringify({ v: 1, type: 'evidence', id: 'r', at, evidence: 'audit-event' }),
    ],
  ],
];

const started = async (lines: readonly string[]): Promise<World> => {
  const world = aWorld();
  world.journal.lines.push(...lines);
  for (const id of ['r', 'by-link']) world.graph.show(id, { sessionUrl: newLink });
  await world.restart();
  return world;
};

test.each(later)('%s: shown as other, and never followed, sent, opened, changed or archived', async (_name, lines) => {
  const world = await started(lines);
  expect(world.only()).toMatchObject({ id: 'r', state: 'other' });
  await world.clock.advance(60 * 60_000);
  for (const act of ['open', 'stopWatching', 'close', 'checkNow'] as const) await world.assistance[act]('r');
  await world.assistance.decide('r', 'sent');
  await world.assistance.decide('r', 'not-sent');
  await world.clock.advance(60_000);
  expect(world.only()).toMatchObject({ state: 'other' });
  expect([world.graph.posts, world.graph.reads, world.opened, world.news]).toEqual([[], [], [], []]);
  expect([...world.saved.keys()]).toEqual([]);
  expect(world.journal.lines).toEqual(lines);
});

test.each(later)(
  '%s: its lines survive every compaction, and the later version finds them again',
  async (_name, lines) => {
    const world = await started([JSON.stringify(anIntent('mine')), ...lines]);
    await world.assistance.decide('mine', 'not-sent');
    world.clock.jump(24 * 60 * 60_000);
    await world.restart();
    expect((await world.assistance.forgetEnded()).ok).toBe(true);
    await world.assistance.finish();
    expect(world.journal.lines).toEqual(lines);
  },
);

test('one that another provider ended badly is not polled afterwards, and stays in the journal', async () => {
  const lines = [JSON.stringify(intent('r', 'link')), step('r', 'waiting', { type: 'answer' }), step('r', 'expired')];
  const world = await started(lines);
  await world.clock.advance(29 * 60_000);
  expect(world.only()).toMatchObject({ state: 'expired', subject: { provider: 'other' } });
  expect([world.graph.reads, world.saved.size, world.journal.lines]).toEqual([[], 0, lines]);
});

test('a note and a dismissal are possible, and neither touches what the later version wrote', async () => {
  const lines = [JSON.stringify(intent('r', 'link'))];
  const world = await started(lines);
  expect(await world.assistance.note('r', 'asked again by telephone')).toMatchObject({ ok: true });
  expect(world.only().note).toBe('asked again by telephone');
  expect(world.journal.lines.slice(0, 1)).toEqual(lines);
  expect(await world.assistance.dismiss('r')).toMatchObject({ ok: true });
  expect(world.assistance.current()).toEqual([]);
  await world.restart();
  expect(world.only()).toMatchObject({ state: 'other', note: 'asked again by telephone' });
  expect(world.journal.lines).toHaveLength(2);
});

test('it does not block a request, except that the technician must confirm the repetition', async () => {
  const world = await started([JSON.stringify(intent('device-1', 'link'))]);
  await world.clock.advance(5_000);
  expect(await world.ask()).toMatchObject({ ok: false, error: { code: 'request.repeated' } });
  expect(await world.ask('device-1', { override: true })).toMatchObject({ ok: true });
  expect(world.graph.posts).toHaveLength(1);
});

test('a failure of a later version does not make an answered request look unanswered', async () => {
  const lines = [
    JSON.stringify(intent('r')),
    step('r', 'failed', { type: 'answer', cause: { code: 'graph.quota', requestId: 'g-1', quota: 5 } }),
  ];
  const world = await started(lines);
  expect(world.only()).toMatchObject({ state: 'failed', failure: { code: 'internal', requestId: 'g-1' } });
  expect(world.journal.lines).toEqual(lines);
});

test('lines of a later version are reported as such, and only damaged ones as damage', async () => {
  const unknown = [
    '{"v":2,"type":"intent","id":"x"}',
    JSON.stringify({ v: 1, type: 'handover', id: 'r', at, to: 'bob' }),
  ];
  expect(replay([JSON.stringify(intent('r')), ...unknown])).toMatchObject({ skipped: 0, later: 2 });
  expect(replay(['7', '{"v":0}', '{"v":1,"type":"note"}', '{"v":"2"}'])).toMatchObject({ skipped: 4, later: 0 });
  const world = await started([JSON.stringify(intent('r')), ...unknown]);
  await flush();
  expect(world.only()).toMatchObject({ id: 'r', state: 'unknown' });
  expect(world.damage).toEqual([{ code: 'storage.newer', detail: 'journal.jsonl' }]);
});
