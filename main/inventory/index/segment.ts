import { foldText } from '../../../shared/search/fold';
import type { Bitmap } from './bitmap';
import { hasBit, newBitmap, setBit } from './bitmap';
import type { SortColumn } from './column-order';
import type { Columns } from './columns';
import { idOf, RowReader } from './columns';
import { KIND_FIELDS } from './field-order';
import { GUID_BYTES, isGuid, writeGuid } from './guid';
import type { Postings } from './postings';
import { buildPostings, SLICE_ROWS } from './postings';

const EMPTY = 0xffff_ffff;
const encoder = new TextEncoder();
const foldedBytes = (text: string): Uint8Array => encoder.encode(foldText(text));

/** The texts that kinds share, each once and folded. */
export interface SharedTexts {
  readonly values: readonly Uint8Array[];
  /** For each kind and each of KIND_FIELDS the place in `values`. */
  readonly ofKind: Uint32Array;
  readonly domains: readonly Uint8Array[];
}

function shareTexts({ kindTable, domainTable }: Columns): SharedTexts {
  const places = new Map<string, number>();
  const values: Uint8Array[] = [];
  const ofKind = new Uint32Array(kindTable.length * KIND_FIELDS.length);
  for (const [code, kind] of kindTable.entries()) {
    for (const [column, { field }] of KIND_FIELDS.entries()) {
      const text = kind[field];
      const place = places.get(text) ?? values.push(foldedBytes(text)) - 1;
      places.set(text, place);
      ofKind[code * KIND_FIELDS.length + column] = place;
    }
  }
  return { values, ofKind, domains: domainTable.map(foldedBytes) };
}

/** Which row has an id: open addressing. */
class IdTable {
  readonly #slots: Uint32Array;
  readonly #columns: Columns;
  readonly #odd = new Map<string, number>();
  readonly #wanted = new Uint8Array(GUID_BYTES);

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(16, columns.rows * 1.4)))).fill(EMPTY);
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  add(row: number): void {
    const odd = this.#columns.odd.get(row)?.id ?? null;
    if (odd !== null) {
      this.#odd.set(odd, row);
      return;
    }
    let slot = this.#slot(this.#columns.ids, row * GUID_BYTES);
    while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & (this.#slots.length - 1);
    this.#slots[slot] = row;
  }

  /** -1 when no row has the id. */
  find(id: string): number {
    if (!isGuid(id)) return this.#odd.get(id) ?? -1;
    writeGuid(this.#wanted, 0, id);
    let slot = this.#slot(this.#wanted, 0);
    for (let row = this.#slots[slot] ?? EMPTY; row !== EMPTY; row = this.#slots[slot] ?? EMPTY) {
      if (this.#hasWanted(row)) return row;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    return -1;
  }

  #slot(bytes: Uint8Array, at: number): number {
    let mixed = 0;
    for (let byte = at; byte < at + GUID_BYTES; byte += 1) mixed = Math.imul(mixed ^ (bytes[byte] ?? 0), 0x0100_0193) ^ (mixed >>> 13);
    return (mixed ^ (mixed >>> 15)) & (this.#slots.length - 1);
  }

  #hasWanted(row: number): boolean {
    const { ids } = this.#columns;
    for (let byte = 0; byte < GUID_BYTES; byte += 1) if (ids[row * GUID_BYTES + byte] !== this.#wanted[byte]) return false;
    return true;
  }
}

/** A part of the inventory: its rows never change, but a row can go (deleted, or replaced by one in a newer part). */
export class Segment {
  readonly columns: Columns;
  readonly postings: Postings;
  readonly shared: SharedTexts;
  readonly gone: Bitmap;
  readonly reader: RowReader;
  #goneCount = 0;
  #newestOrder: { readonly column: SortColumn; readonly rows: Uint32Array } | null = null;
  readonly #ids: IdTable;

  constructor(columns: Columns, postings: Postings, ids: IdTable) {
    this.columns = columns;
    this.postings = postings;
    this.shared = shareTexts(columns);
    this.gone = newBitmap(columns.rows);
    this.reader = new RowReader(columns);
    this.#ids = ids;
  }

  get rows(): number {
    return this.columns.rows;
  }

  get alive(): number {
    return this.columns.rows - this.#goneCount;
  }

  /** Bytes of the typed arrays. */
  get bytes(): number {
    const { arena, offsets, ids, entraIds, userIds, checkIns, enrolments, kinds, compliance, upnDomains, mailDomains } = this.columns;
    const arrays = [arena, offsets, ids, entraIds, userIds, checkIns, enrolments, kinds, compliance, upnDomains, mailDomains, this.gone];
    return arrays.reduce((sum, array) => sum + array.byteLength, this.postings.bytes + this.#ids.bytes);
  }

  /** The rows in the order of a column; the newest order asked for is kept. */
  order(column: SortColumn, make: () => Uint32Array): Uint32Array {
    if (this.#newestOrder?.column !== column) this.#newestOrder = { column, rows: make() };
    return this.#newestOrder.rows;
  }

  /** The living row with this id, or -1. */
  rowOf(id: string): number {
    const row = this.#ids.find(id);
    return row >= 0 && !hasBit(this.gone, row) ? row : -1;
  }

  remove(row: number): void {
    if (hasBit(this.gone, row)) return;
    setBit(this.gone, row);
    this.#goneCount += 1;
  }

  /** Ids of the living rows. */
  *livingIds(): Generator<string> {
    for (let row = 0; row < this.columns.rows; row += 1) if (!hasBit(this.gone, row)) yield idOf(this.columns, row);
  }
}

/** Makes a segment of columns in slices. */
export function* buildSegment(columns: Columns): Generator<void, Segment> {
  const postings = yield* buildPostings(columns);
  const ids = new IdTable(columns);
  for (let row = 0; row < columns.rows; row += 1) {
    ids.add(row);
    if (row % (SLICE_ROWS * 8) === 0) yield;
  }
  return new Segment(columns, postings, ids);
}

/** Runs sliced work to its end at once. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
