import { ColumnWriter } from '../index/columns/column-writer';
import { deviceAt, RowReader } from '../index/columns/columns';
import type { SnapshotSegment } from './content';

/** Rows between two pauses. */
const SLICE_ROWS = 4_096;

/** Folds the texts of a segment of an older version by the current rules. Rows keep their order. Yields in between. */
export async function foldedAnew({ columns, deleted }: SnapshotSegment): Promise<SnapshotSegment> {
  const writer = new ColumnWriter(columns.rows, columns.arena.length);
  const reader = new RowReader(columns);
  for (let row = 0; row < columns.rows; row += 1) {
    writer.add(deviceAt(columns, row, reader));
    if (row % SLICE_ROWS === SLICE_ROWS - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return { columns: writer.finish(), deleted };
}
