import type { Clock } from '../../../shared/clock';

/** News about the same thing come at most so often, in milliseconds. */
export const NEWS_EVERY_MS = 250;

/** Tells of changes: the first one at once, then no more than one a while, and the last one always. */
export class Announcer {
  readonly #clock: Clock;
  readonly #tell: () => void;
  readonly #everyMs: number;
  #isResting = false;
  #isDue = false;

  /** `tell` says how things are at that moment. */
  constructor(clock: Clock, tell: () => void, everyMs = NEWS_EVERY_MS) {
    this.#clock = clock;
    this.#tell = tell;
    this.#everyMs = everyMs;
  }

  /** Tells at once what is still to be told. */
  flush(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#tell();
  }

  /** Something has changed. */
  changed(): void {
    if (this.#isResting) {
      this.#isDue = true;
      return;
    }
    this.#isResting = true;
    this.#tell();
    this.#clock.after(this.#everyMs, () => {
      this.#isResting = false;
      if (!this.#isDue) return;
      this.#isDue = false;
      this.changed();
    });
  }
}
