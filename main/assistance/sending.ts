import type { DraftCause } from '../../shared/contract/drafts';
import type { AssistanceRequest, SendFailure, SendInput, WaitingRequest } from '../../shared/contract/requests';
import { isBlocked } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { Result } from '../../shared/result';
import { err, ok } from '../../shared/result';
import { isSameOwner, ownerOf } from '../auth/owner';
import type { Card, Cards } from './cards';
import type { Confirmation } from './confirmation';
import { confirmationOf } from './confirmation';
import { deliver } from './delivery';
import type { Drafts } from './drafts';
import type { Baseline } from './evidence';
import { baselineOf } from './evidence';
import type { Journal } from './journal';
import type { Ledger } from './ledger';
import { stamp } from './ledger';
import type { Ask } from './limits';
import { repeatFailure } from './limits';
import type { AssistancePorts } from './needs';
import type { AssistanceProvider, SendOutcome } from './provider';
import type { IntentRecord } from './records';
import { JOURNAL_VERSION } from './records';
import type { RequestEvent } from './state-machine';
import { isRunning, startRequest } from './state-machine';
import { WaitingLine } from './waiting-line';

type Ports = Pick<AssistancePorts, 'provider' | 'actor' | 'clock' | 'ids' | 'log'> & {
  /** The text as it may be recorded: without session links. */
  readonly masked: (text: string) => string;
};

interface Parts {
  readonly cards: Cards;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly drafts: Drafts;
  /** The list of waiting requests changed. */
  readonly onWaiting: () => void;
}

/**
 * The approval in the browser may take five minutes. If it took longer than this, the workstation was asleep, and the
 * request is no longer expected.
 */
const LONGEST_START_MS = 10 * 60_000;

/**
 * Handles a request from the confirmation to the response of the POST. One confirmation, one request: see `deliver` for
 * its attempts.
 */
export class Sending {
  readonly #ports: Ports;
  readonly #parts: Parts;
  readonly #line: WaitingLine;
  /** Confirmed, intent not yet in the journal; by handle. */
  readonly #held = new Map<string, Confirmation>();
  readonly #sends = new Set<Promise<unknown>>();

