import * as v from 'valibot';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import type { InventorySink, SyncState, Taken } from '../sync/port';
import { SinkFailure } from '../sync/port';
import type { AnswerOf, InventoryRequest, News, ProcessPort, RequestKind } from './protocol';
import { answerSchemas, NewsSchema, ReplySchema } from './protocol';

/** Sends requests to the inventory process. Every answer is parsed; once the process is gone, requests fail with `internal`. */
export class InventoryClient {
  readonly #port: ProcessPort;
  readonly #pending = new Map<
    number,
    { readonly kind: RequestKind; readonly settle: (outcome: Outcome<unknown>) => void }
  >();
  #calls = 0;
  #opening = 0;
  #isGone = false;

  constructor(port: ProcessPort, onNews: (news: News) => void = () => undefined) {
    this.#port = port;
    port.listen((message) => {
      const reply = v.safeParse(ReplySchema, message);
      if (reply.success) return this.#settle(reply.output.answer, reply.output.outcome);
      const news = v.safeParse(NewsSchema, message);
      if (news.success) onNews(news.output);
    });
  }

  /** Incremented by every `open` and `forget` request, so that data of one inventory never get into the next. */
  get opening(): number {
    return this.#opening;
  }

  /**
   * `cancelled` when `opening` is given and another inventory has been opened since; `internal` when the process
   * is gone or its answer cannot be parsed; `input.invalid` for what the protocol does not allow.
   */
  ask<K extends RequestKind>(
    request: Extract<InventoryRequest, { kind: K }>,
    opening = this.#opening,
  ): Promise<Outcome<AnswerOf<K>>> {
    if (this.#isGone) return Promise.resolve(err({ code: 'internal', detail: 'inventory process' }));
    if (opening !== this.#opening) return Promise.resolve(err({ code: 'cancelled' }));
    if (request.kind === 'open' || request.kind === 'forget') this.#opening += 1;
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve) => {
      this.#pending.set(call, { kind: request.kind, settle: (outcome) => resolve(outcome as Outcome<AnswerOf<K>>) });
      try {
        this.#port.post({ call, request });
      } catch {
        this.#settle(call, err({ code: 'input.invalid' }));
      }
    });
  }

  /** Call when the process has ended: pending requests fail, and later ones are refused. */
  gone(): void {
    this.#isGone = true;
    for (const call of [...this.#pending.keys()])
      this.#settle(call, err({ code: 'internal', detail: 'inventory process' }));
  }

  #settle(call: number, outcome: Outcome<unknown>): void {
    const pending = this.#pending.get(call);
    if (pending === undefined) return;
    this.#pending.delete(call);
    if (!outcome.ok) return pending.settle(outcome);
    const value = v.safeParse(answerSchemas[pending.kind], outcome.value);
    pending.settle(value.success ? ok(value.output) : err({ code: 'internal', detail: `answer to ${pending.kind}` }));
  }
}

async function must<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const settled = await outcome;
  if (settled.ok) return settled.value;
  throw new SinkFailure(settled.error);
}

/** A sink that can skip entries of a page. */
export interface ProcessSink extends Omit<InventorySink, 'take'> {
  /** `bytes`: of the page. Entries with the ids of `except` are skipped. Otherwise as for `InventorySink`. */
  take(bytes: Uint8Array, state: SyncState, except?: readonly string[]): Promise<Taken | null>;
}

/** The process as a sink for the inventory that is open now: after the next `open` or `forget` it refuses. */
export function processSink(client: InventoryClient): ProcessSink {
  const { opening } = client;
  const ask = <K extends RequestKind>(request: Extract<InventoryRequest, { kind: K }>): Promise<Outcome<AnswerOf<K>>> =>
    client.ask(request, opening);
  return {
    begin: async (state) => {
      await must(ask({ kind: 'begin', state }));
    },
    take: (page, state, except = []) =>
      must(ask({ kind: 'take', page, state, ...(except.length === 0 ? {} : { except }) })),
    sweep: (limit) => must(ask({ kind: 'sweep', limit })),
    keep: async (state) => {
      await must(ask({ kind: 'keep', state }));
    },
  };
}
