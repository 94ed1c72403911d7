import type { ManagedDevice } from '../../../shared/managed-device';
import { parseDevice } from '../../graph/managed-device';
import type { SyncState } from '../sync/port';

/** Entries that are parsed before others may have a turn. */
const SLICE = 25;

/** The devices of a page in their order but for those left out; entries without a usable id are none. In slices. */
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

/** The newest check-in of the open run with these devices in it. ISO 8601. */
export function newestOf(devices: readonly ManagedDevice[], { open }: SyncState): string | null {
  let newest = open?.newest ?? null;
  for (const { lastCheckIn } of devices)
    if (lastCheckIn !== null && (newest === null || lastCheckIn > newest)) newest = lastCheckIn;
  return newest;
}

/** How many devices the filter of a run for changes should have kept away. */
export function countUnasked(devices: readonly ManagedDevice[], { open }: SyncState): number {
  const since = open?.since ?? null;
  if (since === null) return 0;
  return devices.filter(({ lastCheckIn }) => lastCheckIn === null || lastCheckIn <= since).length;
}
