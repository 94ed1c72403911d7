import type { Failure, FailureCode } from '../../../shared/failure';
import type { SyncState } from '../sync/port';

const MINUTE_MS = 60_000;
/** Check-ins are read again after this long. */
export const CHANGES_EVERY_MS = 5 * MINUTE_MS;
/** Deleted devices only go with a full run. */
export const FULL_EVERY_MS = 24 * 60 * MINUTE_MS;
export const AGAIN_SOON_MS = MINUTE_MS;
export const AGAIN_LATER_MS = 10 * MINUTE_MS;
/** However long the service wants to be left alone, it is asked again after this time. */
export const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** Failures that may have passed a minute later. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'network.offline',
  'network.timeout',
  'graph.server',
  'graph.throttled',
  'network.portal',
  'internal',
]);
/** Nothing mends these but a person: nobody asks again before one does. */
const LASTING: ReadonlySet<FailureCode> = new Set(['graph.license']);
const OF_THE_NETWORK: ReadonlySet<FailureCode> = new Set([
  'network.offline',
  'network.timeout',
  'network.portal',
  'network.proxy',
  'network.proxy-auth',
  'network.clock',
  'network.tls',
]);

/** Whether the failure is over as soon as anything is answered. */
export const isOfNetwork = (failure: Failure | null): boolean => failure !== null && OF_THE_NETWORK.has(failure.code);

export interface Due {
  /** Milliseconds since 1970; infinite when no run is due before somebody asks for one. */
  readonly at: number;
  readonly full: boolean;
}

/** How the run before ended; null when there was none since the inventory was opened, or none that matters any more. */
export type RunEnd = Failure | 'complete' | null;

function waitAfter({ code, status = 0, retryAfter = 0 }: Failure): number {
  if (LASTING.has(code)) return Number.POSITIVE_INFINITY;
  const isRefused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  const least = PASSING.has(code) && !isRefused ? AGAIN_SOON_MS : AGAIN_LATER_MS;
  return Math.min(LONGEST_WAIT_MS, Math.max(least, retryAfter * 1_000));
}

/**
 * When the next run is due, and whether it reads everything. Times are this workstation's clock. After a run there is always
 * a pause, whatever the state says: a service that does not filter by time leaves it as it was.
 */
export function nextRun(state: SyncState, now: number, last: RunEnd): Due {
  const isFullDue = state.lastFullAt === null || now - state.lastFullAt >= FULL_EVERY_MS || state.lastFullAt > now;
  if (last === 'complete')
    return {
      at: now + CHANGES_EVERY_MS,
      full: isFullDue || (state.lastFullAt ?? 0) + FULL_EVERY_MS <= now + CHANGES_EVERY_MS,
    };
  if (last !== null) return { at: now + waitAfter(last), full: isFullDue };
  if (state.open !== null || isFullDue || state.lastRunAt === null || state.lastRunAt > now)
    return { at: now, full: isFullDue };
  const full = (state.lastFullAt ?? now) + FULL_EVERY_MS;
  const changes = state.lastRunAt + CHANGES_EVERY_MS;
  return full <= changes ? { at: full, full: true } : { at: Math.max(now, changes), full: false };
}
