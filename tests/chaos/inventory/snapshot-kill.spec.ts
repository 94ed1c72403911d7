import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceAt } from '../../../main/inventory/index/columns/columns';
import { readSnapshot } from '../../../main/inventory/snapshot/snapshot';
import { sweepTempFiles } from '../../../main/store/durable-write';
import { bundleWorker } from '../bundle-worker';
import { count } from '../counts';
import { counted } from '../rows';

const kills = count(6, 200);
const key = randomBytes(32);
let folder = '';
let worker = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-snapshot-kill-'));
  worker = await bundleWorker(new URL('snapshot-worker.ts', import.meta.url), folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Told {
  readonly opened?: string;
  readonly saved?: number;
}

/** Runs the worker for one tenant and kills it at some moment after its first save; returns its messages. */
async function runAndKill(
  data: string,
  tenantId: string,
): Promise<{ readonly opened: string; readonly saved: number }> {
  const child = fork(worker, [data, tenantId, key.toString('hex')], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  let opened = '';
  let saved = 0;
  const began = new Promise<void>((resolve) => {
    child.on('message', (told: Told) => {
      opened = told.opened ?? opened;
      saved = told.saved ?? saved;
      if (saved > 0) resolve();
    });
  });
  await Promise.race([began, gone]);
  await pause(Math.random() * 25);
  expect(child.exitCode, 'the worker ended by itself').toBeNull();
  child.kill('SIGKILL');
  await gone;
  return { opened, saved };
}

test(
  `${kills} kills while a snapshot is written: whole or gone, and never of another tenant`,
  () =>
    counted('kills while a snapshot is written', async (row) => {
      const data = join(folder, 'data');
      await mkdir(data);
      let before: { tenantId: string; saved: number } | null = null;
      for (let run = 0; run < kills; run += 1) {
        const tenantId: string = Math.random() < 0.7 ? (before?.tenantId ?? 't1') : `t${run}`;
        const { opened, saved } = await runAndKill(data, tenantId);
        expect(opened).toBe(before === null ? 'missing' : before.tenantId === tenantId ? 'read' : 'foreign');
        before = { tenantId, saved };
        row.ran();
      }
      sweepTempFiles(data);
      expect(await readdir(data)).toEqual(['inventory.snapshot']);
      const read = await readSnapshot({
        path: join(data, 'inventory.snapshot'),
        owner: { tenantId: before?.tenantId ?? '', accountId: 'a' },
        key,
      });
      if (read.kind !== 'read') throw new Error(read.reason);
      const { generation } = read.state as { generation: number };
      if (generation < (before?.saved ?? 0)) row.lost(1);
      expect(generation).toBeGreaterThanOrEqual(before?.saved ?? 0);
      const names = new Set(
        read.segments.flatMap(({ columns }) =>
          Array.from({ length: columns.rows }, (_, row) => deviceAt(columns, row).name),
        ),
      );
      expect([...names]).toEqual([`${before?.tenantId ?? ''}-${generation}`]);
    }),
  60_000 + kills * 3_000,
);
