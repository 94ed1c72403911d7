import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counted } from '../rows';
import { entriesIn, idOf, lineOf, openStores } from './stores';
import { bundleWorker, limitMs, runs, spoken } from './worker-bundle';

let worker = '';
let folder = '';
beforeAll(async () => {
  worker = await bundleWorker();
  folder = await mkdtemp(join(tmpdir(), 'chaos-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the worker and kills it some milliseconds after its first message; returns all its messages. */
function killed(first: number, afterMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [worker, folder, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      if (text === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      text += data.toString();
    });
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

describe(`${runs} kills while the stores are written`, () => {
  it(
    'loses nothing that was acknowledged, tears nothing, leaves no temp copies',
    () =>
      counted('kills while the stores are written', async (row) => {
        const lines = new Set<string>();
        const ids = new Set<string>();
        let first = 0;
        for (let run = 0; run < runs; run += 1) {
          const words = spoken(await killed(first, Math.floor(Math.random() * 80)));
          expect(words.every(({ answer }) => answer === 'ok')).toBe(true);
          for (const { kind, n } of words) {
            if (kind === 'journal') lines.add(lineOf(n));
            if (kind === 'history') ids.add(idOf(n));
          }
          first = Math.max(first, ...words.map(({ n }) => n)) + 2;
          const { settings, history, journal } = openStores(folder);
          const read = await journal.read();
          const entries = await entriesIn(history);
          const gone = [
            ...[...lines].filter((line) => !read.lines.includes(line)),
            ...[...ids].filter((id) => !entries.has(id)),
          ];
          row.lost(gone.length);
          expect(gone).toEqual([]);
          expect(settings.notices).toEqual([]);
          expect(history.notices()).toEqual([]);
          const last = words.filter(({ kind }) => kind === 'settings').at(-1);
          if (last !== undefined)
            expect(settings.current().preferences.retentionDays).toBeGreaterThanOrEqual(last.n % 3651);
          const files = await readdir(folder, { recursive: true });
          expect(files.filter((name) => name.includes('.tmp-'))).toEqual([]);
          row.ran();
        }
        expect(ids.size).toBeGreaterThan(0);
      }),
    limitMs,
  );
});
