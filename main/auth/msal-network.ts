import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Clock } from '../../shared/clock';
import type { Failure } from '../../shared/failure';
import { strangerOf } from '../../shared/network/answerer';
import { readBody, textOf } from '../../shared/read-body';
import { parseRecord } from '../../shared/record';
import { networkFailure } from './network-failure';
import type { Refusal } from './refusal';
import { readRefusal } from './refusal';

/** What happened to MSAL's last requests. MSAL puts only a part of it into its exceptions. */
export interface Seen {
  failure: Failure | null;
  refusal: Refusal | null;
}

export interface MsalNetwork {
  readonly module: INetworkModule;
  readonly seen: Seen;
}

export interface NetworkPorts {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Called with the `Date` of every answer of the service, in milliseconds since 1970. */
  readonly servedAt?: (time: number) => void;
}

type Answer = NetworkResponse<unknown>;

const TIMEOUT_MS = 30_000;
/** Largest answer that is read, in bytes. Real ones, with tokens of many claims, have some ten thousand. */
const ANSWER_LIMIT = 1024 * 1024;
const DISCOVERY_MS = 24 * 60 * 60 * 1000;

/** A request that did not reach the sign-in service. MSAL must not see the original: it may name the address. */
class Unreached extends Error {}

/** Cache of one tenant profile: MSAL discards the discovery document of a custom authority too often. */
export class DiscoveryMemo {
  readonly #answers = new Map<string, { readonly answer: Answer; readonly until: number }>();

  get(url: string, now: number): Answer | null {
    const known = this.#answers.get(url);
    return known !== undefined && now < known.until ? known.answer : null;
  }

  set(url: string, answer: Answer, now: number): void {
    if (answer.status === 200) this.#answers.set(url, { answer, until: now + DISCOVERY_MS });
  }
}

/**
 * MSAL's HTTP over the injected fetch, so that the system's proxy and certificates apply.
 * Connects to the authority's origin only, follows no redirects, keeps no cookies.
 */
export function createMsalNetwork(authority: string, ports: NetworkPorts, memo: DiscoveryMemo): MsalNetwork {
  const { origin } = new URL(authority);
  const seen: Seen = { failure: null, refusal: null };

  const give = (failure: Failure): never => {
    seen.failure = failure;
    throw new Unreached(failure.code);
  };

  async function send(method: string, address: string, options?: NetworkRequestOptions): Promise<Answer> {
    const url = new URL(address);
    if (url.origin !== origin) return give({ code: 'auth.host', host: url.host });
    const known = method === 'GET' ? memo.get(address, ports.clock.now()) : null;
    if (known !== null) return known;
    const answer = await exchange(method, url, ports, options).catch((cause: unknown) =>
      give(cause instanceof BadAnswer ? cause.failure : networkFailure(cause, url.host)),
    );
    if (method === 'GET') memo.set(address, answer, ports.clock.now());
    else seen.refusal = readRefusal(answer);
    return answer;
  }

  return {
    seen,
    module: {
      sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
        send('GET', url, options) as Promise<NetworkResponse<T>>,
      sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
        send('POST', url, options) as Promise<NetworkResponse<T>>,
    },
  };
}

/** The answer did not come from the sign-in service: a proxy's error page, the log-in page of a guest network. */
class BadAnswer extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

async function exchange(
  method: string,
  url: URL,
  { fetch, clock, servedAt }: NetworkPorts,
  options?: NetworkRequestOptions,
): Promise<Answer> {
  const abort = new AbortController();
  const stop = clock.after(TIMEOUT_MS, () => abort.abort(new DOMException('no answer in time', 'TimeoutError')));
  try {
    const init: RequestInit & { readonly cache: 'no-store' } = {
      method,
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: abort.signal,
      ...(options?.headers === undefined ? {} : { headers: options.headers }),
      ...(options?.body === undefined ? {} : { body: options.body }),
    };
    const response = await fetch(url.href, init);
    const { bytes, cause } = await bodyOf(response, abort.signal);
    const stranger = strangerOf(
      { status: response.status, headers: response.headers, bytes },
      { host: url.host, isRefusal },
    );
    if (stranger !== null) throw new BadAnswer({ host: url.host, ...stranger.failure, why: 'sign-in' });
    if (cause !== null) throw cause;
    const body = parseRecord(textOf(bytes));
    if (body === null)
      throw new BadAnswer({ code: 'network.proxy', why: 'sign-in', host: url.host, status: response.status });
    const time = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(time)) servedAt?.(time);
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  } finally {
    stop();
  }
}

/** The part of the body that was received, and why not more. */
async function bodyOf(
  response: Response,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array | null; readonly cause: Error | null }> {
  try {
    return { bytes: await readBody(response, signal, { limit: ANSWER_LIMIT }), cause: null };
  } catch (cause) {
    return { bytes: null, cause: cause instanceof Error ? cause : new Error('unreadable') };
  }
}

/** The shape of a refusal of the sign-in service (RFC 6749, 5.2). */
const isRefusal = (body: object): boolean => 'error' in body && typeof body.error === 'string';
