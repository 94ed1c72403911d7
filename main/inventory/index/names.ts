import type { Bitmap } from './bitmap';
import { hasBit } from './bitmap';
import { LOWER } from './characters';
import { TEXT_LIMIT } from './column-writer';
import type { Columns } from './columns';
import { RowReader, TEXTS } from './columns';
import type { RowHash } from './row-hash';
import { HASH_START, hashByte, hashEnd, hashRows, NO_HASH } from './row-hash';

const encoder = new TextEncoder();
/** Names of which the count is kept. */
const KEPT_COUNTS = 1_000;

function hashText(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at += 1) hash = hashByte(hash, LOWER[bytes[at] ?? 0] ?? 0);
  return hashEnd(hash);
}

/** How many rows bear a name. */
export class Names {
  readonly #columns: Columns;
  readonly #rows: RowHash;
  readonly #reader: RowReader;
  readonly #counts = new Map<string, number>();

  constructor(columns: Columns, rows: RowHash) {
    this.#columns = columns;
    this.#rows = rows;
    this.#reader = new RowReader(columns);
  }

  get bytes(): number {
    return this.#rows.bytes;
  }

  /** Rows but those in `gone` whose folded name is `name`. */
  count(name: string, gone: Bitmap): number {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const wanted = encoder.encode(name.slice(0, TEXT_LIMIT));
    let count = 0;
    for (const row of this.#rows.rowsOf(hashText(wanted, 0, wanted.length))) if (!hasBit(gone, row) && this.#bears(row, wanted)) count += 1;
    if (this.#counts.size >= KEPT_COUNTS) this.#counts.clear();
    this.#counts.set(name, count);
    return count;
  }

  /** To be called when a row has gone. */
  recount(): void {
    this.#counts.clear();
  }

  #bears(row: number, wanted: Uint8Array): boolean {
    this.#reader.openText(row, TEXTS.name);
    const start = this.#reader.foldedStart;
    const { arena } = this.#columns;
    if (this.#reader.foldedEnd - start !== wanted.length) return false;
    for (let at = 0; at < wanted.length; at += 1) if (LOWER[arena[start + at] ?? 0] !== wanted[at]) return false;
    return true;
  }
}

/** Finds every name its rows, in slices. */
export function* buildNames(columns: Columns): Generator<void, Names> {
  const reader = new RowReader(columns);
  const rows = yield* hashRows(columns.rows, (row) => {
    reader.openText(row, TEXTS.name);
    return reader.foldedStart === reader.foldedEnd ? NO_HASH : hashText(columns.arena, reader.foldedStart, reader.foldedEnd);
  });
  return new Names(columns, rows);
}
