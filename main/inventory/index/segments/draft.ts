import type { ManagedDevice } from '../../../../shared/managed-device';
import { byText } from '../../../../shared/search/rank';
import { ColumnWriter } from '../columns/column-writer';
import type { Columns } from '../columns/columns';
import { deviceAt, foldedNameAt, idOf, RowReader } from '../columns/columns';
import { SLICE_ROWS } from '../lists/postings';
import type { Segment } from './segment';
import { buildSegment, finish } from './segment';

/**
 * Devices that will become a segment. They are stored as columns from the start, because one object for each device would
 * cost the garbage collector more than everything else that is done with them.
 */
export class Draft {
  readonly #writer: ColumnWriter;
  /** The newest row of each device. */
  readonly #rows = new Map<string, number>();

  /** `room`: initial capacity in devices. */
  constructor(room: number) {
    this.#writer = new ColumnWriter(room);
  }

  /** Rows written, including those that a newer one replaced. */
  get written(): number {
    return this.#writer.rows;
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** Ids in the order in which they were first added. */
  ids(): Iterable<string> {
    return this.#rows.keys();
  }

  read(id: string): ManagedDevice | null {
    const row = this.#rows.get(id);
    return row === undefined ? null : deviceAt(this.#writer.columns, row);
  }

  /** Adds a device, replacing an older state of it. */
  put(device: ManagedDevice): void {
    this.#rows.set(device.id, this.#writer.rows);
    this.#writer.add(device);
  }

  /** Returns false if the device was not there. */
  delete(id: string): boolean {
    return this.#rows.delete(id);
  }

  /** The columns of the devices that are here at the time of the call, sorted as columns are. In slices. */
  *finish(): Generator<void, Columns> {
    const { columns } = this.#writer;
    const rows = inOrder(columns, Uint32Array.from(this.#rows.values()));
    yield;
    const sorted = new ColumnWriter(rows.length, columns.arena.length);
    for (const [at, row] of rows.entries()) {
      sorted.copy(columns, row);
      if (at % SLICE_ROWS === SLICE_ROWS - 1) yield;
    }
    return sorted.finish();
  }

  /** The same as a segment. */
  *segment(): Generator<void, Segment> {
    return yield* buildSegment(yield* this.finish());
  }
}

/** Newest check-in first, then by folded name, then by id. */
function inOrder(columns: Columns, rows: Uint32Array): Uint32Array {
  const { checkIns } = columns;
  const reader = new RowReader(columns);
  return rows.sort((a, b) => {
    const first = checkIns[a] ?? 0;
    const second = checkIns[b] ?? 0;
    if (first !== second) return first > second ? -1 : 1;
    return byText(foldedNameAt(a, reader), foldedNameAt(b, reader)) || byText(idOf(columns, a), idOf(columns, b));
  });
}

/** The columns of devices, sorted as columns are. The last of duplicates wins. */
export function columnsOf(devices: readonly ManagedDevice[]): Columns {
  const draft = new Draft(devices.length);
  for (const device of devices) draft.put(device);
  return finish(draft.finish());
}
