/** Background work pauses after so many milliseconds. */
const SLICE_MS = 6;

export interface SlicesOptions {
  /** Runs when everything that waits has had its turn (`setImmediate`). */
  readonly defer: (run: () => void) => void;
  /** Milliseconds of some monotonic clock. */
  readonly ticks: () => number;
}

/** Does long work so that queries have their turn in between. */
export class Slices {
  readonly #options: SlicesOptions;

  constructor(options: SlicesOptions) {
    this.#options = options;
  }

  /** Takes the work to its end and answers what it returns. */
  async run<T>(work: Generator<void, T>): Promise<T> {
    for (;;) {
      const until = this.#options.ticks() + SLICE_MS;
      for (let step = work.next(); ; step = work.next()) {
        if (step.done === true) return step.value;
        if (this.#options.ticks() >= until) break;
      }
      await this.pause();
    }
  }

  /** Lets everything that waits have its turn. */
  pause(): Promise<void> {
    return new Promise((resolve) => this.#options.defer(resolve));
  }
}
