import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { electronPath } from '../../../build/electron.mjs';
import { expect, test } from '../../e2e/fixtures';
import { definedOnly } from '../../support/app-runner';
import { count } from '../counts';
import { counted } from '../rows';
import { removeFolder, tempCopies } from './folders';

const pairs = count(3, 100);
const root = resolve(import.meta.dirname, '../../..');

const launch = (folder: string): ChildProcess =>
  spawn(electronPath(), [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, `--user-data-dir=${folder}`], { env: definedOnly(process.env), stdio: 'ignore', detached: true });

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function end(child: ChildProcess): Promise<void> {
  if (!isAlive(child) || child.pid === undefined) return;
  const gone = new Promise((settle) => child.once('exit', settle));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

test(`${String(pairs)} pairs started within 50 ms on one folder: exactly one of each stays`, () => counted('pairs started within 50 ms', async (row) => {
  test.setTimeout(60_000 + pairs * 15_000);
  for (let pair = 0; pair < pairs; pair += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'deskside-pair-'));
    const one = launch(folder);
    await pause(Math.random() * 50);
    const other = launch(folder);
    try {
      await expect.poll(() => [one, other].filter(isAlive).length, { timeout: 20_000 }).toBe(1);
      expect([one, other].find((child) => !isAlive(child))?.exitCode).toBe(0);
      const starts = async (): Promise<number> => (await readFile(join(folder, 'logs', 'deskside.log'), 'utf8').catch(() => '')).split('\n').filter((line) => line.includes('assistance.recovered')).length;
      await expect.poll(starts, { timeout: 20_000 }).toBe(1);
      expect([one, other].filter(isAlive)).toHaveLength(1);
      expect(await tempCopies(folder)).toEqual([]);
      row.ran();
    } finally {
      await Promise.all([one, other].map(end));
      await removeFolder(folder);
    }
  }
}));
