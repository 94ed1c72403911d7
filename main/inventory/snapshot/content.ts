import * as v from 'valibot';
import { ownerships, platforms } from '../../../shared/managed-device';
import type { Columns, Kind } from '../index/columns/columns';
import { MAC_BYTES } from '../index/columns/columns';
import type { Segment } from '../index/segments/segment';

/** One part of the inventory as it is written: its columns and the rows that have gone. */
export interface SnapshotPart {
  readonly columns: Columns;
  readonly gone: Uint32Array;
}

/** An inventory at one moment. */
export interface SnapshotContent {
  readonly parts: readonly SnapshotPart[];
  /** Plain JSON. */
  readonly state: unknown;
  /** The devices that the open run of the sync has seen, as it keeps them. */
  readonly seen: Uint32Array;
}

/** Copies what may change while the snapshot is written; the columns never do. */
export const partsOf = (segments: readonly Segment[]): readonly SnapshotPart[] =>
  segments.map(({ columns, gone }) => ({ columns, gone: gone.slice() }));

const ROWS_LIMIT = 4_000_000;
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.string();
const KindSchema = v.object({
  os: text,
  osVersion: text,
  // A later version may know more; the snapshot stays readable.
  platform: v.fallback(v.picklist(platforms), 'other'),
  manufacturer: text,
  model: text,
  category: text,
  ownership: v.fallback(v.picklist(ownerships), 'unknown'),
  enrollment: text,
});
const OddSchema = v.tuple([
  Count,
  v.object({ id: v.nullable(text), entraId: v.nullable(text), userId: v.nullable(text) }),
]);
const PartSchema = v.object({
  rows: v.pipe(Count, v.maxValue(ROWS_LIMIT)),
  arena: Count,
  kinds: v.array(KindSchema),
  domains: v.array(text),
  odd: v.array(OddSchema),
});
export const ContentSchema = v.object({
  parts: v.array(PartSchema),
  seen: v.pipe(Count, v.maxValue(ROWS_LIMIT * 2)),
  state: v.unknown(),
});
export type ContentHead = v.InferOutput<typeof ContentSchema>;

export const headOf = ({ parts, state, seen }: SnapshotContent): ContentHead => ({
  state,
  seen: seen.length,
  parts: parts.map(({ columns }) => ({
    rows: columns.rows,
    arena: columns.arena.length,
    kinds: columns.kindTable.map((kind): Kind => ({ ...kind })),
    domains: [...columns.domainTable],
    odd: [...columns.odd].map(
      ([row, ids]): [number, { id: string | null; entraId: string | null; userId: string | null }] => [row, { ...ids }],
    ),
  })),
});

/** The bytes of an array, of which no copy is made. */
export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The arrays of a part in the order of the file; in the version before there were no MAC addresses. */
export const arraysOf = ({ columns, gone }: SnapshotPart, hasMacs = true): readonly Uint8Array[] =>
  [
    columns.arena,
    columns.offsets,
    columns.ids,
    columns.entraIds,
    columns.userIds,
    columns.checkIns,
    columns.enrolments,
    columns.kinds,
    columns.compliance,
    columns.upnDomains,
    columns.mailDomains,
    gone,
    ...(hasMacs ? [columns.macs] : []),
  ].map(bytesOf);

/** An empty part of the right size, whose arrays are to be filled. */
export function roomFor(part: ContentHead['parts'][number]): SnapshotPart {
  const { rows } = part;
  const columns: Columns = {
    rows,
    arena: new Uint8Array(part.arena),
    offsets: new Uint32Array(rows + 1),
    ids: new Uint8Array(rows * 16),
    entraIds: new Uint8Array(rows * 16),
    userIds: new Uint8Array(rows * 16),
    macs: new Uint8Array(rows * MAC_BYTES),
    checkIns: new Float64Array(rows),
    enrolments: new Float64Array(rows),
    kinds: new Uint32Array(rows),
    compliance: new Uint8Array(rows),
    upnDomains: new Uint16Array(rows),
    mailDomains: new Uint16Array(rows),
    kindTable: part.kinds,
    domainTable: part.domains,
    odd: new Map(part.odd),
  };
  return { columns, gone: new Uint32Array((rows + 31) >>> 5) };
}

/** Whether every number points where it may; the file was sealed, but perhaps by a version with a fault. */
export function isSound({ columns }: SnapshotPart): boolean {
  const { rows, offsets, kinds, kindTable, upnDomains, mailDomains, domainTable } = columns;
  if (offsets[0] !== 0 || offsets[rows] !== columns.arena.length) return false;
  for (let row = 0; row < rows; row += 1) {
    if ((offsets[row] ?? 0) >= (offsets[row + 1] ?? 0)) return false;
    if ((kinds[row] ?? 0) >= kindTable.length) return false;
    if ((upnDomains[row] ?? 0) >= domainTable.length || (mailDomains[row] ?? 0) >= domainTable.length) return false;
  }
  return true;
}
