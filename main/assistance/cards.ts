import type { Clock } from '../../shared/clock';
import type { ConfirmCard, RequestSubject } from '../../shared/contract/requests';
import type { Owner } from '../auth/owner';
import { isSameOwner } from '../auth/owner';
import type { Baseline } from './evidence';
import type { FoundThrough } from './provider';

/** How long a card is valid, in milliseconds. After that its contents are too old to confirm. */
export const CARD_MS = 5 * 60_000;
const MOST_CARDS = 50;
/** How many devices with a card in this run are remembered for drafts. */
const MOST_SUBJECTS = 200;

/** What may be confirmed: a frozen copy of what the technician saw, and on whose behalf. */
export interface Card {
  readonly shown: ConfirmCard;
  readonly owner: Owner;
  readonly before: Baseline;
  /** Another path to the device, in case the provider does not find it directly. */
  readonly through: FoundThrough | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The cards that may still be confirmed. Each can be used once. */
export class Cards {
  readonly #clock: Clock;
  readonly #cards = new Map<string, Card>();
  /** The newest last. */
  #subjects: readonly Pick<Card, 'owner' | 'shown'>[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(card: Card): void {
    this.#sweep();
    this.#subjects = [
      ...this.#subjects.filter((one) => !isOf(one, card.owner, card.shown.subject.deviceId)),
      card,
    ].slice(-MOST_SUBJECTS);
    this.#cards.set(card.shown.handle, card);
    for (const handle of [...this.#cards.keys()].slice(0, Math.max(0, this.#cards.size - MOST_CARDS)))
      this.#cards.delete(handle);
  }

  /** The card of a handle while it is valid and unused. */
  peek(handle: string): Card | null {
    this.#sweep();
    return this.#cards.get(handle) ?? null;
  }

  /** What a device's newest card of this run showed, also after that card; null when it had none. */
  subjectOf(owner: Owner, deviceId: string): RequestSubject | null {
    return this.#subjects.find((one) => isOf(one, owner, deviceId))?.shown.subject ?? null;
  }

  /** Returns the card and invalidates its handle; a second call returns null. */
  take(handle: string): Card | null {
    const card = this.peek(handle);
    this.#cards.delete(handle);
    return card;
  }

  discard(handle: string): void {
    this.#cards.delete(handle);
  }

  discardAll(): void {
    this.#cards.clear();
  }

  #sweep(): void {
    const now = this.#clock.now();
    for (const [handle, card] of this.#cards) {
      // A clock set back must not make a card live longer.
      if (now >= card.expiresAt || now < card.expiresAt - CARD_MS) this.#cards.delete(handle);
    }
  }
}

const isOf = ({ owner, shown }: Pick<Card, 'owner' | 'shown'>, whose: Owner, deviceId: string): boolean =>
  shown.subject.deviceId === deviceId && isSameOwner(owner, whose);
