import type { Clock } from '../../../shared/clock';

/** The shortest interval between two announcements of the same thing, in milliseconds. */
export const NEWS_EVERY_MS = 250;

/** Throttles announcements: the first at once, at most one per interval, and the last one always. */
export class Announcer {
  readonly #clock: Clock;
  readonly #tell: () => void;
  readonly #everyMs: number;
  #isResting = false;
  #isDue = false;

  /** `tell` announces the state of that moment. */
  constructor(clock: Clock, tell: () => void, everyMs = NEWS_EVERY_MS) {
    this.#clock = clock;
    this.#tell = tell;
    this.#everyMs = everyMs;
  }

  /** Makes an announcement that is still due at once. */
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
