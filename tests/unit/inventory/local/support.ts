import { readFile, rm } from 'node:fs/promises';
import type { SecretFile } from '../../../../main/auth/secret-file';
import type { DeviceListRequest } from '../../../../main/graph/port';
import { createLocalInventory } from '../../../../main/inventory/local/local-inventory';
import type { InventoryTenant } from '../../../../main/inventory/local/port';
import { InventoryServer } from '../../../../main/inventory/process/server';
import type { AskedPage } from '../../../../main/inventory/sync/port';
import { durableWrite } from '../../../../main/store/durable-write';
import type { Clock } from '../../../../shared/clock';
import type { InventoryView } from '../../../../shared/contract/inventory';
import type { Preferences } from '../../../../shared/contract/settings';
import type { Failure, Outcome } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';
import { keepingLog } from '../../../support/wire';
import { handClock, line } from '../process/support';
import { NOW, pageOf, rawOf } from '../sync/support';

export const MINUTE = 60_000;

/** Time that passes when the test says so; timers run on the way, in their order. */
export class TestClock implements Clock {
  time = NOW;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer));
  }

  /** Milliseconds until the next timer; null when there is none. */
  get next(): number | null {
    return this.#timers.length === 0 ? null : Math.min(...this.#timers.map(({ at }) => at)) - this.time;
  }

  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const [due] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (due === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
      await turns();
    }
    this.time = end;
  }

  /** The clock on the wall is moved, or the workstation slept: no timer runs. */
  jump(ms: number): void {
    const left = this.#timers.map(({ at, run }) => ({ at: at + ms, run }));
    this.time += ms;
    this.#timers = left;
  }
}

/** Lets whatever is under way without the disk come to its end. */
export async function turns(count = 30): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for what the disk may take part in; the limit is that of the test. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

export const deferred = (): { readonly promise: Promise<void>; readonly resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
};

/** A tenant whose devices and failures the test sets. */
export function fakeTenant(folder: string | null, devices: readonly ManagedDevice[], name = 'one') {
  const asked: DeviceListRequest[] = [];
  const state = {
    devices,
    failure: null as Failure | null,
    gate: Promise.resolve(),
    quiet: Promise.resolve(),
    size: 1_000,
  };
  const tenant: InventoryTenant = {
    owner: { tenantId: `tenant ${name}`, accountId: `account ${name}` },
    folder,
    quiet: () => state.quiet,
    pages: {
      async fetch(request): Promise<Outcome<AskedPage>> {
        asked.push(request);
        const from = request.kind === 'next' ? Number(request.link) : 0;
        const page = pageOf(
          state.devices.slice(from, from + state.size).map(rawOf),
          from + state.size < state.devices.length ? String(from + state.size) : null,
        );
        const { failure } = state;
        await state.gate;
        if (failure !== null) return err(failure);
        return ok(request.kind === 'changed' ? pageOf([]) : page);
      },
    },
  };
  return { tenant, state, asked };
}

/** A secret that lies open on the disk. */
export const openSecret = (path: string): SecretFile => ({
  persistence: 'encrypted',
  read: () => readFile(path, 'utf8').catch(() => null),
  write: (text) => durableWrite(path, text),
  remove: () => rm(path, { force: true }),
});

/** The local inventory over real servers in this process. */
export function setUp(
  options: {
    keyFile?: (path: string) => SecretFile;
    place?: Preferences['inventory'];
    tidy?: () => Promise<void>;
  } = {},
) {
  const clock = new TestClock();
  const log = keepingLog();
  const views: InventoryView[] = [];
  const notices: Failure[] = [];
  const kills: (() => void)[] = [];
  const world = { place: options.place ?? 'disk', started: 0, stopped: 0, mute: false, refuse: false };
  const keeper = createLocalInventory({
    clock,
    log,
    place: () => world.place,
    tidy: options.tidy ?? (() => Promise.resolve()),
    changed: (view) => void views.push(structuredClone(view)),
    notice: (failure) => void notices.push(failure),
    keyFile: options.keyFile ?? openSecret,
    startProcess(onGone) {
      if (world.refuse) throw new Error('no process');
      world.started += 1;
      const [ours, theirs] = line();
      let isAlive = true;
      const isMute = world.mute;
      new InventoryServer({
        port: {
          post: (message) => (isAlive ? theirs.post(message) : undefined),
          listen: (hear) => theirs.listen((message) => (isAlive && !isMute ? hear(message) : undefined)),
        },
        clock: handClock(),
        defer: (run) => void setImmediate(run),
        ticks: () => performance.now(),
      }).start();
      kills.push(() => {
        isAlive = false;
        onGone();
      });
      return { port: ours, stop: () => void ((isAlive = false), (world.stopped += 1)) };
    },
  });
  const isIdle = (): boolean =>
    keeper.current().state === 'ready' && keeper.current().sync === null && keeper.current().asOf !== null;
  return {
    keeper,
    clock,
    log,
    views,
    notices,
    world,
    kill: () => kills.at(-1)?.(),
    isIdle: () => until(isIdle),
    isReady: () => until(() => keeper.current().state === 'ready'),
  };
}
