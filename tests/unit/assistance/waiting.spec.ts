import { describe, expect, test } from 'vitest';
import type { AssistanceRequest, WaitingRequest } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aLaptop } from '../../support/builders';
import { flush } from '../../support/turns';
import type { World } from './support';
import { anActor, anImpostor, aWorld } from './support';

const devices = 14;
const aCrowd = (): World => {
  const world = aWorld();
  for (let nth = 0; nth < devices; nth += 1)
    world.graph.devices.set(`d${nth}`, aLaptop({ id: `d${nth}`, name: `PC-${nth}` }));
  return world;
};

interface Confirmed {
  readonly handle: string;
  /** Null while it waits. */
  outcome: string | null;
}

/** Prepares and confirms, and does not wait for what comes of it. */
async function confirm(
  world: World,
  deviceId: string,
  more: { readonly override?: boolean; readonly ticket?: string } = {},
): Promise<Confirmed> {
  const card = await world.assistance.prepare(deviceId);
  if (!card.ok) throw new Error(card.error.code);
  const confirmed: Confirmed = { handle: card.value.handle, outcome: null };
  const input = {
    handle: confirmed.handle,
    ticket: more.ticket ?? 'INC-1',
    reason: 'why',
    override: more.override ?? false,
  };
  void world.assistance
    .send(input)
    .then((answer: Outcome<AssistanceRequest>) => (confirmed.outcome = answer.ok ? 'ok' : answer.error.code));
  await flush();
  return confirmed;
}

/** Ten requests in half a minute. */
async function ten(world: World): Promise<void> {
  for (let nth = 0; nth < 10; nth += 1) {
    await confirm(world, `d${nth}`);
    await world.clock.advance(3_000);
  }
}

const posted = (world: World): string[] => world.graph.posts.map(({ deviceId }) => deviceId);
const waiting = (world: World): readonly WaitingRequest[] => world.assistance.waiting();
const drafts = (world: World): [string, string][] =>
  world.assistance.drafts().map(({ subject, why }) => [subject.deviceId, why]);
const secondsTo = (world: World, { goesAt }: WaitingRequest): number =>
  (Date.parse(goesAt) - world.clock.now()) / 1_000;

