import * as v from 'valibot';
import type { Failure, Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import type { InventorySink, Taken } from '../sync/port';
import type { AnswerOf, InventoryRequest, News, ProcessPort, RequestKind } from './protocol';
import { answerSchemas, NewsSchema, ReplySchema } from './protocol';

/** Asks the inventory process. Every answer is parsed; a process that went away answers `internal`. */
export class InventoryClient {
  readonly #port: ProcessPort;
  readonly #pending = new Map<number, { readonly kind: RequestKind; readonly settle: (outcome: Outcome<unknown>) => void }>();
  #calls = 0;
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

  ask<K extends RequestKind>(request: Extract<InventoryRequest, { kind: K }>): Promise<Outcome<AnswerOf<K>>> {
    if (this.#isGone) return Promise.resolve(err({ code: 'internal', detail: 'inventory process' }));
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve) => {
      this.#pending.set(call, { kind: request.kind, settle: (outcome) => resolve(outcome as Outcome<AnswerOf<K>>) });
      this.#port.post({ call, request });
    });
  }

  /** Call when the process has ended: whatever waits is answered, and later calls are refused. */
  gone(): void {
    this.#isGone = true;
    for (const call of [...this.#pending.keys()]) this.#settle(call, err({ code: 'internal', detail: 'inventory process' }));
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

/** Thrown into a run of the sync when the inventory process refuses or is gone. */
export class SinkFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'SinkFailure';
    this.failure = failure;
  }
}

async function must<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const settled = await outcome;
  if (settled.ok) return settled.value;
  throw new SinkFailure(settled.error);
}

/** The process as the place where pages go. Its methods reject with `SinkFailure`. */
export const processSink = (client: InventoryClient): InventorySink => ({
  begin: async () => {
    await must(client.ask({ kind: 'begin' }));
  },
  take: (devices, state): Promise<Taken> => must(client.ask({ kind: 'take', devices: [...devices], state })),
  sweep: (limit) => must(client.ask({ kind: 'sweep', limit })),
  keep: async (state) => {
    await must(client.ask({ kind: 'keep', state }));
  },
});
