/** Background work pauses after this many milliseconds. */
const SLICE_MS = 6;

export interface SlicesOptions {
  /** Runs `run` after everything that is already queued (`setImmediate`). */
  readonly defer: (run: () => void) => void;
  /** A monotonic clock in milliseconds. */
  readonly ticks: () => number;
}

/** Runs long work in slices, so that queries are served in between. */
export class Slices {
  readonly #options: SlicesOptions;

  constructor(options: SlicesOptions) {
    this.#options = options;
  }

  /** Runs the work to its end and returns its result. */
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

  /** Lets everything that is queued run. */
  pause(): Promise<void> {
    return new Promise((resolve) => this.#options.defer(resolve));
  }
}
