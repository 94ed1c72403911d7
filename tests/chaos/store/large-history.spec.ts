import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { History } from '../../../main/history/history';
import { partLimits } from '../../../main/history/part';
import { partitionName } from '../../../main/store/partition';
import { counted } from '../rows';
import { everything, openStores, owner, request } from './stores';

const count = 100_000;
const months = 12;
let folder = '';

/** The documents that as many saves would have made. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chaos-large-'));
  const place = join(folder, 'history', partitionName(owner.homeAccountId, owner.tenantId));
  await mkdir(place, { recursive: true });
  const perMonth = Math.ceil(count / months);
  for (let month = 0; month < months; month += 1) {
    const stem = new Date(Date.UTC(2025, 11 + month, 1)).toISOString().slice(0, 7);
    for (let start = 0, number = 1; start < perMonth; start += partLimits.entries, number += 1) {
      const size = Math.min(partLimits.entries, perMonth - start);
      const entries = Array.from({ length: size }, (_, n) => entry(month * perMonth + start + n, month));
      const name = number === 1 ? stem : `${stem}.${number}`;
      await writeFile(join(place, `${name}.json`), JSON.stringify({ version: 1, data: { entries } }));
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const entry = (n: number, month: number): ReturnType<typeof request> => {
  const at = new Date(Date.UTC(2025, 11 + month, 1) + (n % 8000) * 300_000).toISOString();
  return { ...request(n), steps: [{ state: 'closed', at, cause: null }] };
};

async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await run();
  return { ms: performance.now() - start, value };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function appendMs(history: History, from: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const { ms, value } = await timed(() => history.save(entry(from + n, 11), owner));
    expect(value.ok).toBe(true);
    times.push(ms);
  }
  return median(times);
}

describe('a history of 100,000 entries', () => {
  it('is searched in a moment and takes one more entry as quickly as a small one', () =>
    counted('a history of 100,000 entries', async (row) => {
      const { history } = openStores(folder);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const first = await timed(() => history.query(owner, { ...everything, limit: 50 }));
      delay.disable();
      expect(first.value.total).toBeGreaterThanOrEqual(count);
      const search = await timed(() => history.query(owner, { ...everything, text: 'ser5012 山田', limit: 50 }));
      expect(search.value.total).toBeGreaterThan(0);
      const large = await appendMs(history, 200_000);

      const small = await mkdtemp(join(tmpdir(), 'chaos-small-history-'));
      const fresh = await appendMs(openStores(small).history, 0);
      await rm(small, { recursive: true, force: true });

      const numbers = {
        first: first.ms,
        search: search.ms,
        longestBlock: delay.max / 1e6,
        append: large,
        appendToEmpty: fresh,
      };
      const text = Object.entries(numbers).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`);
      process.stdout.write(`100,000 entries: ${text.join(', ')}\n`);
      expect(search.ms).toBeLessThan(1000);
      // The size of what is there must not matter; the disk of the machine does.
      expect(large).toBeLessThan(fresh * 4 + 10);
      row.ran();
    }));
});
