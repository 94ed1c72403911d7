import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleWorker } from '../bundle-worker';
import { count } from '../counts';
import type { Row } from '../rows';
import { counted } from '../rows';

const pairs = count(30, 1_000);
const lanes = 4;
const longestOffsetMs = 300;
const killed = 0.4;

let folder = '';
let worker = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-starts-'));
  worker = await bundleWorker(new URL('start-worker.ts', import.meta.url), folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One process that starts on a folder, seen from outside. */
class Start {
  readonly heard: string[] = [];
  readonly gone: Promise<void>;
  /** Resolves when it has said how it came out, or is gone. */
  readonly said: Promise<void>;
  word = '';
  /** Ended by the test: how it would have ended by itself is not known. */
  isKilled = false;
  readonly #child: ChildProcess;
  #isEnded = false;

  constructor(place: string, name: string, onWord: () => void) {
    this.#child = fork(worker, [place, name], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    // `close` comes after its last words, `exit` may come before them.
    this.gone = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.said = new Promise((resolve) => {
      this.#child.on('message', (word: string) => {
        if (word.startsWith('heard ')) this.heard.push(word.slice('heard '.length));
        else {
          this.word = word;
          onWord();
          resolve();
        }
      });
      void this.gone.then(resolve);
    });
    void this.gone.then(() => (this.#isEnded = true));
  }

  /** It said that the folder is its own, and has not been ended since. */
  get isFirst(): boolean {
    return this.word === 'first' && !this.#isEnded;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  kill(): Promise<void> {
    this.#isEnded = true;
    this.isKilled = true;
    this.#child.kill('SIGKILL');
    return this.gone;
  }
}

const seen = { shown: 0, killed: 0, 'taken over from a killed one': 0, 'nobody left': 0 };

async function onePair(nth: number, row: Row): Promise<void> {
  const place = join(folder, String(nth));
  const link = `${place}-link`;
  await mkdir(place, { mode: 0o700 });
  await symlink(place, link);
  const starts: Start[] = [];
  const check = (): void => {
    if (starts.filter(({ isFirst }) => isFirst).length > 1) row.doubled(1);
  };
  const begin = (path: string, name: string): Start => {
    const start = new Start(path, name, check);
    starts.push(start);
    return start;
  };
  const one = begin(place, 'one');
  await pause(Math.random() * longestOffsetMs);
  const other = begin(nth % 2 === 0 ? place : link, 'other');
  if (Math.random() < killed) {
    await pause(Math.random() * longestOffsetMs);
    await (Math.random() < 0.6 ? one : other).kill();
    seen.killed += 1;
  }
  await Promise.all([one.said, other.said]);
  await Promise.all(starts.filter(({ word }) => word === 'shown').map(({ gone }) => gone));
  for (const start of starts) {
    expect(start.word).not.toBe('unanswered');
    if (start.word === 'shown') {
      seen.shown += 1;
      // One that was killed between its word and its end has no exit code.
      if (!start.isKilled) expect(start.exitCode).toBe(0);
      const told = start === one ? '["one"]' : '["other"]';
      expect(
        starts.some(({ heard }) => heard.includes(told)),
        'shown, but no one received the words',
      ).toBe(true);
    }
  }
  if (one.word === 'first' && other.word === 'first') seen['taken over from a killed one'] += 1;
  // Whichever process was killed, the next start has the folder.
  if (!starts.some(({ isFirst }) => isFirst)) {
    seen['nobody left'] += 1;
    const next = begin(link, 'next');
    await next.said;
    if (!next.isFirst) row.lost(1);
  }
  expect(starts.filter(({ isFirst }) => isFirst)).toHaveLength(1);
  await Promise.all(starts.map((start) => start.kill()));
  await rm(place, { recursive: true, force: true });
  await rm(link);
  row.ran();
}

test(
  `${pairs} pairs of starts up to 300 ms apart, with kills among them: never two on one folder, never none`,
  () =>
    counted('pairs of starts', async (row) => {
      let next = 0;
      await Promise.all(
        Array.from({ length: lanes }, async () => {
          while (next < pairs) await onePair((next += 1), row);
        }),
      );
      console.info(`${pairs} pairs of starts: ${JSON.stringify(seen)}`);
    }),
  60_000 + pairs * 3_000,
);
