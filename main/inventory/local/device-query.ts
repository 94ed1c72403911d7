import type { CheckInSpan, DeviceChips } from '../../../shared/contract/device-query';
import { isFiltering } from '../../../shared/contract/device-query';
import type { ManagedDevice } from '../../../shared/managed-device';
import { isStale, STALE_AFTER_MS } from '../../../shared/managed-device';
import type { DeviceChips as IndexChips } from '../index/search/filters';

const DAY_MS = 24 * 60 * 60 * 1_000;
const SPAN_MS = { day: DAY_MS, week: 7 * DAY_MS, month: STALE_AFTER_MS } as const;

function checkInOf(span: CheckInSpan, now: number): NonNullable<IndexChips['checkIn']> {
  if (span === 'never') return { never: true };
  if (span === 'older') return { before: now - STALE_AFTER_MS, never: true };
  return { since: now - SPAN_MS[span] };
}

/** Converts filters for the index. `now`: milliseconds since 1970. */
export function indexChips({ checkIn, ...lists }: DeviceChips, now: number): IndexChips {
  return { ...lists, ...(checkIn === null ? {} : { checkIn: checkInOf(checkIn, now) }) };
}

function isInSpan(device: ManagedDevice, span: CheckInSpan, now: number): boolean {
  if (span === 'never') return device.lastCheckIn === null;
  if (span === 'older') return isStale(device, now);
  return device.lastCheckIn !== null && Date.parse(device.lastCheckIn) >= now - SPAN_MS[span];
}

/** Whether a device passes the filters; for rows that are not from the index. `now`: milliseconds since 1970. */
export function passesChips(device: ManagedDevice, chips: DeviceChips, now: number): boolean {
  if (!isFiltering(chips)) return true;
  const accepts = (wanted: readonly string[], value: string): boolean => wanted.length === 0 || wanted.includes(value);
  return (
    accepts(chips.platforms, device.platform) &&
    accepts(chips.compliance, device.compliance) &&
    accepts(chips.ownership, device.ownership) &&
    accepts(chips.categories, device.category) &&
    (chips.checkIn === null || isInSpan(device, chips.checkIn, now))
  );
}
