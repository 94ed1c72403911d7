import type { Failure, FailureCode } from '../../../shared/failure';

const PASSING: ReadonlySet<FailureCode> = new Set([
  'graph.throttled',
  'graph.server',
  'network.offline',
  'network.timeout',
  'network.portal',
  'network.proxy',
]);
/** Answers to a link that has become too old, or that leads where no one may go. */
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
/** Tries of one page before the run is put off. */
export const TRIES = 8;
/** An answer may have been cut on its way; one that stays unreadable is not asked for again. */
const UNREADABLE_TRIES = 3;

/** The request itself was refused: Graph answers a link that has expired with 400. */
const isRefused = ({ status }: Failure): boolean =>
  status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Milliseconds to wait before the same page is asked for again; null when asking again is of no use. */
export function waitAfter(failure: Failure, tries: number): number | null {
  const isUnreadable = failure.code === 'graph.malformed';
  if (
    isRefused(failure) ||
    !(isUnreadable || PASSING.has(failure.code)) ||
    tries >= (isUnreadable ? UNREADABLE_TRIES : TRIES)
  )
    return null;
  const own = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  // Graph may throttle without telling for how long.
  return failure.retryAfter === undefined ? own : Math.max(failure.retryAfter * 1_000, tries > 2 ? own : 0);
}

/** Whether another link, from a new start, may work where this one does not. */
export const isStaleLink = (failure: Failure): boolean =>
  STALE_LINK.has(failure.code) || (failure.code === 'graph.server' && isRefused(failure));
