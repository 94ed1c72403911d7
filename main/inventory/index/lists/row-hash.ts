import { SLICE_ROWS } from './postings';

/** Upper limit of the average rows per bucket; the lower limit is half of it. */
const BUCKET_ROWS = 4;
/** The hash of a row that is not stored. */
export const NO_HASH = -1;

const FACTOR = 0x0100_0193;
const START = 0x811c_9dc5;

/** Adds a byte to a hash that started with `HASH_START`. */
export const hashByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, FACTOR);
export const HASH_START = START | 0;
/** The hash of all bytes; never `NO_HASH`. */
export const hashEnd = (hash: number): number => (hash ^ (hash >>> 15) ^ (hash >>> 7)) & 0x7fff_ffff;

/** Buckets rows by hash; callers compare the actual values. */
export class RowHash {
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;

  constructor(starts: Uint32Array, rows: Uint32Array) {
    this.#starts = starts;
    this.#rows = rows;
  }

  get bytes(): number {
    return this.#starts.byteLength + this.#rows.byteLength;
  }

  /** The first row that may have the hash and for which `isIt` returns true, or -1. */
  find(hash: number, isIt: (row: number) => boolean): number {
    const bucket = hash & (this.#starts.length - 2);
    const end = this.#starts[bucket + 1] ?? 0;
    for (let at = this.#starts[bucket] ?? 0; at < end; at += 1) {
      const row = this.#rows[at] ?? 0;
      if (isIt(row)) return row;
    }
    return -1;
  }

  /** The rows that may have the hash, ascending. */
  rowsOf(hash: number): Uint32Array {
    const bucket = hash & (this.#starts.length - 2);
    return this.#rows.subarray(this.#starts[bucket] ?? 0, this.#starts[bucket + 1] ?? 0);
  }
}

/** Sorts rows into buckets, in slices. `hashOf` returns a result of `hashEnd`, or `NO_HASH`. */
export function* hashRows(count: number, hashOf: (row: number) => number): Generator<void, RowHash> {
  const buckets = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, count) / BUCKET_ROWS)) + 1);
  const starts = new Uint32Array(buckets + 1);
  const hashes = new Int32Array(count);
  let kept = 0;
  for (let row = 0; row < count; row += 1) {
    const hash = (hashes[row] = hashOf(row));
    if (hash !== NO_HASH) {
      const next = (hash & (buckets - 1)) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
      kept += 1;
    }
    if (row % SLICE_ROWS === SLICE_ROWS - 1) yield;
  }
  for (let bucket = 1; bucket <= buckets; bucket += 1)
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  const rows = new Uint32Array(kept);
  const next = starts.slice(0, buckets);
  for (let row = 0; row < count; row += 1) {
    const hash = hashes[row] ?? NO_HASH;
    if (hash === NO_HASH) continue;
    const bucket = hash & (buckets - 1);
    const at = next[bucket] ?? 0;
    rows[at] = row;
    next[bucket] = at + 1;
  }
  return new RowHash(starts, rows);
}
