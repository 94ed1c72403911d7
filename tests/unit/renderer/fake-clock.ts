import type { Clock } from '../../../shared/clock';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-11-23T10:00:00Z');
  #due: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.#now + ms, run };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((one) => one !== entry);
    };
  }

  get waiting(): number {
    return this.#due.length;
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#due.filter((one) => one.at <= this.#now);
    this.#due = this.#due.filter((one) => one.at > this.#now);
    for (const one of due) one.run();
  }
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Lets everything that only waits for promises go on. */
export const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