describe('one in three seconds', () => {
  test('the second waits and is sent automatically, once, and is journaled only then', async () => {
    const world = aCrowd();
    await confirm(world, 'd0');
    await world.clock.advance(2_000);
    const second = await confirm(world, 'd1', { ticket: 'INC-2' });
    const [shown, ...others] = waiting(world);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      handle: second.handle,
      subject: { deviceId: 'd1', account: 'alice@contoso.example' },
      ticket: 'INC-2',
      needsConfirmation: false,
    });
    expect(shown && secondsTo(world, shown)).toBe(1);
    expect(world.journal.records().filter((record) => record['type'] === 'intent')).toHaveLength(1);
    await world.clock.advance(900);
    expect([posted(world), second.outcome]).toEqual([['d0'], null]);
    await world.clock.advance(100);
    expect([posted(world), second.outcome, waiting(world), drafts(world)]).toEqual([['d0', 'd1'], 'ok', [], []]);
    await world.clock.advance(10 * 60_000);
    expect(posted(world)).toEqual(['d0', 'd1']);
  });

  test('several wait in the order of their confirmation, three seconds apart, one of each device', async () => {
    const world = aCrowd();
    for (const id of ['d0', 'd3', 'd1', 'd2']) await confirm(world, id);
    expect(waiting(world).map(({ subject }) => subject.deviceId)).toEqual(['d3', 'd1', 'd2']);
    expect(waiting(world).map((one) => secondsTo(world, one))).toEqual([3, 6, 9]);
    expect((await confirm(world, 'd1', { override: true })).outcome).toBe('request.in-flight');
    const times: number[] = [];
    world.graph.post = () => (times.push(world.clock.now()), Promise.resolve({ kind: 'accepted', requestId: null }));
    const from = world.clock.now();
    await world.clock.advance(20_000);
    expect(posted(world)).toEqual(['d0', 'd3', 'd1', 'd2']);
    expect(times.map((at) => at - from)).toEqual([3_000, 6_000, 9_000]);
  });

  test('a second press on the waiting card changes nothing', async () => {
    const world = aCrowd();
    await confirm(world, 'd0');
    const second = await confirm(world, 'd1');
    const again = await world.assistance.send({ handle: second.handle, ticket: '', reason: '', override: true });
    expect(again).toEqual({ ok: false, error: { code: 'request.in-flight', isCardKept: false } });
    await world.clock.advance(60_000);
    expect(posted(world)).toEqual(['d0', 'd1']);
  });

  test('Stop cancels it: its text becomes a draft, and the next one moves up', async () => {
    const world = aCrowd();
    await confirm(world, 'd0');
    const [stopped, next] = [await confirm(world, 'd1', { ticket: 'INC-7' }), await confirm(world, 'd2')];
    world.assistance.takeBack(stopped.handle);
    await flush();
    expect(stopped.outcome).toBe('request.stopped');
    expect(world.assistance.drafts()).toMatchObject([
      { kind: 'request', why: 'stopped', subject: { deviceId: 'd1' }, ticket: 'INC-7', reason: 'why' },
    ]);
    expect(waiting(world).map((one) => secondsTo(world, one))).toEqual([3]);
    await world.clock.advance(60_000);
    expect([posted(world), next.outcome]).toEqual([['d0', 'd2'], 'ok']);
    expect((await world.assistance.send({ handle: stopped.handle, ticket: '', reason: '', override: true })).ok).toBe(
      false,
    );
    world.assistance.takeBack(next.handle);
    expect(posted(world)).toEqual(['d0', 'd2']);
  });

  test('no more than twenty wait', async () => {
    const world = aCrowd();
    for (let nth = 0; nth < 25; nth += 1) world.graph.devices.set(`x${nth}`, aLaptop({ id: `x${nth}` }));
    const outcomes = [];
    for (let nth = 0; nth < 23; nth += 1) outcomes.push((await confirm(world, `x${nth}`)).outcome);
    expect(outcomes).toEqual(['ok', ...Array.from({ length: 20 }, () => null), 'request.too-fast', 'request.too-fast']);
  });
});

describe('ten in five minutes', () => {
  test('the eleventh counts down, then waits for a second confirmation and is not sent automatically', async () => {
    const world = aCrowd();
    await ten(world);
    const eleventh = await confirm(world, 'd10');
    expect(waiting(world)).toMatchObject([{ needsConfirmation: true }]);
    expect(waiting(world).map((one) => secondsTo(world, one))).toEqual([270]);
    expect(world.assistance.sendNow(eleventh.handle)).toEqual({
      ok: false,
      error: { code: 'request.too-fast', retryAfter: 270 },
    });
    await world.clock.advance(280_000);
    expect([posted(world).length, eleventh.outcome]).toEqual([10, null]);
    expect(world.assistance.sendNow(eleventh.handle)).toEqual(ok(null));
    expect(world.assistance.sendNow(eleventh.handle)).toEqual(ok(null));
    await flush();
    await world.clock.advance(60_000);
    expect([posted(world).length, eleventh.outcome]).toEqual([11, 'ok']);
  });

  test('without that confirmation it becomes a draft when its card expires', async () => {
    const world = aCrowd();
    await ten(world);
    const eleventh = await confirm(world, 'd10');
    await world.clock.advance(300_000);
    expect([eleventh.outcome, drafts(world), posted(world).length]).toEqual([
      'request.card-expired',
      [['d10', 'expired']],
      10,
    ]);
    expect(world.assistance.sendNow(eleventh.handle)).toEqual(ok(null));
    await world.clock.advance(60_000);
    expect(posted(world)).toHaveLength(10);
  });

  test('everyone after the tenth in the queue needs it too, even when an earlier one is cancelled', async () => {
    const world = aCrowd();
    for (let nth = 0; nth < 9; nth += 1) {
      await world.clock.advance(3_000);
      await confirm(world, `d${nth}`);
    }
    const [tenth, eleventh] = [await confirm(world, 'd9'), await confirm(world, 'd10')];
    expect(waiting(world).map(({ needsConfirmation }) => needsConfirmation)).toEqual([false, true]);
    world.assistance.takeBack(tenth.handle);
    expect(waiting(world).map(({ needsConfirmation }) => needsConfirmation)).toEqual([true]);
    await world.clock.advance(250_000);
    expect([posted(world).length, tenth.outcome, eleventh.outcome]).toEqual([9, 'request.stopped', null]);
  });
});

