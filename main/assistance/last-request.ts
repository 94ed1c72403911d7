import type { Owner } from '../auth/owner';
import { isSameOwner } from '../auth/owner';
import type { Entry } from './replay';

/** The ticket of an earlier shift is unlikely to be the ticket of this call. */
const SHIFT_MS = 8 * 60 * 60_000;

/**
 * The newest request of this shift for a device by the same owner; null when there is none. `now` in milliseconds since
 * 1970.
 */
export function newestOf(deviceId: string, owner: Owner, entries: readonly Entry[], now: number): Entry | null {
  return entries
    .filter(
      (entry) =>
        entry.request.subject.deviceId === deviceId &&
        isSameOwner(entry.owner, owner) &&
        Math.abs(now - entry.askedAt) < SHIFT_MS,
    )
    .reduce<Entry | null>(
      (newest, entry) => (newest === null || entry.askedAt >= newest.askedAt ? entry : newest),
      null,
    );
}
