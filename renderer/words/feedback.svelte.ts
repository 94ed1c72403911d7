import { createContext } from 'svelte';
import type { Clock } from '../../shared/clock';

const TOAST_MS = 5000;

/** Short confirmations ("Copied") and the one polite live region. Failures never go here: they stay on screen. */
export class Feedback {
  toast = $state<string | null>(null);
  /** The toast says why something was not done. */
  isRefusal = $state(false);
  announcement = $state('');

  readonly #clock: Clock;
  #stop: () => void = () => undefined;
  /** How often something was said. */
  #said = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Shows and announces a confirmation. */
  confirm(text: string): void {
    this.#show(text, false);
  }

  /** Shows and announces why a key did nothing, and what does. */
  refuse(text: string): void {
    this.#show(text, true);
  }

  #show(text: string, isRefusal: boolean): void {
    this.isRefusal = isRefusal;
    this.toast = text;
    this.announce(text);
    this.resume();
  }

  /** Said by a screen reader when it is idle. */
  announce(text: string): void {
    this.#said += 1;
    this.announcement = text;
  }

  /** The same after a while, unless something else was said meanwhile. The answer takes it back. */
  announceAfter(ms: number, text: string): () => void {
    const said = this.#said;
    return this.#clock.after(ms, () => {
      if (said === this.#said) this.announce(text);
    });
  }

  /** While the pointer or the focus is on the toast it stays. */
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
