import { PAGE_ROWS } from '../../../shared/contract/inventory';

/** Most pages kept of one answer; the least recently used one is dropped first. */
const KEPT = 60;

/** The loaded rows of one result, by index. */
export class ResultPages<T> {
  readonly #total: number;
  readonly #head: readonly T[];
  readonly #pages = new Map<number, readonly T[]>();
  readonly #asked = new Set<number>();

  /** `head`: the rows that came with the answer. They are never dropped. */
  constructor(total: number, head: readonly T[]) {
    this.#total = total;
    this.#head = head;
  }

  at(index: number): T | null {
    return this.#head[index] ?? this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null;
  }

  /** Numbers of the pages that the rows [from, to) need and that were not requested yet. Loaded pages count as used. */
  missing(from: number, to: number): readonly number[] {
    const start = Math.max(from, this.#head.length);
    const end = Math.min(to, this.#total);
    const numbers: number[] = [];
    for (let page = Math.floor(start / PAGE_ROWS); start < end && page * PAGE_ROWS < end; page++) {
      const rows = this.#pages.get(page);
      if (rows !== undefined) this.#use(page, rows);
      else if (!this.#asked.has(page)) numbers.push(page);
    }
    return numbers;
  }

  get inFlight(): number {
    return this.#asked.size;
  }

  /** Marks a page as requested. Returns the rows to ask for. */
  ask(page: number): { readonly offset: number; readonly count: number } {
    this.#asked.add(page);
    const offset = page * PAGE_ROWS;
    return { offset, count: Math.min(PAGE_ROWS, this.#total - offset) };
  }

  /** The page came; null when it did not. */
  put(page: number, rows: readonly T[] | null): void {
    this.#asked.delete(page);
    if (rows !== null) this.#use(page, rows);
  }

  /** Every loaded row, in order of the pages' use. */
  *rows(): Generator<T> {
    yield* this.#head;
    for (const rows of this.#pages.values()) yield* rows;
  }

  #use(page: number, rows: readonly T[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) break;
      this.#pages.delete(oldest);
    }
  }
}
