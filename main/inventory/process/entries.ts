import type { ManagedDevice } from '../../../shared/managed-device';
import { parseDevice } from '../../graph/managed-device';
import type { SyncState } from '../sync/port';

/** Entries that are parsed before yielding. */
const SLICE = 25;

/** Parses entries in order, skipping `except` and entries without a usable id. Yields between slices. */
export function* parseEntries(
  items: readonly unknown[],
  except: ReadonlySet<string> = new Set(),
): Generator<void, readonly ManagedDevice[]> {
  const devices: ManagedDevice[] = [];
  for (const [at, item] of items.entries()) {
    const device = parseDevice(item);
    if (device !== null && !except.has(device.id)) devices.push(device);
    if (at % SLICE === SLICE - 1) yield;
  }
  return devices;
}

/** The newest check-in of the open run, including these devices. ISO 8601. */
export function newestOf(devices: readonly ManagedDevice[], { open }: SyncState): string | null {
  let newest = open?.newest ?? null;
  for (const { lastCheckIn } of devices)
    if (lastCheckIn !== null && (newest === null || lastCheckIn > newest)) newest = lastCheckIn;
  return newest;
}

/** How many of the devices the filter of a run for changes should have excluded. */
export function countUnasked(devices: readonly ManagedDevice[], { open }: SyncState): number {
  const since = open?.since ?? null;
  if (since === null) return 0;
  return devices.filter(({ lastCheckIn }) => lastCheckIn === null || lastCheckIn <= since).length;
}
