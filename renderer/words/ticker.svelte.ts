import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Clock } from '../../shared/clock';

/** The time for display. It ticks only while something on screen reads it. */
export class Ticker {
  readonly #clock: Clock;
  readonly #seconds: () => void;
  readonly #halfMinutes: () => void;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#seconds = createSubscriber((update) => this.#every(1000, update));
    this.#halfMinutes = createSubscriber((update) => this.#every(30_000, update));
  }

  /** For elapsed times; milliseconds since 1970. */
  get now(): number {
    this.#seconds();
    return this.#clock.now();
  }

  /** For "2 min ago"; milliseconds since 1970. */
  get lately(): number {
    this.#halfMinutes();
    return this.#clock.now();
  }

  #every(ms: number, update: () => void): () => void {
    let stop = (): void => undefined;
    const again = (): void => {
      stop = this.#clock.after(ms, () => {
        update();
        again();
      });
    };
    again();
    return () => stop();
  }
}

export const [useTicker, provideTicker] = createContext<Ticker>();