  constructor(ports: Ports, parts: Parts) {
    this.#ports = ports;
    this.#parts = parts;
    this.#line = new WaitingLine({
      clock: ports.clock,
      asks: (without) => this.#asks(without),
      onChange: parts.onWaiting,
    });
  }

  /** Requests that wait because of the limits, the next one first. */
  waiting(): readonly WaitingRequest[] {
    return this.#line.shown();
  }

  /**
   * Runs synchronously up to the first turn, so that only one of several concurrent calls with the same card continues.
   * A failure says whether the same card can be confirmed again.
   */
  send(input: SendInput): Promise<Result<AssistanceRequest, SendFailure>> {
    const sent = this.#send(input)
      .then((outcome) => (outcome.ok ? outcome : err({ ...outcome.error, isCardKept: this.#isKept(input.handle) })))
      .finally(() => this.#sends.delete(sent));
    this.#sends.add(sent);
    return sent;
  }

  #isKept(handle: string): boolean {
    return this.#parts.cards.peek(handle) !== null;
  }

  async #send(input: SendInput): Promise<Outcome<AssistanceRequest>> {
    const { cards } = this.#parts;
    if (this.#held.has(input.handle)) return err({ code: 'request.in-flight' });
    const card = cards.peek(input.handle);
    if (card === null) return err({ code: 'request.card-expired' });
    const provider = this.#ports.provider();
    if (provider?.id !== card.shown.subject.provider || !this.#isStillActing(card)) {
      cards.discard(input.handle);
      return err({ code: 'request.card-expired' });
    }
    const refusal = this.#line.isFull ? ({ code: 'request.too-fast' } as const) : this.#refusal(card, input);
    if (refusal !== null) return err(refusal);
    cards.take(input.handle);
    const confirmation = confirmationOf(card, input, this.#ports.clock.now());
    this.#held.set(input.handle, confirmation);
    try {
      return await this.#start(confirmation, provider);
    } finally {
      this.#letGoOf(confirmation);
    }
  }

  stop(handle: string): void {
    this.#line.takeBack('stopped', ({ input }) => input.handle === handle);
  }

  /** Call it when the app quits: waiting requests become drafts; requests being sent are awaited. Never rejects. */
  async finish(): Promise<void> {
    this.takeBack('quit');
    await Promise.allSettled(this.#sends);
  }

  /** Stops all timers at once. */
  halt(): void {
    this.#line.halt();
  }

  giveWord(handle: string): Outcome<null> {
    const refusal = this.#line.giveWord(handle);
    return refusal === null ? ok(null) : err(refusal);
  }

  /** Cancels the matching confirmed requests that have not been sent; they become drafts and are never sent. */
  takeBack(cause: DraftCause, isMeant: (card: Card) => boolean = () => true): void {
    for (const confirmation of this.#held.values()) {
      if (!confirmation.isGoing && isMeant(confirmation.card)) confirmation.revoked ??= cause;
    }
    this.#line.takeBack(cause, ({ card }) => isMeant(card));
  }

  /**
   * Reasons against the request that do not depend on the rate limits; checked at the confirmation and again before
   * sending.
   */
  #refusal(card: Card, { handle, override, anyway }: SendInput): Failure | null {
    if (isBlocked(card.shown) && anyway !== true) return { code: 'request.blocked' };
    const deviceId = card.shown.device.id;
    const isHeld = [...this.#held.values()].some(
      (held) => held.input.handle !== handle && held.card.shown.device.id === deviceId,
    );
    const running =
      isHeld ||
      this.#parts.ledger.all().some(({ request, owner }) => {
        const blocks = isSameOwner(owner, card.owner) ? isRunning(request) : request.state === 'sending';
        return blocks && request.subject.deviceId === deviceId;
      });
    return repeatFailure(
      { deviceId, override, isRunning: running, now: this.#ports.clock.now() },
      this.#parts.ledger.asks(),
    );
  }

  #asks(without?: Confirmation): readonly Ask[] {
    const turns = [...this.#held.values()].flatMap((held): Ask[] =>
      held === without || held.turnAt === null
        ? []
        : [{ deviceId: held.card.shown.device.id, at: held.turnAt, mayAppear: true }],
    );
    return [...this.#parts.ledger.asks(), ...turns];
  }

  async #start(confirmation: Confirmation, provider: AssistanceProvider): Promise<Outcome<AssistanceRequest>> {
    const { card, input, at } = confirmation;
    if (!(await this.#isTurn(confirmation))) return this.#notSent(confirmation);
    const scope = await provider.authorize();
    if (!scope.ok) return this.#notAllowed(confirmation, scope.error);
    const before = card.before.isRead ? card.before : await this.#readLate(card, provider);
    // Other requests may have been sent while the technician approved this one in the browser.
    if (!(await this.#isTurn(confirmation))) return this.#notSent(confirmation);
    if (Math.abs(this.#ports.clock.now() - at) > LONGEST_START_MS) confirmation.revoked ??= 'slept';
    if (!this.#isStillActing(card)) confirmation.revoked ??= 'left';
    const refusal = confirmation.revoked === null ? this.#refusal(card, input) : null;
    if (confirmation.revoked !== null || refusal !== null) return this.#notSent(confirmation, refusal ?? undefined);
    confirmation.isGoing = true;
    const intent = this.#intent(card, input, before);
    const recorded = await this.#parts.journal.write(intent);
    if (!recorded.ok) return this.#notRecorded(confirmation, intent, recorded.error);
    this.#parts.ledger.admit({
      request: startRequest(intent),
      owner: card.owner,
      before,
      linkHash: null,
      askedAt: Date.parse(intent.at),
      isDismissed: false,
    });
    this.#parts.drafts.drop(card.owner, { kind: 'request', deviceId: card.shown.subject.deviceId });
    this.#letGoOf(confirmation);
    return this.#post(intent, card, provider);
  }

  /** False when it was cancelled. A waiting request is stored as a draft in case the app is killed. */
  async #isTurn(confirmation: Confirmation): Promise<boolean> {
    const turn = this.#line.turn(confirmation);
    if (turn !== true) this.#keep(confirmation, 'waits');
    return (await turn) && confirmation.revoked === null;
  }

  #letGoOf({ input, turnAt }: Confirmation): void {
    if (this.#held.delete(input.handle) && turnAt !== null) this.#line.reconsider();
  }

  #keep({ card, input }: Confirmation, why: DraftCause | 'waits'): void {
    this.#parts.drafts.keepRequest(
      card.owner,
      { subject: card.shown.subject, ticket: input.ticket, reason: input.reason },
      why,
    );
  }

  #notSent(confirmation: Confirmation, refusal?: Failure): Outcome<never> {
    this.#keep(confirmation, confirmation.revoked ?? 'not-sent');
    if (refusal !== undefined) return err(refusal);
    return err({ code: confirmation.revoked === 'stopped' ? 'request.stopped' : 'request.card-expired' });
  }

  /** Nothing was recorded or sent: the technician may confirm the same card again. */
  #notAllowed(confirmation: Confirmation, failure: Failure): Outcome<never> {
    if (confirmation.revoked !== null || !this.#isStillActing(confirmation.card)) {
      confirmation.revoked ??= 'left';
      return this.#notSent(confirmation);
    }
    if (confirmation.hasWaited) this.#keep(confirmation, 'not-sent');
    this.#parts.cards.put(confirmation.card);
    return err(failure);
  }

  /** Without the old link a new one could not be recognized, so a failed read is retried once. */
  async #readLate(card: Card, { watch }: AssistanceProvider): Promise<Baseline> {
    const facts = await watch?.read(card.shown.device.id);
    return facts?.ok ? baselineOf(facts.value, this.#ports.clock.now()) : card.before;
  }

  #intent(card: Card, { ticket, reason }: SendInput, before: Baseline): IntentRecord {
    const { owner, shown } = card;
    return {
      v: JOURNAL_VERSION,
      type: 'intent',
      id: this.#ports.ids.request(),
      at: stamp(this.#ports.clock),
      owner,
      subject: shown.subject,
      ticket: this.#ports.masked(ticket),
      reason: this.#ports.masked(reason),
      before: { ...before, actions: [...before.actions] },
    };
  }

  /**
   * The intent may be on the disk although the write failed; an answer is added so that the next start does not treat
   * it as unknown.
   */
  async #notRecorded(
    confirmation: Confirmation,
    intent: IntentRecord,
    cause: Failure,
  ): Promise<Outcome<AssistanceRequest>> {
    const failure: Failure = {
      code: 'request.not-recorded',
      ...(cause.detail === undefined ? {} : { detail: cause.detail }),
    };
    const step = { state: 'failed', cause: failure, graphRequestId: null, linkHost: null, linkHash: null } as const;
    await this.#parts.journal.write({ v: JOURNAL_VERSION, type: 'answer', id: intent.id, at: intent.at, ...step });
    if (confirmation.hasWaited) this.#keep(confirmation, 'not-sent');
    return err(failure);
  }

  async #post({ id }: IntentRecord, card: Card, provider: AssistanceProvider): Promise<Outcome<AssistanceRequest>> {
    const { ledger, journal } = this.#parts;
    const { clock, log } = this.#ports;
    const startedAt = clock.now();
    const isAwake = (): boolean => Math.abs(clock.now() - startedAt) <= LONGEST_START_MS;
    const isWanted = (): boolean => this.#isStillActing(card) && isAwake();
    const outcome = await deliver({ id, card, provider, isWanted }, { journal, ledger, clock, log });
    const change = ledger.apply(id, answerEvent(outcome, stamp(clock)), { isAnswer: true });
    await change?.recorded;
    if (outcome.kind === 'accepted') ledger.apply(id, { kind: 'step', state: 'waiting', at: stamp(clock) });
    const entry = ledger.get(id);
    return entry === undefined ? err({ code: 'internal' }) : ok(entry.request);
  }

  #isStillActing(card: Card): boolean {
    const actor = this.#ports.actor();
    return actor !== null && isSameOwner(card.owner, ownerOf(actor));
  }
}

function answerEvent(outcome: SendOutcome, at: string): RequestEvent {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'step', state: 'accepted', at, graphRequestId: outcome.requestId, answeredAt: outcome.answeredAt };
    case 'refused':
      return {
        kind: 'step',
        state: 'failed',
        at,
        cause: outcome.failure,
        graphRequestId: outcome.failure.requestId ?? null,
      };
    case 'unknown':
      return {
        kind: 'step',
        state: 'unknown',
        at,
        cause: outcome.failure,
        graphRequestId: outcome.failure.requestId ?? null,
      };
  }
}
