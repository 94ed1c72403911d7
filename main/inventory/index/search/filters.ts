import type { Compliance, Ownership, Platform } from '../../../../shared/managed-device';
import type { Columns } from '../columns/columns';
import { complianceOf } from '../columns/columns';
import type { Bitmap } from '../lists/bitmap';
import { setBit } from '../lists/bitmap';
import type { Segment } from '../segments/segment';

/** The chips above the list. Values of one kind are joined by "or", the kinds by "and"; an empty list does not filter. */
export interface DeviceChips {
  readonly platforms?: readonly Platform[];
  readonly compliance?: readonly Compliance[];
  readonly ownership?: readonly Ownership[];
  readonly categories?: readonly string[];
  /** Last check-in in milliseconds since 1970, `since` included and `before` not. `never` adds devices that never checked in. */
  readonly checkIn?: { readonly since?: number; readonly before?: number; readonly never?: boolean };
}

const isAsked = (wanted: readonly string[] | undefined): wanted is readonly string[] =>
  wanted !== undefined && wanted.length > 0;
const accepts = (wanted: readonly string[] | undefined, value: string): boolean =>
  !isAsked(wanted) || wanted.includes(value);

function isInRange(at: number, range: NonNullable<DeviceChips['checkIn']>): boolean {
  if (at === Number.NEGATIVE_INFINITY) return range.never === true;
  const isOpen = range.since === undefined && range.before === undefined;
  if (isOpen && range.never === true) return false;
  return at >= (range.since ?? Number.NEGATIVE_INFINITY) && at < (range.before ?? Number.POSITIVE_INFINITY);
}

/** Rows that pass every chip, including deleted rows; read-only. Null when there is no chip. */
export function filterRows(segment: Segment, chips: DeviceChips): Bitmap | null {
  const { platforms, compliance, ownership, categories, checkIn } = chips;
  const isPlain = ![platforms, compliance, ownership, categories].some(isAsked) && checkIn === undefined;
  if (isPlain) return null;
  return segment.rowsWith(
    `chips ${JSON.stringify([platforms, compliance, ownership, categories, checkIn])}`,
    (passed) => {
      addPassing(segment.columns, chips, passed);
      return false;
    },
  ).rows;
}

function addPassing(
  columns: Columns,
  { platforms, compliance, ownership, categories, checkIn }: DeviceChips,
  passed: Bitmap,
): void {
  const kinds = Uint8Array.from(columns.kindTable, (kind) =>
    accepts(platforms, kind.platform) && accepts(ownership, kind.ownership) && accepts(categories, kind.category)
      ? 1
      : 0,
  );
  const states = Uint8Array.from({ length: 256 }, (_, code) => (accepts(compliance, complianceOf(code)) ? 1 : 0));
  for (let row = 0; row < columns.rows; row += 1) {
    if (kinds[columns.kinds[row] ?? 0] !== 1 || states[columns.compliance[row] ?? 0] !== 1) continue;
    if (checkIn !== undefined && !isInRange(columns.checkIns[row] ?? 0, checkIn)) continue;
    setBit(passed, row);
  }
}
