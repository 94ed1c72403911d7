import { iso } from '../../shared/clock';
import type { AssistanceRequest, Evidence } from '../../shared/contract/requests';
import type { Failure, FailureCode, Outcome } from '../../shared/failure';
import type { Verdict } from './evidence';
import { judge, secretHash } from './evidence';
import type { Ledger } from './ledger';
import { checkSessionLink, sessionHost } from './link-policy';
import type { SessionFacts } from './provider';
import type { Entry } from './replay';
import { SESSION_MS } from './schedule';
import type { RequestEvent } from './state-machine';

/**
 * Intune may report the action as done before it replaces an old link; after this time the old link counts as reused.
 */
export const LINGER_MS = 60_000;
/** An unknown request without any effect for this long has probably never arrived. */
export const UNCHANGED_MS = 2 * 60_000;
/** How many consecutive empty or missing results are needed before they count. */
const DOUBTFUL = 2;
const LATE_READS = 5;
/** Failures that only the technician can fix: polling again would give the same result. */
const lasting: ReadonlySet<FailureCode> = new Set([
  'graph.license',
  'graph.forbidden',
  'graph.scope-missing',
  'graph.rejected',
  'graph.blocked',
  'auth.consent',
  'cloud.unsupported',
]);

/** The limits from the signed-in technician's settings. */
export interface WatchLimits {
  /** How long a request may wait, in milliseconds. */
  readonly expireMs: number;
  /** See `Actor`. */
  readonly sessionHosts: readonly string[];
}

/** Turns the poll results about one request into events. */
export class Watcher {
  readonly #ledger: Ledger;
  readonly #id: string;
  /** Start of the wait, in milliseconds since 1970: the POST, or when the technician confirmed that it was sent. */
  readonly since: number;
  /** Reads that failed in a row. */
  failures = 0;
  #missing = 0;
  #gone = 0;
  #refusedLinks = 0;
  #lateFailures = 0;
  #lasting = 0;
  #sameLinkSince: number | null = null;
  #isErrorCleared = false;
  #hosts: readonly string[] = [];

  constructor(ledger: Ledger, entry: Entry) {
    this.#ledger = ledger;
    this.#id = entry.request.id;
    this.since = startOf(entry);
  }

  /** `now` in milliseconds since 1970. */
  digest(answer: Outcome<SessionFacts>, now: number, limits: WatchLimits): void {
    const entry = this.#ledger.get(this.#id);
    if (entry === undefined) return;
    if (answer.ok) this.#read(entry, answer.value, now, limits);
    else this.#unread(entry.request, answer.error, now, limits.expireMs);
  }

  /** Intune has refused twice in a row to return the status, for a reason that only the technician can fix. */
  get isTurnedAway(): boolean {
    return this.#lasting >= DOUBTFUL;
  }

