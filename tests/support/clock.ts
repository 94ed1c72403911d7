import type { Clock } from '../../shared/clock';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything go on that waits only for promises and messages; there is no `setImmediate` in a page. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise<void>((resolve) => immediate(resolve));
}

const immediate: (run: () => void) => void =
  (globalThis as { readonly setImmediate?: (run: () => void) => void }).setImmediate ?? ((run) => setTimeout(run, 0));

/** Time that passes only when the test says so. */
export class ManualClock implements Clock {
  #now: number;
  #timers: readonly Timer[] = [];

  /** `start`: milliseconds since 1970. */
  constructor(start = Date.parse('2026-11-23T09:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), run };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Milliseconds until the next timer; null when there is none. */
  get next(): number | null {
    return this.waiting === 0 ? null : Math.min(...this.#timers.map(({ at }) => at)) - this.#now;
  }

  /** Moves the time at once, then runs the timers that are due by then, without a pause. */
  pass(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { run } of due) run();
  }

  /** Runs the timers on the way in their order, each at its time, and lets promises go on after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await turns();
    for (;;) {
      const [due] = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (due === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await turns();
    }
    this.#now = end;
  }

  /** The workstation slept, or its clock was set: no timer runs. */
  jump(ms: number): void {
    this.#now += ms;
    this.#timers = this.#timers.map(({ at, run }) => ({ at: at + ms, run }));
  }
}
