import { beforeEach, describe, expect, it } from 'vitest';
import { HangWatch } from '../../../../main/desktop/platform/hang-watch';
import type { Log } from '../../../../shared/log';
import { flush } from '../../../support/turns';

interface Asked {
  readonly withdrawn: AbortSignal;
  readonly answer: (wantsReload: boolean) => Promise<void>;
}
let asked: Asked[] = [];
let reloads = 0;
let timers: { ms: number; run: () => void; isOff: boolean }[] = [];
let events: string[] = [];
const log: Log = {
  info: (event) => void events.push(event),
  warn: (event) => void events.push(event),
  fault: (event) => (events.push(event), ''),
};

function watch(ask?: () => Promise<boolean>): HangWatch {
  return new HangWatch({
    clock: {
      now: () => 0,
      after(ms, run) {
        const timer = { ms, run, isOff: false };
        timers.push(timer);
        return () => void (timer.isOff = true);
      },
    },
    log,
    ask:
      ask ??
      ((withdrawn) =>
        new Promise((resolve) => {
          asked.push({
            withdrawn,
            answer: async (wantsReload) => {
              resolve(wantsReload);
              await flush();
            },
          });
        })),
    reload: () => void (reloads += 1),
  });
}
const runTimers = (): void =>
  timers
    .splice(0)
    .filter(({ isOff }) => !isOff)
    .forEach(({ run }) => run());

beforeEach(() => {
  [asked, timers, events, reloads] = [[], [], [], 0];
});

describe('a page that hangs', () => {
  it('is reloaded once when the user wants it', async () => {
    const page = watch();
    page.hung();
    page.hung();
    expect(asked).toHaveLength(1);
    await asked[0]?.answer(true);
    page.over();
    expect([reloads, timers.length]).toEqual([1, 0]);
    expect(events).toEqual(['page.unresponsive', 'page.hang-answered']);
  });

  it('is left running when the user waits, and the question comes again later', async () => {
    const page = watch();
    page.hung();
    await asked[0]?.answer(false);
    expect([reloads, timers.map(({ ms }) => ms)]).toEqual([0, [15_000]]);
    runTimers();
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(true);
    expect(reloads).toBe(1);
  });

  it('that responds again closes its question, and a late choice is ignored', async () => {
    const page = watch();
    page.hung();
    page.over();
    expect(asked[0]?.withdrawn.aborted).toBe(true);
    await asked[0]?.answer(true);
    expect([reloads, timers.length]).toEqual([0, 0]);
  });

  it('that responds again while the user waits is not asked about again; the next hang is', async () => {
    const page = watch();
    page.hung();
    await asked[0]?.answer(false);
    page.over();
    runTimers();
    expect(asked).toHaveLength(1);
    page.hung();
    expect(asked).toHaveLength(2);
  });

  it('is asked about later when the question cannot be shown', async () => {
    watch(() => Promise.reject(new Error('no display'))).hung();
    await flush();
    expect(events).toContain('page.not-asked');
    expect([reloads, timers.length]).toEqual([0, 1]);
  });
});
