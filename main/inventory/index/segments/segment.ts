import type { ManagedDevice } from '../../../../shared/managed-device';
import type { SortColumn } from '../columns/column-order';
import type { Columns } from '../columns/columns';
import { deviceAt, idOf, RowReader } from '../columns/columns';
import type { Bitmap } from '../lists/bitmap';
import { countBits, hasBit, newBitmap, setBit, withBitmap } from '../lists/bitmap';
import type { Ids } from '../lists/ids';
import { buildIds } from '../lists/ids';
import type { Names } from '../lists/names';
import { buildNames } from '../lists/names';
import { Newest } from '../lists/newest';
import type { Postings } from '../lists/postings';
import { buildPostings } from '../lists/postings';
import type { SharedTexts } from '../lists/shared-texts';
import { shareTexts } from '../lists/shared-texts';

/** Rows with a word; may include deleted rows. Read-only. */
export interface WordRows {
  readonly rows: Bitmap;
  /** Some of the rows were not checked. */
  readonly isRough: boolean;
  /** How many rows. */
  readonly size: number;
}

/** How well each text that many rows share contains a word. */
export interface SharedGrades {
  readonly values: Uint8Array;
  /** WORD, INSIDE or ABSENT: a domain never starts its address. */
  readonly domains: Uint8Array;
}

const KEPT_WORDS = 24;
/** With 500,000 rows 62 kB each: at most 6 MB, once every letter was typed. */
const KEPT_LETTERS = 96;
/** Lists of rows of the letters that were looked up last: at most 5 MB. */
const KEPT_NARROWED = 64;
const KEPT_GRADES = 128;
const KEPT_DEVICES = 500;

/** A block of rows of the inventory. Rows never change, but can be marked as deleted: also when replaced by a row in a newer segment. */
export class Segment {
  readonly columns: Columns;
  readonly postings: Postings;
  readonly shared: SharedTexts;
  readonly deleted: Bitmap;
  readonly reader: RowReader;
  #deletedCount = 0;
  #newestOrder: { readonly column: SortColumn; readonly rows: Uint32Array } | null = null;
  /** The result for a word that no row has. */
  readonly none: WordRows;
  readonly #words = new Newest<WordRows>(KEPT_WORDS);
  /** Of single letters, which every text begins with: kept longer than words. */
  readonly #letters = new Newest<WordRows>(KEPT_LETTERS);
  readonly #grades = new Newest<SharedGrades>(KEPT_GRADES);
  readonly #devices = new Map<number, ManagedDevice>();
  /** Rows of the letters that were looked up last. */
  readonly narrowed = new Newest<Uint32Array>(KEPT_NARROWED);
  readonly #ids: Ids;
  readonly #names: Names;

  constructor(
    columns: Columns,
    parts: { readonly shared: SharedTexts; readonly postings: Postings; readonly ids: Ids; readonly names: Names },
  ) {
    this.columns = columns;
    this.postings = parts.postings;
    this.shared = parts.shared;
    this.deleted = newBitmap(columns.rows);
    this.none = { rows: newBitmap(columns.rows), isRough: false, size: 0 };
    this.reader = new RowReader(columns);
    this.#ids = parts.ids;
    this.#names = parts.names;
  }

  get rows(): number {
    return this.columns.rows;
  }

  /** Some rows are deleted. */
  get isWorn(): boolean {
    return this.#deletedCount > 0;
  }

  get alive(): number {
    return this.columns.rows - this.#deletedCount;
  }

  /** Size of the typed arrays in bytes. */
  get bytes(): number {
    const arrays = Object.values<unknown>({ ...this.columns, deleted: this.deleted }).filter(ArrayBuffer.isView);
    return arrays.reduce(
      (sum, array) => sum + array.byteLength,
      this.postings.bytes + this.#ids.bytes + this.#names.bytes,
    );
  }

  /** The rows in the order of a column; the last requested order is cached. */
  order(column: SortColumn, make: () => Uint32Array): Uint32Array {
    if (this.#newestOrder?.column !== column) this.#newestOrder = { column, rows: make() };
    return this.#newestOrder.rows;
  }

  /**
   * The rows that `find` adds for a key; `find` returns whether some were not checked. Recent results are cached,
   * because only the last word changes during typing; those of single letters are cached longer.
   */
  rowsWith(key: string, find: (into: Bitmap) => boolean, isLetter = false): WordRows {
    return (isLetter ? this.#letters : this.#words).of(key, () => this.rowsOf(find));
  }

  /** The rows that `find` adds, not cached. Most words of a guess occur nowhere; they share one empty set. */
  rowsOf(find: (into: Bitmap) => boolean): WordRows {
    return withBitmap(this.rows, (rows) => {
      const isRough = find(rows);
      const size = countBits(rows);
      return size === 0 ? this.none : { rows: rows.slice(), isRough, size };
    });
  }

  /** The grades of a word in the shared texts, computed by `make` and cached for recent words. */
  gradesOf(word: string, make: () => SharedGrades): SharedGrades {
    return this.#grades.of(word, make);
  }

  /** The device of a row; recently read ones are cached, because they often remain in the result after the next letter. */
  device(row: number): ManagedDevice {
    const known = this.#devices.get(row);
    if (known !== undefined) return known;
    const device = deviceAt(this.columns, row, this.reader);
    if (this.#devices.size >= KEPT_DEVICES) this.#devices.clear();
    this.#devices.set(row, device);
    return device;
  }

  /** The live row with this id, or -1. */
  rowOf(id: string): number {
    const row = this.#ids.find(id);
    return row >= 0 && !hasBit(this.deleted, row) ? row : -1;
  }

  /** The row with this id, even if it is deleted; -1 when there is none. */
  rowEver(id: string): number {
    return this.#ids.find(id);
  }

  remove(row: number): void {
    if (hasBit(this.deleted, row)) return;
    setBit(this.deleted, row);
    this.#deletedCount += 1;
    this.#names.recount();
  }

  /** Number of live rows with this folded name. */
  namesakes(name: string): number {
    return this.#names.count(name, this.deleted);
  }

  /** Distinct categories of the live rows. */
  categories(): ReadonlySet<string> {
    const { kinds, kindTable, rows } = this.columns;
    const isSeen = new Uint8Array(kindTable.length);
    for (let row = 0; row < rows; row += 1) if (!hasBit(this.deleted, row)) isSeen[kinds[row] ?? 0] = 1;
    return new Set(kindTable.filter((_, kind) => isSeen[kind] === 1).map(({ category }) => category));
  }

  /** Ids of the live rows. */
  *livingIds(): Generator<string> {
    for (let row = 0; row < this.columns.rows; row += 1) if (!hasBit(this.deleted, row)) yield idOf(this.columns, row);
  }
}

/** Builds a segment from columns, in slices. */
export function* buildSegment(columns: Columns): Generator<void, Segment> {
  const shared = shareTexts(columns);
  const postings = yield* buildPostings(columns, shared);
  const ids = yield* buildIds(columns);
  const names = yield* buildNames(columns);
  return new Segment(columns, { shared, postings, ids, names });
}

/** Runs sliced work synchronously to its end. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
