import type { Clock } from './clock';

/** How often something that died is started again within `RESTART_WINDOW_MS`. */
export const RESTARTS = 3;
/**
 * Long enough for a crash loop that is slow: a process that opens a large inventory, or reads one, may live for minutes
 * before it dies of it. In five minutes it would never have died three times, and would start over forever.
 */
export const RESTART_WINDOW_MS = 10 * 60_000;

/** Decides whether something that died is started again: `RESTARTS` times within `RESTART_WINDOW_MS`, each time after a longer wait. */
export class RestartBudget {
  #deaths: readonly number[] = [];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #firstDelayMs: number;

  /** `firstDelayMs`: the wait before the first restart, in milliseconds; doubled with every further one. */
  constructor(clock: Pick<Clock, 'now'>, firstDelayMs: number) {
    this.#clock = clock;
    this.#firstDelayMs = firstDelayMs;
  }

  /** Deaths that still count. */
  get deaths(): number {
    return this.#deaths.length;
  }

  /** Milliseconds to wait before the next start; null when it has died too often. Call once for each death. */
  afterDeath(): number | null {
    const now = this.#clock.now();
    // A clock that was set back must not make a death count for longer.
    this.#deaths = [...this.#deaths.filter((at) => Math.abs(now - at) < RESTART_WINDOW_MS), now];
    return this.deaths > RESTARTS ? null : this.#firstDelayMs * 2 ** (this.deaths - 1);
  }

  /** Forgets the deaths so far: something else runs from now on. */
  reset(): void {
    this.#deaths = [];
  }
}
