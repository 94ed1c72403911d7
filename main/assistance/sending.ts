import type { AssistanceRequest } from '../../shared/contract/requests';
import { isBlocked } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { withoutSessionLinks } from '../../shared/session-links';
import { isSameOwner, ownerOf } from '../auth/owner';
import type { GraphPort, PostOutcome } from '../graph/port';
import type { Card, Cards } from './cards';
import type { Baseline } from './evidence';
import { baselineOf } from './evidence';
import type { Journal } from './journal';
import type { Ledger } from './ledger';
import { stamp } from './ledger';
import type { Ask } from './limits';
import { limitFailure } from './limits';
import type { AssistancePorts } from './ports';
import type { IntentRecord } from './records';
import { journalVersion } from './records';
import type { RequestEvent } from './state-machine';
import { isRunning, startRequest } from './state-machine';

type Ports = Pick<AssistancePorts, 'graph' | 'actor' | 'clock' | 'ids' | 'log'>;

export interface SendInput {
  readonly handle: string;
  readonly ticket: string;
  readonly reason: string;
  readonly override: boolean;
  /** The person went past a note that blocks. */
  readonly anyway?: boolean;
}

/** The approval in the browser may take five minutes. What took longer than this slept, and nobody expects the request any more. */
const longestStartMs = 10 * 60_000;

/** From the confirmation to the answer of the POST. One confirmation, at most one POST. */
export class Sending {
  readonly #ports: Ports;
  readonly #cards: Cards;
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  /** Confirmed, intent not yet in the journal; by handle. */
  readonly #starting = new Map<string, Ask>();

  constructor(ports: Ports, cards: Cards, ledger: Ledger, journal: Journal) {
    this.#ports = ports;
    this.#cards = cards;
    this.#ledger = ledger;
    this.#journal = journal;
  }

