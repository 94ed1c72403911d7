import { foldText } from '../../../shared/search/fold';
import type { Bitmap } from './bitmap';
import { hasBit, newBitmap, setBit } from './bitmap';
import type { SortColumn } from './column-order';
import type { Columns } from './columns';
import { idOf, RowReader } from './columns';
import { KIND_FIELDS } from './field-order';
import type { Ids } from './ids';
import { buildIds } from './ids';
import type { Names } from './names';
import { buildNames } from './names';
import type { Postings } from './postings';
import { buildPostings } from './postings';

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

/** Rows with a word; rows that have gone may be among them. Not to be written to. */
export interface WordRows {
  readonly rows: Bitmap;
  /** Some of the rows were not checked. */
  readonly isRough: boolean;
}
const KEPT_WORDS = 12;

/** A part of the inventory: its rows never change, but a row can go (deleted, or replaced by one in a newer part). */
export class Segment {
  readonly columns: Columns;
  readonly postings: Postings;
  readonly shared: SharedTexts;
  readonly gone: Bitmap;
  readonly reader: RowReader;
  #goneCount = 0;
  #newestOrder: { readonly column: SortColumn; readonly rows: Uint32Array } | null = null;
  readonly #words = new Map<string, WordRows>();
  readonly #ids: Ids;
  readonly #names: Names;

  constructor(columns: Columns, parts: { readonly postings: Postings; readonly ids: Ids; readonly names: Names }) {
    this.columns = columns;
    this.postings = parts.postings;
    this.shared = shareTexts(columns);
    this.gone = newBitmap(columns.rows);
    this.reader = new RowReader(columns);
    this.#ids = parts.ids;
    this.#names = parts.names;
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
    return arrays.reduce((sum, array) => sum + array.byteLength, this.postings.bytes + this.#ids.bytes + this.#names.bytes);
  }

  /** The rows in the order of a column; the newest order asked for is kept. */
  order(column: SortColumn, make: () => Uint32Array): Uint32Array {
    if (this.#newestOrder?.column !== column) this.#newestOrder = { column, rows: make() };
    return this.#newestOrder.rows;
  }

  /** What `find` answers for a key; the newest answers are kept, because while people type only the last word changes. */
  rowsWith(key: string, find: () => WordRows): WordRows {
    const rows = this.#words.get(key) ?? find();
    this.#words.delete(key);
    this.#words.set(key, rows);
    for (const oldest of this.#words.keys()) {
      if (this.#words.size <= KEPT_WORDS) break;
      this.#words.delete(oldest);
    }
    return rows;
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
    this.#names.recount();
  }

  /** Living rows with this folded name. */
  namesakes(name: string): number {
    return this.#names.count(name, this.gone);
  }

  /** Distinct categories of the living rows. */
  categories(): ReadonlySet<string> {
    const { kinds, kindTable, rows } = this.columns;
    const isSeen = new Uint8Array(kindTable.length);
    for (let row = 0; row < rows; row += 1) if (!hasBit(this.gone, row)) isSeen[kinds[row] ?? 0] = 1;
    return new Set(kindTable.filter((_, kind) => isSeen[kind] === 1).map(({ category }) => category));
  }

  /** Ids of the living rows. */
  *livingIds(): Generator<string> {
    for (let row = 0; row < this.columns.rows; row += 1) if (!hasBit(this.gone, row)) yield idOf(this.columns, row);
  }
}

/** Makes a segment of columns in slices. */
export function* buildSegment(columns: Columns): Generator<void, Segment> {
  const postings = yield* buildPostings(columns);
  const ids = yield* buildIds(columns);
  const names = yield* buildNames(columns);
  return new Segment(columns, { postings, ids, names });
}

/** Runs sliced work to its end at once. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
