import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { count } from '../counts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the worker into one file that plain Node runs. */
export async function bundleWorker(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'chaos-worker-')), 'worker.mjs');
  const bundle = await rolldown({
    input: at('./worker.ts'),
    platform: 'node',
    resolve: { alias: { electron: at('../../support/electron-stub.ts') } },
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}

/** How often the slow tests repeat themselves. */
export const runs = count(20, 200);
/** Milliseconds for such a test on a busy machine. */
export const limitMs = 120_000 + runs * 5_000;

export interface Spoken {
  readonly kind: 'journal' | 'history' | 'settings';
  readonly n: number;
  readonly answer: string;
}

/** The whole lines a worker said. */
export const spoken = (text: string): readonly Spoken[] =>
  [...text.matchAll(/^(journal|history|settings) (\d+) (\S+)\n/gm)].map(([, kind, n, answer]) => ({
    kind: kind as Spoken['kind'],
    n: Number(n),
    answer: answer ?? '',
  }));