describe('what becomes a draft instead of a request', () => {
  const inLine = async (): Promise<{ world: World; second: Confirmed }> => {
    const world = aCrowd();
    await confirm(world, 'd0');
    return { world, second: await confirm(world, 'd1', { ticket: 'INC-2' }) };
  };
  const never = async (world: World): Promise<void> => {
    await world.clock.advance(20 * 60_000);
    expect(posted(world)).toEqual(['d0']);
    expect(world.journal.records().filter((record) => record['type'] === 'intent')).toHaveLength(1);
  };

  test('sleep, reported by the system before or after', async () => {
    for (const action of ['suspend', 'resume'] as const) {
      const { world, second } = await inLine();
      world.assistance[action]();
      await flush();
      expect([second.outcome, drafts(world)]).toEqual(['request.card-expired', [['d1', 'slept']]]);
      await never(world);
    }
  });

  test.each([60_000, 8 * 60 * 60_000, -60_000, -8 * 60 * 60_000])('a clock that jumps by %i ms', async (ms) => {
    const { world } = await inLine();
    world.clock.jump(ms);
    await world.clock.advance(1_000);
    expect(drafts(world)).toEqual([['d1', 'slept']]);
    await never(world);
  });

  test('a jump that is first noticed at a key press', async () => {
    const world = aCrowd();
    await ten(world);
    const eleventh = await confirm(world, 'd10');
    world.clock.jump(275_000);
    expect(world.assistance.sendNow(eleventh.handle)).toEqual(ok(null));
    await world.clock.advance(60_000);
    expect([posted(world).length, drafts(world)]).toEqual([10, [['d10', 'slept']]]);
  });

  test.each([
    ['signed out', null],
    ['another account', anActor('bob')],
    ['another tenant', anActor('alice', 'tenant-2')],
    ['a custom cloud that claims the same ids', anImpostor()],
  ])('%s, also when the first comes back at once', async (_name, other) => {
    const { world, second } = await inLine();
    world.actor = other;
    world.assistance.actorChanged();
    expect([world.assistance.waiting(), world.assistance.drafts()]).toEqual([[], []]);
    world.actor = anActor();
    world.assistance.actorChanged();
    await flush();
    expect([second.outcome, drafts(world)]).toEqual(['request.card-expired', [['d1', 'left']]]);
    await never(world);
  });

  test('an account change without an event is noticed before sending', async () => {
    const { world, second } = await inLine();
    world.actor = anImpostor();
    await world.clock.advance(5_000);
    expect([posted(world), second.outcome]).toEqual([['d0'], 'request.card-expired']);
    world.actor = anActor();
    expect(drafts(world)).toEqual([['d1', 'left']]);
  });

  test('a quit, and a kill: the next start shows a draft and sends nothing', async () => {
    const left = await inLine();
    await left.world.assistance.finish();
    expect(left.second.outcome).toBe('request.card-expired');
    await left.world.restart();
    expect(drafts(left.world)).toEqual([['d1', 'quit']]);
    await never(left.world);
    const { world } = await inLine();
    await world.restart();
    expect(world.assistance.drafts()).toMatchObject([
      { subject: { deviceId: 'd1' }, why: 'restarted', ticket: 'INC-2' },
    ]);
    await never(world);
  });

  test('killed after it was sent: its draft does not come back', async () => {
    const { world } = await inLine();
    const kept = [...world.draftFiles].map(([name, list]) => [name, list] as const);
    await world.clock.advance(5_000);
    for (const [name, list] of kept) world.draftFiles.set(name, list);
    await world.restart();
    world.assistance.actorChanged();
    expect(drafts(world)).toEqual([]);
    await flush();
    expect([...world.draftFiles.values()]).toEqual([[]]);
  });

  test('a permission refused after the wait: the card is valid again, and the text is kept', async () => {
    const { world, second } = await inLine();
    world.graph.scope = () => Promise.resolve(err({ code: 'auth.consent' }));
    await world.clock.advance(5_000);
    expect([second.outcome, drafts(world), posted(world)]).toEqual(['auth.consent', [['d1', 'not-sent']], ['d0']]);
    world.graph.scope = () => Promise.resolve(ok(null));
    expect(
      (await world.assistance.send({ handle: second.handle, ticket: 'INC-2', reason: '', override: false })).ok,
    ).toBe(true);
    expect([posted(world), drafts(world)]).toEqual([['d0', 'd1'], []]);
  });

  test('sleep during the permission prompt', async () => {
    const world = aCrowd();
    let allow: () => void = () => undefined;
    world.graph.scope = () => new Promise((resolve) => (allow = () => resolve(ok(null))));
    const only = await confirm(world, 'd0');
    world.assistance.suspend();
    allow();
    await flush();
    expect([only.outcome, drafts(world), posted(world)]).toEqual(['request.card-expired', [['d0', 'slept']], []]);
  });
});

