import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FresherRows } from '../../../main/inventory/local/fresher-rows';
import { InventoryClient, processSink } from '../../../main/inventory/process/client';
import type { ProcessPort } from '../../../main/inventory/process/protocol';
import { InventoryServer } from '../../../main/inventory/process/server';
import type { SnapshotOwner } from '../../../main/inventory/snapshot/frames';
import { InventorySync } from '../../../main/inventory/sync/sync';
import { sweepTempFiles } from '../../../main/store/durable-write';
import type { Clock } from '../../../shared/clock';
import { ok } from '../../../shared/result';
import { ownerText, pageAt } from './living-tenant';

/**
 * One run of the app: opens the inventory of an owner, reads its tenant, saves, changes the owner, until it is killed.
 * Arguments: folder, key, version of the tenants, whether all owners share one file, `sync` or `finish`, the owners.
 */
const [folder = '', key = '', from = '0', sharing = '', task = '', ...owners] = process.argv.slice(2);
let version = Number(from);

/** What is reported of every opened inventory. */
export interface Opened {
  readonly kind: 'opened' | 'finished';
  readonly owner: SnapshotOwner;
  readonly version: number;
  readonly dropped: string | null;
  /** Devices of the open run; null when none is open. */
  readonly ofRun: number | null;
  /** Nothing but the open run has ever filled this inventory. */
  readonly isFirst: boolean;
  readonly names: readonly string[];
  /** Temp copies that the run before left. */
  readonly swept: number;
}

const tell = (message: Opened | { readonly kind: 'version'; readonly version: number }): void =>
  void process.send?.(message);

/** Hours pass in a second, so that snapshots are due again and again. */
const clock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms / 3_000);
    return () => clearTimeout(timer);
  },
};

function inventory(): InventoryClient {
  const hear: ((message: unknown) => void)[] = [];
  const end = (own: number): ProcessPort => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      setImmediate(() => hear[1 - own]?.(copy));
    },
    listen: (onMessage) => void (hear[own] = onMessage),
  });
  new InventoryServer({
    port: end(1),
    clock,
    defer: (run) => void setImmediate(run),
    ticks: () => performance.now() / 100,
  }).start();
  return new InventoryClient(end(0));
}

async function must<T>(
  outcome: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }>,
): Promise<T> {
  const settled = await outcome;
  if (!settled.ok) throw new Error(JSON.stringify(settled.error));
  return settled.value;
}

const swept = readdirSync(folder).filter((name) => name.includes('.tmp-')).length;
sweepTempFiles(folder);
const client = inventory();

async function report(kind: Opened['kind'], owner: SnapshotOwner, dropped: string | null): Promise<void> {
  const { state } = await must(client.ask({ kind: 'status' }));
  const names: string[] = [];
  const { resultId, total } = await must(client.ask({ kind: 'query', lane: 'all', query: { stages: [], limit: 1 } }));
  for (let offset = 0; offset < total; offset += 1_000) {
    const rows = await must(client.ask({ kind: 'page', resultId, offset, count: 1_000 }));
    names.push(...(rows ?? []).map(({ device }) => device.name));
  }
  const isFirst = state.lastFullAt === null && state.open !== null;
  tell({ kind, owner, version, dropped, ofRun: state.open?.devices ?? null, isFirst, names, swept });
}

async function syncOf(owner: SnapshotOwner): Promise<InventorySync> {
  const path = join(
    folder,
    sharing === 'shared' ? 'shared.snapshot' : `${ownerText(owner).replaceAll(' ', '-')}.snapshot`,
  );
  const { state, dropped } = await must(
    client.ask({ kind: 'open', place: { path, owner, key: Buffer.from(key, 'hex') } }),
  );
  await report('opened', owner, dropped);
  const fetch = async (request: Parameters<typeof pageAt>[2]) => {
    if (task === 'sync') {
      tell({ kind: 'version', version: (version += 1) });
      await pause(Math.random() * 12);
    }
    return ok(pageAt(owner, version, request));
  };
  const rows = new FresherRows();
  return new InventorySync(
    {
      pages: rows.pages({ fetch }),
      sink: rows.sink(processSink(client)),
      clock,
      quiet: async () => undefined,
      onProgress: () => undefined,
    },
    state,
  );
}

for (;;) {
  for (const text of owners) {
    const [tenantId = '', accountId = ''] = text.split(' ');
    const owner = { tenantId, accountId };
    const sync = await syncOf(owner);
    if (task === 'sync') {
      for (let run = 0; run < 3; run += 1) {
        await must(sync.run({ full: run === 1 }));
        if (Math.random() < 0.5) await client.ask({ kind: 'save' });
      }
      continue;
    }
    if (sync.state.open !== null) await must(sync.run());
    const last = await must(sync.run({ full: true }));
    if (last.isDoubtful) await must(sync.run({ full: true }));
    await must(client.ask({ kind: 'save' }));
    await report('finished', owner, null);
  }
  if (task === 'finish') break;
}
