import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { partLimits } from '../../main/history/part';
import { partitionName } from '../../main/store/partition';
import type { AssistanceRequest } from '../../shared/contract/requests';
import { everything, openStores, owner, request } from '../chaos/store/stores';

const MONTHS = 12;
const WARM_UPS = 5;
const folder = process.argv[2] ?? '';
const count = Number(process.argv[3]);
const saves = Number(process.argv[4]);

const entry = (n: number, month: number): AssistanceRequest => {
  const at = new Date(Date.UTC(2025, 11 + month, 1) + (n % 8_000) * 300_000).toISOString();
  return { ...request(n), steps: [{ state: 'closed', at, cause: null }] };
};

/** The documents that as many saves would have made. */
async function fill(): Promise<void> {
  const place = join(folder, 'history', partitionName(owner.homeAccountId, owner.tenantId));
  await mkdir(place, { recursive: true });
  const perMonth = Math.ceil(count / MONTHS);
  for (let month = 0; month < MONTHS; month += 1) {
    const stem = new Date(Date.UTC(2025, 11 + month, 1)).toISOString().slice(0, 7);
    for (let start = 0, number = 1; start < perMonth; start += partLimits.entries, number += 1) {
      const size = Math.min(partLimits.entries, perMonth - start);
      const entries = Array.from({ length: size }, (_, n) => entry(month * perMonth + start + n, month));
      await writeFile(
        join(place, `${number === 1 ? stem : `${stem}.${String(number)}`}.json`),
        JSON.stringify({ version: 1, data: { entries } }),
      );
    }
  }
}

await fill();
const { history } = openStores(folder);
const delay = monitorEventLoopDelay({ resolution: 1 });
const { total } = await history.query(owner, everything);
const times: number[] = [];
for (let n = -WARM_UPS; n < saves; n += 1) {
  if (n === 0) delay.enable();
  const begun = performance.now();
  const saved = await history.save(entry(2 * count + n, MONTHS - 1), owner);
  if (!saved.ok) throw new Error(`An entry was not saved: ${saved.error.code}`);
  if (n >= 0) times.push(performance.now() - begun);
}
delay.disable();
process.stdout.write(JSON.stringify({ total, times, longestBlockMs: delay.max / 1e6 }));
