import type { Intent } from '../../shared/contract/app';

interface Parts {
  /** Whether a technician is signed in, so that devices and requests can be read. */
  readonly isReady: () => boolean;
  /** Shows what is asked for. Called once for each intent at most. */
  readonly show: (intent: Intent) => void;
  /** Shows that the intent waits for the sign-in. */
  readonly wait: () => void;
}

/** The one intent that waits for the sign-in: the newest. A section needs no sign-in and is shown at once. */
export class PendingIntent {
  #waiting: Intent | null = null;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  add(intent: Intent): void {
    this.#waiting = null;
    if (intent.kind === 'section' || this.#parts.isReady()) {
      this.#parts.show(intent);
      return;
    }
    this.#waiting = intent;
    this.#parts.wait();
  }

  /** A technician has signed in. */
  ready(): void {
    const intent = this.#waiting;
    this.#waiting = null;
    if (intent !== null) this.#parts.show(intent);
  }

  /** Another account or tenant signed in: an intent for the former one is dropped. */
  drop(): void {
    this.#waiting = null;
  }
}
