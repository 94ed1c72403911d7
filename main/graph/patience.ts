import type { Clock } from '../../shared/clock';
import { backoffMs } from './retry-after';

/** How long one call may go on waiting and repeating, in milliseconds. */
export const BUDGET_MS = 120_000;

export interface PatienceOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /**
   * Told the whole seconds until all calls that somebody waits for have gone on by themselves, whenever one begins to
   * wait; and again, perhaps 0, when one ends its wait early and does not go on.
   */
  readonly onThrottle?: (seconds: number) => void;
}

/** Waiting between tries, shared by all calls of one transport. */
export interface Patience {
  /** Milliseconds to wait before the next try: what the service asked for, else backoff. */
  delay(tries: number, askedMs: number | null): number;
  /** Remembers that Graph throttles, so that background calls hold back. Nothing is announced: perhaps no call follows. */
  throttled(ms: number): void;
  /** Milliseconds that a background call should hold back now. */
  holdBack(): number;
  /** True when the time passed, false when stopped by the signal or when the timer came far too late (sleep). `isTold`: the window shows how long. */
  wait(ms: number, signal?: AbortSignal, isTold?: boolean): Promise<boolean>;
  isWithinBudget(startedAt: number, waitMs: number): boolean;
  now(): number;
}

/** A timer later than this means that the computer slept; nobody expects the call to go on then. */
const LATE_MS = 15_000;

export function createPatience({ clock, random, onThrottle }: PatienceOptions): Patience {
  let pausedUntil = 0;
  /** When each wait that was told ends. */
  const told = new Set<{ readonly until: number }>();

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
    Math.max(0, ...[...told].map(({ until }) => Math.ceil((until - clock.now()) / 1_000)));

  /** A wait that ends early is taken back: what was announced would not happen. */
  const toldWait = async (ms: number, signal?: AbortSignal): Promise<boolean> => {
    const own = { until: clock.now() + ms };
    told.add(own);
    onThrottle?.(secondsLeft());
    const hasPassed = await passed(ms, signal);
    told.delete(own);
    if (!hasPassed) onThrottle?.(secondsLeft());
    return hasPassed;
  };

  return {
    delay: (tries, askedMs) => askedMs ?? backoffMs(tries, random),
    throttled(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    holdBack: () => Math.max(0, pausedUntil - clock.now()),
    wait: (ms, signal, isTold = false) =>
      isTold && signal?.aborted !== true ? toldWait(ms, signal) : passed(ms, signal),
    isWithinBudget: (startedAt, waitMs) => clock.now() - startedAt + waitMs <= BUDGET_MS,
    now: () => clock.now(),
  };
}
