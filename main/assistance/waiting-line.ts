import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { DraftCause } from '../../shared/contract/drafts';
import type { WaitingRequest } from '../../shared/contract/requests';
import type { Failure } from '../../shared/failure';
import { CARD_MS } from './cards';
import type { Confirmation } from './confirmation';
import type { Ask } from './limits';
import { pauseBefore, wholeSeconds } from './limits';

interface QueueEntry {
  readonly confirmation: Confirmation;
  /** There were ten requests in five minutes: only a second confirmation releases this one. */
  needsConfirmation: boolean;
  /** Resolves the wait: true when it may be sent, false when it was cancelled. */
  readonly settle: (isTurn: boolean) => void;
}

interface Parts {
  readonly clock: Clock;
  /** Every recent request and every confirmation whose turn has come. */
  readonly asks: (without?: Confirmation) => readonly Ask[];
  readonly onChange: () => void;
}

/** Most waiting requests; a bound on what a page can cause. */
const MOST_WAITING = 20;
/** How often the clock is checked while something waits. */
const BEAT_MS = 1_000;
/** A beat that is early or late by this much means that the workstation slept or its clock was set. */
const JUMP_MS = 10_000;

/**
 * Queue of confirmed requests that wait because of the rate limits, in the order of confirmation. Nothing is sent here:
 * each entry is released once or cancelled for good.
 */
export class WaitingLine {
  readonly #parts: Parts;
  #entries: readonly QueueEntry[] = [];
  #cancelBeat: (() => void) | null = null;
  #nextBeat = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isFull(): boolean {
    return this.#entries.length >= MOST_WAITING;
  }

  /**
   * Resolves with true when the request may be sent now, with false when it was cancelled. Returns true synchronously
   * when no limit applies, so that the next confirmation already counts this one.
   */
  turn(confirmation: Confirmation): Promise<boolean> | true {
    this.#catchSleep();
    const isBlocked =
      this.#entries.some(({ needsConfirmation }) => !needsConfirmation) ||
      pauseBefore(this.#now(), this.#parts.asks(confirmation)) !== null;
    if (!isBlocked) {
      confirmation.turnAt = this.#now();
      return true;
    }
    confirmation.turnAt = null;
    confirmation.hasWaited = true;
    return new Promise((settle) => {
      this.#entries = [...this.#entries, { confirmation, needsConfirmation: false, settle }];
      this.#look();
    });
  }

  /** In the order of sending. Each time is the earliest possible one, if those before it are sent as planned. */
  shown(): readonly WaitingRequest[] {
    return this.#plan().map(({ entry, goesAt }) => ({
      handle: entry.confirmation.input.handle,
      subject: entry.confirmation.card.shown.subject,
      ticket: entry.confirmation.input.ticket,
      reason: entry.confirmation.input.reason,
      goesAt: iso(goesAt),
      needsConfirmation: entry.needsConfirmation,
      expiresAt: iso(entry.confirmation.card.expiresAt),
    }));
  }

  /** The technician's second confirmation. Returns null on success, also for a request that is already sent. */
  giveWord(handle: string): Failure | null {
    this.#catchSleep();
    const entry = this.#entries.find(({ confirmation }) => confirmation.input.handle === handle);
    if (entry === undefined || !entry.needsConfirmation) return null;
    const pause = pauseBefore(this.#now(), this.#parts.asks());
    if (pause?.window === 'long') return { code: 'request.too-fast', retryAfter: wholeSeconds(pause.ms) };
    entry.needsConfirmation = false;
    this.#look();
    return null;
  }

  /** Cancels the matching ones. They are never sent. */
  takeBack(cause: DraftCause, isMeant: (confirmation: Confirmation) => boolean): void {
    if (this.#remove(cause, isMeant)) this.#look();
  }

  /** A request may have failed before it counted, so those behind it may be sent earlier. */
  reconsider(): void {
    if (this.#entries.length > 0) this.#look();
  }

  /** Stops the timer. Nothing is released any more; pending promises stay unresolved. */
  halt(): void {
    this.#cancelBeat?.();
    this.#entries = [];
  }

  #remove(cause: DraftCause, isMeant: (confirmation: Confirmation) => boolean): boolean {
    const leaving = this.#entries.filter(({ confirmation }) => isMeant(confirmation));
    this.#entries = this.#entries.filter((entry) => !leaving.includes(entry));
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
    const due = this.#plan().find(({ entry }) => !entry.needsConfirmation)?.goesAt;
    if (this.#entries.length > 0)
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

  /** Cancels requests that were confirmed before the workstation slept: they are no longer expected. */
  #catchSleep(): void {
    if (this.#entries.length > 0 && Math.abs(this.#now() - this.#nextBeat) > JUMP_MS)
      this.takeBack('slept', () => true);
  }

  #leaveOld(): void {
    const now = this.#now();
    this.#remove('expired', ({ card }) => now >= card.expiresAt || now < card.expiresAt - CARD_MS);
  }

  #letGo(): void {
    for (;;) {
      this.#plan();
      const next = this.#entries.find(({ needsConfirmation }) => !needsConfirmation);
      if (next === undefined || pauseBefore(this.#now(), this.#parts.asks()) !== null) return;
      this.#entries = this.#entries.filter((entry) => entry !== next);
      next.confirmation.turnAt = this.#now();
      next.settle(true);
    }
  }

  /** The earliest time for each. An entry that meets the long limit needs a second confirmation from then on. */
  #plan(): readonly { readonly entry: QueueEntry; readonly goesAt: number }[] {
    const asks = [...this.#parts.asks()];
    return this.#entries.map((entry) => {
      let at = this.#now();
      for (let pause = pauseBefore(at, asks); pause !== null; pause = pauseBefore(at, asks)) {
        at += pause.ms;
        if (pause.window === 'long') entry.needsConfirmation = true;
      }
      asks.push({ deviceId: entry.confirmation.card.shown.subject.deviceId, at, mayAppear: true });
      return { entry, goesAt: at };
    });
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
