import { describe, expect, it } from 'vitest';
import type { DeviceListRequest } from '../../../../main/graph/port';
import { Runs } from '../../../../main/inventory/local/runs';
import {
  AGAIN_LATER_MS,
  AGAIN_SOON_MS,
  CHANGES_EVERY_MS,
  FULL_EVERY_MS,
} from '../../../../main/inventory/local/schedule';
import type { SyncState } from '../../../../main/inventory/sync/port';
import { freshState } from '../../../../main/inventory/sync/port';
import { FULL_INSTEAD_MS } from '../../../../main/inventory/sync/run-rules';
import { err, ok } from '../../../../shared/result';
import { ManualClock } from '../../../support/clock';
import { deferred } from '../../../support/promises';
import { flush } from '../../../support/turns';
import { keepingLog } from '../../../support/wire';
import type { Step } from '../sync/support';
import { memorySink, NOW, pageAfter, paged, tenant } from '../sync/support';
import { MINUTE } from './support';

/** Runs over a service that answers as `answer` says by then. */
function setUp(first: (request: DeviceListRequest) => Step, options: { state?: SyncState; isStopped?: boolean } = {}) {
  const clock = new ManualClock(NOW);
  const memory = memorySink();
  const log = keepingLog();
  const asked: DeviceListRequest[] = [];
  const world = {
    answer: first,
    gate: Promise.resolve(),
    quiet: Promise.resolve(),
    changes: 0,
    ended: 0,
    closing: (): void => undefined,
  };
  const runs = new Runs(
    {
      pages: {
        async fetch(request) {
          asked.push(request);
          const step = world.answer(request);
          await world.gate;
          if ('code' in step) return err(step);
          return ok(pageAfter(step));
        },
      },
      sink: { ...memory.sink, keep: (state) => (world.closing(), memory.sink.keep(state)) },
      quiet: () => world.quiet,
      clock,
      log,
      devices: () => memory.devices.size,
      changed: () => void (world.changes += 1),
      progressed: () => void (world.changes += 1),
      ended: async () => void (world.ended += 1),
    },
    options.state ?? freshState,
    options.isStopped ?? false,
  );
  return { runs, clock, memory, log, asked, world };
}

const all = tenant(5);
/** Five devices are known, and nothing runs. */
async function complete() {
  const set = setUp(paged(all));
  await set.clock.advance(0);
  expect(set.memory.devices.size).toBe(5);
  set.asked.length = 0;
  return set;
}

describe('an inventory that was opened', () => {
  it('is read in full at once, then for changes every five minutes, then in full again', async () => {
    const { clock, asked } = await complete();
    await clock.advance(CHANGES_EVERY_MS - 1);
    expect(asked).toEqual([]);
    await clock.advance(1);
    expect(asked.map(({ kind }) => kind)).toEqual(['changed', 'next', 'next']);
    await clock.advance(FULL_EVERY_MS);
    expect(asked.filter(({ kind }) => kind === 'all')).toHaveLength(1);
    expect(asked.filter(({ kind }) => kind === 'changed').length).toBeGreaterThan(280);
  });

  it('resumes an interrupted run where it was', async () => {
    const open = {
      kind: 'full',
      next: '4',
      since: null,
      startedAt: NOW - MINUTE,
      newest: null,
      pages: 2,
      devices: 4,
    } as const;
    const { clock, asked } = setUp(paged(all), { state: { ...freshState, open } });
    await clock.advance(0);
    expect(asked).toEqual([{ kind: 'next', link: '4' }]);
  });

  it('reports the progress of a run, and how many devices there were before', async () => {
    const { clock, runs, world } = await complete();
    const gate = deferred();
    world.gate = gate.promise;
    runs.refresh(true);
    await flush(30);
    expect(runs.view()).toEqual({
      sync: { kind: 'full', devices: 0, expected: 5, waitingUntil: null, waitingFor: null },
      isStopped: false,
      failure: null,
    });
    gate.resolve();
    await clock.advance(0);
    await flush(30);
    expect(runs.view()).toEqual({ sync: null, isStopped: false, failure: null });
  });
});

