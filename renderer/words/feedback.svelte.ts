import { createContext } from 'svelte';
import type { Clock } from '../../shared/clock';

const TOAST_MS = 5000;

/** Short confirmations ("Copied") and the only polite live region. Failures are not shown here: they stay on screen. */
export class Feedback {
  toast = $state<string | null>(null);
  /** The toast says why something was not done. */
  isRefusal = $state(false);
  announcement = $state('');

  readonly #clock: Clock;
  #stop: () => void = () => undefined;
  /** Number of announcements so far. */
  #said = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Shows and announces a confirmation. */
  confirm(text: string): void {
    this.#show(text, false);
  }

  /** Shows and announces why a key did nothing, and what to do instead. */
  refuse(text: string): void {
    this.#show(text, true);
  }

  #show(text: string, isRefusal: boolean): void {
    this.isRefusal = isRefusal;
    this.toast = text;
    this.announce(text);
    this.resume();
  }

  /** Announces a text politely: the screen reader speaks it when it is idle. */
  announce(text: string): void {
    this.#said += 1;
    this.announcement = text;
  }

  /**
   * The same after a delay, unless there was another announcement in the meantime. Returns a function that cancels it.
   */
  announceAfter(ms: number, text: string): () => void {
    const said = this.#said;
    return this.#clock.after(ms, () => {
      if (said === this.#said) this.announce(text);
    });
  }

  /** The toast stays while the pointer or the focus is on it. */
  pause(): void {
    this.#stop();
  }

  resume(): void {
    this.#stop();
    this.#stop = this.#clock.after(TOAST_MS, () => {
      this.toast = null;
    });
  }
}

export const [useFeedback, provideFeedback] = createContext<Feedback>();
