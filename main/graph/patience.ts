import type { Clock } from '../../shared/clock';
import { backoffMs } from './retry-after';

/** Total time of waits and retries for one call, in milliseconds. */
export const BUDGET_MS = 120_000;

export interface PatienceOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /**
   * Called with the whole seconds until all waiting foreground calls continue: whenever one starts to wait, and again,
   * perhaps with 0, when one is aborted while it waits.
   */
  readonly onThrottle?: (seconds: number) => void;
}

/** Waits between tries, shared by all calls of one transport. */
export interface Patience {
  /** Milliseconds to wait before the next try: the time that the service asked for, else backoff. */
  delay(tries: number, askedMs: number | null): number;
  /**
   * Remembers that Graph throttles, so that background calls hold back. Not announced, because perhaps no call follows.
   */
  throttled(ms: number): void;
  /** Milliseconds that a background call should hold back now. */
  holdBack(): number;
  /**
   * Resolves with true when the time has passed; with false when aborted by the signal, or when the timer fired far too
   * late (after sleep). `isAnnounced`: the window shows how long.
   */
  wait(ms: number, signal?: AbortSignal, isAnnounced?: boolean): Promise<boolean>;
  isWithinBudget(startedAt: number, waitMs: number): boolean;
  now(): number;
}

/** A timer that is late by more than this means that the computer slept; the call is then no longer expected. */
const LATE_MS = 15_000;

export function createPatience({ clock, random, onThrottle }: PatienceOptions): Patience {
  let pausedUntil = 0;
  /** End times of the announced waits. */
  const announcedWaits = new Set<{ readonly until: number }>();

  const passed = (ms: number, signal?: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve(false);
        return;
      }
      const due = clock.now() + ms;
      const stop = (): void => {
        cancel();
        resolve(false);
      };
      const cancel = clock.after(ms, () => {
        signal?.removeEventListener('abort', stop);
        resolve(clock.now() - due < LATE_MS);
      });
      signal?.addEventListener('abort', stop, { once: true });
    });

  const secondsLeft = (): number =>
    Math.max(0, ...[...announcedWaits].map(({ until }) => Math.ceil((until - clock.now()) / 1_000)));

  /** Withdraws the announcement when the wait ends early. */
  const announcedWait = async (ms: number, signal?: AbortSignal): Promise<boolean> => {
    const own = { until: clock.now() + ms };
    announcedWaits.add(own);
    onThrottle?.(secondsLeft());
    const hasPassed = await passed(ms, signal);
    announcedWaits.delete(own);
    if (!hasPassed) onThrottle?.(secondsLeft());
    return hasPassed;
  };

  return {
    delay: (tries, askedMs) => askedMs ?? backoffMs(tries, random),
    throttled(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    holdBack: () => Math.max(0, pausedUntil - clock.now()),
    wait: (ms, signal, isAnnounced = false) =>
      isAnnounced && signal?.aborted !== true ? announcedWait(ms, signal) : passed(ms, signal),
    isWithinBudget: (startedAt, waitMs) => clock.now() - startedAt + waitMs <= BUDGET_MS,
    now: () => clock.now(),
  };
}