test('two that get permission at the same moment are still sent three seconds apart', async () => {
  const world = aCrowd();
  const allows: (() => void)[] = [];
  world.graph.scope = () => new Promise((resolve) => allows.push(() => resolve(ok(null))));
  await confirm(world, 'd0');
  await world.clock.advance(5_000);
  await confirm(world, 'd1');
  await world.clock.advance(5_000);
  for (const allow of allows) allow();
  await flush();
  expect([posted(world), waiting(world).map((one) => secondsTo(world, one))]).toEqual([['d0'], [3]]);
  await world.clock.advance(3_000);
  expect(posted(world)).toEqual(['d0', 'd1']);
});

test('conditions that changed during the wait are checked again before sending', async () => {
  const world = aCrowd();
  await confirm(world, 'd0');
  await world.clock.advance(1_000);
  const second = await confirm(world, 'd1');
  // Another run of the app left one of this device in the journal.
  const intent = world.journal.lines.find((line) => line.includes('"intent"')) ?? '';
  world.journal.lines.push(intent.replaceAll('"d0"', '"d1"').replace(/"id":"[^"]+"/, '"id":"other-run"'));
  world.journal.lines.push(
    JSON.stringify({
      ...(JSON.parse(intent) as object),
      type: 'answer',
      id: 'other-run',
      state: 'accepted',
      cause: null,
      graphRequestId: null,
      linkHost: null,
      linkHash: null,
    }),
  );
  await world.assistance.recover();
  await world.clock.advance(5_000);
  expect([posted(world), second.outcome, drafts(world)]).toEqual([['d0'], 'request.in-flight', [['d1', 'not-sent']]]);
});

test('an idle app has no timer for the queue', async () => {
  const world = aCrowd();
  await confirm(world, 'd0');
  const idle = world.clock.waiting;
  const second = await confirm(world, 'd1');
  expect(world.clock.waiting).toBe(idle + 1);
  world.assistance.takeBack(second.handle);
  expect(world.clock.waiting).toBe(idle);
});
