import { ColumnWriter } from '../index/columns/column-writer';
import { deviceAt, RowReader } from '../index/columns/columns';
import type { SnapshotPart } from './content';

/** Rows between two pauses. */
const SLICE_ROWS = 4_096;

/** A part of an older version, its texts folded by the rules of this one. Rows stay where they are. Others run in between. */
export async function foldedAnew({ columns, gone }: SnapshotPart): Promise<SnapshotPart> {
  const writer = new ColumnWriter(columns.rows, columns.arena.length);
  const reader = new RowReader(columns);
  for (let row = 0; row < columns.rows; row += 1) {
    writer.add(deviceAt(columns, row, reader));
    if (row % SLICE_ROWS === SLICE_ROWS - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return { columns: writer.finish(), gone };
}
