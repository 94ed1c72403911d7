import { expect, test } from 'vitest';
import type { Failure } from '../../../../shared/failure';
import { err } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';
import type { Step } from './support';
import { NOW, paged, setUp, tenant } from './support';

const all = tenant(8);
const isLink = (request: { kind: string; link?: string }, link: string): boolean =>
  request.kind === 'next' && request.link === link;
const until =
  (link: string, failure: Failure) =>
  (request: Parameters<ReturnType<typeof paged>>[0]): Step =>
    isLink(request, link) ? failure : paged(all)(request);

test('gives up after some tries, and resumes at the same page later', async () => {
  let isOffline = true;
  const { sync, asked, devices, clock } = setUp((request) =>
    isOffline && isLink(request, '4') ? { code: 'network.offline' } : paged(all)(request),
  );
  expect(await sync.run()).toEqual(err({ code: 'network.offline' }));
  expect(devices.size).toBe(4);
  expect(clock.waits).toHaveLength(7);
  isOffline = false;
  const before = asked.length;
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 8 } });
  expect(asked.slice(before)).toEqual([
    { kind: 'next', link: '4' },
    { kind: 'next', link: '6' },
  ]);
});

test.each(['auth.required', 'graph.forbidden', 'graph.scope-missing', 'internal'] as const)(
  '%s ends the run at once and keeps its position',
  async (code) => {
    const { sync, clock } = setUp(until('4', { code }));
    expect(await sync.run()).toEqual(err({ code }));
    expect(clock.waits).toEqual([]);
    expect(sync.state.open).toMatchObject({ next: '4', pages: 2, devices: 4 });
  },
);

test('a response truncated in transit is requested again', async () => {
  let cuts = 2;
  const { sync } = setUp((request) =>
    isLink(request, '2') && cuts-- > 0 ? { code: 'graph.malformed' } : paged(all)(request),
  );
  expect(await sync.run()).toMatchObject({ ok: true, value: { devices: 8 } });
});

test('after a restart the run resumes at the last page that was taken, and removes deleted devices', async () => {
  const first = setUp(until('4', { code: 'auth.required' }));
  first.devices.set('gone', aDevice({ id: 'gone' }));
  await first.sync.run();
  const second = setUp(paged(all), first.kept());
  expect(await second.sync.run()).toMatchObject({
    ok: true,
    value: { kind: 'full', pages: 4, devices: 8, removed: 1 },
  });
  expect(second.asked).toEqual([
    { kind: 'next', link: '4' },
    { kind: 'next', link: '6' },
  ]);
  expect([...second.devices.keys()].sort()).toEqual(all.map(({ id }) => id));
  expect(second.sync.state).toMatchObject({ lastFullAt: NOW, open: null });
});

test('a run that had read everything but was not closed is closed without another request', async () => {
  const first = setUp(paged(all));
  const { sink } = first;
  first.devices.set('gone', aDevice({ id: 'gone' }));
  Object.assign(sink, { sweep: () => (first.fail({ code: 'internal' }), sink.keep(first.sync.state)) });
  expect(await first.sync.run()).toEqual(err({ code: 'internal' }));
  const second = setUp(paged(all), first.kept());
  expect(await second.sync.run()).toMatchObject({ ok: true, value: { kind: 'full', pages: 4, removed: 1 } });
  expect(second.asked).toEqual([]);
});

test('a run that was opened but had no page yet restarts', async () => {
  const first = setUp(() => ({ code: 'auth.required' }));
  await first.sync.run();
  const second = setUp(paged(all), first.kept());
  expect(await second.sync.run()).toMatchObject({ ok: true, value: { pages: 4, devices: 8 } });
});

test.each<[string, Failure]>([
  ['not known any more', { code: 'graph.not-found', status: 404 }],
  ['refused', { code: 'graph.server', status: 400 }],
  ['answered with something else', { code: 'graph.malformed' }],
  ['leading to another host', { code: 'graph.blocked' }],
])('a stored link that is %s restarts the run from the first page, once', async (_, failure) => {
  const first = setUp(until('4', { code: 'auth.required' }));
  await first.sync.run();
  let isStale = true;
  const second = setUp((request) => {
    if (request.kind === 'all' && second.asked.length < 5) isStale = false;
    return isLink(request, '4') && isStale ? failure : paged(all)(request);
  }, first.kept());
  expect(await second.sync.run()).toMatchObject({ ok: true, value: { pages: 4, devices: 8 } });
  expect(second.asked.map(({ kind }) => kind).filter((kind) => kind === 'all')).toHaveLength(1);
  isStale = true;
  expect(await second.sync.run({ full: true })).toMatchObject({ ok: false });
  expect(second.sync.state.open).toBeNull();
});

