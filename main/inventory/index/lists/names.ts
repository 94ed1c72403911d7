import { LOWER } from '../columns/characters';
import { TEXT_LIMIT } from '../columns/column-writer';
import type { Columns } from '../columns/columns';
import { RowReader, TEXTS } from '../columns/columns';
import { firstEnd } from '../columns/locate';
import type { Bitmap } from './bitmap';
import { hasBit } from './bitmap';
import type { RowHash } from './row-hash';
import { HASH_START, hashByte, hashEnd, hashRows, NO_HASH } from './row-hash';

const encoder = new TextEncoder();
/** The most counts that are cached: those of the names on screen and of the texts typed before. */
const KEPT_COUNTS = 2_000;
/** The name that is looked up. */
const scratch = new Uint8Array(TEXT_LIMIT * 3);

function hashText(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at += 1) hash = hashByte(hash, LOWER[bytes[at] ?? 0] ?? 0);
  return hashEnd(hash);
}

/** How many rows have a name. */
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

  /** Number of live rows whose folded name is `name`. */
  count(name: string, deleted: Bitmap): number {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const { written } = encoder.encodeInto(name.slice(0, TEXT_LIMIT), scratch);
    const rows = this.#rows.rowsOf(hashText(scratch, 0, written));
    let count = 0;
    for (const row of rows) if (!hasBit(deleted, row) && this.#hasName(row, written)) count += 1;
    this.#keep(name, count);
    return count;
  }

  #keep(name: string, count: number): void {
    if (this.#counts.size >= KEPT_COUNTS) this.#counts.clear();
    this.#counts.set(name, count);
  }

  /** Call when a row was deleted. */
  recount(): void {
    this.#counts.clear();
  }

  /** Whether `scratch` starts with the folded name of the row. */
  #hasName(row: number, length: number): boolean {
    this.#reader.openText(row, TEXTS.name);
    const start = this.#reader.foldedStart;
    const { arena } = this.#columns;
    if (firstEnd(arena, start, this.#reader.foldedEnd) - start !== length) return false;
    for (let at = 0; at < length; at += 1) if (LOWER[arena[start + at] ?? 0] !== scratch[at]) return false;
    return true;
  }
}

/** Indexes the rows by their names, in slices. */
export function* buildNames(columns: Columns): Generator<void, Names> {
  const reader = new RowReader(columns);
  const rows = yield* hashRows(columns.rows, (row) => {
    reader.openText(row, TEXTS.name);
    return reader.foldedStart === reader.foldedEnd
      ? NO_HASH
      : hashText(columns.arena, reader.foldedStart, firstEnd(columns.arena, reader.foldedStart, reader.foldedEnd));
  });
  return new Names(columns, rows);
}