describe('the log', () => {
  it('contains what a run did, and that a service ignores the filter for changes', async () => {
    const old = tenant(20).map((device, at) => ({
      ...device,
      lastCheckIn: new Date(NOW - (at + 1) * 60 * MINUTE).toISOString(),
    }));
    const everything = paged(old, 4);
    const { clock, log } = setUp((request) => everything(request.kind === 'changed' ? { kind: 'all' } : request));
    await clock.advance(0);
    expect(log.lines.at(-1)).toBe(
      'info inventory.run {"kind":"full","pages":5,"devices":20,"changed":20,"removed":0,"isDoubtful":false,"isUnfiltered":false}',
    );
    await clock.advance(CHANGES_EVERY_MS);
    expect(log.lines.at(-1)).toContain('"isUnfiltered":true');
  });
});

describe('a run that fails', () => {
  it.each([
    ['graph.forbidden', AGAIN_LATER_MS],
    ['auth.required', AGAIN_LATER_MS],
    ['cancelled', AGAIN_LATER_MS],
    ['auth.cancelled', AGAIN_LATER_MS],
    ['cloud.unsupported', AGAIN_LATER_MS],
    ['internal', AGAIN_SOON_MS],
  ] as const)('by %s waits before every retry', async (code, wait) => {
    const { clock, asked, runs } = setUp(() => ({ code }));
    await clock.advance(0);
    expect(asked).toHaveLength(1);
    for (let tries = 2; tries < 6; tries += 1) {
      await clock.advance(wait - 1);
      expect(asked).toHaveLength(tries - 1);
      await clock.advance(1);
      expect(asked).toHaveLength(tries);
    }
    expect(runs.view().failure).toEqual(code === 'cancelled' || code === 'auth.cancelled' ? null : { code });
  });

  it('because the tenant has no Intune is not retried before a request', async () => {
    const { clock, asked, runs, world } = setUp(() => ({ code: 'graph.license', status: 400 }));
    for (let day = 0; day < 3; day += 1) await clock.advance(FULL_EVERY_MS).then(() => runs.wake());
    expect(asked).toHaveLength(1);
    world.answer = paged(all);
    runs.refresh(false);
    await flush(30);
    expect(runs.view().failure).toBeNull();
  });

  it('by an exception is logged and waits like any other', async () => {
    const { clock, asked, runs, log } = setUp(() => {
      throw new TypeError('a bug');
    });
    await clock.advance(0);
    expect(runs.view()).toMatchObject({
      sync: null,
      failure: { code: 'internal', ref: expect.stringMatching(/^ref/) },
    });
    expect(log.lines).toContain('fault inventory.run-failed a bug');
    await clock.advance(AGAIN_SOON_MS - 1);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(asked).toHaveLength(2);
  });

  it('because the process refuses sends nothing to the service meanwhile', async () => {
    const { clock, memory, asked } = setUp(paged(all));
    memory.fail({ code: 'internal' });
    await clock.advance(10 * MINUTE);
    expect(asked).toEqual([]);
    memory.fail(null);
    await clock.advance(MINUTE);
    expect(memory.devices.size).toBe(5);
  });

  it('is not retried in a loop when the service does not filter by time', async () => {
    const { clock, asked, world } = await complete();
    // Asked for changes, it sends everything; the state of the run stays as it was.
    const old = tenant(5).map((device, at) => ({ ...device, id: `d${at}`, lastCheckIn: '2026-01-01T00:00:00.000Z' }));
    world.answer = (request) => paged(old)(request.kind === 'changed' ? { kind: 'all' } : request);
    await clock.advance(FULL_INSTEAD_MS - MINUTE);
    expect(asked).toHaveLength(11);
    await clock.advance(2 * MINUTE);
    expect(asked.filter(({ kind }) => kind === 'all')).toHaveLength(1);
  });

  it('reports until when it waits for the service', async () => {
    const { clock, runs } = setUp(() => ({ code: 'graph.throttled', retryAfter: 90 }));
    await clock.advance(0);
    expect(runs.view().sync).toMatchObject({
      waitingUntil: new Date(NOW + 90_000).toISOString(),
      waitingFor: { code: 'graph.throttled' },
    });
  });
});

