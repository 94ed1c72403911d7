import type { Failure } from '../../../shared/failure';
import type { SyncState } from '../sync/port';

const MINUTE_MS = 60_000;
/** Check-ins are read again after this long. */
export const CHANGES_EVERY_MS = 5 * MINUTE_MS;
/** Deleted devices only go with a full run. */
export const FULL_EVERY_MS = 24 * 60 * MINUTE_MS;
const AGAIN_SOON_MS = MINUTE_MS;
const AGAIN_LATER_MS = 10 * MINUTE_MS;

/** Failures that may have passed a minute later. */
const PASSING: ReadonlySet<string> = new Set(['network.offline', 'network.timeout', 'graph.server', 'graph.throttled', 'internal']);

export interface Due {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly full: boolean;
}

/** When the next run is due, and whether it reads everything. Times are this workstation's clock. */
export function nextRun(state: SyncState, now: number, failure: Failure | null): Due {
  const isFullDue = state.lastFullAt === null || now - state.lastFullAt >= FULL_EVERY_MS || state.lastFullAt > now;
  if (failure !== null) {
    const wait = PASSING.has(failure.code) ? Math.max(AGAIN_SOON_MS, (failure.retryAfter ?? 0) * 1_000) : AGAIN_LATER_MS;
    return { at: now + wait, full: isFullDue };
  }
  if (state.open !== null || isFullDue || state.lastRunAt === null || state.lastRunAt > now) return { at: now, full: isFullDue };
  const full = (state.lastFullAt ?? now) + FULL_EVERY_MS;
  const changes = state.lastRunAt + CHANGES_EVERY_MS;
  return full <= changes ? { at: full, full: true } : { at: changes, full: false };
}
