import type { Clock } from '../../shared/clock';
import type { Failure, Outcome } from '../../shared/failure';
import { err } from '../../shared/result';

/**
 * `signal.reason` is the Failure with which the attempt was ended from outside. `restart` starts its time limit again, for a
 * question to the user on the way.
 */
export type Attempt<T> = (signal: AbortSignal, restart: () => void) => Promise<Outcome<T>>;

/**
 * Sign-ins run one after another. The time limit starts when an attempt's turn comes, not when it queues,
 * and an attempt that ignores its abort signal still frees the queue: a closed browser tab never reports back.
 */
export class SignInQueue {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #open = new Set<AbortController>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  run<T>(attempt: Attempt<T>): Promise<Outcome<T>> {
    const abort = new AbortController();
    this.#open.add(abort);
    const turn = this.#tail.then(() => this.#bounded(attempt, abort));
    this.#tail = turn.catch(() => undefined);
    return turn.finally(() => this.#open.delete(abort));
  }

  /** Ends the running attempt and all that wait behind it. */
  cancel(): void {
    for (const abort of this.#open) abort.abort({ code: 'auth.cancelled' } satisfies Failure);
  }

  async #bounded<T>(attempt: Attempt<T>, abort: AbortController): Promise<Outcome<T>> {
    const { signal } = abort;
    if (signal.aborted) return err(endOf(signal));
    let stop = (): void => undefined;
    const restart = (): void => {
      stop();
      if (!signal.aborted)
        stop = this.#clock.after(this.#limitMs, () => abort.abort({ code: 'auth.timeout' } satisfies Failure));
    };
    restart();
    try {
      return await untilEnded(attempt(signal, restart), signal);
    } finally {
      stop();
    }
  }
}

/** The outcome of the work, or why the attempt was ended from outside before that. */
export function untilEnded<T>(work: Promise<Outcome<T>>, signal: AbortSignal): Promise<Outcome<T>> {
  const ended = new Promise<Outcome<T>>((resolve) => {
    const end = (): void => resolve(err(endOf(signal)));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([work, ended]);
}

/** Why an attempt was ended from outside. */
const endOf = (signal: AbortSignal): Failure => signal.reason as Failure;
