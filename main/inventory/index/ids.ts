import type { Columns } from './columns';
import { GUID_BYTES, isGuid, writeGuid } from './guid';
import type { RowHash } from './row-hash';
import { HASH_START, hashByte, hashEnd, hashRows, NO_HASH } from './row-hash';

function hashGuid(bytes: Uint8Array, at: number): number {
  let hash = HASH_START;
  for (let byte = at; byte < at + GUID_BYTES; byte += 1) hash = hashByte(hash, bytes[byte] ?? 0);
  return hashEnd(hash);
}

/** Which row has an id. */
export class Ids {
  readonly #columns: Columns;
  readonly #guids: RowHash;
  readonly #odd = new Map<string, number>();
  readonly #wanted = new Uint8Array(GUID_BYTES);

  constructor(columns: Columns, guids: RowHash) {
    this.#columns = columns;
    this.#guids = guids;
    for (const [row, { id }] of columns.odd) if (id !== null) this.#odd.set(id, row);
  }

  get bytes(): number {
    return this.#guids.bytes;
  }

  /** -1 when no row has the id. */
  find(id: string): number {
    if (!isGuid(id)) return this.#odd.get(id) ?? -1;
    writeGuid(this.#wanted, 0, id);
    for (const row of this.#guids.rowsOf(hashGuid(this.#wanted, 0))) if (this.#hasWanted(row)) return row;
    return -1;
  }

  #hasWanted(row: number): boolean {
    const { ids } = this.#columns;
    for (let byte = 0; byte < GUID_BYTES; byte += 1) if (ids[row * GUID_BYTES + byte] !== this.#wanted[byte]) return false;
    return true;
  }
}

/** Finds every id its row, in slices. */
export function* buildIds(columns: Columns): Generator<void, Ids> {
  const isOdd = (row: number): boolean => columns.odd.size > 0 && (columns.odd.get(row)?.id ?? null) !== null;
  return new Ids(columns, yield* hashRows(columns.rows, (row) => (isOdd(row) ? NO_HASH : hashGuid(columns.ids, row * GUID_BYTES))));
}
