import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AssistanceRequest } from '../../../shared/contract/requests';

export interface Executed {
  readonly device: string;
  /** The client-request-id. */
  readonly id: string;
  readonly run: string;
}

/** One in three devices is found only below its person; directly it is not known. */
export const isHidden = (device: string): boolean => Number(/\d+$/.exec(device)?.[0] ?? 0) % 3 === 0;

/** What plays Graph: executes every request that finds its device, answers most of them late, and some never. */
export interface Service {
  readonly address: string;
  readonly executed: readonly Executed[];
  /** Emits `post` at each, and at each that did not find its device. */
  readonly arrivals: EventEmitter;
  close(): void;
}

export async function openService(): Promise<Service> {
  const executed: Executed[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((request, response) => {
    const device = request.url?.split('/').at(-1) ?? '';
    if (request.method !== 'POST')
      return void response.end(
        executed.some((one) => one.device === device) ? `https://get.teamviewer.com/${device}` : '',
      );
    if (isHidden(device) && !request.url?.startsWith('/users/')) {
      arrivals.emit('post');
      return void setTimeout(() => response.writeHead(404).end(), Math.random() * 8);
    }
    executed.push({ device, id: String(request.headers['client-request-id']), run: String(request.headers['x-run']) });
    arrivals.emit('post');
    if (Math.random() < 0.15) return void request.socket.destroy();
    setTimeout(() => response.writeHead(204).end(), Math.random() * 8);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    executed,
    arrivals,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts workers, and ends those that are left. */
export interface Workers {
  start(words: readonly string[]): ChildProcess;
  killAll(): void;
}

export function workersOf(file: () => string): Workers {
  const children = new Set<ChildProcess>();
  return {
    start(words) {
      const child = fork(file(), words, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    },
    killAll() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

/** What the core handed over to the history in all its runs. */
export async function archived(data: string): Promise<readonly AssistanceRequest[]> {
  const names = (await readdir(join(data, 'archive'))).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(data, 'archive', name), 'utf8')) as AssistanceRequest),
  );
}
