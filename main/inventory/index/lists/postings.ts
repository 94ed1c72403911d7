import type { Columns } from '../columns/columns';
import type { Bitmap } from './bitmap';
import { hasBit, newBitmap, unite as uniteBits } from './bitmap';
import { GramReader } from './grams';
import type { SharedTexts } from './shared-texts';

/** Marks a list that is stored as a bitmap. */
const DENSE = 0x8000_0000;
/** Rows between two pauses while lists are built. */
export const SLICE_ROWS = 4_096;

const varintSize = (gap: number): number => (gap < 0x80 ? 1 : gap < 0x4000 ? 2 : gap < 0x20_0000 ? 3 : 4);

/** For each key the rows that have it, ascending: gaps as varints, or a bitmap where that is smaller. */
export class Postings {
  readonly #keys: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #data: Uint8Array;
  readonly #rows: number;

  constructor(parts: { keys: Uint32Array; starts: Uint32Array; counts: Uint32Array; data: Uint8Array; rows: number }) {
    this.#keys = parts.keys;
    this.#starts = parts.starts;
    this.#counts = parts.counts;
    this.#data = parts.data;
    this.#rows = parts.rows;
  }

  get bytes(): number {
    return this.#keys.byteLength + this.#starts.byteLength + this.#counts.byteLength + this.#data.byteLength;
  }

