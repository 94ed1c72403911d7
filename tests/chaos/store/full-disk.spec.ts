import { execFile, execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import { counted } from '../rows';
import { entriesIn, lineOf, openStores, owner, request } from './stores';
import { bundleWorker, spoken } from './worker-bundle';

const run = promisify(execFile);
const before = 40;
const levels = Array.from({ length: 17 }, (_, n) => n * 4);

/** A small file system of its own, for which one must be root on Linux. Elsewhere these tests are counted as skipped; the limit on the size of files below needs no right. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
const mountSmall = (folder: string): void =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder]);

let template = '';
let small = '';
let worker = '';
let expected = new Map<string, AssistanceRequest>();

beforeAll(async () => {
  worker = await bundleWorker();
  template = await mkdtemp(join(tmpdir(), 'chaos-full-'));
  small = await mkdtemp(join(tmpdir(), 'chaos-small-'));
  const { settings, history, journal } = openStores(template);
  for (let n = 0; n < before; n += 1) {
    await journal.append(lineOf(n));
    await history.save(request(n), owner);
  }
  await settings.change({ theme: 'dark', retentionDays: 33 });
  expected = await entriesIn(history);
  if (canMount) mountSmall(small);
});
afterAll(async () => {
  if (canMount) execFileSync('umount', [small]);
  for (const folder of [template, small]) await rm(folder, { recursive: true, force: true });
});

/** Checks that all earlier data is there; returns what is there. */
async function checkIntact(
  folder: string,
): Promise<{ lines: readonly string[]; entries: ReadonlyMap<string, AssistanceRequest> }> {
  const { settings, history, journal } = openStores(folder);
  const entries = await entriesIn(history);
  for (const [id, entry] of expected) expect(entries.get(id)).toEqual(entry);
  const { lines, damaged } = await journal.read();
  expect(lines.slice(0, before)).toEqual(Array.from({ length: before }, (_, n) => lineOf(n)));
  expect(damaged).toBe(0);
  expect(settings.current().preferences.theme).toBe('dark');
  expect([...settings.notices, ...history.notices()]).toEqual([]);
  expect((await readdir(folder, { recursive: true })).filter((name) => name.includes('.tmp-'))).toEqual([]);
  return { lines, entries };
}

async function fillUpTo(freeKib: number): Promise<void> {
  const { bavail, bsize } = statfsSync(small);
  await writeFile(join(small, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - freeKib * 1024)));
}

async function tryToWrite(
  folder: string,
): Promise<{ line: boolean; entry: boolean; setting: boolean; codes: string[] }> {
  const { settings, history, journal } = openStores(folder);
  const answers = [
    await journal.append(JSON.stringify({ n: before, text: 'y'.repeat(9000) })),
    await history.save(request(before, 'z'.repeat(3000)), owner),
    await settings.change({ retentionDays: 44 }),
  ];
  // A failed change must not look saved in this run either.
  expect(settings.current().preferences.retentionDays).toBe(answers[2]?.ok === true ? 44 : 33);
  expect((await history.get(owner, request(before).id)) !== null).toBe(answers[1]?.ok);
  const codes = answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code]));
  return { line: answers[0]?.ok === true, entry: answers[1]?.ok === true, setting: answers[2]?.ok === true, codes };
}

describe.skipIf(!canMount)('a disk that is nearly full (a small file system, which only root may mount)', () => {
  it.each(levels)('keeps all earlier data and reports the failure, with %i KiB free', (freeKib) =>
    counted('a disk that is nearly full', async (row) => {
      for (const name of await readdir(small)) await rm(join(small, name), { recursive: true });
      await cp(template, small, { recursive: true });
      await fillUpTo(freeKib);
      const wrote = await tryToWrite(small);
      expect(new Set(wrote.codes).size).toBeLessThanOrEqual(1);
      for (const code of wrote.codes) expect(code).toBe('storage.full');
      const { lines, entries } = await checkIntact(small);
      expect(lines).toHaveLength(before + (wrote.line ? 1 : 0));
      expect(entries.size).toBe(before + (wrote.entry ? 1 : 0));
      expect(openStores(small).settings.current().preferences.retentionDays).toBe(wrote.setting ? 44 : 33);
      if (freeKib === 0) expect(wrote.codes).toHaveLength(3);
      await rm(join(small, 'filler'));
      expect(await tryToWrite(small)).toMatchObject({ line: true, entry: true, setting: true });
      row.ran();
    }),
  );

  it('a disk that becomes read-only can be read, and writing is refused', () =>
    counted('a disk that turns read-only', async (row) => {
      for (const name of await readdir(small)) await rm(join(small, name), { recursive: true });
      await cp(template, small, { recursive: true });
      execFileSync('mount', ['-o', 'remount,ro', small]);
      try {
        const wrote = await tryToWrite(small);
        expect(wrote.codes).toEqual(['storage.read-only', 'storage.read-only', 'storage.read-only']);
        await checkIntact(small);
        row.ran();
      } finally {
        execFileSync('mount', ['-o', 'remount,rw', small]);
      }
    }));
});

describe.skipIf(process.platform === 'win32')('a limit on the size of files', () => {
  it.each([4, 8, 12, 16, 20, 24, 28, 32])('of %i KiB destroys nothing', (kib) =>
    counted('a limit on the size of files', async (row) => {
      const folder = await mkdtemp(join(tmpdir(), 'chaos-limit-'));
      try {
        await cp(template, folder, { recursive: true });
        // bash counts in KiB.
        const command = `ulimit -f ${kib}; exec "$0" "$@"`;
        const { stdout } = await run('bash', ['-c', command, process.execPath, worker, folder, String(before), '100']);
        const words = spoken(stdout);
        expect(words).toHaveLength(300);
        expect(new Set(words.map(({ answer }) => answer))).toContain('storage.full');
        for (const { answer } of words) expect(['ok', 'storage.full']).toContain(answer);
        const { lines, entries } = await checkIntact(folder);
        const done = (kind: string): number =>
          words.filter((word) => word.kind === kind && word.answer === 'ok').length;
        expect(lines).toHaveLength(before + done('journal'));
        expect(entries.size).toBe(before + done('history'));
        row.ran();
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
  );
});
