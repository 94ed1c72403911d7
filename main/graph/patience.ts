import type { Clock } from '../../shared/clock';
import { backoffMs } from './retry-after';

/** How long one call may go on waiting and repeating, in milliseconds. */
export const BUDGET_MS = 120_000;

export interface PatienceOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Told the whole seconds of every wait that Graph asked for while somebody waited for the answer. */
  readonly onThrottle?: (seconds: number) => void;
}

/** Waiting between tries, shared by all calls of one transport. */
export interface Patience {
  /** Milliseconds to wait before the next try: what the service asked for, else backoff. */
  delay(tries: number, askedMs: number | null): number;
  /** Remembers that Graph throttles, so that background calls hold back. */
  throttled(ms: number, isBackground?: boolean): void;
  /** Milliseconds that a background call should hold back now. */
  holdBack(): number;
  /** True when the time passed, false when stopped by the signal or when the timer came far too late (sleep). */
  wait(ms: number, signal?: AbortSignal): Promise<boolean>;
  isWithinBudget(startedAt: number, waitMs: number): boolean;
  now(): number;
}

/** A timer later than this means that the computer slept; nobody expects the call to go on then. */
const LATE_MS = 15_000;

export function createPatience({ clock, random, onThrottle }: PatienceOptions): Patience {
  let pausedUntil = 0;

  const wait = (ms: number, signal?: AbortSignal): Promise<boolean> =>
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

  return {
    delay: (tries, askedMs) => askedMs ?? backoffMs(tries, random),
    throttled(ms, isBackground = false) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
      if (!isBackground) onThrottle?.(Math.ceil(ms / 1_000));
    },
    holdBack: () => Math.max(0, pausedUntil - clock.now()),
    wait,
    isWithinBudget: (startedAt, waitMs) => clock.now() - startedAt + waitMs <= BUDGET_MS,
    now: () => clock.now(),
  };
}
