import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock';
import type { Failure, Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { isMarked, unmarkedOf } from '../../shared/network/answerer';
import { skewOf } from '../../shared/network/clock-skew';
import type { Trouble } from '../../shared/network/trouble';
import { textOf } from '../../shared/read-body';
import { err, ok } from '../../shared/result';
import type { Scope, TokenPort } from '../auth/port';
import type { Method } from './allowlist';
import { attempt, type CallContext, type Ending, type GraphRequest, type Rules } from './attempts';
import { claimsOf } from './claims-challenge';
import { decodeErrorText } from './error-body';
import type { Exchanged, Fetch, Reply } from './exchange';
import { answered, failureOf, type Purpose } from './failure-of';
import { graphRoot } from './graph-root';
import { holdTokens } from './held-tokens';
import { createPatience, type Patience } from './patience';
import type { PostOutcome } from './port';

export interface TransportOptions {
  /** The cloud's Graph root without version: `https://graph.microsoft.com`. */
  readonly root: string;
  /**
   * Must not follow redirects and must not retry a POST. Chromium resends on a reused connection that was closed, so
   * the adapter opens a new connection for every POST.
   */
  readonly fetch: Fetch;
  readonly tokens: TokenPort;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** See `PatienceOptions`. */
  readonly onThrottle?: (seconds: number) => void;
  /** Called with the `Date` of every response of the service, in milliseconds since 1970. */
  readonly servedAt?: (time: number) => void;
}

export interface ReadOptions {
  readonly scopes: readonly Scope[];
  readonly interactive?: boolean;
  readonly background?: boolean;
  /** Stops the read, which then fails with `cancelled`. */
  readonly signal?: AbortSignal;
  /** See `Message`. */
  readonly onFirstBytes?: (bytes: Uint8Array) => void;
  /** `$search` on directory objects needs `ConsistencyLevel: eventual`. */
  readonly isAdvanced?: boolean;
}

/** A JSON response with the ids and times that support needs. */
export interface Answer {
  readonly body: unknown;
  readonly requestId: string | null;
  /** `Date` of the response in milliseconds since 1970. */
  readonly serverTime: number | null;
}

/** An unparsed response. */
export interface RawAnswer extends Omit<Answer, 'body'> {
  /** Expected to be JSON in UTF-8. */
  readonly bytes: Uint8Array;
  /** The failure to report when the bytes are not. */
  readonly unreadable: Failure;
}

/** One part of a `$batch`: a read, as a path below the version segment. */
export interface BatchPart {
  readonly id: string;
  readonly path: string;
}

/** All calls to Microsoft Graph go through it. */
export interface Transport {
  /** GET, retried by the rules for reads. `address` is a path below the version segment or a next link. */
  get(address: string, options: ReadOptions): Promise<Outcome<Answer>>;
  /** The same without parsing the body. */
  getRaw(address: string, options: ReadOptions): Promise<Outcome<RawAnswer>>;
  /** `POST /$batch` of reads; every part passes the allowlist first. */
  batch(parts: readonly BatchPart[], options: ReadOptions): Promise<Outcome<Answer>>;
  /** POST of an action without body, sent again only when the response proves that it did not run. */
  act(path: string, options: { scopes: readonly Scope[]; clientRequestId: string }): Promise<PostOutcome>;
  /** Ensures that a token with these scopes is available; may open the browser for consent. */
  consent(scopes: readonly Scope[]): Promise<Outcome<null>>;
  readonly patience: Patience;
  /** Adds to a refusal what the claims of the used token explain about it. */
  explained(failure: Failure, scopes: readonly Scope[]): Failure;
}

const REPEATABLE_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const isRepeatableRead = (outcome: Exchanged): boolean =>
  outcome.kind === 'reply'
    ? REPEATABLE_STATUS.has(outcome.status) ||
      (outcome.trouble !== null && outcome.trouble.failure.code === 'network.offline')
    : outcome.sent === 'perhaps' && outcome.failure.code === 'network.offline';

/** A read that never reached the service fails at once, so that the technician sees that the computer is offline. */
const readRules: Rules = { maxTries: 5, isRepeatable: isRepeatableRead, mayRecover: () => true };

const LOST_CODES: ReadonlySet<string> = new Set(['network.offline', 'network.timeout']);

/** Whether the response carries Graph's own request id. A proxy can send an empty 429 or 204, or echo our client request id. */
const isSigned = (reply: Reply): boolean =>
  reply.stranger === null && (requestIdOf(reply) !== null || decodeErrorText(textOf(reply.bytes)).requestId !== null);

/** The body is Graph's JSON error. */
const isGraphError = (reply: Reply): boolean => decodeErrorText(textOf(reply.bytes)).code !== '';

const isUnsent = (outcome: Exchanged): boolean =>
  outcome.kind === 'reply'
    ? outcome.status === 429 && isSigned(outcome)
    : outcome.sent === 'no' && LOST_CODES.has(outcome.failure.code);

/**
 * An action runs at most once: it is retried only when Graph itself throttled it or refused the token, or when no
 * connection was made.
 */
const actionRules: Rules = { maxTries: 3, isRepeatable: isUnsent, mayRecover: isSigned };

function requestIdOf(reply: Reply): string | null {
  const id = reply.headers.get('request-id') ?? '';
  return /^[A-Za-z0-9-]{8,64}$/.test(id) ? id : null;
}

function serverTimeOf(reply: Reply): number | null {
  const at = Date.parse(reply.headers.get('date') ?? '');
  return Number.isNaN(at) ? null : at;
}

function refusalOf(ending: Ending & { kind: 'reply' }, purpose: Purpose, clientRequestId: string): Failure {
  const { reply, waitMs } = ending;
  const error = decodeErrorText(textOf(reply.bytes));
  const approvalCode = reply.headers.get('x-msft-approval-code');
  const failure = failureOf({
    status: reply.status,
    error,
    purpose,
    requestId: requestIdOf(reply),
    clientRequestId,
    serverTime: serverTimeOf(reply),
    waitMs,
    approvalCode,
  });
  const isChallenge =
    (reply.status === 401 || reply.status === 403) && claimsOf(reply.headers.get('www-authenticate')) !== null;
  return isChallenge ? { ...failure, code: 'auth.claims' } : failure;
}

/** The response with its body parsed. */
function parsed({ bytes, unreadable, ...rest }: RawAnswer): Outcome<Answer> {
  try {
    const body: unknown = JSON.parse(textOf(bytes));
    return ok({ ...rest, body });
  } catch {
    return err(unreadable);
  }
}

function rawAnswerOf(ending: Ending, clientRequestId: string): Outcome<RawAnswer> {
  if (ending.kind === 'trouble') return err({ ...ending.failure, clientRequestId });
  const { reply } = ending;
  if (reply.stranger !== null) return err({ ...reply.stranger.failure, clientRequestId });
  if (reply.status < 200 || reply.status > 299) return err(refusalOf(ending, 'read', clientRequestId));
  if (reply.trouble !== null) return err({ ...reply.trouble.failure, clientRequestId });
  const requestId = requestIdOf(reply);
  const unreadable: Failure = {
    code: 'graph.malformed',
    status: reply.status,
    clientRequestId,
    ...answered(serverTimeOf(reply)),
    ...(requestId === null ? {} : { requestId }),
  };
  return ok({ bytes: reply.bytes ?? new Uint8Array(), requestId, serverTime: serverTimeOf(reply), unreadable });
}

/**
 * The outcome without a response of the service: refused if the request was certainly never sent; in every other case
 * it may have been accepted. `earlier` is Graph's response to an earlier try; it can only be a refusal, because
 * otherwise there would have been no retry.
 */
function lost({ failure, sent }: Trouble, earlier: Reply | null, clientRequestId: string): PostOutcome {
  if (sent === 'perhaps') return { kind: 'unknown', failure: { ...failure, clientRequestId } };
  if (earlier === null) return { kind: 'refused', failure: { ...failure, notSent: true, clientRequestId } };
  const requestId = requestIdOf(earlier);
  return {
    kind: 'refused',
    failure: {
      ...failure,
      notSent: false,
      clientRequestId,
      ...answered(serverTimeOf(earlier)),
      ...(requestId === null ? {} : { requestId }),
    },
  };
}

function postOutcomeOf(ending: Ending, clientRequestId: string, host: string): PostOutcome {
  const { earlier } = ending;
  if (ending.kind === 'trouble') return lost(ending, earlier, clientRequestId);
  const { reply } = ending;
  const { status, stranger } = reply;
  // A response of an intermediary such as a proxy counts as a refusal only when the request cannot have been passed on.
  if (stranger !== null) return lost(stranger, earlier, clientRequestId);
  const isCertain = isSigned(reply);
  if (!isCertain && !isMarked(reply.headers)) return lost(unmarkedOf(reply, host), earlier, clientRequestId);
  if (status === 204 && isCertain)
    return { kind: 'accepted', requestId: requestIdOf(reply), ...answered(serverTimeOf(reply)) };
  const failure = refusalOf(ending, 'action', clientRequestId);
  // A 404 is a refusal only with Graph's own error body: a proxy that lost the response may send an empty 404.
  if (status === 404 && !isGraphError(reply)) return { kind: 'unknown', failure };
  // Only a 4xx proves that nothing ran; 408 is the service's own timeout and does not.
  if (isCertain && status >= 400 && status < 500 && status !== 408) return { kind: 'refused', failure };
  return { kind: 'unknown', failure: status < 300 ? { ...failure, code: 'graph.malformed' } : failure };
}

/** Create one per tenant profile. */
export function createTransport(options: TransportOptions): Transport {
  const { clock, log, fetch, servedAt } = options;
  const { tokens, explain } = holdTokens(options.tokens);
  const root = graphRoot(options.root);
  const patience = createPatience(options);
  const context: CallContext = { wire: { root, fetch, clock }, tokens, patience, log };

  const requestOf = (method: Method, address: string, read: ReadOptions, body?: string): Outcome<GraphRequest> => {
    const target = root.resolve(method, address);
    if (!target.ok) {
      log.warn('graph.blocked', { method, code: target.error.code });
      return target;
    }
    return ok({
      method,
      address,
      route: target.value.route,
      clientRequestId: randomUUID(),
      scopes: read.scopes,
      interactive: read.interactive ?? false,
      background: read.background ?? false,
      ...(read.signal === undefined ? {} : { signal: read.signal }),
      ...(read.onFirstBytes === undefined ? {} : { onFirstBytes: read.onFirstBytes }),
      ...(body === undefined ? {} : { body }),
      ...(read.isAdvanced === true ? { headers: { ConsistencyLevel: 'eventual' } } : {}),
    });
  };

  /** Only the service's clock counts, never a proxy's. */
  const skewAfter = (ending: Ending): number | null => {
    if (ending.kind !== 'reply' || ending.reply.stranger !== null) return null;
    const serverTime = serverTimeOf(ending.reply);
    if (serverTime !== null) servedAt?.(serverTime);
    return skewOf(serverTime, clock.now());
  };
  const explained = (failure: Failure, { scopes }: Pick<GraphRequest, 'scopes'>, skew: number | null): Failure =>
    failure.code === 'auth.required' && skew !== null
      ? { ...failure, code: 'network.clock', why: 'token', skew }
      : explain(failure, scopes);

  const readRaw = async (call: Outcome<GraphRequest>): Promise<Outcome<RawAnswer>> => {
    if (!call.ok) return call;
    const ending = await attempt(context, call.value, readRules);
    const skew = skewAfter(ending);
    const answer = rawAnswerOf(ending, call.value.clientRequestId);
    // Also when the caller stopped the wait for a token or before a retry: then the ending is about an earlier try.
    if (!answer.ok && call.value.signal?.aborted)
      return err({ code: 'cancelled', clientRequestId: call.value.clientRequestId });
    return answer.ok ? answer : err(explained(answer.error, call.value, skew));
  };
  const read = async (call: Outcome<GraphRequest>): Promise<Outcome<Answer>> => {
    const raw = await readRaw(call);
    return raw.ok ? parsed(raw.value) : raw;
  };

  return {
    patience,
    explained: explain,
    async consent(scopes) {
      const token = await tokens.token({ scopes, interactive: true });
      return token.ok ? ok(null) : token;
    },
    get: (address, choice) => read(requestOf('GET', address, choice)),
    getRaw: (address, choice) => readRaw(requestOf('GET', address, choice)),
    batch(parts, choice) {
      const refused = parts.map((part) => requestOf('GET', part.path, choice)).find((part) => !part.ok);
      if (refused) return Promise.resolve(refused as Outcome<never>);
      const requests = parts.map(({ id, path }) => ({ id, method: 'GET', url: path }));
      return read(requestOf('POST', '/$batch', choice, JSON.stringify({ requests })));
    },
    async act(path, { scopes, clientRequestId }) {
      const call = path.startsWith('/$')
        ? err<Failure>({ code: 'graph.blocked' })
        : requestOf('POST', path, { scopes, interactive: true });
      if (!call.ok) return { kind: 'refused', failure: call.error };
      const ending = await attempt(context, { ...call.value, clientRequestId }, actionRules);
      const skew = skewAfter(ending);
      const outcome = postOutcomeOf(ending, clientRequestId, new URL(options.root).host);
      return outcome.kind === 'refused'
        ? { ...outcome, failure: explained(outcome.failure, call.value, skew) }
        : outcome;
    },
  };
}
