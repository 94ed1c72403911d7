import { ok } from '../../../shared/result';
import type { RawDevicePage } from '../../graph/port';
import type { ProcessSink } from '../process/client';
import type { AskedPage, InventoryPages, InventorySink } from '../sync/port';

/** How many recently learned devices are remembered. Only a page or two is in flight, so older entries cannot matter. */
const REMEMBERED = 10_000;

/**
 * Protects newer data from older pages. A page of a run is taken some time after it was asked for. If a device was read or
 * deleted on its own in between, the page's older entry for it is skipped. The next run reads that device again, because it
 * asks for a period that begins before the last run.
 */
export class FresherRows {
  /** Counts what was learned. */
  #moment = 0;
  readonly #learnedAt = new Map<string, number>();

  /** The service has just said something about these devices. */
  note(ids: readonly string[]): void {
    this.#moment += 1;
    for (const id of ids) {
      this.#learnedAt.delete(id);
      this.#learnedAt.set(id, this.#moment);
    }
    for (const id of this.#learnedAt.keys()) {
      if (this.#learnedAt.size <= REMEMBERED) return;
      this.#learnedAt.delete(id);
    }
  }

  /** Adds to each page when it was asked for. */
  pages(inner: InventoryPages<RawDevicePage>): InventoryPages {
    return {
      fetch: async (request, signal, onHint) => {
        const askedAt = this.#moment;
        const page = await inner.fetch(request, signal, onHint);
        return page.ok ? ok<AskedPage>({ ...page.value, askedAt }) : page;
      },
    };
  }

  /** Wraps the sink so that it skips entries for which there are newer data. */
  sink(inner: ProcessSink): InventorySink {
    return { ...inner, take: ({ bytes, askedAt }, state) => inner.take(bytes, state, this.#learnedSince(askedAt)) };
  }

  #learnedSince(askedAt: number): readonly string[] {
    if (askedAt === this.#moment) return [];
    return [...this.#learnedAt].flatMap(([id, learnedAt]) => (learnedAt > askedAt ? [id] : []));
  }
}
