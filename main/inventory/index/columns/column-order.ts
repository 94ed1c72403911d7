import type { DeviceColumn } from '../../../../shared/contract/device-query';
import { deviceColumns } from '../../../../shared/contract/device-query';
import { complianceStates } from '../../../../shared/managed-device';
import { foldText } from '../../../../shared/search/fold';
import { osName } from '../../../../shared/search/shown';
import { LOWER } from './characters';
import type { Columns, Kind } from './columns';
import { complianceOf, RowReader, TEXTS } from './columns';

/** Columns by which a list can be ordered; sign-in names are ordered by the part before the domain. */
export const sortColumns = deviceColumns;
export type SortColumn = DeviceColumn;

/** Bytes of a text that one step of the sort compares, and the number of rows that fit into one number beside them. */
const STEP_BYTES = 4;
const ROW_ROOM = 2 ** 20;
const TEXT_DEPTH = 64;

type TextColumn = 'name' | 'serial' | 'userName' | 'upn';
const isTextColumn = (column: SortColumn): column is TextColumn => column in TEXTS;

/** Reads bytes of the folded text of each row. */
function textBytes(columns: Columns, column: TextColumn): (row: number, depth: number) => number {
  const reader = new RowReader(columns);
  const text = TEXTS[column];
  const { arena } = columns;
  return (row, depth) => {
    reader.openText(row, text);
    const start = reader.foldedStart + depth;
    const end = reader.foldedEnd;
    let value = 0;
    for (let at = start; at < start + STEP_BYTES; at += 1)
      value = (value << 8) | (at < end ? (LOWER[arena[at] ?? 0] ?? 0) + 1 : 0);
    return value >>> 0;
  };
}

/** Sorts rows by four bytes at a time: sorting numbers is many times faster than comparing texts. */
function sortByText(order: Uint32Array, columns: Columns, column: TextColumn): void {
  const valueAt = textBytes(columns, column);
  const keys = new Float64Array(order.length);
  const rows = new Uint32Array(order.length);
  const work: (readonly [from: number, to: number, depth: number])[] = [[0, order.length, 0]];
  for (let task = work.pop(); task !== undefined; task = work.pop()) {
    const [from, to, depth] = task;
    const part = keys.subarray(from, to);
    rows.set(order.subarray(from, to), from);
    for (let at = from; at < to; at += 1) keys[at] = valueAt(order[at] ?? 0, depth) * ROW_ROOM + (at - from);
    part.sort();
    let start = from;
    for (let at = from; at < to; at += 1) {
      const key = keys[at] ?? 0;
      order[at] = rows[from + (key % ROW_ROOM)] ?? 0;
      const value = Math.floor(key / ROW_ROOM);
      const next = at + 1 < to ? Math.floor((keys[at + 1] ?? 0) / ROW_ROOM) : -1;
      if (value === next) continue;
      if (at > start && value % 256 !== 0 && depth < TEXT_DEPTH) work.push([start, at + 1, depth + STEP_BYTES]);
      start = at + 1;
    }
  }
}

/** The value that the column shows. */
const shownKind = (
  kind: Kind,
  column: 'os' | 'osVersion' | 'manufacturer' | 'model' | 'category' | 'ownership',
): string => (column === 'os' ? osName(kind) : kind[column]);

const orderedStates = [...complianceStates].sort();

interface Places {
  /** For each row the rank of its value in the column. */
  readonly ofRow: Uint32Array;
  readonly count: number;
}

function places(columns: Columns, column: Exclude<SortColumn, TextColumn | 'lastCheckIn'>): Places {
  const { compliance, enrolments, kinds, kindTable } = columns;
  const ofRow = new Uint32Array(columns.rows);
  if (column === 'compliance') {
    const ofState = complianceStates.map((state) => orderedStates.indexOf(state));
    for (let row = 0; row < ofRow.length; row += 1) ofRow[row] = ofState[compliance[row] ?? 0] ?? 0;
    return { ofRow, count: orderedStates.length };
  }
  if (column === 'enrolledAt') {
    const distinct = Float64Array.from(new Set(enrolments)).sort();
    const ofInstant = new Map(Array.from(distinct, (value, at) => [value, at]));
    for (let row = 0; row < ofRow.length; row += 1) ofRow[row] = ofInstant.get(enrolments[row] ?? 0) ?? 0;
    return { ofRow, count: distinct.length };
  }
  const texts = kindTable.map((kind) => foldText(shownKind(kind, column)));
  const distinct = new Map([...new Set(texts)].sort().map((text, place) => [text, place]));
  const ofKind = texts.map((text) => distinct.get(text) ?? 0);
  for (let row = 0; row < ofRow.length; row += 1) ofRow[row] = ofKind[kinds[row] ?? 0] ?? 0;
  return { ofRow, count: distinct.size };
}

function sortByPlace(order: Uint32Array, { ofRow, count }: Places): void {
  const starts = new Uint32Array(count + 1);
  for (const at of ofRow) starts[at + 1] = (starts[at + 1] ?? 0) + 1;
  for (let at = 0; at < count; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  for (let row = 0; row < ofRow.length; row += 1) {
    const at = ofRow[row] ?? 0;
    order[starts[at] ?? 0] = row;
    starts[at] = (starts[at] ?? 0) + 1;
  }
}

/** All rows in ascending order of a column. */
export function orderBy(columns: Columns, column: SortColumn): Uint32Array {
  const order = new Uint32Array(columns.rows);
  for (let row = 0; row < order.length; row += 1) order[row] = row;
  if (column === 'lastCheckIn') return order.reverse();
  if (!isTextColumn(column)) sortByPlace(order, places(columns, column));
  else if (columns.rows <= ROW_ROOM) sortByText(order, columns, column);
  else {
    const key = sortKey(columns, column);
    order.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
  }
  return order;
}

/** The sort key of `orderBy`, to merge the orders of several segments. */
export function sortKey(columns: Columns, column: SortColumn): (row: number) => string | number {
  if (!isTextColumn(column)) {
    if (column === 'lastCheckIn' || column === 'enrolledAt') {
      const values = column === 'lastCheckIn' ? columns.checkIns : columns.enrolments;
      return (row) => values[row] ?? 0;
    }
    if (column === 'compliance') return (row) => complianceOf(columns.compliance[row] ?? 0);
    const texts = columns.kindTable.map((kind) => foldText(shownKind(kind, column)));
    return (row) => texts[columns.kinds[row] ?? 0] ?? '';
  }
  const reader = new RowReader(columns);
  return (row) => {
    reader.open(row);
    const start = reader.foldedStarts[TEXTS[column]] ?? 0;
    const end = reader.foldedEnds[TEXTS[column]] ?? 0;
    // One character for each byte, so that segments are merged by the order in which each of them is sorted.
    return Buffer.from(columns.arena.subarray(start, end).map((byte) => LOWER[byte] ?? 0)).toString('latin1');
  };
}
