import type { Clock } from './clock';

/** Most restarts of a process within `RESTART_WINDOW_MS`. */
export const RESTARTS = 3;
/**
 * Long enough to recognize a slow crash loop: a process that opens or reads a large inventory may run for minutes
 * before it crashes. With five minutes it would never crash three times in the window, and would be restarted forever.
 */
export const RESTART_WINDOW_MS = 10 * 60_000;

/**
 * Decides whether a crashed process is restarted: `RESTARTS` times within `RESTART_WINDOW_MS`, each time after a longer
 * wait.
 */
export class RestartBudget {
  #deaths: readonly number[] = [];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #firstDelayMs: number;

  /** `firstDelayMs`: the wait before the first restart, in milliseconds; doubled with every further one. */
  constructor(clock: Pick<Clock, 'now'>, firstDelayMs: number) {
    this.#clock = clock;
    this.#firstDelayMs = firstDelayMs;
  }

  /** Times of the crashes within the window. */
  get deaths(): number {
    return this.#deaths.length;
  }

  /** Milliseconds to wait before the next start; null after too many crashes. Call it once for each crash. */
  afterDeath(): number | null {
    const now = this.#clock.now();
    // A clock that was set back must not make a crash count for longer.
    this.#deaths = [...this.#deaths.filter((at) => Math.abs(now - at) < RESTART_WINDOW_MS), now];
    return this.deaths > RESTARTS ? null : this.#firstDelayMs * 2 ** (this.deaths - 1);
  }

  /** Forgets the crashes so far, because another process is started. */
  reset(): void {
    this.#deaths = [];
  }
}
