import type { ExportProgress } from '../../shared/contract/export';
import type { AssistanceRequest } from '../../shared/contract/requests';

/** Entries between two progress reports of an export. Shorter exports end before a report could be read. */
const TOLD_EVERY = 200;

export interface Telling {
  readonly progress: (progress: ExportProgress) => void;
  readonly signal: AbortSignal;
}

/** Entries on their way into a file: counted, told of, and ended by the signal, so that no file comes of them. */
export class ToldEntries implements AsyncIterable<AssistanceRequest> {
  /** Entries that went through. */
  done = 0;
  /** It ended because the person stopped it. */
  isStopped = false;

  readonly #entries: AsyncIterable<AssistanceRequest>;
  readonly #total: number;
  readonly #telling: Partial<Telling>;

  constructor(entries: AsyncIterable<AssistanceRequest>, total: number, telling: Partial<Telling>) {
    this.#entries = entries;
    this.#total = total;
    this.#telling = telling;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AssistanceRequest> {
    this.#goOn();
    for await (const entry of this.#entries) {
      this.#goOn();
      yield entry;
      this.done += 1;
      if (this.done % TOLD_EVERY === 0) this.#telling.progress?.({ done: this.done, total: this.#total });
    }
    this.#goOn();
  }

  #goOn(): void {
    if (this.#telling.signal?.aborted !== true) return;
    this.isStopped = true;
    throw new Error('stopped');
  }
}
