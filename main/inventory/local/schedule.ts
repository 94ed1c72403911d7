import type { Failure, FailureCode } from '../../../shared/failure';
import type { SyncState } from '../sync/port';

const MINUTE_MS = 60_000;
/** Interval between runs for changes, in milliseconds. */
export const CHANGES_EVERY_MS = 5 * MINUTE_MS;
/** Interval between full runs, in milliseconds: only they find deleted devices. */
export const FULL_EVERY_MS = 24 * 60 * MINUTE_MS;
export const AGAIN_SOON_MS = MINUTE_MS;
export const AGAIN_LATER_MS = 10 * MINUTE_MS;
/** The longest pause, in milliseconds, however long the service asks to wait. */
export const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** Failures that may be over a minute later. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'network.offline',
  'network.timeout',
  'graph.server',
  'graph.throttled',
  'network.portal',
  'internal',
]);
/** Only the technician can resolve these: no retry before a run is requested. */
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

/** Whether the failure is over as soon as the service answers anything. */
export const isOfNetwork = (failure: Failure | null): boolean => failure !== null && OF_THE_NETWORK.has(failure.code);

export interface Due {
  /** Milliseconds since 1970; infinite when no run is due before one is requested. */
  readonly at: number;
  readonly full: boolean;
}

/** How the previous run ended; null when there was none since the inventory was opened, or when it is obsolete. */
export type RunEnd = Failure | 'complete' | null;

function waitAfter({ code, status = 0, retryAfter = 0 }: Failure): number {
  if (LASTING.has(code)) return Number.POSITIVE_INFINITY;
  const isRefused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  const least = PASSING.has(code) && !isRefused ? AGAIN_SOON_MS : AGAIN_LATER_MS;
  return Math.min(LONGEST_WAIT_MS, Math.max(least, retryAfter * 1_000));
}

/**
 * When the next run is due, and whether it reads everything. Times are this workstation's clock. After a run there is always
 * a pause, whatever the state says: with a service that does not filter by time, the state does not change.
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
