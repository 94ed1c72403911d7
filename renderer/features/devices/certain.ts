import type { DeviceRow } from '../../../shared/contract/devices';
import type { DeviceField } from '../../../shared/managed-device';
import { foldText } from '../../../shared/search/fold';
import type { Reading } from '../../../shared/search/reading';
import { areSimilar } from './found-text';
import type { DeviceItem } from './list-items';

/** Fields that identify one device, or the devices of one person. A person's name does not: namesakes are common. */
const IDENTIFYING: ReadonlySet<DeviceField> = new Set([
  'name',
  'serial',
  'upn',
  'mail',
  'imei',
  'phone',
  'wifiMac',
  'entraId',
  'id',
]);

/** Numbers are written with and without spaces, brackets and dashes. */
const squeezed = (text: string): string => foldText(text).replace(/[\s().+/-]/gu, '');

const coversAll = (text: string, ranges: readonly (readonly [number, number])[]): boolean => {
  let rest = text;
  for (const [start, end] of [...ranges].reverse()) rest = rest.slice(0, start) + rest.slice(end);
  return text !== '' && rest.trim() === '';
};

/**
 * Whether a text identifies the device: a whole name, serial number, address or id matched, and the text contains it or
 * is read as it. Readings that are only similar identify nothing.
 */
export function isExact(row: DeviceRow, text: string, readings: readonly Reading[] = []): boolean {
  const { match } = row;
  if (match === null || match.isSimilar === true || !IDENTIFYING.has(match.field)) return false;
  const value = row[match.field];
  if (!coversAll(value, match.ranges)) return false;
  const wanted = squeezed(value);
  return (
    squeezed(text).includes(wanted) ||
    readings.some((reading) => !areSimilar([reading]) && squeezed(reading.text) === wanted)
  );
}

/** Whether a hit of Intune, found by these readings, may differ from what was typed. */
export const isSimilarHit = (row: DeviceRow, text: string, readings: readonly Reading[]): boolean =>
  row.match?.isSimilar === true || (areSimilar(readings) && !isExact(row, text, readings));

/** Hits of Intune above and below the rows of the local answer. */
export interface Placed {
  readonly above: readonly DeviceRow[];
  readonly below: readonly DeviceRow[];
}

/**
 * Exact before similar: hits of Intune stand above local rows if those are only similar, or if Intune's hit is exact
 * and no local row is. All other hits stand below, where they move no row.
 */
export function placed(
  hits: readonly DeviceRow[],
  local: { readonly first: DeviceRow | null; readonly isSimilar: boolean },
  text: string,
  readings: readonly Reading[] = [],
): Placed {
  if (local.isSimilar) {
    const above = hits.filter((row) => !isSimilarHit(row, text, readings));
    return { above, below: hits.filter((row) => !above.includes(row)) };
  }
  if (local.first === null || isExact(local.first, text, readings)) return { above: [], below: hits };
  const above = hits.filter((row) => isExact(row, text, readings));
  return { above, below: hits.filter((row) => !above.includes(row)) };
}

/** A serial number, an id or the name of a device: one word with a digit in it. */
export const mayNameDevice = (text: string): boolean => /^(?=\S*\d)\S{4,}$/u.test(text);

/** The one device that a text identifies; null for none, for several, and when it is only similar. */
export function certainDevice(
  items: readonly DeviceItem[],
  text: string,
  readings: readonly Reading[] = [],
): DeviceItem | null {
  const exact = new Map(
    items
      .filter(({ device, isSimilar }) => !isSimilar && isExact(device, text, readings))
      .map((item) => [item.device.id, item]),
  );
  const [only] = exact.values();
  return exact.size === 1 ? (only ?? null) : null;
}
