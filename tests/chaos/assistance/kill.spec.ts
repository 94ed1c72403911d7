import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import { count } from '../counts';
import { counted } from '../rows';

const runs = count(25, 1_000);
const isRequest = (name: string): boolean => name.endsWith('.json');

let folder = '';
let worker = '';
let server: Server;
let service = '';
/** What the service executed: client-request-id of every POST, by device. */
const executed = new Map<string, string[]>();
const arrivals = new EventEmitter();
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-kill-'));
  worker = join(folder, 'worker.mjs');
  const bundle = await rolldown({ input: fileURLToPath(new URL('kill-worker.ts', import.meta.url)), platform: 'node', logLevel: 'silent' });
  await bundle.write({ file: worker, format: 'esm' });
  await bundle.close();
  server = createServer((request, response) => {
    const device = request.url?.split('/')[2] ?? '';
    if (request.method !== 'POST') return void response.end(executed.has(device) ? `https://get.teamviewer.com/${device}` : '');
    executed.set(device, [...(executed.get(device) ?? []), String(request.headers['client-request-id'])]);
    arrivals.emit('post');
    if (Math.random() < 0.15) return void request.socket.destroy();
    setTimeout(() => response.writeHead(204).end(), Math.random() * 8);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  service = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (run: number, mode: 'work' | 'audit'): ChildProcess => {
  const child = fork(worker, [join(folder, 'data'), service, String(run), mode], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
};

/** Waits until the service executed so many more requests, so that a slow machine meets the same moments. */
async function seen(more: number): Promise<void> {
  for (let left = more; left > 0; left -= 1) await once(arrivals, 'post');
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

test(`${runs} kills of the core of requests at random moments: 0 lost, 0 sent twice, 0 torn lines`, () => counted('kills of the core of requests', async (row) => {
  for (let run = 0; run < runs; run += 1) {
    await runAndKill(run);
    row.ran();
  }
  const audit = start(runs + 1, 'audit');
  const [report] = (await once(audit, 'message')) as [{ open: AssistanceRequest[]; faults: string[] }];
  await once(audit, 'exit');
  const data = join(folder, 'data');
  const names = await readdir(join(data, 'archive'));
  const archived = await Promise.all(
    names.filter(isRequest).map(async (name) => JSON.parse(await readFile(join(data, 'archive', name), 'utf8')) as AssistanceRequest),
  );
  const lines = (await readFile(join(data, 'journal.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
  const known = new Map(archived.map((request) => [request.id, request]));
  const posts = [...executed.values()].flat();
  const lost = posts.filter((id) => !known.has(id) || ['sending', 'failed'].includes(known.get(id)?.state ?? ''));
  const untraced = posts.filter((id) => known.get(id)?.state === 'unknown');

  const twice = [...executed].filter(([, ids]) => ids.length > 1);
  row.lost(lost.length);
  row.doubled(Math.max(twice.length, posts.length - new Set(posts).size));

  expect(posts.length, 'the service executed requests').toBeGreaterThan(runs / 2);
  expect(twice, 'sent twice').toEqual([]);
  expect(new Set(posts).size).toBe(posts.length);
  expect(lost, 'lost').toEqual([]);
  expect(untraced, 'executed, but the evidence was not seen').toEqual([]);
  expect(existsSync(join(data, 'journal.jsonl.damaged')), 'torn lines').toBe(false);
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  expect([...(await readdir(data)), ...names].filter((name) => name.includes('.tmp-')), 'temp copies').toEqual([]);
  expect(archived.filter((request) => !posts.includes(request.id)).every((request) => request.state === 'unknown')).toBe(true);
  expect(report.faults).toEqual([]);
  console.info(`${runs} kills, ${posts.length} executed requests, ${archived.length} recorded, ${archived.length - posts.length} never sent, 0 lost, 0 twice`);
}), 60_000 + runs * 2_000);
