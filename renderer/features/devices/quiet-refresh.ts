import type { Clock } from '../../../shared/clock';

/** How often a list may change under the eyes of someone who only looks. */
const EVERY_MS = 2000;

/** Runs something when the person is not in the middle of it, and not too often. */
export class QuietRefresh {
  readonly #clock: Clock;
  readonly #run: () => void;
  #calm = true;
  #wanted = false;
  #waiting = false;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Runs now, or as soon as it may. */
  want(): void {
    this.#wanted = true;
    if (!this.#calm || this.#waiting) return;
    this.#wanted = false;
    this.#waiting = true;
    this.#clock.after(EVERY_MS, () => {
      this.#waiting = false;
      if (this.#wanted) this.want();
    });
    this.#run();
  }

  /** Somebody moved into the list, or came back to its top. */
  set calm(calm: boolean) {
    this.#calm = calm;
    if (calm && this.#wanted) this.want();
  }

  /** What was wanted has been done in another way. */
  settled(): void {
    this.#wanted = false;
  }
}
