import type { DeviceColumn } from '../../../shared/contract/device-query';
import { deviceColumns } from '../../../shared/contract/device-query';

/** All columns in the order of the menu: the name, the chosen ones in their order, then the others. */
export function offeredColumns(chosen: readonly DeviceColumn[]): readonly DeviceColumn[] {
  return [...new Set<DeviceColumn>(['name', ...chosen, ...deviceColumns])];
}

/** Moves a column up (-1) or down (+1); the name stays first. */
export function movedColumn(
  offered: readonly DeviceColumn[],
  column: DeviceColumn,
  by: -1 | 1,
): readonly DeviceColumn[] {
  const from = offered.indexOf(column);
  const to = from + by;
  if (from < 1 || to < 1 || to >= offered.length) return offered;
  const rest = offered.filter((one) => one !== column);
  return [...rest.slice(0, to), column, ...rest.slice(to)];
}

/** The chosen columns to save, in the order of the menu. */
export const chosenColumns = (
  offered: readonly DeviceColumn[],
  isOn: (column: DeviceColumn) => boolean,
): DeviceColumn[] => offered.filter((column) => column === 'name' || isOn(column));
