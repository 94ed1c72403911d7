import type { Clock } from '../../../shared/clock';

/** How often a list may change under the eyes of someone who only looks. */
const EVERY_MS = 2000;

interface Ways {
  readonly run: () => void;
  /** While the technician is in the list: changes it only if no row moves. Returns whether it did. */
  readonly renew: () => Promise<boolean>;
}

/** Brings a list up to date, not too often, and in the way that suits what the person does. */
export class QuietRefresh {
  readonly #clock: Clock;
  readonly #ways: Ways;
  #calm = true;
  #wanted = false;
  /** The list was not changed because the technician is in it. */
  #missed = false;
  #waiting = false;

  constructor(clock: Clock, ways: Ways) {
    this.#clock = clock;
    this.#ways = ways;
  }

  /** Runs now, or as soon as it may. */
  want(): void {
    this.#wanted = true;
    if (this.#waiting) return;
    this.settled();
    this.#waiting = true;
    this.#clock.after(EVERY_MS, () => {
      this.#waiting = false;
      if (this.#wanted) this.want();
    });
    if (this.#calm) this.#ways.run();
    else void this.#renew();
  }

  /** The technician moved into the list, or came back to its top. */
  set calm(calm: boolean) {
    this.#calm = calm;
    if (calm && (this.#wanted || this.#missed)) this.want();
  }

  /** What was wanted has been done in another way. */
  settled(): void {
    this.#wanted = false;
    this.#missed = false;
  }

  async #renew(): Promise<void> {
    this.#missed = true;
    if (await this.#ways.renew()) this.#missed = false;
  }
}
