import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { DraftCause } from '../../shared/contract/drafts';
import type { WaitingRequest } from '../../shared/contract/requests';
import type { Failure } from '../../shared/failure';
import { CARD_MS } from './cards';
import type { Confirmation } from './confirmation';
import type { Ask } from './limits';
import { pauseBefore, wholeSeconds } from './limits';

interface Place {
  readonly confirmation: Confirmation;
  /** There were ten in five minutes: only the person's second word lets it go. */
  needsWord: boolean;
  /** Tells who waits whether its turn has come; false once it was taken back. */
  readonly settle: (isTurn: boolean) => void;
}

interface Parts {
  readonly clock: Clock;
  /** Every request of the past minutes and every confirmation whose turn has come. */
  readonly asks: (without?: Confirmation) => readonly Ask[];
  readonly onChange: () => void;
}

/** Who waits at all; a bound for what a page could ask. */
const MOST_WAITING = 20;
/** How often the clock is looked at while something waits. */
const BEAT_MS = 1_000;
/** A beat that comes so much too late or too early says that the workstation slept or its clock was set. */
const JUMP_MS = 10_000;

/**
 * Confirmed requests that wait for the limits, in the order of their confirmation. Nothing is sent here: a turn is given, once,
 * or taken back for good.
 */
export class WaitingLine {
  readonly #parts: Parts;
  #places: readonly Place[] = [];
  #cancelBeat: (() => void) | null = null;
  #nextBeat = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isFull(): boolean {
    return this.#places.length >= MOST_WAITING;
  }

  /**
   * Resolves with true when it may go out now, with false when it was taken back. Gives the turn without a pause where
   * nothing is in the way, so that the next confirmation already meets the limit.
   */
  turn(confirmation: Confirmation): Promise<boolean> | true {
    this.#catchSleep();
    const isBlocked =
      this.#places.some(({ needsWord }) => !needsWord) ||
      pauseBefore(this.#now(), this.#parts.asks(confirmation)) !== null;
    if (!isBlocked) {
      confirmation.turnAt = this.#now();
      return true;
    }
    confirmation.turnAt = null;
    confirmation.hasWaited = true;
    return new Promise((settle) => {
      this.#places = [...this.#places, { confirmation, needsWord: false, settle }];
      this.#look();
    });
  }

  /** The first to go first. Each is the earliest time, if those before it go as planned. */
  shown(): readonly WaitingRequest[] {
    return this.#plan().map(({ place, goesAt }) => ({
      handle: place.confirmation.input.handle,
      subject: place.confirmation.card.shown.subject,
      ticket: place.confirmation.input.ticket,
      reason: place.confirmation.input.reason,
      goesAt: iso(goesAt),
      needsWord: place.needsWord,
      expiresAt: iso(place.confirmation.card.expiresAt),
    }));
  }

  /** The person's second word. Null when it was taken, also for what has gone out already. */
  giveWord(handle: string): Failure | null {
    this.#catchSleep();
    const place = this.#places.find(({ confirmation }) => confirmation.input.handle === handle);
    if (place === undefined || !place.needsWord) return null;
    const pause = pauseBefore(this.#now(), this.#parts.asks());
    if (pause?.window === 'long') return { code: 'request.too-fast', retryAfter: wholeSeconds(pause.ms) };
    place.needsWord = false;
    this.#look();
    return null;
  }

  /** Takes back those that are meant. They never go out. */
  takeBack(cause: DraftCause, isMeant: (confirmation: Confirmation) => boolean): void {
    if (this.#remove(cause, isMeant)) this.#look();
  }

  /** One may have failed before it counted: who waits behind it may go earlier. */
  reconsider(): void {
    if (this.#places.length > 0) this.#look();
  }

  /** Stops the timer. Nothing goes out any more; those who wait get no answer. */
  halt(): void {
    this.#cancelBeat?.();
    this.#places = [];
  }

  #remove(cause: DraftCause, isMeant: (confirmation: Confirmation) => boolean): boolean {
    const leaving = this.#places.filter(({ confirmation }) => isMeant(confirmation));
    this.#places = this.#places.filter((place) => !leaving.includes(place));
    for (const { confirmation, settle } of leaving) {
      confirmation.revoked ??= cause;
      settle(false);
    }
    return leaving.length > 0;
  }

  #look(): void {
    this.#cancelBeat?.();
    this.#cancelBeat = null;
    this.#leaveOld();
    this.#letGo();
    const due = this.#plan().find(({ place }) => !place.needsWord)?.goesAt;
    if (this.#places.length > 0)
      this.#beat(due === undefined ? BEAT_MS : Math.min(BEAT_MS, Math.max(1, due - this.#now())));
    this.#parts.onChange();
  }

  #beat(ms: number): void {
    this.#nextBeat = this.#now() + ms;
    this.#cancelBeat = this.#parts.clock.after(ms, () => {
      this.#catchSleep();
      this.#look();
    });
  }

  /** Nobody expects a request any more that was confirmed before the workstation slept. */
  #catchSleep(): void {
    if (this.#places.length > 0 && Math.abs(this.#now() - this.#nextBeat) > JUMP_MS) this.takeBack('slept', () => true);
  }

  #leaveOld(): void {
    const now = this.#now();
    this.#remove('expired', ({ card }) => now >= card.expiresAt || now < card.expiresAt - CARD_MS);
  }

  #letGo(): void {
    for (;;) {
      this.#plan();
      const next = this.#places.find(({ needsWord }) => !needsWord);
      if (next === undefined || pauseBefore(this.#now(), this.#parts.asks()) !== null) return;
      this.#places = this.#places.filter((place) => place !== next);
      next.confirmation.turnAt = this.#now();
      next.settle(true);
    }
  }

  /** When each may go at the earliest. Who meets the long limit on the way needs the person's word from then on. */
  #plan(): readonly { readonly place: Place; readonly goesAt: number }[] {
    const asks = [...this.#parts.asks()];
    return this.#places.map((place) => {
      let at = this.#now();
      for (let pause = pauseBefore(at, asks); pause !== null; pause = pauseBefore(at, asks)) {
        at += pause.ms;
        if (pause.window === 'long') place.needsWord = true;
      }
      asks.push({ deviceId: place.confirmation.card.shown.subject.deviceId, at, mayAppear: true });
      return { place, goesAt: at };
    });
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
