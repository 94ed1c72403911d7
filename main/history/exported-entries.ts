import type { ExportProgress } from '../../shared/contract/export';
import type { AssistanceRequest } from '../../shared/contract/requests';

/** Entries between two progress reports of an export. Shorter exports end before a report could be read. */
const REPORT_EVERY = 200;

export interface ExportControl {
  readonly progress: (progress: ExportProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Passes entries through to an export: counts them, reports progress, and stops when aborted, so that no file is
 * created.
 */
export class ExportedEntries implements AsyncIterable<AssistanceRequest> {
  /** Entries passed through so far. */
  done = 0;
  /** It ended because the technician aborted it. */
  isStopped = false;

  readonly #entries: AsyncIterable<AssistanceRequest>;
  readonly #total: number;
  readonly #control: Partial<ExportControl>;

  constructor(entries: AsyncIterable<AssistanceRequest>, total: number, control: Partial<ExportControl>) {
    this.#entries = entries;
    this.#total = total;
    this.#control = control;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AssistanceRequest> {
    this.#goOn();
    for await (const entry of this.#entries) {
      this.#goOn();
      yield entry;
      this.done += 1;
      if (this.done % REPORT_EVERY === 0) this.#control.progress?.({ done: this.done, total: this.#total });
    }
    this.#goOn();
  }

  #goOn(): void {
    if (this.#control.signal?.aborted !== true) return;
    this.isStopped = true;
    throw new Error('stopped');
  }
}
