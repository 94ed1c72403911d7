import type { Clock } from '../../../shared/clock';

/** Shortest time between two changes of a list that the technician only looks at, in milliseconds. */
const EVERY_MS = 2000;

interface Ways {
  readonly run: () => void;
  /** While the technician is in the list: changes it only if no row moves. Returns whether it did. */
  readonly renew: () => Promise<boolean>;
}

/** Brings a list up to date, not too often, and without moving rows while the technician is in the list. */
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

  /** The list was brought up to date in another way. */
  settled(): void {
    this.#wanted = false;
    this.#missed = false;
  }

  async #renew(): Promise<void> {
    this.#missed = true;
    if (await this.#ways.renew()) this.#missed = false;
  }
}
