import type { Failure, FailureCode } from '../../../shared/failure';

const PASSING: ReadonlySet<FailureCode> = new Set(['graph.throttled', 'graph.server', 'network.offline', 'network.timeout']);
/** Answers to a link that has become too old. */
const STALE_LINK: ReadonlySet<FailureCode> = new Set(['graph.malformed', 'graph.not-found', 'graph.unsupported', 'graph.conflict']);

const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
/** Tries of one page before the run is put off. */
export const TRIES = 8;

/** How long to wait before the same page is asked for again; null when asking again is of no use. */
export function waitAfter(failure: Failure, tries: number): number | null {
  if (!PASSING.has(failure.code) || tries >= TRIES) return null;
  const own = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  // Graph may throttle without telling for how long.
  return failure.retryAfter === undefined ? own : Math.max(failure.retryAfter * 1_000, tries > 2 ? own : 0);
}

export const isStaleLink = (failure: Failure): boolean => STALE_LINK.has(failure.code);