  /** Index of the first list whose key is not below `key`. */
  from(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the list of a key, or -1. */
  find(key: number): number {
    const place = this.from(key);
    return this.#keys[place] === key ? place : -1;
  }

  /** How many rows a list has. */
  size(place: number): number {
    return (this.#counts[place] ?? 0) & ~DENSE;
  }

  /** Adds the rows of every list with a key from `low` to `high`, both included; false when there is none. */
  uniteRange(low: number, high: number, into: Bitmap): boolean {
    const first = this.from(low);
    let place = first;
    for (; place < this.#keys.length && (this.#keys[place] ?? 0) <= high; place += 1) this.unite(place, into);
    return place > first;
  }

  unite(place: number, into: Bitmap): void {
    const start = this.#starts[place] ?? 0;
    const data = this.#data;
    if (this.#isDense(place)) {
      uniteBits(into, this.#words(start));
      return;
    }
    let at = start;
    let row = -1;
    for (let left = this.#counts[place] ?? 0; left > 0; left -= 1) {
      let byte = data[at++] ?? 0;
      let gap = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = data[at++] ?? 0;
        gap |= (byte & 0x7f) << shift;
      }
      row += gap;
      into[row >>> 5] = (into[row >>> 5] ?? 0) | (1 << (row & 31));
    }
  }

  /** Writes the rows of a list into `into`; returns how many. */
  decode(place: number, into: Uint32Array): number {
    const start = this.#starts[place] ?? 0;
    if (this.#isDense(place)) return decodeWords(this.#words(start), into);
    const data = this.#data;
    const count = this.#counts[place] ?? 0;
    let at = start;
    let row = -1;
    for (let done = 0; done < count; done += 1) {
      let byte = data[at++] ?? 0;
      let gap = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = data[at++] ?? 0;
        gap |= (byte & 0x7f) << shift;
      }
      row += gap;
      into[done] = row;
    }
    return count;
  }

  /** Keeps those of `rows` (ascending, `count` of them) that are in the list; returns how many remain. */
  retain(place: number, rows: Uint32Array, count: number): number {
    if (this.#isDense(place)) {
      const words = this.#words(this.#starts[place] ?? 0);
      let kept = 0;
      for (let from = 0; from < count; from += 1) {
        const row = rows[from] ?? 0;
        if (hasBit(words, row)) rows[kept++] = row;
      }
      return kept;
    }
    const data = this.#data;
    let at = this.#starts[place] ?? 0;
    let current = -1;
    let left = this.#counts[place] ?? 0;
    let kept = 0;
    for (let from = 0; from < count; from += 1) {
      const row = rows[from] ?? 0;
      while (current < row && left > 0) {
        let byte = data[at++] ?? 0;
        let gap = byte & 0x7f;
        for (let shift = 7; byte >= 0x80; shift += 7) {
          byte = data[at++] ?? 0;
          gap |= (byte & 0x7f) << shift;
        }
        current += gap;
        left -= 1;
      }
      if (current === row) rows[kept++] = row;
      else if (current < row) break;
    }
    return kept;
  }

  isDense(place: number): boolean {
    return this.#isDense(place);
  }

  #isDense(place: number): boolean {
    return (this.#counts[place] ?? 0) >= DENSE;
  }

  #words(start: number): Uint32Array {
    return new Uint32Array(this.#data.buffer, start, (this.#rows + 31) >>> 5);
  }
}

/** Writes the rows of a set into `into`, ascending; returns how many. */
export function decodeWords(words: Bitmap, into: Uint32Array): number {
  let count = 0;
  for (let at = 0; at < words.length; at += 1) {
    let word = words[at] ?? 0;
    while (word !== 0) {
      const low = word & -word;
      into[count++] = (at << 5) + 31 - Math.clz32(low);
      word ^= low;
    }
  }
  return count;
}

/*
 * Room for counting: three numbers for each key side by side, so that looking at a key touches one place of the memory
 * alone. How many rows, how many bytes (later where the next one goes), and the row after the last one (0 for none yet).
 */
const ROOM = 4;
const COUNT = 0;
const CURSOR = 1;
const LAST = 2;

/** Counts the rows and bytes of each list; returns the keys in ascending order. */
function* count(columns: Columns, grams: GramReader, tally: Uint32Array): Generator<void, Uint32Array> {
  const seen: number[] = [];
  for (let row = 0; row < columns.rows; row += 1) {
    const found = grams.read(row);
    const { keys } = grams;
    for (let at = 0; at < found; at += 1) {
      const key = keys[at] ?? 0;
      const room = key * ROOM;
      const before = tally[room + LAST] ?? 0;
      if (before === row + 1) continue;
      if (before === 0) seen.push(key);
      tally[room + LAST] = row + 1;
      tally[room + COUNT] = (tally[room + COUNT] ?? 0) + 1;
      tally[room + CURSOR] = (tally[room + CURSOR] ?? 0) + varintSize(row + 1 - before);
    }
    if (row % SLICE_ROWS === SLICE_ROWS - 1) yield;
  }
  return Uint32Array.from(seen).sort();
}

interface Layout {
  readonly starts: Uint32Array;
  readonly counts: Uint32Array;
  readonly bytes: number;
}

/** Decides the form and position of each list. From then on the tally has the position of the next byte, and the form in place of the count. */
function layOut(tally: Uint32Array, keys: Uint32Array, rows: number): Layout {
  const starts = new Uint32Array(keys.length);
  const counts = new Uint32Array(keys.length);
  const denseBytes = newBitmap(rows).byteLength;
  let bytes = 0;
  for (const [place, key] of keys.entries()) {
    const room = key * ROOM;
    const rowCount = tally[room + COUNT] ?? 0;
    const size = tally[room + CURSOR] ?? 0;
    const isDense = size > denseBytes;
    if (isDense) bytes = (bytes + 3) & ~3;
    starts[place] = bytes;
    counts[place] = isDense ? (rowCount | DENSE) >>> 0 : rowCount;
    tally[room + COUNT] = isDense ? DENSE : 1;
    tally[room + CURSOR] = bytes;
    tally[room + LAST] = 0;
    bytes += isDense ? denseBytes : size;
  }
  return { starts, counts, bytes };
}

function* write(columns: Columns, grams: GramReader, tally: Uint32Array, data: Uint8Array): Generator<void, void> {
  const words = new Uint32Array(data.buffer);
  for (let row = 0; row < columns.rows; row += 1) {
    const found = grams.read(row);
    const { keys } = grams;
    for (let at = 0; at < found; at += 1) {
      const room = (keys[at] ?? 0) * ROOM;
      const before = tally[room + LAST] ?? 0;
      if (before === row + 1) continue;
      tally[room + LAST] = row + 1;
      let cursor = tally[room + CURSOR] ?? 0;
      if (tally[room + COUNT] === DENSE) {
        const word = (cursor >>> 2) + (row >>> 5);
        words[word] = (words[word] ?? 0) | (1 << (row & 31));
        continue;
      }
      let gap = row + 1 - before;
      while (gap >= 0x80) {
        data[cursor++] = (gap & 0x7f) | 0x80;
        gap >>>= 7;
      }
      data[cursor++] = gap;
      tally[room + CURSOR] = cursor;
    }
    if (row % SLICE_ROWS === SLICE_ROWS - 1) yield;
  }
}

/** Builds the lists of all rows. Yields between slices. */
export function* buildPostings(columns: Columns, shared: SharedTexts): Generator<void, Postings> {
  const grams = new GramReader(columns, shared);
  const tally = new Uint32Array(shared.keySpace * ROOM);
  const keys = yield* count(columns, grams, tally);
  const { starts, counts, bytes } = layOut(tally, keys, columns.rows);
  const data = new Uint8Array((bytes + 3) & ~3);
  yield* write(columns, grams, tally, data);
  return new Postings({ keys, starts, counts, data, rows: columns.rows });
}
