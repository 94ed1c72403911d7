import { uptime } from 'node:os';
import type { Clock } from '../../../shared/clock';

/** The workstation's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Milliseconds since the computer started, sleep included. Not affected by changes of the clock. */
export const systemUptime = (): number => uptime() * 1_000;
