import { byText } from '../../../../shared/search/rank';
import { ColumnWriter } from '../columns/column-writer';
import { foldedNameAt, idOf, RowReader } from '../columns/columns';
import { hasBit } from '../lists/bitmap';
import { SLICE_ROWS } from '../lists/postings';
import type { Segment } from './segment';
import { buildSegment } from './segment';

/** Walks the rows of one segment that are not deleted. */
export class RowWalk {
  row = -1;
  readonly segment: Segment;
  readonly #reader: RowReader;
  #name: string | null = null;

  constructor(segment: Segment) {
    this.segment = segment;
    this.#reader = new RowReader(segment.columns);
    this.advance();
  }

  get isAtEnd(): boolean {
    return this.row >= this.segment.rows;
  }

  get checkIn(): number {
    return this.segment.columns.checkIns[this.row] ?? 0;
  }

  get name(): string {
    return (this.#name ??= foldedNameAt(this.row, this.#reader));
  }

  advance(): void {
    do this.row += 1;
    while (this.row < this.segment.rows && hasBit(this.segment.deleted, this.row));
    this.#name = null;
  }
}

const isBefore = (a: RowWalk, b: RowWalk): boolean => {
  if (a.checkIn !== b.checkIn) return a.checkIn > b.checkIn;
  const names = byText(a.name, b.name);
  return names === 0 ? idOf(a.segment.columns, a.row) < idOf(b.segment.columns, b.row) : names < 0;
};

/** Merges the rows of several segments that are not deleted into one segment, in slices. */
export function* mergeSegments(segments: readonly Segment[]): Generator<void, Segment> {
  const rows = segments.reduce((sum, segment) => sum + segment.alive, 0);
  const arenaBytes = segments.reduce((sum, { columns }) => sum + columns.arena.length, 0);
  const writer = new ColumnWriter(rows, arenaBytes);
  let walks = segments.map((segment) => new RowWalk(segment)).filter((walk) => !walk.isAtEnd);
  while (walks.length > 0) {
    let first = walks[0];
    for (const walk of walks) if (first !== undefined && walk !== first && isBefore(walk, first)) first = walk;
    if (first === undefined || writer.rows >= rows) break;
    writer.copy(first.segment.columns, first.row);
    first.advance();
    if (first.isAtEnd) walks = walks.filter((walk) => walk !== first);
    if (writer.rows % SLICE_ROWS === 0) yield;
  }
  return yield* buildSegment(writer.finish());
}
