import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker as bundle } from '../bundle-worker';
import { count } from '../counts';

/** Builds the worker into one file that plain Node runs. */
export const bundleWorker = async (): Promise<string> =>
  bundle(new URL('worker.ts', import.meta.url), await mkdtemp(join(tmpdir(), 'chaos-worker-')));

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
