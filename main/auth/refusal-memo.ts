import type { Clock } from '../../shared/clock';
import type { Failure } from '../../shared/failure';
import { needsInteraction } from './token-rules';

/** Refusals that only the user can resolve. */
const PERSON_MS = 5 * 60 * 1000;
/** Refusals that may pass by themselves, unless the service says when. */
const OTHER_MS = 60 * 1000;

/** Remembers refusals for a while: Entra blocks a client that repeats a request that was just refused. */
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

  /** Only refusals of the service are remembered: a lost network may be back at once. */
  add(key: string, failure: Failure): void {
    if (!failure.code.startsWith('auth.')) return;
    const wait = failure.retryAfter === undefined ? OTHER_MS : failure.retryAfter * 1000;
    this.#refusals.set(key, { failure, until: this.#clock.now() + (needsInteraction(failure) ? PERSON_MS : wait) });
  }

  clear(): void {
    this.#refusals.clear();
  }
}
