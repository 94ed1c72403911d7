import type { AccessToken, TokenPort, TokenRequest } from '../../../main/auth/port';
import type { Fetch } from '../../../main/graph/exchange';
import { createTransport, type Transport, type TransportOptions } from '../../../main/graph/transport';
import type { Clock } from '../../../shared/clock';
import type { Failure, Outcome } from '../../../shared/failure';
import type { Log, LogFields } from '../../../shared/log';
import { ok } from '../../../shared/result';
import { anAccount } from '../../support/main-builders';

export const ROOT = 'https://graph.example.com';
export const BASE = `${ROOT}/v1.0`;

/** A clock whose timers run as soon as everything else is waiting, jumping time forward. */
export class AutoClock implements Clock {
  time = Date.UTC(2026, 10, 23, 9);
  /** Lengths of the waits that were run, in ms; request time-outs are left out. */
  readonly waits: number[] = [];
  /** Added when a timer runs, as if the computer had slept. */
  sleepMs = 0;
  #timers: { at: number; ms: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Runs timers in order until the work is done. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    void work.then(
      () => (isDone = true),
      () => (isDone = true),
    );
    for (let idle = 0; !isDone && idle < 10_000; idle++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone || idle % 3 !== 2) continue;
      const next = this.#timers.sort((a, b) => a.at - b.at).shift();
      if (!next) continue;
      this.waits.push(next.ms);
      this.time = Math.max(this.time, next.at) + this.sleepMs;
      next.run();
    }
    return work;
  }
}

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
  readonly init: RequestInit & { cache?: string };
}

export type Step = Response | Error | ((sent: Sent, signal: AbortSignal) => Response | Promise<Response>);

/** A fetch that plays its steps in order; the last one repeats. */
export function scripted(steps: readonly Step[]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, init) => {
    const record: Sent = {
      url,
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? init.body : null,
      init,
    };
    sent.push(record);
    const step = steps[Math.min(sent.length, steps.length) - 1];
    if (step === undefined) throw new Error('no step');
    if (step instanceof Error) throw step;
    return step instanceof Response ? step.clone() : step(record, init.signal as AbortSignal);
  };
  return { fetch, sent };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'request-id': REQUEST_ID, ...headers },
  });

export const REQUEST_ID = 'a0000000-0000-4000-8000-000000000001';

/** An answer of Graph, with its marks. */
export const status = (code: number, headers: Record<string, string> = {}): Response =>
  code === 204 || code === 304
    ? new Response(null, { status: code, headers: { 'request-id': REQUEST_ID, ...headers } })
    : json(
        {
          error: { code: 'Any', message: 'text', innerError: { 'request-id': 'b0000000-0000-4000-8000-000000000002' } },
        },
        code,
        headers,
      );

export class FakeTokens implements TokenPort {
  readonly requests: TokenRequest[] = [];
  failure: Failure | null = null;

  token(request: TokenRequest): Promise<Outcome<AccessToken>> {
    this.requests.push(request);
    if (this.failure) return Promise.resolve({ ok: false, error: this.failure });
    return Promise.resolve(ok({ value: `token-${this.requests.length}`, account: anAccount() }));
  }
}

export class MemoryLog implements Log {
  readonly lines: { event: string; fields: LogFields }[] = [];
  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ event, fields });
  }
  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ event, fields });
  }
  fault(event: string): string {
    this.lines.push({ event, fields: {} });
    return 'ref';
  }
}

export interface Bench {
  readonly transport: Transport;
  readonly clock: AutoClock;
  readonly tokens: FakeTokens;
  readonly log: MemoryLog;
  readonly sent: Sent[];
  readonly throttled: number[];
}

export function bench(steps: readonly Step[], more: Partial<TransportOptions> = {}): Bench {
  const clock = new AutoClock();
  const tokens = new FakeTokens();
  const log = new MemoryLog();
  const throttled: number[] = [];
  const { fetch, sent } = scripted(steps);
  const transport = createTransport({
    root: ROOT,
    fetch,
    tokens,
    clock,
    log,
    random: () => 0.5,
    onThrottle: (seconds) => throttled.push(seconds),
    ...more,
  });
  return { transport, clock, tokens, log, sent, throttled };
}

export const netError = (code: string): Error => new Error(`net::${code}`);
export const nodeError = (code: string, syscall = ''): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) });