describe('Cancel', () => {
  it('stays in effect until a run is requested', async () => {
    const { clock, runs, world, asked } = setUp(paged(all));
    const gate = deferred();
    world.gate = gate.promise;
    await clock.advance(0);
    runs.cancel();
    gate.resolve();
    await flush(30);
    expect(runs.view()).toEqual({ sync: null, isStopped: true, failure: null });
    const before = asked.length;
    runs.wake();
    runs.reached();
    await clock.advance(3 * FULL_EVERY_MS);
    expect(asked).toHaveLength(before);
    runs.refresh(false);
    await clock.advance(0);
    await flush(30);
    expect(runs.view()).toMatchObject({ sync: null, isStopped: false });
    expect(runs.state.lastFullAt).not.toBeNull();
  });

  it('of a run that was just ending does not stop the next ones', async () => {
    const { clock, runs, asked, world } = await complete();
    const seen: boolean[] = [];
    world.closing = () => {
      runs.cancel();
      seen.push(runs.view().isStopped);
    };
    runs.refresh(false);
    await flush(30);
    expect(seen).toEqual([true]);
    expect(runs.view().isStopped).toBe(false);
    asked.length = 0;
    await clock.advance(CHANGES_EVERY_MS);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('and then another request at once starts as soon as the run has ended', async () => {
    const { clock, runs, world, memory } = setUp(paged(all));
    const gate = deferred();
    world.gate = gate.promise;
    await clock.advance(0);
    runs.cancel();
    runs.refresh(false);
    expect(runs.view().isStopped).toBe(false);
    gate.resolve();
    await flush(30);
    expect(memory.devices.size).toBe(5);
    expect(clock.next).toBe(CHANGES_EVERY_MS);
  });

  it('does nothing between runs', async () => {
    const { clock, runs, asked } = await complete();
    runs.cancel();
    expect(runs.view().isStopped).toBe(false);
    await clock.advance(CHANGES_EVERY_MS);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('before a restart of the process is still in effect', async () => {
    const { clock, asked, runs } = setUp(paged(all), { isStopped: true });
    await clock.advance(FULL_EVERY_MS);
    expect(asked).toEqual([]);
    expect(runs.view().isStopped).toBe(true);
  });
});

describe('a request for a full run', () => {
  it('while changes are read is done right after them', async () => {
    const { clock, runs, world, asked } = await complete();
    const gate = deferred();
    world.gate = gate.promise;
    await clock.advance(CHANGES_EVERY_MS);
    runs.refresh(true);
    gate.resolve();
    await flush(30);
    expect(asked.map(({ kind }) => kind)).toEqual(['changed', 'next', 'next', 'all', 'next', 'next']);
    await clock.advance(CHANGES_EVERY_MS);
    expect(asked.slice(6).map(({ kind }) => kind)).toEqual(['changed', 'next', 'next']);
  });

  it('is remembered when the try fails', async () => {
    const { clock, runs, world, asked } = await complete();
    world.answer = () => ({ code: 'graph.forbidden' });
    runs.refresh(true);
    await flush(30);
    world.answer = paged(all);
    await clock.advance(AGAIN_LATER_MS);
    expect(asked.map(({ kind }) => kind)).toEqual(['all', 'all', 'next', 'next']);
  });
});

describe('the network', () => {
  const offline = { code: 'network.offline' } as const;
  /** A run has given up because there was no network, and the next one is due in a minute. */
  async function givenUp() {
    const set = setUp(() => offline);
    await set.clock.advance(0);
    while (set.runs.view().failure === null) await set.clock.advance(1_000);
    set.asked.length = 0;
    set.world.answer = paged(all);
    return set;
  }

  it('that is back, by any response of the service, is used at once', async () => {
    const { runs, clock, asked, memory } = await givenUp();
    expect(runs.view().failure).toEqual(offline);
    runs.reached();
    await clock.advance(0);
    expect(asked.length).toBeGreaterThan(0);
    await flush(30);
    expect(memory.devices.size).toBe(5);
  });

  it('that only seems to be back is tried once a minute', async () => {
    const { runs, clock, asked, world } = await givenUp();
    world.answer = () => offline;
    for (let second = 0; second < 50; second += 1) {
      runs.reached();
      await clock.advance(0);
    }
    expect(asked).toHaveLength(1);
  });

  it('that is back ends a wait in the middle of a run', async () => {
    const { runs, clock, asked, world } = setUp(() => offline);
    await clock.advance(0);
    expect(runs.view().sync?.waitingFor).toEqual(offline);
    world.answer = paged(all);
    runs.reached();
    await flush(30);
    expect(asked.length).toBeGreaterThan(1);
  });

  it('does not shorten a wait that the service asked for', async () => {
    const { runs, clock, asked } = setUp(() => ({ code: 'graph.throttled', retryAfter: 90 }));
    await clock.advance(0);
    runs.reached();
    runs.wake();
    runs.refresh(false);
    await clock.advance(89_000);
    expect(asked).toHaveLength(1);
    await clock.advance(1_000);
    expect(asked).toHaveLength(2);
  });

  it('that was never lost starts nothing', async () => {
    const { runs, clock, asked } = await complete();
    runs.reached();
    await clock.advance(MINUTE);
    expect(asked).toEqual([]);
  });
});

describe('a workstation that woke up', () => {
  it('does at once what became due while it slept', async () => {
    const { runs, clock, asked } = await complete();
    clock.jump(8 * 60 * MINUTE);
    runs.wake();
    await clock.advance(0);
    expect(asked[0]?.kind).toBe('changed');
  });

  it('does not start earlier than planned', async () => {
    const { runs, clock, asked } = await complete();
    await clock.advance(MINUTE);
    runs.wake();
    await clock.advance(4 * MINUTE - 1);
    expect(asked).toEqual([]);
    await clock.advance(1);
    expect(asked[0]?.kind).toBe('changed');
  });

  it('with its clock set back waits no longer than usual', async () => {
    const { runs, clock, asked } = await complete();
    clock.jump(-3 * FULL_EVERY_MS);
    runs.wake();
    await clock.advance(CHANGES_EVERY_MS);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('ends a wait for the service whose time has come', async () => {
    const { runs, clock, asked } = setUp(() => ({ code: 'graph.throttled', retryAfter: 90 }));
    await clock.advance(0);
    clock.jump(100_000);
    runs.wake();
    await flush(30);
    expect(asked).toHaveLength(2);
  });
});

describe("the technician's own calls", () => {
  it('go first: no page is requested while one is under way', async () => {
    const { clock, asked, world } = setUp(paged(all));
    const call = deferred();
    world.quiet = call.promise;
    await clock.advance(0);
    expect(asked).toEqual([]);
    call.resolve();
    await flush(30);
    expect(asked).toHaveLength(3);
  });

  it('in the middle of a run delay the pages after the one in flight', async () => {
    const { clock, asked, world, memory } = setUp(paged(tenant(20)));
    const gate = deferred();
    world.gate = gate.promise;
    await clock.advance(0);
    const call = deferred();
    world.quiet = call.promise;
    gate.resolve();
    await flush(30);
    expect(asked).toHaveLength(1);
    expect(memory.devices.size).toBe(2);
    call.resolve();
    await flush(60);
    expect(memory.devices.size).toBe(20);
  });
});

describe('a closed inventory', () => {
  it('sends and reports nothing more', async () => {
    const { runs, clock, asked, world, memory } = setUp(paged(all));
    const gate = deferred();
    world.gate = gate.promise;
    await clock.advance(0);
    runs.close();
    const { changes } = world;
    gate.resolve();
    await flush(30);
    runs.refresh(true);
    runs.wake();
    await clock.advance(FULL_EVERY_MS);
    expect(asked).toHaveLength(1);
    expect(memory.devices.size).toBe(0);
    expect(world.changes).toBe(changes);
    expect(world.ended).toBe(0);
  });
});
