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

/** Milliseconds since the computer started, sleep included. No clock that somebody sets has a part in it. */
export const systemUptime = (): number => uptime() * 1_000;
