import type { Clock } from '../../../shared/clock';

/** How often something that dies may be started again: `most` times within `windowMs`, each time after a longer wait. */
export class RestartBudget {
  #deaths: readonly number[] = [];

  private readonly clock: Pick<Clock, 'now'>;
  private readonly most: number;
  private readonly windowMs: number;
  private readonly firstDelayMs: number;

  constructor(clock: Pick<Clock, 'now'>, most = 3, windowMs = 5 * 60_000, firstDelayMs = 500) {
    this.clock = clock;
    this.most = most;
    this.windowMs = windowMs;
    this.firstDelayMs = firstDelayMs;
  }

  /** Milliseconds to wait before the next start; null when it has died too often. */
  afterDeath(): number | null {
    const now = this.clock.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < this.windowMs), now];
    const count = this.#deaths.length;
    return count > this.most ? null : this.firstDelayMs * 2 ** (count - 1);
  }
}
