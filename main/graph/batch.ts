import * as v from 'valibot';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { decodeError } from './error-body';
import { failureOf } from './failure-of';
import { retryAfterMs } from './retry-after';
import type { Answer, ReadOptions, Transport } from './transport';

/** Most parts of one `$batch`. */
export const BATCH_LIMIT = 20;
const MAX_ROUNDS = 5;
const REPEATABLE: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

const PartReply = v.object({
  id: v.string(),
  status: v.pipe(v.number(), v.integer()),
  headers: v.fallback(v.record(v.string(), v.unknown()), {}),
  body: v.optional(v.unknown()),
});
type PartReply = v.InferOutput<typeof PartReply>;

const BatchReply = v.object({ responses: v.array(v.unknown()) });

/** Skips unreadable header values; names are case-insensitive. */
function headersOf(part: PartReply): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(part.headers)) {
    try {
      if (typeof value === 'string' || typeof value === 'number') headers.set(name, String(value));
    } catch {
      continue;
    }
  }
  return headers;
}

function repliesOf(body: unknown): ReadonlyMap<string, PartReply> | null {
  const parsed = v.safeParse(BatchReply, body);
  if (!parsed.success) return null;
  const replies = new Map<string, PartReply>();
  for (const raw of parsed.output.responses.slice(0, BATCH_LIMIT * 2)) {
    const part = v.safeParse(PartReply, raw);
    if (part.success && !replies.has(part.output.id)) replies.set(part.output.id, part.output);
  }
  return replies;
}

interface Part {
  readonly index: number;
  readonly path: string;
}

/** An unfinished part: retried in a batch after a wait, or alone so that its token is renewed. */
type Judged =
  | { readonly kind: 'done'; readonly outcome: Outcome<Answer> }
  | {
      readonly kind: 'again';
      readonly askedMs: number | null;
      readonly failure: Failure;
      readonly isThrottled: boolean;
    }
  | { readonly kind: 'alone' };

function judge(reply: PartReply | undefined, batch: Answer, now: number): Judged {
  if (reply === undefined) return { kind: 'done', outcome: err({ code: 'graph.malformed' }) };
  const headers = headersOf(reply);
  const requestId = headers.get('request-id')?.slice(0, 64) ?? batch.requestId;
  if (reply.status >= 200 && reply.status < 300) {
    return { kind: 'done', outcome: ok({ body: reply.body, requestId, serverTime: batch.serverTime }) };
  }
  const error = decodeError(reply.body);
  const askedMs = retryAfterMs(headers, now);
  const failure = failureOf({
    status: reply.status,
    error,
    purpose: 'read',
    requestId,
    clientRequestId: null,
    serverTime: batch.serverTime,
    waitMs: askedMs,
  });
  if (failure.code === 'auth.required' || (reply.status === 403 && headers.has('www-authenticate')))
    return { kind: 'alone' };
  if (REPEATABLE.has(reply.status)) return { kind: 'again', askedMs, failure, isThrottled: reply.status === 429 };
  return { kind: 'done', outcome: err(failure) };
}

interface Round {
  readonly transport: Transport;
  readonly options: ReadOptions;
  readonly parts: readonly Part[];
  /** Counts from one. */
  readonly tries: number;
  /** By index of the part; filled as parts finish. */
  readonly outcomes: Map<number, Outcome<Answer>>;
}

/** Sends one batch; returns the parts to retry and how long to wait first. */
async function sendRound({
  transport,
  options,
  parts,
  tries,
  outcomes,
}: Round): Promise<{ again: readonly Part[]; waitMs: number; isThrottled: boolean }> {
  const answer = await transport.batch(
    parts.map(({ index, path }) => ({ id: String(index), path })),
    options,
  );
  const replies = answer.ok ? repliesOf(answer.value.body) : null;
  const again: Part[] = [];
  let waitMs = 0;
  let isThrottled = false;
  for (const part of parts) {
    if (!answer.ok || replies === null) {
      outcomes.set(part.index, answer.ok ? err({ code: 'graph.malformed' }) : answer);
      continue;
    }
    const judged = judge(replies.get(String(part.index)), answer.value, transport.patience.now());
    if (judged.kind === 'alone') outcomes.set(part.index, await transport.get(part.path, options));
    if (judged.kind === 'done')
      outcomes.set(
        part.index,
        judged.outcome.ok ? judged.outcome : err(transport.explained(judged.outcome.error, options.scopes)),
      );
    if (judged.kind === 'again') {
      const partMs = transport.patience.delay(tries, judged.askedMs);
      if (judged.isThrottled) transport.patience.throttled(partMs);
      waitMs = Math.max(waitMs, partMs);
      isThrottled ||= judged.isThrottled;
      const retryAfter = judged.isThrottled ? { retryAfter: Math.ceil(partMs / 1_000) } : {};
      outcomes.set(part.index, err({ ...judged.failure, ...retryAfter }));
      again.push(part);
    }
  }
  return { again, waitMs, isThrottled };
}

/**
 * Reads several paths with `$batch`, 20 per request, and returns the outcomes in the order given. Each part is
 * throttled and retried on its own. Batches contain reads only, so retries are safe.
 */
export async function readBatch(
  transport: Transport,
  paths: readonly string[],
  options: ReadOptions,
): Promise<readonly Outcome<Answer>[]> {
  const outcomes: Round['outcomes'] = new Map();
  const { patience } = transport;
  for (let start = 0; start < paths.length; start += BATCH_LIMIT) {
    let parts: readonly Part[] = paths
      .slice(start, start + BATCH_LIMIT)
      .map((path, at) => ({ index: start + at, path }));
    const startedAt = patience.now();
    for (let tries = 1; parts.length > 0; tries++) {
      const { again, waitMs, isThrottled } = await sendRound({ transport, options, parts, tries, outcomes });
      parts = again;
      if (parts.length === 0 || tries >= MAX_ROUNDS || !patience.isWithinBudget(startedAt, waitMs)) break;
      if (await patience.wait(waitMs, options.signal, isThrottled && options.background !== true)) continue;
      if (options.signal?.aborted) for (const { index } of parts) outcomes.set(index, err({ code: 'cancelled' }));
      break;
    }
  }
  return paths.map((_, index) => outcomes.get(index) ?? err({ code: 'graph.malformed' }));
}
