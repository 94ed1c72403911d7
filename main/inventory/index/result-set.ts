import type { Bitmap } from './bitmap';
import { hasBit } from './bitmap';
import type { SortColumn } from './column-order';
import { orderBy, sortKey } from './column-order';
import { foldedNameAt, idOf } from './columns';
import type { Hit, Shortlisted } from './ranking';
import type { Segment } from './segment';
import type { Term } from './term';

export interface SortOrder {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** The answer of one part of the inventory. */
export interface PartAnswer {
  readonly segment: Segment;
  readonly matched: Bitmap;
  /** How many rows `matched` has. */
  readonly total: number;
  readonly shortlisted: Shortlisted;
  readonly isRough: boolean;
  best(limit: number, shortlisted: Shortlisted): readonly Hit[];
  isHit(row: number): boolean;
}

/** A row of the answer. */
export interface RowRef {
  readonly segment: Segment;
  readonly row: number;
  /** The better the smaller; absent when the order is another one. */
  readonly rank?: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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

/** All rows, those first that were first before: of very many hits only the freshest were looked at for them. */
function continued(first: readonly RowRef[], all: readonly RowRef[]): readonly RowRef[] {
  const moved = first.findIndex(({ segment, row }, at) => all[at]?.segment !== segment || all[at].row !== row);
  if (moved < 0) return all;
  const shown = new Map<Segment, Set<number>>();
  for (const { segment, row } of first) shown.set(segment, (shown.get(segment) ?? new Set()).add(row));
  return [...first, ...all.filter(({ segment, row }) => shown.get(segment)?.has(row) !== true)];
}

/** A finished query: how many, and which rows at which place. Places beyond the first ones are worked out when asked for. */
export class ResultSet {
  readonly terms: readonly Term[];
  readonly isSimilar: boolean;
  readonly #parts: readonly PartAnswer[];
  readonly #sort: SortOrder | null;
  #head: readonly RowRef[];
  #isWhole = false;
  readonly #roughTotal: number;

  constructor(parts: readonly PartAnswer[], options: { terms: readonly Term[]; sort: SortOrder | null; head: number; isSimilar: boolean }) {
    this.#parts = parts;
    this.terms = options.terms;
    this.isSimilar = options.isSimilar;
    this.#sort = options.sort;
    this.#roughTotal = parts.reduce((sum, { total }) => sum + total, 0);
    this.#head = this.#sort === null ? this.#ranked(options.head) : this.#sorted(this.#sort, options.head);
    this.#isWhole = this.#head.length < options.head || this.#head.length >= this.#roughTotal;
  }

  /** How many rows there are; see `isRough`. */
  get total(): number {
    return this.#isWhole ? this.#head.length : this.#roughTotal;
  }

  /** The total may be a little too high. It is exact when there are few rows, or once the end was paged to. */
  get isRough(): boolean {
    return !this.#isWhole && this.#parts.some((part) => part.isRough);
  }

  /** Rows from `offset` on, `count` at most. */
  rows(offset: number, count: number): readonly RowRef[] {
    if (offset + count > this.#head.length && !this.#isWhole) {
      const all = this.#sort === null ? this.#ranked(Number.POSITIVE_INFINITY) : this.#sorted(this.#sort, Number.POSITIVE_INFINITY);
      this.#head = continued(this.#head, all);
      this.#isWhole = true;
    }
    return this.#head.slice(offset, offset + count);
  }

  uses(segment: Segment): boolean {
    return this.#parts.some((part) => part.segment === segment);
  }

  #ranked(limit: number): readonly RowRef[] {
    const all = this.#parts.flatMap((part) =>
      part.best(limit, part.shortlisted).map(({ row, rank }): Ranked => ({ segment: part.segment, row, rank })),
    );
    if (this.#parts.length > 1) all.sort(compareRanked);
    return limit === Number.POSITIVE_INFINITY ? all : all.slice(0, limit);
  }

  #sorted({ column, descending }: SortOrder, limit: number): readonly RowRef[] {
    const lists = this.#parts.map(({ segment, matched, isRough, isHit }) => {
      const order = segment.order(column, () => orderBy(segment.columns, column));
      const key = sortKey(segment.columns, column);
      const refs: (RowRef & { key: string | number })[] = [];
      for (let at = 0; at < order.length && refs.length < limit; at += 1) {
        const row = order[descending ? order.length - 1 - at : at] ?? 0;
        if (hasBit(matched, row) && (!isRough || isHit(row))) refs.push({ segment, row, key: this.#parts.length > 1 ? key(row) : 0 });
      }
      return refs;
    });
    const all = lists.flat();
    const turn = descending ? -1 : 1;
    if (lists.length > 1) all.sort((a, b) => turn * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return limit === Number.POSITIVE_INFINITY ? all : all.slice(0, limit);
  }
}
