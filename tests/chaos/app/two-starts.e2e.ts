import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '../../e2e/fixtures';
import { isRunning, killGroup, startPlainly } from '../../support/plain-start';
import { count } from '../counts';
import type { Row } from '../rows';
import { counted } from '../rows';
import { removeFolder, tempCopies } from './folders';

const pairs = count(4, 150);
/** Pairs that run in parallel, each on its own folder: the moments become less regular, and the run shorter. */
const lanes = 2;
const limitMs = 30_000;

/** How often the app of a folder wrote this to its log. */
const logged = async (folder: string, event: string): Promise<number> =>
  (await readFile(join(folder, 'logs', 'deskside.log'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line.includes(`"${event}"`)).length;

/** One of the two runs; the other has handed its words over and ended well. */
async function onePair(row: Row): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskside-pair-'));
  const one = startPlainly(folder);
  await pause(Math.random() * 50);
  const other = startPlainly(folder);
  const alive = (): readonly ChildProcess[] => [one, other].filter(isRunning);
  try {
    await expect.poll(() => alive().length, { timeout: limitMs }).toBe(1);
    expect([one, other].find((child) => !isRunning(child))?.exitCode).toBe(0);
    await expect.poll(() => logged(folder, 'start.again'), { timeout: limitMs }).toBe(1);
    const runs = await logged(folder, 'assistance.recovered');
    row.doubled(runs > 1 ? 1 : 0);
    expect(runs).toBe(1);
    expect(alive()).toHaveLength(1);
    // The one that runs may be writing at this moment.
    await expect.poll(() => tempCopies(folder), 'half-written copies').toEqual([]);
    row.ran();
  } finally {
    await Promise.all([one, other].map(killGroup));
    await removeFolder(folder);
  }
}

test(`${String(pairs)} pairs of the real app started within 50 ms on one folder: one runs, the other shows it and ends`, () =>
  counted('pairs of the real app', async (row) => {
    test.setTimeout(60_000 + pairs * 15_000);
    let left = pairs;
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (left > 0) {
          left -= 1;
          await onePair(row);
        }
      }),
    );
  }));
