import * as v from 'valibot';
import { ownerships, platforms } from '../../../shared/managed-device';
import type { Columns, Kind } from '../index/columns/columns';
import { MAC_BYTES } from '../index/columns/columns';
import type { Segment } from '../index/segments/segment';

/** One segment of the inventory as it is written: its columns and which of its rows are deleted. */
export interface SnapshotSegment {
  readonly columns: Columns;
  /** A bitmap. */
  readonly deleted: Uint32Array;
}

/** An inventory at one moment. */
export interface SnapshotContent {
  readonly segments: readonly SnapshotSegment[];
  /** Plain JSON. */
  readonly state: unknown;
  /** The devices that the open run of the sync has seen, as `SeenIds` stores them. */
  readonly seen: Uint32Array;
}

/** Copies what may change while the snapshot is written; columns never change. */
export const snapshotSegments = (segments: readonly Segment[]): readonly SnapshotSegment[] =>
  segments.map(({ columns, deleted }) => ({ columns, deleted: deleted.slice() }));

const ROWS_LIMIT = 4_000_000;
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.string();
const KindSchema = v.object({
  os: text,
  osVersion: text,
  // A later version may know more values; the snapshot stays readable.
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
const SegmentSchema = v.object({
  rows: v.pipe(Count, v.maxValue(ROWS_LIMIT)),
  arena: Count,
  kinds: v.array(KindSchema),
  domains: v.array(text),
  odd: v.array(OddSchema),
});
/** The head of the file. A segment is called a part there. */
export const ContentSchema = v.object({
  parts: v.array(SegmentSchema),
  seen: v.pipe(Count, v.maxValue(ROWS_LIMIT * 2)),
  state: v.unknown(),
});
export type ContentHead = v.InferOutput<typeof ContentSchema>;

export const headOf = ({ segments, state, seen }: SnapshotContent): ContentHead => ({
  state,
  seen: seen.length,
  parts: segments.map(({ columns }) => ({
    rows: columns.rows,
    arena: columns.arena.length,
    kinds: columns.kindTable.map((kind): Kind => ({ ...kind })),
    domains: [...columns.domainTable],
    odd: [...columns.odd].map(
      ([row, ids]): [number, { id: string | null; entraId: string | null; userId: string | null }] => [row, { ...ids }],
    ),
  })),
});

/** A byte view of an array, without a copy. */
export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The arrays of a segment in the order of the file. The previous version of the format has no MAC addresses. */
export const arraysOf = ({ columns, deleted }: SnapshotSegment, hasMacs = true): readonly Uint8Array[] =>
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
    deleted,
    ...(hasMacs ? [columns.macs] : []),
  ].map(bytesOf);

/** A segment with arrays of the right size, to be filled. */
export function roomFor({ rows, arena, kinds, domains, odd }: ContentHead['parts'][number]): SnapshotSegment {
  const columns: Columns = {
    rows,
    arena: new Uint8Array(arena),
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
    kindTable: kinds,
    domainTable: domains,
    odd: new Map(odd),
  };
  return { columns, deleted: new Uint32Array((rows + 31) >>> 5) };
}

/** Whether every index is in range. The file is authentic, but a version with a bug may have written it. */
export function isSound({ columns }: SnapshotSegment): boolean {
  const { rows, offsets, kinds, kindTable, upnDomains, mailDomains, domainTable } = columns;
  if (offsets[0] !== 0 || offsets[rows] !== columns.arena.length) return false;
  for (let row = 0; row < rows; row += 1) {
    if ((offsets[row] ?? 0) >= (offsets[row + 1] ?? 0)) return false;
    if ((kinds[row] ?? 0) >= kindTable.length) return false;
    if ((upnDomains[row] ?? 0) >= domainTable.length || (mailDomains[row] ?? 0) >= domainTable.length) return false;
  }
  return true;
}