  #read(entry: Entry, facts: SessionFacts, now: number, { expireMs, sessionHosts }: WatchLimits): void {
    this.failures = 0;
    this.#lasting = 0;
    this.#hosts = sessionHosts;
    this.#apply({ kind: 'checked', at: iso(now) });
    this.#missing = 0;
    if (facts.errorDetails === '') this.#isErrorCleared = true;
    const { state } = entry.request;
    const before = this.#isErrorCleared ? { ...entry.before, errorHash: null } : entry.before;
    const verdict = judge(facts, before, entry.askedAt);
    if (state === 'ready' || state === 'opened') this.#session(entry, facts, now);
    else if (state === 'unknown') this.#unknown(entry, verdict, facts, now);
    else if (state === 'expired') this.#late(verdict, facts, now);
    else this.#awaited(verdict, facts, now, expireMs);
  }

  #awaited(verdict: Verdict, facts: SessionFacts, now: number, expireMs: number): void {
    this.#sameLinkSince = verdict.kind === 'same-link' ? (this.#sameLinkSince ?? now) : null;
    const isReused = this.#sameLinkSince !== null && now - this.#sameLinkSince >= LINGER_MS;
    if (verdict.kind === 'link' || (verdict.kind === 'same-link' && isReused)) this.#ready(verdict, facts, now);
    else if (verdict.kind === 'failed') this.#step('failed', now, verdict.failure, answerOf(facts));
    else if (now - this.since >= expireMs) this.#step('expired', now, null, answerOf(facts));
  }

  /**
   * Only a new link changes the state, because it proves that the request arrived. Everything else is shown, and the
   * technician decides.
   */
  #unknown({ request }: Entry, verdict: Verdict, facts: SessionFacts, now: number): void {
    const seen = evidenceOf(verdict);
    if (seen !== null) this.#apply({ kind: 'evidence', at: iso(now), evidence: seen });
    else if (request.evidence === 'none-yet' && now - this.since >= UNCHANGED_MS) {
      this.#apply({ kind: 'evidence', at: iso(now), evidence: 'unchanged' });
    }
    if (verdict.kind === 'link') this.#ready(verdict, facts, now);
  }

  /** The wait has expired; only the awaited link changes the state. */
  #late(verdict: Verdict, facts: SessionFacts, now: number): void {
    if (verdict.kind === 'link') this.#ready(verdict, facts, now);
  }

  #session(entry: Entry, facts: SessionFacts, now: number): void {
    const isReady = entry.request.state === 'ready';
    const hash = secretHash(facts.sessionUrl);
    this.#gone = hash === null ? this.#gone + 1 : 0;
    const isOld = now - this.since >= SESSION_MS;
    // A server that lags behind can return the link from before the request again.
    const isOther = hash !== null && hash !== entry.linkHash && hash !== entry.before.linkHash;
    if (!isOther) this.#refusedLinks = 0;
    if (this.#gone >= DOUBTFUL || isOld) this.#step(isReady ? 'expired' : 'closed', now, null, answerOf(facts));
    else if (isOther && isReady) this.#replaced(hash, facts, now);
    else if (isOther) this.#step('closed', now, null, answerOf(facts));
  }

  /**
   * The link that made the request ready was replaced. A replacement that may not be opened counts only when it is seen
   * twice.
   */
  #replaced(hash: string, facts: SessionFacts, now: number): void {
    this.#refusedLinks = checkSessionLink(facts.sessionUrl, this.#hosts).ok ? 0 : this.#refusedLinks + 1;
    if (this.#refusedLinks > 0 && this.#refusedLinks < DOUBTFUL) return;
    if (!this.#isLinkRefused(facts, now))
      this.#apply({ kind: 'link', at: iso(now), linkHost: sessionHost(facts.sessionUrl) }, hash);
  }

  /** A link that would be refused is no session: reported at once instead of at the click. */
  #isLinkRefused(facts: SessionFacts, now: number): boolean {
    const link = checkSessionLink(facts.sessionUrl, this.#hosts);
    if (!link.ok) this.#step('failed', now, link.error, answerOf(facts));
    return !link.ok;
  }

  #unread({ state }: AssistanceRequest, failure: Failure, now: number, expireMs: number): void {
    this.failures += 1;
    this.#missing = failure.code === 'graph.not-found' ? this.#missing + 1 : 0;
    this.#lasting = lasting.has(failure.code) ? this.#lasting + 1 : 0;
    this.#apply({ kind: 'check-failed', failure: this.isTurnedAway ? failure : null });
    const isWaiting = state === 'accepted' || state === 'waiting';
    if (this.#missing > DOUBTFUL && state !== 'unknown') {
      this.#step(isWaiting ? 'failed' : state === 'ready' ? 'expired' : 'closed', now, failure, {
        graphRequestId: failure.requestId ?? null,
      });
    } else if (isWaiting && now - this.since >= expireMs) {
      // After sleep the network may need a moment, and the link may be there.
      this.#lateFailures += 1;
      if (this.#lateFailures >= LATE_READS || this.isTurnedAway)
        this.#step('expired', now, failure, { graphRequestId: failure.requestId ?? null });
    }
  }

  #ready(link: { readonly hash: string; readonly host: string | null }, facts: SessionFacts, now: number): void {
    if (this.#isLinkRefused(facts, now)) return;
    this.#apply({ kind: 'step', state: 'ready', at: iso(now), ...answerOf(facts), linkHost: link.host }, link.hash);
  }

  #step(state: 'failed' | 'expired' | 'closed', now: number, cause: Failure | null, answer: Answer): void {
    this.#apply({ kind: 'step', state, at: iso(now), cause, ...answer });
  }

  #apply(event: RequestEvent, linkHash: string | null = null): void {
    this.#ledger.apply(this.#id, event, { linkHash });
  }
}

/** Identifies the response for support. */
type Answer = Pick<Extract<RequestEvent, { kind: 'step' }>, 'graphRequestId' | 'answeredAt'>;
const answerOf = ({ requestId, serverTime }: SessionFacts): Answer => ({
  graphRequestId: requestId,
  ...(serverTime === null ? {} : { answeredAt: iso(serverTime) }),
});

function evidenceOf(verdict: Verdict): Evidence | null {
  switch (verdict.kind) {
    case 'link':
      return 'new-link';
    case 'failed':
      return verdict.by === 'error-details' ? 'error-details' : 'new-action-result';
    case 'same-link':
    case 'action':
      return 'new-action-result';
    case 'nothing':
      return null;
  }
}

/**
 * The wait restarts when the technician confirms that an unknown request was sent, and when a session becomes ready.
 */
function startOf({ request, askedAt }: Entry): number {
  const last = request.steps.at(-1);
  const isDecided = request.state === 'waiting' && request.steps.some((step) => step.state === 'unknown');
  const isSession = request.state === 'ready' || request.state === 'opened';
  return last !== undefined && (isDecided || isSession) ? Date.parse(last.at) : askedAt;
}