  /** Everything up to `#starting.set` runs without a pause, so that of many calls one goes on. */
  async send(input: SendInput): Promise<Outcome<AssistanceRequest>> {
    if (this.#starting.has(input.handle)) return err({ code: 'request.in-flight' });
    const card = this.#cards.peek(input.handle);
    if (card === null) return err({ code: 'request.card-expired' });
    const graph = this.#ports.graph();
    if (graph === null || !this.#isStillActing(card)) {
      this.#cards.discard(input.handle);
      return err({ code: 'request.card-expired' });
    }
    if (isBlocked(card.shown) && input.anyway !== true) return err({ code: 'request.blocked' });
    const limited = this.#limit(card, input.override);
    if (limited !== null) return err(limited);
    this.#cards.take(input.handle);
    this.#starting.set(input.handle, { deviceId: card.shown.device.id, at: this.#ports.clock.now(), mayHaveReached: false });
    try {
      return await this.#start(card, input, graph);
    } finally {
      this.#starting.delete(input.handle);
    }
  }

  #limit(card: Card, override: boolean): Failure | null {
    const deviceId = card.shown.device.id;
    const starting = [...this.#starting.values()];
    const running =
      starting.some((ask) => ask.deviceId === deviceId) ||
      this.#ledger.all().some(({ request, owner }) => {
        const blocks = isSameOwner(owner, card.owner) ? isRunning(request) : request.state === 'sending';
        return blocks && request.subject.deviceId === deviceId;
      });
    const asks = [...this.#ledger.asks(), ...starting];
    return limitFailure({ deviceId, override, isRunning: running, now: this.#ports.clock.now() }, asks);
  }

  async #start(card: Card, input: SendInput, graph: GraphPort): Promise<Outcome<AssistanceRequest>> {
    const confirmedAt = this.#ports.clock.now();
    const scope = await graph.ensureWriteScope();
    if (!scope.ok) {
      // Nothing was recorded and nothing sent: the person may confirm the same card again.
      if (this.#isStillActing(card)) this.#cards.put(card);
      return scope;
    }
    const before = card.before.isRead ? card.before : await this.#readLate(card, graph);
    const tookMs = Math.abs(this.#ports.clock.now() - confirmedAt);
    if (!this.#isStillActing(card) || tookMs > longestStartMs) return err({ code: 'request.card-expired' });
    const intent = this.#intent(card, input, before);
    const recorded = await this.#journal.write(intent);
    if (!recorded.ok) return this.#notRecorded(intent, recorded.error);
    this.#ledger.admit({
      request: startRequest(intent),
      owner: card.owner,
      before,
      linkHash: null,
      askedAt: Date.parse(intent.at),
    });
    this.#starting.delete(input.handle);
    return this.#post(intent, card, graph);
  }

  /** Without the old link a new one cannot be told from it, so it is worth a second try. */
  async #readLate(card: Card, graph: GraphPort): Promise<Baseline> {
    const facts = await graph.sessionFacts(card.shown.device.id);
    return facts.ok ? baselineOf(facts.value, this.#ports.clock.now()) : card.before;
  }

  #intent(card: Card, { ticket, reason }: SendInput, before: Baseline): IntentRecord {
    const { owner, shown } = card;
    return {
      v: journalVersion,
      type: 'intent',
      id: this.#ports.ids.request(),
      at: stamp(this.#ports.clock),
      owner,
      subject: shown.subject,
      ticket: withoutSessionLinks(ticket),
      reason: withoutSessionLinks(reason),
      before: { ...before, actions: [...before.actions] },
    };
  }

  /** The line may be on the disk although the write failed; an answer beside it keeps it from looking unsent for ever. */
  async #notRecorded(intent: IntentRecord, cause: Failure): Promise<Outcome<AssistanceRequest>> {
    const failure: Failure = { code: 'request.not-recorded', ...(cause.detail === undefined ? {} : { detail: cause.detail }) };
    const step = { state: 'failed', cause: failure, graphRequestId: null, linkHost: null, linkHash: null } as const;
    await this.#journal.write({ v: journalVersion, type: 'answer', id: intent.id, at: intent.at, ...step });
    return err(failure);
  }

  async #post({ id }: IntentRecord, card: Card, graph: GraphPort): Promise<Outcome<AssistanceRequest>> {
    const outcome = this.#isStillActing(card)
      ? await this.#postOnce(graph, card.shown.subject.deviceId, id)
      : ({ kind: 'refused', failure: { code: 'request.card-expired' } } as const);
    const change = this.#ledger.apply(id, answerEvent(outcome, stamp(this.#ports.clock)), { isAnswer: true });
    await change?.recorded;
    if (outcome.kind === 'accepted') this.#ledger.apply(id, { kind: 'step', state: 'waiting', at: stamp(this.#ports.clock) });
    const entry = this.#ledger.get(id);
    return entry === undefined ? err({ code: 'internal' }) : ok(entry.request);
  }

  async #postOnce(graph: GraphPort, deviceId: string, id: string): Promise<PostOutcome> {
    try {
      return await graph.requestRemoteAssistance(deviceId, id);
    } catch (cause) {
      const ref = this.#ports.log.fault('assistance.post', cause);
      return { kind: 'unknown', failure: { code: 'request.unknown-outcome', ref } };
    }
  }

  #isStillActing(card: Card): boolean {
    const actor = this.#ports.actor();
    return actor !== null && isSameOwner(card.owner, ownerOf(actor));
  }
}

function answerEvent(outcome: PostOutcome, at: string): RequestEvent {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'step', state: 'accepted', at, graphRequestId: outcome.requestId };
    case 'refused':
      return { kind: 'step', state: 'failed', at, cause: outcome.failure, graphRequestId: outcome.failure.requestId ?? null };
    case 'unknown':
      return { kind: 'step', state: 'unknown', at, cause: outcome.failure, graphRequestId: outcome.failure.requestId ?? null };
  }
}
