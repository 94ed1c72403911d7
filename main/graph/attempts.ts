import type { Failure } from '../../shared/failure';
import type { Log } from '../../shared/log';
import type { Sent } from '../../shared/network/trouble';
import { textOf } from '../../shared/read-body';
import type { Scope, TokenPort, TokenRequest } from '../auth/port';
import { claimsOf } from './claims-challenge';
import { decodeErrorText } from './error-body';
import { exchange, type Exchanged, type Message, type Reply, type Wire } from './exchange';
import type { Patience } from './patience';
import { retryAfterMs } from './retry-after';

export interface Rules {
  /** Most sends, including the first. */
  readonly maxTries: number;
  /** Whether this outcome proves that a retry is safe, and may help. */
  isRepeatable(outcome: Exchanged): boolean;
  /** Whether this response proves that a retry with another token is safe. */
  mayRecover(reply: Reply): boolean;
}

export interface GraphRequest extends Message {
  readonly scopes: readonly Scope[];
  readonly interactive: boolean;
  readonly background: boolean;
  /** Allowlist template, for the log. */
  readonly route: string;
}

export interface CallContext {
  readonly wire: Wire;
  readonly tokens: TokenPort;
  readonly patience: Patience;
  readonly log: Log;
}

/**
 * The outcome of all tries together. `waitMs`: how long the last response asked to wait. `earlier`: the last response
 * to a try before the final one; null when there was none.
 */
export type Ending = { readonly earlier: Reply | null } & (
  | { readonly kind: 'reply'; readonly reply: Reply; readonly waitMs: number | null }
  | { readonly kind: 'trouble'; readonly failure: Failure; readonly sent: Sent }
);

type Remedy = Pick<TokenRequest, 'claims' | 'forceRefresh'>;

/** What a new token may fix: a claims challenge, or a token that Graph itself refused. */
function remedyOf(outcome: Reply): Remedy | null {
  if (outcome.stranger !== null || (outcome.status !== 401 && outcome.status !== 403)) return null;
  const claims = claimsOf(outcome.headers.get('www-authenticate'));
  if (claims !== null) return { claims };
  const isRefusedToken = outcome.status === 401 && !decodeErrorText(textOf(outcome.bytes)).fromIntune;
  return isRefusedToken ? { forceRefresh: true } : null;
}

const endingOf = (outcome: Exchanged, waitMs: number | null, earlier: Reply | null): Ending =>
  outcome.kind === 'trouble'
    ? { kind: 'trouble', failure: outcome.failure, sent: outcome.sent, earlier }
    : { kind: 'reply', reply: outcome, waitMs, earlier };

function record(log: Log, call: GraphRequest, tries: number, outcome: Exchanged): void {
  log.info('graph.answer', {
    method: call.method,
    route: call.route,
    tries,
    clientRequestId: call.clientRequestId,
    ...(outcome.kind === 'reply'
      ? { status: outcome.status, requestId: outcome.headers.get('request-id')?.slice(0, 64) ?? null }
      : { trouble: outcome.failure.code, sent: outcome.sent }),
  });
}

async function holdBack(context: CallContext, call: GraphRequest): Promise<Ending | null> {
  const ms = call.background ? context.patience.holdBack() : 0;
  if (ms === 0) return null;
  const hasPassed =
    context.patience.isWithinBudget(context.patience.now(), ms) && (await context.patience.wait(ms, call.signal));
  if (hasPassed) return null;
  return {
    kind: 'trouble',
    failure: { code: 'graph.throttled', retryAfter: Math.ceil(ms / 1_000) },
    sent: 'no',
    earlier: null,
  };
}

/**
 * Retries until there is a final response: at most one token recovery; waits as long as the service asks, else with
 * backoff.
 */
export async function attempt(context: CallContext, call: GraphRequest, rules: Rules): Promise<Ending> {
  const { patience } = context;
  const held = await holdBack(context, call);
  if (held) return held;
  const startedAt = patience.now();
  const usual: TokenRequest = { scopes: call.scopes, interactive: call.interactive };
  let request = usual;
  let hasRecovered = false;
  let earlier: Reply | null = null;
  for (let tries = 1; ; tries++) {
    const token = await context.tokens.token(request);
    if (!token.ok) return { kind: 'trouble', failure: token.error, sent: 'no', earlier };
    const outcome = await exchange(context.wire, call, token.value.value);
    record(context.log, call, tries, outcome);
    const remedy = hasRecovered || outcome.kind !== 'reply' || !rules.mayRecover(outcome) ? null : remedyOf(outcome);
    request = { ...usual, ...remedy };
    const askedMs = outcome.kind === 'reply' ? retryAfterMs(outcome.headers, patience.now()) : null;
    const waitMs = patience.delay(tries, askedMs);
    const isThrottled = outcome.kind === 'reply' && outcome.status === 429 && outcome.stranger === null;
    if (isThrottled) patience.throttled(waitMs);
    const ending = endingOf(outcome, isThrottled ? waitMs : askedMs, earlier);
    if (tries >= rules.maxTries || call.signal?.aborted) return ending;
    if (outcome.kind === 'reply') earlier = outcome;
    if (remedy !== null) {
      hasRecovered = true;
      continue;
    }
    if (!rules.isRepeatable(outcome) || !patience.isWithinBudget(startedAt, waitMs)) return ending;
    if (!(await patience.wait(waitMs, call.signal, isThrottled && !call.background))) return ending;
  }
}
