import { byText } from '../../../../shared/search/rank';
import type { SortColumn } from '../columns/column-order';
import { orderBy, sortKey } from '../columns/column-order';
import { foldedNameAt, idOf } from '../columns/columns';
import type { Bitmap } from '../lists/bitmap';
import { countBits, hasBit, unite } from '../lists/bitmap';
import type { Segment } from '../segments/segment';
import type { Hit } from './hits';
import type { Standing } from './ranking';
import type { Term } from './term';

export interface SortOrder {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** The result of a search in one segment. */
export interface SegmentAnswer {
  readonly segment: Segment;
  readonly matched: Bitmap;
  /** How many rows `matched` has. */
  readonly total: number;
  readonly standing: Standing;
  readonly isRough: boolean;
  best(limit: number, standing: Standing): readonly Hit[];
  isHit(row: number): boolean;
}

/** The result of one text in all segments. */
export interface Search {
  readonly terms: readonly Term[];
  readonly parts: readonly SegmentAnswer[];
}

/** A row of the answer. */
export interface RowRef {
  readonly segment: Segment;
  readonly row: number;
  /** Lower is better; absent when the rows are sorted by a column. */
  readonly rank?: number;
  /** Which of the searches found it. */
  readonly search: number;
}

interface Ranked extends RowRef {
  readonly rank: number;
}

function compareRanked(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.segment === b.segment) return a.row - b.row;
  const checkIns = (b.segment.columns.checkIns[b.row] ?? 0) - (a.segment.columns.checkIns[a.row] ?? 0);
  if (checkIns !== 0 && !Number.isNaN(checkIns)) return checkIns;
  const name = ({ segment, row }: Ranked): string => foldedNameAt(row, segment.reader);
  return byText(name(a), name(b)) || byText(idOf(a.segment.columns, a.row), idOf(b.segment.columns, b.row));
}

/** The rows that were already returned. */
class Seen {
  readonly #rows = new Map<Segment, Set<number>>();

  has({ segment, row }: RowRef): boolean {
    return this.#rows.get(segment)?.has(row) === true;
  }

  add({ segment, row }: RowRef): void {
    this.#rows.set(segment, (this.#rows.get(segment) ?? new Set()).add(row));
  }
}

/** All rows, keeping the rows already shown in place: of very many hits only the freshest were considered for those. */
function continued(first: readonly RowRef[], all: readonly RowRef[]): readonly RowRef[] {
  const moved = first.findIndex(({ segment, row }, at) => all[at]?.segment !== segment || all[at].row !== row);
  if (moved < 0) return all;
  const shown = new Seen();
  for (const ref of first) shown.add(ref);
  return [...first, ...all.filter((ref) => !shown.has(ref))];
}

/** The results of all searches in one segment. */
interface Union {
  readonly segment: Segment;
  readonly matched: Bitmap;
  readonly isRough: boolean;
  /** The first search that found the row; -1 when none did, which is possible only in an estimated result. */
  searchOf(row: number): number;
}

function unionOf(searches: readonly Search[]): readonly Union[] {
  const [first] = searches;
  return (first?.parts ?? []).map(({ segment, matched: own }, at) => {
    const parts = searches.flatMap(({ parts: all }) => all[at] ?? []);
    const matched = parts.length > 1 ? own.slice() : own;
    for (const part of parts.slice(1)) unite(matched, part.matched);
    const found = ({ matched: rows, isRough, isHit }: SegmentAnswer, row: number): boolean =>
      hasBit(rows, row) && (!isRough || isHit(row));
    return {
      segment,
      matched,
      isRough: parts.some(({ isRough }) => isRough),
      searchOf: (row) => parts.findIndex((part) => found(part, row)),
    };
  });
}

/**
 * The result of a query: how many rows, and in which order. The rows of several searches follow one another, each row once.
 * Rows after the first ones are computed on request.
 */
export class ResultSet {
  readonly searches: readonly Search[];
  readonly #union: readonly Union[];
  readonly #sort: SortOrder | null;
  #head: readonly RowRef[];
  #isWhole = false;
  readonly #roughTotal: number;

