import type { Clock } from '../../shared/clock';
import { strangerOf } from '../../shared/network/answerer';
import { type Trouble, troubleOf } from '../../shared/network/trouble';
import { readBody, untilAborted } from '../../shared/read-body';
import type { Method } from './allowlist';
import type { GraphRoot } from './graph-root';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Time limit of one response including its body, in milliseconds. */
export const TIMEOUT_MS = 30_000;

export interface Message {
  readonly method: Method;
  /** Path below the version segment, or a next link. */
  readonly address: string;
  readonly clientRequestId: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Called with the first bytes of a successful response; called again on a retry. */
  readonly onFirstBytes?: (bytes: Uint8Array) => void;
}

export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: Headers;
  /** Null when the body could not be read completely; see `trouble`. */
  readonly bytes: Uint8Array | null;
  readonly trouble: Trouble | null;
  /**
   * Set when an intermediary responded in place of the service; null when the response seems to come from the service.
   */
  readonly stranger: Trouble | null;
}

export type Exchanged = Reply | ({ readonly kind: 'trouble' } & Trouble);

export interface Wire {
  readonly root: GraphRoot;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const TIMED_OUT: Trouble = { failure: { code: 'network.timeout' }, sent: 'perhaps' };
const CANCELLED: Trouble = { failure: { code: 'cancelled' }, sent: 'perhaps' };

/** Ends one exchange: by the caller's signal or by the time limit. */
class Limit {
  readonly #abort = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #cancelTimer: () => void;
  readonly #stop = (): void => this.#abort.abort();

  constructor(clock: Clock, caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#cancelTimer = clock.after(TIMEOUT_MS, this.#stop);
    caller?.addEventListener('abort', this.#stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What went wrong, given the error that it ended with. */
  trouble(error: unknown): Trouble {
    if (this.#caller?.aborted) return CANCELLED;
    return this.signal.aborted ? TIMED_OUT : troubleOf(error);
  }

  release(): void {
    this.#cancelTimer();
    this.#caller?.removeEventListener('abort', this.#stop);
  }
}

const initOf = (message: Message, token: string, signal: AbortSignal): RequestInit & { cache: 'no-store' } => ({
  method: message.method,
  headers: {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'client-request-id': message.clientRequestId,
    'return-client-request-id': 'true',
    ...(message.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...message.headers,
  },
  ...(message.body === undefined ? {} : { body: message.body }),
  redirect: 'error',
  credentials: 'omit',
  cache: 'no-store',
  signal,
});

/** Whether the body has the form of a Graph error. */
const isGraphRefusal = (body: object): boolean => {
  const error: unknown = 'error' in body ? body.error : null;
  if (typeof error !== 'object' || error === null) return false;
  return (
    ('code' in error && typeof error.code === 'string') || ('message' in error && typeof error.message === 'string')
  );
};

async function readReply(
  response: Response,
  host: string,
  limit: Limit,
  onFirstBytes: Message['onFirstBytes'],
): Promise<Reply> {
  const read = await readAll(response, limit, onFirstBytes);
  const answer = { status: response.status, headers: response.headers, bytes: read.bytes };
  return {
    kind: 'reply',
    ...answer,
    trouble: read.trouble,
    stranger: strangerOf(answer, { host, isRefusal: isGraphRefusal }),
  };
}

async function readAll(
  response: Response,
  limit: Limit,
  onFirstBytes: Message['onFirstBytes'],
): Promise<Pick<Reply, 'bytes' | 'trouble'>> {
  try {
    const bytes = await readBody(response, limit.signal, { onFirstBytes: response.ok ? onFirstBytes : undefined });
    const trouble: Trouble | null =
      bytes === null ? { failure: { code: 'graph.malformed', status: response.status }, sent: 'perhaps' } : null;
    return { bytes, trouble };
  } catch (error) {
    return { bytes: null, trouble: limit.trouble(error) };
  }
}

/** One request, one response. Tokens reach the network only here, after the URL was checked. */
export async function exchange(wire: Wire, message: Message, token: string): Promise<Exchanged> {
  const target = wire.root.resolve(message.method, message.address);
  if (!target.ok) return { kind: 'trouble', failure: target.error, sent: 'no' };
  if (message.signal?.aborted) return { kind: 'trouble', ...CANCELLED, sent: 'no' };
  const limit = new Limit(wire.clock, message.signal);
  try {
    const response = await untilAborted(
      wire.fetch(target.value.href, initOf(message, token, limit.signal)),
      limit.signal,
    );
    return await readReply(response, new URL(target.value.href).host, limit, message.onFirstBytes);
  } catch (error) {
    return { kind: 'trouble', ...limit.trouble(error) };
  } finally {
    limit.release();
  }
}
