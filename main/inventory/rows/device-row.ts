import type { DeviceRow, RowSource } from '../../../shared/contract/devices';
import type { ManagedDevice, MatchReason } from '../../../shared/managed-device';
import { isStale } from '../../../shared/managed-device';
import { foldText } from '../../../shared/search/fold';
import { nameCounts } from '../../../shared/search/rank';

export interface RowTraits {
  readonly match: MatchReason | null;
  readonly source: RowSource;
  /** When the values were read from the source, ISO 8601; null when that is not known. */
  readonly asOf: string | null;
  readonly pinned: boolean;
}

export interface RowInput extends RowTraits {
  readonly device: ManagedDevice;
}

/** One row; `twins`: how many other devices have its name. */
export const toRow = ({ device, match, source, asOf, pinned }: RowInput, twins: number, now: number): DeviceRow => ({
  ...device,
  match,
  source,
  asOf,
  pinned,
  twins,
  stale: isStale(device, now),
});

/** Rows of one result; devices with the same name in it are each other's twins. */
export function toRows(inputs: readonly RowInput[], now: number): readonly DeviceRow[] {
  const counts = nameCounts(inputs.map(({ device }) => device));
  return inputs.map((input) => toRow(input, Math.max(0, (counts.get(foldText(input.device.name)) ?? 1) - 1), now));
}

/** The device of a row, without the members that only rows have. */
export function deviceOf({
  match: _match,
  source: _source,
  asOf: _asOf,
  listed: _listed,
  known: _known,
  twins: _twins,
  stale: _stale,
  pinned: _pinned,
  ...device
}: DeviceRow): ManagedDevice {
  return device;
}
