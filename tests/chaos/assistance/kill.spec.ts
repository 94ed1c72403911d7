import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import { bundleWorker } from '../bundle-worker';
import { count } from '../counts';
import { counted } from '../rows';
import type { Service } from './killing';
import { archived, isHidden, openService, workersOf } from './killing';

const runs = count(25, 1_000);
let folder = '';
let worker = '';
let service: Service;
const workers = workersOf(() => worker);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-kill-'));
  worker = await bundleWorker(new URL('kill-worker.ts', import.meta.url), folder);
  service = await openService();
});

afterAll(async () => {
  workers.killAll();
  service.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (run: number, mode: 'work' | 'audit'): ChildProcess =>
  workers.start([join(folder, 'data'), service.address, String(run), mode]);

/** Waits until the service has executed this many more requests, so that a slow machine is killed at the same moments. */
async function seen(more: number): Promise<void> {
  for (let left = more; left > 0; left -= 1) await once(service.arrivals, 'post');
}

/** Kills most runs while requests are on their way, some while they recover. */
async function runAndKill(run: number): Promise<void> {
  const child = start(run, 'work');
  const gone = once(child, 'exit');
  if (run % 5 === 4) await pause(60 + Math.random() * 120);
  else {
    await Promise.race([once(child, 'message'), gone]);
    await seen(Math.floor(Math.random() * 4));
    await pause(Math.random() * 30);
  }
  expect(child.exitCode, 'the worker ended by itself').toBeNull();
  child.kill('SIGKILL');
  await gone;
}

test(
  `${runs} kills of the core of requests at random moments: 0 lost, 0 sent twice, 0 torn lines`,
  () =>
    counted('kills of the core of requests', async (row) => {
      for (let run = 0; run < runs; run += 1) {
        await runAndKill(run);
        row.ran();
      }
      const audit = start(runs + 1, 'audit');
      const [report] = (await once(audit, 'message')) as [{ open: AssistanceRequest[]; faults: string[] }];
      await once(audit, 'exit');
      const data = join(folder, 'data');
      const requests = await archived(data);
      const lines = (await readFile(join(data, 'journal.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
      const known = new Map(requests.map((request) => [request.id, request]));
      const posts = service.executed.map(({ id }) => id);
      const lost = posts.filter((id) => !known.has(id) || ['sending', 'failed'].includes(known.get(id)?.state ?? ''));
      const untraced = posts.filter((id) => known.get(id)?.state === 'unknown');

      const devices = service.executed.map(({ device }) => device);
      const twice = devices.filter((device, nth) => devices.indexOf(device) !== nth);
      row.lost(lost.length);
      row.doubled(Math.max(twice.length, posts.length - new Set(posts).size));

      expect(posts.length, 'the service executed requests').toBeGreaterThan(runs / 2);
      expect(twice, 'sent twice').toEqual([]);
      expect(new Set(posts).size).toBe(posts.length);
      expect(lost, 'lost').toEqual([]);
      expect(untraced, 'executed, but the evidence was not seen').toEqual([]);
      expect(existsSync(join(data, 'journal.jsonl.damaged')), 'torn lines').toBe(false);
      for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(
        (await readdir(data, { recursive: true })).filter((name) => name.includes('.tmp-')),
        'temp copies',
      ).toEqual([]);
      const hidden = devices.filter(isHidden);
      expect(hidden.length, 'second attempts executed').toBeGreaterThan(0);
      const notExecuted = requests.filter((request) => !posts.includes(request.id));
      // Killed between two attempts, it is certain that nothing ran.
      const mayFail = ({ subject, failure }: AssistanceRequest): boolean =>
        isHidden(subject.deviceId) && failure?.requestId === 'not-here';
      for (const request of notExecuted)
        expect(request.state).toBe(request.state === 'failed' && mayFail(request) ? 'failed' : 'unknown');
      expect(report.faults).toEqual([]);
      console.info(
        `${runs} kills, ${posts.length} executed requests, ${requests.length} recorded, ${requests.length - posts.length} never sent, 0 lost, 0 twice`,
      );
    }),
  60_000 + runs * 2_000,
);
