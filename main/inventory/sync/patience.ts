import type { Failure, FailureCode } from '../../../shared/failure';

const PASSING: ReadonlySet<FailureCode> = new Set([
  'graph.throttled',
  'graph.server',
  'network.offline',
  'network.timeout',
  'network.portal',
  'network.proxy',
]);
/** Failures of a link that has expired or that must not be followed. */
const STALE_LINK: ReadonlySet<FailureCode> = new Set([
  'graph.malformed',
  'graph.not-found',
  'graph.unsupported',
  'graph.rejected',
  'graph.conflict',
  'graph.blocked',
]);

const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
/** Tries of one page before the run is postponed. */
export const TRIES = 8;
/** An answer may have been truncated in transit. After this many tries an unreadable page is given up. */
const UNREADABLE_TRIES = 3;

/** The request itself was refused. Graph answers an expired link with 400. */
const isRefused = ({ status }: Failure): boolean =>
  status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Milliseconds to wait before the same page is requested again; null when a retry cannot help. */
export function waitAfter(failure: Failure, tries: number): number | null {
  const isUnreadable = failure.code === 'graph.malformed';
  if (
    isRefused(failure) ||
    !(isUnreadable || PASSING.has(failure.code)) ||
    tries >= (isUnreadable ? UNREADABLE_TRIES : TRIES)
  )
    return null;
  const own = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  // Graph may throttle without saying for how long.
  return failure.retryAfter === undefined ? own : Math.max(failure.retryAfter * 1_000, tries > 2 ? own : 0);
}

/** Whether a new run, with new links, may work where this link does not. */
export const isStaleLink = (failure: Failure): boolean =>
  STALE_LINK.has(failure.code) || (failure.code === 'graph.server' && isRefused(failure));
