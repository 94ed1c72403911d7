import type { Clock } from '../../shared/clock';
import type { Failure } from '../../shared/failure';

/** Entra blocks a client that keeps asking for what it was just refused. */
const REMEMBERED_MS = 5 * 60 * 1000;

/** The refusals that only a person can lift, so that background work does not ask again and again. */
export class RefusalMemo {
  readonly #refusals = new Map<string, { readonly failure: Failure; readonly until: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): Failure | null {
    const known = this.#refusals.get(key);
    return known !== undefined && this.#clock.now() < known.until ? known.failure : null;
  }

  add(key: string, failure: Failure): void {
    this.#refusals.set(key, { failure, until: this.#clock.now() + REMEMBERED_MS });
  }

  clear(): void {
    this.#refusals.clear();
  }
}
