import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { rolldown } from 'rolldown';
import { record } from './support/results';
import { median, percentile } from './support/statistics';

const ENTRIES = 100_000;
const SAVES = 60;

interface Answer {
  readonly total: number;
  readonly times: readonly number[];
  readonly longestBlockMs: number;
}

test('one more entry in a history of 100,000', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deskside-history-'));
  const worker = await bundleWorker(folder);
  const { stdout } = await promisify(execFile)(process.execPath, [worker, folder, String(ENTRIES), String(SAVES)]);
  const { total, times, longestBlockMs } = JSON.parse(stdout) as Answer;
  expect(total).toBeGreaterThanOrEqual(ENTRIES);
  record({ name: 'history: one more entry at 100,000 (median)', value: median(times), unit: 'ms', budget: 10 });
  record({ name: 'history: one more entry at 100,000 (p95)', value: percentile(times, 0.95), unit: 'ms' });
  record({ name: 'history: longest block while saving', value: longestBlockMs, unit: 'ms', budget: 16 });
  await rm(folder, { recursive: true, force: true });
});

/** One file that plain Node runs: the history without Electron. */
async function bundleWorker(folder: string): Promise<string> {
  const file = join(folder, 'worker.mjs');
  const bundle = await rolldown({
    input: resolve(import.meta.dirname, 'history-worker.ts'),
    platform: 'node',
    logLevel: 'silent',
    resolve: { alias: { electron: resolve(import.meta.dirname, '../support/electron-stub.ts') } },
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
