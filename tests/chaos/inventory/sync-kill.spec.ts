import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SnapshotOwner } from '../../../main/inventory/snapshot/frames';
import { bundleWorker } from '../bundle-worker';
import { count } from '../counts';
import { counted } from '../rows';
import { namesAt, ownerText, wasOnce } from './living-tenant';
import type { Opened } from './sync-worker';

const kills = count(8, 200);
const key = randomBytes(32).toString('hex');
const owners: readonly SnapshotOwner[] = [
  { tenantId: 't1', accountId: 'a1' },
  { tenantId: 't1', accountId: 'a2' },
  { tenantId: 't2', accountId: 'a1' },
];

let folder = '';
let worker = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-sync-kill-'));
  worker = await bundleWorker(new URL('sync-worker.ts', import.meta.url), folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Told = Opened | { readonly kind: 'version'; readonly version: number };

interface Run {
  readonly reports: readonly Opened[];
  readonly version: number;
  readonly code: number | null;
}

/** Runs the worker and kills it some milliseconds after its start, or after its first message. Null: lets it end. */
async function run(
  args: readonly string[],
  kill: { readonly after: 'start' | 'first word'; readonly ms: number } | null,
): Promise<Run> {
  const child = fork(worker, [...args], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const reports: Opened[] = [];
  let version = Number(args[2]);
  const spoke = new Promise<void>((resolve) => {
    child.on('message', (told: Told) => {
      version = Math.max(version, told.version);
      if (told.kind !== 'version') reports.push(told);
      resolve();
    });
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  if (kill !== null) {
    if (kill.after === 'first word') await Promise.race([spoke, gone]);
    await Promise.race([pause(kill.ms), gone]);
    child.kill('SIGKILL');
  }
  const [code] = await gone;
  return { reports, version, code };
}

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!;
const shuffled = (): readonly string[] => [...owners].sort(() => Math.random() - 0.5).map(ownerText);

test(
  `${kills} kills at any moment of sync and snapshot: the inventory starts, and is its owner's alone`,
  () =>
    counted('kills at any moment of sync and snapshot', async (row) => {
      const data = join(folder, 'data');
      await mkdir(data);
      let version = 0;
      const seen: Record<string, number> = {
        opened: 0,
        'with devices': 0,
        'in the middle of a run': 0,
        'in the middle of a save': 0,
      };
      const note = (what: string, isTrue = true): void => void (seen[what] = (seen[what] ?? 0) + (isTrue ? 1 : 0));
      let sharing = 'shared';
      let order = shuffled();
      for (let kill = 0; kill < kills; kill += 1) {
        // Mostly the same person starts again.
        if (Math.random() < 0.3) sharing = pick(['shared', 'apart']);
        if (Math.random() < 0.3) order = shuffled();
        // Some die while they start, most while they read and write.
        const end =
          Math.random() < 0.1
            ? ({ after: 'start', ms: Math.random() * 150 } as const)
            : ({ after: 'first word', ms: Math.random() ** 2 * 1_200 } as const);
        const told = await run([data, key, String(version), sharing, 'sync', ...order], end);
        expect(told.code, 'the worker ended by itself').toBeNull();
        // What was sent right before the kill may be lost.
        version = told.version + 3;
        for (const { owner, dropped, names, ofRun, isFirst, swept } of told.reports) {
          note('opened');
          note('with devices', names.length > 0);
          note('in the middle of a run', ofRun !== null && names.length > 0);
          note('in the middle of a save', swept > 0);
          if (dropped !== null) note(dropped);
          expect(dropped).not.toBe('damaged');
          if (sharing === 'apart') expect(dropped).not.toBe('foreign');
          expect(names.filter((name) => !wasOnce(owner, name, version))).toEqual([]);
          expect(new Set(names.map((name) => name.replace(/ \d+$/, ''))).size).toBe(names.length);
          // The stored state names exactly the pages that were stored with it.
          if (isFirst) expect(names).toHaveLength(ofRun ?? 0);
        }
        row.ran();
      }
      for (const last of ['shared', 'apart']) {
        const { reports, code } = await run(
          [data, key, String(version), last, 'finish', ...owners.map(ownerText)],
          null,
        );
        expect(code).toBe(0);
        const finished = reports.filter(({ kind }) => kind === 'finished');
        expect(finished).toHaveLength(owners.length);
        for (const { owner, names } of finished) expect([...names].sort()).toEqual([...namesAt(owner, version)].sort());
      }
      expect((await readdir(data)).filter((name) => name.includes('.tmp-'))).toEqual([]);
      if (kills >= 100) expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
      process.stdout.write(`${kills} kills: ${JSON.stringify(seen)}, version ${version}\n`);
    }),
  60_000 + kills * 3_000,
);
