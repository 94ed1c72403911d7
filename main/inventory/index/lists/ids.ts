import type { Columns } from '../columns/columns';
import { GUID_BYTES, writeGuid } from '../columns/guid';
import type { RowHash } from './row-hash';
import { HASH_START, hashByte, hashEnd, hashRows, NO_HASH } from './row-hash';

function hashGuid(bytes: Uint8Array, at: number): number {
  let hash = HASH_START;
  for (let byte = at; byte < at + GUID_BYTES; byte += 1) hash = hashByte(hash, bytes[byte] ?? 0);
  return hashEnd(hash);
}

/** The id that was looked up last: each segment is searched for it in turn, and parsing its text costs more than finding it. */
const wanted = { id: '', isGuid: false, bytes: new Uint8Array(GUID_BYTES), hash: 0 };

function want(id: string): void {
  if (id === wanted.id) return;
  wanted.id = id;
  wanted.isGuid = writeGuid(wanted.bytes, 0, id);
  if (wanted.isGuid) wanted.hash = hashGuid(wanted.bytes, 0);
}

/** Which row has an id. */
export class Ids {
  readonly #columns: Columns;
  readonly #guids: RowHash;
  readonly #odd = new Map<string, number>();
  readonly #isWanted = (row: number): boolean => this.#hasWanted(row);

  constructor(columns: Columns, guids: RowHash) {
    this.#columns = columns;
    this.#guids = guids;
    for (const [row, { id }] of columns.odd) if (id !== null) this.#odd.set(id, row);
  }

  get bytes(): number {
    return this.#guids.bytes;
  }

  /** The row with the id; -1 when there is none. */
  find(id: string): number {
    want(id);
    return wanted.isGuid ? this.#guids.find(wanted.hash, this.#isWanted) : (this.#odd.get(id) ?? -1);
  }

  #hasWanted(row: number): boolean {
    const { ids } = this.#columns;
    const { bytes } = wanted;
    for (let byte = 0; byte < GUID_BYTES; byte += 1) if (ids[row * GUID_BYTES + byte] !== bytes[byte]) return false;
    return true;
  }
}

/** Indexes the rows by their ids, in slices. */
export function* buildIds(columns: Columns): Generator<void, Ids> {
  const isOdd = (row: number): boolean => columns.odd.size > 0 && (columns.odd.get(row)?.id ?? null) !== null;
  return new Ids(
    columns,
    yield* hashRows(columns.rows, (row) => (isOdd(row) ? NO_HASH : hashGuid(columns.ids, row * GUID_BYTES))),
  );
}
