import { existsSync } from 'node:fs';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killGroup, startPlainly } from '../support/plain-start';
import { isOpen, systemDialog } from '../support/system-dialog';
import { expect, test } from './fixtures';

const question = 'Is Deskside still running on DESK-9?';
const there = { machine: 'b2', name: 'DESK-9', account: 'misaki', pid: 4711, startedAt: '2026-11-30T08:00:00.000Z' };
const limit = { timeout: 30_000 };

const starts = async (folder: string): Promise<number> =>
  (await readFile(join(folder, 'logs', 'deskside.log'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line.includes('"assistance.recovered"')).length;

test('the app asks before it opens a folder that another computer seems to use, and never for this computer', async ({
  folder,
}) => {
  test.setTimeout(180_000);
  const record = join(folder.path, 'instance.json');
  await writeFile(record, JSON.stringify(there), { mode: 0o600 });
  await utimes(record, new Date(0), new Date(0));
  const refused = startPlainly(folder.path);
  try {
    await (await systemDialog(question)).pressDefault();
    await expect.poll(() => refused.exitCode, limit).toBe(0);
    expect(existsSync(join(folder.path, 'logs'))).toBe(false);
    expect(JSON.parse(await readFile(record, 'utf8'))).toEqual(there);
  } finally {
    await killGroup(refused);
  }
  const wanted = startPlainly(folder.path);
  try {
    await (await systemDialog(question)).proceed();
    await expect.poll(() => starts(folder.path), limit).toBe(1);
    expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({ pid: wanted.pid });
  } finally {
    await killGroup(wanted);
  }
  // Killed, so the record still stands: on the same computer that is no question.
  expect(existsSync(record)).toBe(true);
  const again = startPlainly(folder.path);
  try {
    await expect.poll(() => starts(folder.path), limit).toBe(2);
    expect(await isOpen(question)).toBe(false);
  } finally {
    await killGroup(again);
  }
});