test('a run that was interrupted more than a day ago restarts', async () => {
  const first = setUp(until('4', { code: 'auth.required' }));
  await first.sync.run();
  const second = setUp(paged(all), first.kept());
  second.clock.after(25 * 3_600_000, () => undefined);
  await Promise.resolve();
  expect(await second.sync.run()).toMatchObject({ ok: true, value: { pages: 4 } });
  expect(second.asked[0]).toEqual({ kind: 'all' });
});

test('a request for a full run discards an open run for changes, and resumes an open full one', async () => {
  let isOut = false;
  const late = all.map((device) => ({ ...device, lastCheckIn: new Date(NOW + 1_000).toISOString() }));
  const { sync, asked } = setUp((request) => {
    if (isOut && request.kind === 'next') return { code: 'auth.required' };
    return paged(isOut ? late : all)(request);
  });
  await sync.run();
  isOut = true;
  await sync.run();
  expect(sync.state.open).toMatchObject({ kind: 'changes', pages: 1 });
  await sync.run({ full: true });
  expect(sync.state.open).toMatchObject({ kind: 'full', pages: 1 });
  isOut = false;
  const before = asked.length;
  expect(await sync.run({ full: true })).toMatchObject({ ok: true, value: { kind: 'full' } });
  expect(asked[before]).toEqual({ kind: 'next', link: '2' });
});

test('a page that the process did not take is requested again', async () => {
  const { sync, fail, sink, kept, devices } = setUp(paged(all));
  const { take } = sink;
  let takes = 0;
  Object.assign(sink, {
    take: (...page: Parameters<typeof take>) => {
      takes += 1;
      if (takes === 2) fail({ code: 'internal', detail: 'inventory process' });
      return take(...page);
    },
  });
  expect(await sync.run()).toEqual(err({ code: 'internal', detail: 'inventory process' }));
  expect(devices.size).toBe(2);
  expect(sync.state).toEqual(kept().state);
  expect(sync.isRunning).toBe(false);
  const again = setUp(paged(all), kept());
  expect(await again.sync.run()).toMatchObject({ ok: true, value: { pages: 4, devices: 8 } });
  expect(again.asked[0]).toEqual({ kind: 'next', link: '2' });
});

test('starting or ending a run in a process that has ended fails with its failure', async () => {
  const { sync, fail } = setUp(paged(all));
  fail({ code: 'internal' });
  expect(await sync.run()).toEqual(err({ code: 'internal' }));
  fail(null);
  expect((await sync.run()).ok).toBe(true);
});

/** A service that is away, and a clock on which nothing passes by itself. */
function waiting() {
  let isAway = true;
  const set = setUp((request) => (isAway ? { code: 'network.offline' } : paged(all)(request)));
  let waits = 0;
  Object.assign(set.options.clock, { after: () => ((waits += 1), () => undefined) });
  const run = set.sync.run();
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return { ...set, run, turn, back: () => void (isAway = false), waits: () => waits };
}

test('waking up ends the wait, so that the run resumes when the network is back', async () => {
  const { sync, run, turn, back, waits, progress } = waiting();
  await turn();
  expect(progress.at(-1)).toMatchObject({ waitingFor: { code: 'network.offline' } });
  sync.wake();
  await turn();
  expect(waits()).toBe(2);
  back();
  sync.wake();
  expect(await run).toMatchObject({ ok: true, value: { devices: 8 } });
  expect(progress.at(-1)).toMatchObject({ waitingUntil: null, waitingFor: null });
});

test('cancel ends a wait at once, and a wait for the technician too', async () => {
  const { sync, run, turn } = waiting();
  await turn();
  sync.cancel();
  expect(await run).toEqual(err({ code: 'cancelled' }));
  const busy = setUp(paged(all));
  Object.assign(busy.options, { quiet: () => new Promise(() => undefined) });
  const held = busy.sync.run();
  await turn();
  busy.sync.cancel();
  expect(await held).toEqual(err({ code: 'cancelled' }));
  expect(busy.asked).toEqual([]);
});

test('an error from outside the process is not hidden', async () => {
  const { sync, sink } = setUp(paged(all));
  Object.assign(sink, { take: () => Promise.reject(new TypeError('bug')) });
  await expect(sync.run()).rejects.toThrow(TypeError);
  expect(sync.isRunning).toBe(false);
});
