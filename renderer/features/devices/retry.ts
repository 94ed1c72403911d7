import type { Clock } from '../../../shared/clock';

/** The first pause; each is twice as long as the one before. */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** Repeats what failed, after pauses that grow until it works. Several failures share one pause. */
export class Retry {
  readonly #clock: Clock;
  readonly #run: () => void;
  #pause = FIRST_MS;
  #stop: (() => void) | null = null;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  later(): void {
    if (this.#stop !== null) return;
    this.#stop = this.#clock.after(this.#pause, () => {
      this.#stop = null;
      this.#pause = Math.min(LONGEST_MS, this.#pause * 2);
      this.#run();
    });
  }

  /** The next pause is a short one. */
  worked(): void {
    this.#pause = FIRST_MS;
  }

  /** There is nothing left to repeat. */
  drop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
