import type { InventoryPages, InventorySink } from '../sync/port';

/** Devices of which is remembered when they were learned; a run has a page or two on the way, so few matter. */
const REMEMBERED = 10_000;

/**
 * A page of a run is taken some time after it was asked for. What was learned of a device in between, or that it has gone, is
 * newer than what the page says of it: such entries of the page are passed over. The next run reads those devices again,
 * because it asks for a time before the last one too.
 */
export class FresherRows {
  #moment = 0;
  readonly #learnedAt = new Map<string, number>();
  readonly #askedAt = new WeakMap<Uint8Array, number>();

  /** The service has just told about these devices. */
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

  /** The same pages, with the time remembered at which each was asked for. */
  pages(inner: InventoryPages): InventoryPages {
    return {
      fetch: async (request, signal, onHint) => {
        const askedAt = this.#moment;
        const page = await inner.fetch(request, signal, onHint);
        if (page.ok) this.#askedAt.set(page.value.bytes, askedAt);
        return page;
      },
    };
  }

  /** The same sink, which gets of a page what is not known better. */
  sink(inner: InventorySink): InventorySink {
    return { ...inner, take: (page, state) => inner.take(page, state, this.#learnedSince(page)) };
  }

  #learnedSince(page: Uint8Array): readonly string[] {
    const askedAt = this.#askedAt.get(page) ?? this.#moment;
    if (askedAt === this.#moment) return [];
    return [...this.#learnedAt].flatMap(([id, learnedAt]) => (learnedAt > askedAt ? [id] : []));
  }
}
