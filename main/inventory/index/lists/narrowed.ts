/** Entries at most, and rows in one of them: more are read anew. Together 5 MB. */
const KEPT = 64;
const KEPT_ROWS = 20_000;

/**
 * Rows that were found in all of some lists, the newest entries only. While a word is typed its lists are those of the word before
 * and one more.
 */
export class Narrowed {
  readonly #rows = new Map<string, Uint32Array>();

  /** The rows, ascending, not to be written to; null when they are not known. */
  get(key: string): Uint32Array | null {
    return this.#rows.get(key) ?? null;
  }

  /** Copies the rows. */
  keep(key: string, rows: Uint32Array): void {
    if (rows.length > KEPT_ROWS) return;
    this.#rows.set(key, rows.slice());
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= KEPT) break;
      this.#rows.delete(oldest);
    }
  }
}
