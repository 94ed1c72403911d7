import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleWorker } from '../bundle-worker';
import { count } from '../counts';
import { counted } from '../rows';
import type { Service } from './killing';
import { archived, openService, workersOf } from './killing';
import type { Word } from './waiting-words';

const runs = count(15, 120);
/** Five confirmations go out one after the other, this far apart: three seconds of the app, at twenty times its speed. */
const gapMs = 150;

let folder = '';
let worker = '';
let service: Service;
const workers = workersOf(() => worker);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-waiting-'));
  worker = await bundleWorker(new URL('waiting-worker.ts', import.meta.url), folder);
  service = await openService();
});

afterAll(async () => {
  workers.killAll();
  service.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything that one run said until it was gone. */
async function runOnce(
  run: number,
  mode: 'work' | 'audit',
  untilKill: (said: readonly Word[], more: () => Promise<unknown>) => Promise<void>,
): Promise<readonly Word[]> {
  const child = workers.start([join(folder, 'data'), service.address, String(run), mode]);
  const said: Word[] = [];
  child.on('message', (word: Word) => said.push(word));
  const gone = once(child, 'exit');
  await untilKill(said, () => Promise.race([once(child, 'message'), gone]));
  if (mode === 'work') {
    expect(child.exitCode, 'the worker ended by itself').toBeNull();
    child.kill('SIGKILL');
  }
  await gone;
  return said;
}

/** Waits until the service has executed this many requests of a run. */
async function executedIn(run: number, wanted: number): Promise<void> {
  while (service.executed.filter((one) => one.run === String(run)).length < wanted)
    await once(service.arrivals, 'post');
}

/**
 * Five of six runs are killed while confirmed requests wait: at a random moment after none, one, two, three or four of the five
 * went out, counted by the service, so that a slow computer changes nothing. The sixth is killed while it recovers or prepares.
 */
const killed = (run: number): Promise<readonly Word[]> =>
  runOnce(run, 'work', async (said, more) => {
    if (run % 6 === 5) return pause(60 + Math.random() * 150);
    while (!said.some(({ kind }) => kind === 'confirms')) await more();
    await executedIn(run, run % 6);
    await pause(Math.random() * gapMs);
  });

const devicesOf = (said: readonly Word[], kind: 'found' | 'confirms' | 'kept' | 'discards'): readonly string[] =>
  said.flatMap((word) => (word.kind === kind ? word.devices : []));

test(
  `${runs} kills of the core while confirmed requests wait: none goes out by itself, none is lost or sent twice`,
  () =>
    counted('kills of the core while confirmed requests wait', async (row) => {
      const confirmed = new Map<string, readonly string[]>();
      const kept = new Set<string>();
      const discarded = new Set<string>();
      let found = 0;
      for (let run = 0; run < runs; run += 1) {
        const said = await killed(run);
        confirmed.set(String(run), devicesOf(said, 'confirms'));
        for (const device of devicesOf(said, 'kept')) kept.add(device);
        for (const device of devicesOf(said, 'discards')) discarded.add(device);
        found += devicesOf(said, 'found').length;
        row.ran();
      }
      const before = service.executed.length;
      const said = await runOnce(runs, 'audit', async (words, more) => {
        while (!words.some(({ kind }) => kind === 'audit')) await more();
      });
      const audit = said.find((word) => word.kind === 'audit');
      if (audit === undefined) throw new Error('the last run did not answer');

      const unasked = service.executed.filter(({ device, run }) => !(confirmed.get(run) ?? []).includes(device));
      const devices = service.executed.map(({ device }) => device);
      const twice = devices.filter((device, nth) => devices.indexOf(device) !== nth);
      const recorded = new Set(
        [...(await archived(join(folder, 'data'))), ...audit.requests].map(({ subject }) => subject.deviceId),
      );
      const lost = [...[...kept].filter((device) => !discarded.has(device)), ...devices].filter(
        (device) => !recorded.has(device) && !audit.drafts.includes(device),
      );
      row.doubled(Math.max(twice.length, unasked.length));
      row.lost(new Set(lost).size);

      expect(devices.length, 'the service executed requests').toBeGreaterThan(runs / 2);
      expect(found, 'starts that found drafts of a killed run').toBeGreaterThan(runs / 2);
      expect(unasked, 'sent without a confirmation in the same run').toEqual([]);
      expect(service.executed.length, 'sent by the last run').toBe(before);
      expect(twice, 'sent twice').toEqual([]);
      expect(lost, 'neither recorded nor a draft').toEqual([]);
      expect(
        audit.drafts.filter((device) => recorded.has(device)),
        'offered as a draft although it was sent',
      ).toEqual([]);
      expect(devicesOf(said, 'found').toSorted(), 'drafts that changed by themselves').toEqual(audit.drafts.toSorted());
      expect(audit.faults).toEqual([]);
      console.info(
        `${runs} kills, ${devices.length} executed, ${kept.size} waited on the disk, ${found} times a start found a draft, 0 lost, 0 twice, 0 by themselves`,
      );
    }),
  60_000 + runs * 3_000,
);
