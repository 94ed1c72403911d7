import { describe, expect, it } from 'vitest';
import type { TokenPort } from '../../../../main/auth/port';
import { readDevicePage } from '../../../../main/graph/device-page';
import { watchForeground } from '../../../../main/graph/foreground';
import { createGraph } from '../../../../main/graph/graph-api';
import { parseDevice } from '../../../../main/graph/managed-device';
import { createTransport } from '../../../../main/graph/transport';
import { FresherRows } from '../../../../main/inventory/local/fresher-rows';
import { processSink } from '../../../../main/inventory/process/client';
import type { SyncState } from '../../../../main/inventory/sync/port';
import { freshState } from '../../../../main/inventory/sync/port';
import { InventorySync } from '../../../../main/inventory/sync/sync';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { ok } from '../../../../shared/result';
import { anAccount } from '../../../support/main-builders';
import { AutoClock, MemoryLog } from '../../graph/support';
import { bench, EVERYTHING, GRAPH, signIn } from '../../practice/support';
import { start } from '../process/support';

const DEVICES = 4_500;

/** The real transport, sync and inventory process over the practice tenant with rows that break every promise. */
async function join() {
  const tenant = bench({ devices: DEVICES, hostile: true });
  const clock = new AutoClock();
  const value = String((await signIn(tenant, 'technician', EVERYTHING))['access_token']);
  const tokens: TokenPort = {
    async token() {
      return ok({ value, account: anAccount() });
    },
  };
  const fetch = (url: string, init: RequestInit): Promise<Response> => tenant.handler(new Request(url, init));
  const { transport, quiet } = watchForeground(
    createTransport({ root: GRAPH, fetch, tokens, clock, log: new MemoryLog(), random: () => 0.5 }),
  );
  const graph = createGraph(transport);
  const { client } = start();
  const rows = new FresherRows();
  const make = (state: SyncState): InventorySync =>
    new InventorySync(
      {
        pages: rows.pages({ fetch: (request, signal) => graph.devicePage(request, { signal, background: true }) }),
        sink: rows.sink(processSink(client)),
        clock,
        quiet,
        onProgress: () => undefined,
      },
      state,
    );
  const run = (sync: InventorySync, full = false) => clock.drive(sync.run({ full }));
  const asked = (): number => tenant.control.requests.filter(({ path }) => path.includes('managedDevices')).length;
  return { tenant, clock, client, graph, make, run, asked };
}

async function everything({
  graph,
  clock,
}: Pick<Awaited<ReturnType<typeof join>>, 'graph' | 'clock'>): Promise<readonly ManagedDevice[]> {
  const devices: ManagedDevice[] = [];
  for (let next: string | null | undefined; next !== null;) {
    const page = await clock.drive(
      graph.devicePage(next === undefined ? { kind: 'all' } : { kind: 'next', link: next }),
    );
    if (!page.ok) throw new Error(page.error.code);
    const read = readDevicePage(page.value.bytes);
    if (read === null) throw new Error('unreadable');
    devices.push(...read.items.flatMap((item) => parseDevice(item) ?? []));
    next = read.next;
  }
  return devices;
}

/** Milliseconds on a busy machine. */
const LIMIT = 60_000;

describe('a complete run over the practice tenant', { timeout: LIMIT }, () => {
  it('ends with exactly its devices, despite faults', async () => {
    const set = await join();
    const { tenant, clock, client, make, run } = set;
    const path = /managedDevices/;
    tenant.control.fault({ kind: 'throttle', match: { path }, times: 3, retryAfter: 2.128 });
    tenant.control.fault({ kind: 'empty-page', match: { path }, skip: 2, times: 2 });
    tenant.control.fault({ kind: 'status', status: 503, shape: 'D', match: { path }, skip: 3, times: 6 });
    tenant.control.fault({ kind: 'malformed', match: { path }, skip: 5, times: 1 });
    tenant.control.fault({ kind: 'drop-before', match: { path }, skip: 6, times: 4 });
    tenant.control.fault({ kind: 'foreign-next-link', match: { path }, skip: 4, times: 1 });
    tenant.control.fault({ kind: 'html', match: { path }, skip: 12, times: 2 });
    let sync = make(freshState);
    let outcome = await run(sync);
    for (let tries = 0; !outcome.ok && tries < 5; tries += 1) {
      const status = await client.ask({ kind: 'status' });
      if (!status.ok) throw new Error('no status');
      // As after a new start of the app.
      sync = make(status.value.state);
      outcome = await run(sync);
    }
    expect(outcome).toMatchObject({ ok: true, value: { kind: 'full', devices: DEVICES } });
    expect(clock.waits.length).toBeGreaterThan(5);
    tenant.control.clearFaults();
    const expected = await everything(set);
    expect(expected).toHaveLength(DEVICES);
    for (let from = 0; from < expected.length; from += 1_000) {
      const part = expected.slice(from, from + 1_000);
      expect(await client.ask({ kind: 'read', ids: part.map(({ id }) => id) })).toEqual(ok(part));
    }
    expect(await client.ask({ kind: 'status' })).toMatchObject({ ok: true, value: { devices: DEVICES } });
  });

  it('then requests only devices that checked in since', async () => {
    const { make, run, asked } = await join();
    const sync = make(freshState);
    await run(sync);
    const before = asked();
    expect(before).toBe(5);
    expect(await run(sync)).toMatchObject({
      ok: true,
      value: { kind: 'changes', pages: 1, removed: 0, isUnfiltered: false },
    });
    expect(asked() - before).toBe(1);
    expect(await run(sync, true)).toMatchObject({
      ok: true,
      value: { kind: 'full', devices: DEVICES, changed: 0, removed: 0 },
    });
  });
});
