import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartSocket } from '../../../main/instance/start-socket';
import { listenForStarts, tellFirst } from '../../../main/instance/start-socket';

let folder = '';
let heard: unknown[] = [];
let socket: StartSocket | null = null;
const listen = (place = folder): void => {
  socket = listenForStarts(place, (words) => heard.push(words));
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-socket-'));
  heard = [];
});
afterEach(() => {
  socket?.close();
  socket = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Sends raw bytes as no start of ours would; answers what came back. */
async function send(bytes: string): Promise<string> {
  const raw = createConnection(join(folder, 'instance.sock'));
  let answer = '';
  raw
    .setEncoding('utf8')
    .on('data', (part: string) => (answer += part))
    .on('error', () => undefined);
  const closed = new Promise((resolve) => raw.once('close', resolve));
  raw.write(bytes, () => undefined);
  await closed;
  return answer;
}

describe.skipIf(process.platform === 'win32')('the arguments of a later start', () => {
  it('reach the first one, which confirms them', async () => {
    listen();
    expect(await tellFirst(folder, ['--quick', '日本'], 2_000)).toBe(true);
    expect(heard).toEqual([['--quick', '日本']]);
  });

  it('reach no one when no process listens, or only a leftover socket exists', async () => {
    expect(await tellFirst(folder, [], 2_000)).toBe(false);
    writeFileSync(join(folder, 'instance.sock'), '');
    expect(await tellFirst(folder, [], 2_000)).toBe(false);
    listen();
    expect(await tellFirst(folder, [], 2_000)).toBe(true);
  });

  it('are no longer received once the first is ending', async () => {
    listen();
    socket?.close();
    expect(await tellFirst(folder, [], 2_000)).toBe(false);
  });

  it('are passed to the owner of the folder only', () => {
    const mask = process.umask(0);
    listen();
    const after = process.umask(mask);
    expect(lstatSync(join(folder, 'instance.sock')).mode & 0o777).toBe(0o600);
    expect(after).toBe(0);
  });

  it.each([
    ['no JSON', 'hello\n'],
    ['null', 'null\n'],
    ['without end', 'x'.repeat(200_000)],
    ['a second line', '[]\n[]\n'],
  ])('that are %s are ignored', async (_what, bytes) => {
    listen();
    expect(await send(bytes)).toBe('');
    expect(heard).toEqual([]);
    expect(await tellFirst(folder, [], 2_000)).toBe(true);
  });

  it('reach a folder whose path is longer than a socket path may be', async () => {
    const long = join(folder, 'x'.repeat(150));
    mkdirSync(long);
    listen(long);
    expect(await tellFirst(long, ['--quick'], 2_000)).toBe(process.platform === 'linux');
  });

  it('prevent no start in a folder that cannot be written', async () => {
    chmodSync(folder, 0o500);
    listen(join(folder, 'missing'));
    expect(await tellFirst(join(folder, 'missing'), [], 2_000)).toBe(false);
    chmodSync(folder, 0o700);
  });
});