  constructor(searches: readonly Search[], options: { readonly sort: SortOrder | null; readonly head: number }) {
    this.searches = searches;
    this.#union = unionOf(searches);
    this.#sort = options.sort;
    const counts =
      searches.length === 1
        ? searches[0]?.parts.map(({ total }) => total)
        : this.#union.map(({ matched }) => countBits(matched));
    this.#roughTotal = (counts ?? []).reduce((sum, count) => sum + count, 0);
    this.#head = this.#first(options.head);
    this.#isWhole = this.#head.length < options.head || this.#head.length >= this.#roughTotal;
  }

  /** Number of rows; see `isRough`. */
  get total(): number {
    return this.#isWhole ? this.#head.length : this.#roughTotal;
  }

  /** The total may be slightly high. It is exact for few rows, and once the end was paged to. */
  get isRough(): boolean {
    return !this.#isWhole && this.#union.some((part) => part.isRough);
  }

  /** At most `count` rows, starting at `offset`. */
  rows(offset: number, count: number): readonly RowRef[] {
    if (offset + count > this.#head.length && !this.#isWhole) {
      this.#head = continued(this.#head, this.#first(Number.POSITIVE_INFINITY));
      this.#isWhole = true;
    }
    return this.#head.slice(offset, offset + count);
  }

  /** Whether a device is in the result, as it was when the query ran, even if the device changed or was deleted since. */
  has(id: string): boolean {
    return this.#union.some(({ segment, matched, isRough, searchOf }) => {
      const row = segment.rowEver(id);
      return row >= 0 && hasBit(matched, row) && (!isRough || searchOf(row) >= 0);
    });
  }

  uses(segment: Segment): boolean {
    return this.#union.some((part) => part.segment === segment);
  }

  #first(limit: number): readonly RowRef[] {
    if (limit === 0) return [];
    return this.#sort === null ? this.#ranked(limit) : this.#sorted(this.#sort, limit);
  }

  #ranked(limit: number): readonly RowRef[] {
    if (this.searches.length === 1) return this.#rankedBy(0, limit).slice(0, limit);
    const all: RowRef[] = [];
    const seen = new Seen();
    for (let search = 0; search < this.searches.length && all.length < limit; search += 1) {
      // Rows of earlier searches are among its best, so more rows are requested.
      for (const ref of this.#rankedBy(search, limit + all.length)) {
        if (seen.has(ref)) continue;
        seen.add(ref);
        all.push(ref);
      }
    }
    return all.slice(0, limit);
  }

  #rankedBy(search: number, limit: number): readonly RowRef[] {
    const parts = this.searches[search]?.parts ?? [];
    const all = parts.flatMap((part) =>
      part.best(limit, part.standing).map(({ row, rank }): Ranked => ({ segment: part.segment, row, rank, search })),
    );
    return parts.length > 1 ? all.sort(compareRanked) : all;
  }

  #sorted({ column, descending }: SortOrder, limit: number): readonly RowRef[] {
    const lists = this.#union.map(({ segment, matched, isRough, searchOf }) => {
      const order = segment.order(column, () => orderBy(segment.columns, column));
      const key = sortKey(segment.columns, column);
      const refs: (RowRef & { key: string | number })[] = [];
      for (let at = 0; at < order.length && refs.length < limit; at += 1) {
        const row = order[descending ? order.length - 1 - at : at] ?? 0;
        if (!hasBit(matched, row)) continue;
        const search = !isRough && this.searches.length === 1 ? 0 : searchOf(row);
        if (search >= 0) refs.push({ segment, row, search, key: this.#union.length > 1 ? key(row) : 0 });
      }
      return refs;
    });
    const all = lists.flat();
    const turn = descending ? -1 : 1;
    if (lists.length > 1) all.sort((a, b) => turn * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return limit === Number.POSITIVE_INFINITY ? all : all.slice(0, limit);
  }
}
