import { readFile, rm } from 'node:fs/promises';
import type { SecretFile } from '../../../../main/auth/secret-file';
import type { DeviceListRequest } from '../../../../main/graph/port';
import { createLocalInventory } from '../../../../main/inventory/local/local-inventory';
import type { InventoryTenant } from '../../../../main/inventory/local/port';
import { InventoryServer } from '../../../../main/inventory/process/server';
import type { AskedPage } from '../../../../main/inventory/sync/port';
import { durableWrite } from '../../../../main/store/durable-write';
import type { InventoryView } from '../../../../shared/contract/inventory';
import type { Preferences } from '../../../../shared/contract/settings';
import type { Failure, Outcome } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';
import { ManualClock } from '../../../support/clock';
import { until } from '../../../support/turns';
import { keepingLog } from '../../../support/wire';
import { handClock, line } from '../process/support';
import { NOW, pageOf, rawOf } from '../sync/support';

export const MINUTE = 60_000;

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
  const clock = new ManualClock(NOW);
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
