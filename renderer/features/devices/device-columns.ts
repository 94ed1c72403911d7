import type { DeviceColumn, DeviceSort } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import type { DeviceField } from '../../../shared/managed-device';
import { osName, osText } from '../../../shared/search/shown';
import { checkInText } from './device-text';

/** Minimum width of a column in pixels, and its share of the remaining space. */
const widths: Readonly<Record<DeviceColumn, readonly [least: number, part: number]>> = {
  name: [230, 3],
  serial: [130, 1],
  userName: [130, 2],
  upn: [210, 2],
  os: [100, 1],
  osVersion: [130, 1],
  manufacturer: [120, 1],
  model: [160, 2],
  category: [120, 1],
  compliance: [126, 1],
  ownership: [110, 1],
  lastCheckIn: [118, 1],
  enrolledAt: [110, 1],
};

/** The columns in their order, the name first. */
export const shownColumns = (chosen: readonly DeviceColumn[]): readonly DeviceColumn[] => [
  'name',
  ...chosen.filter((column) => column !== 'name'),
];

/** The widths as a grid template, and their minimum total in pixels. */
export const tableOf = (
  columns: readonly DeviceColumn[],
): { readonly widths: string; readonly count: number; readonly least: number } => ({
  widths: columns.map((column) => `minmax(${widths[column][0]}px, ${widths[column][1]}fr)`).join(' '),
  count: columns.length,
  least: columns.reduce((sum, column) => sum + widths[column][0], 0),
});

const newestFirst: readonly DeviceColumn[] = ['lastCheckIn', 'enrolledAt'];

/** The sort order after a click on a header: ascending, descending, then the best matches first again. */
export function nextSort(now: DeviceSort | null, column: DeviceColumn): DeviceSort | null {
  const first = newestFirst.includes(column);
  if (now?.column !== column) return { column, descending: first };
  return now.descending === first ? { column, descending: !first } : null;
}

/** The field whose matches a column marks; null for columns that show a derived value. */
export const fieldOf = (column: DeviceColumn): DeviceField | null =>
  column === 'osVersion' ||
  column === 'compliance' ||
  column === 'ownership' ||
  column === 'lastCheckIn' ||
  column === 'enrolledAt'
    ? null
    : column;

/** The field that matched, when none of the columns shows it. */
export const matchBeside = ({ match }: DeviceRow, columns: readonly DeviceColumn[]): DeviceField | null =>
  match === null || columns.some((column) => fieldOf(column) === match.field) ? null : match.field;

interface Wording {
  readonly messages: Messages;
  readonly formats: Formats;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The text of a cell. A matched field is shown as it was searched, so that the match can be marked. */
export function cellText(
  device: DeviceRow,
  column: Exclude<DeviceColumn, 'name' | 'compliance'>,
  { messages, formats, now }: Wording,
): string {
  switch (column) {
    case 'os':
      return device.match?.field === 'os' ? osText(device) : osName(device);
    case 'ownership':
      return messages.ownership[device.ownership]();
    case 'lastCheckIn':
      return checkInText(messages, formats, device, now);
    case 'enrolledAt':
      return device.enrolledAt === null ? '' : formats.date(Date.parse(device.enrolledAt));
    case 'serial':
    case 'userName':
    case 'upn':
    case 'osVersion':
    case 'manufacturer':
    case 'model':
    case 'category':
      return device[column];
  }
}
