import type { AssistanceRequest } from '../../shared/contract/requests';

/** Fewer sessions say nothing about the next one. */
export const FEWEST_SESSIONS = 20;
/** The newest of them that count. */
const MOST_SESSIONS = 500;
const WINDOW_MS = 90 * 86_400_000;

/** Milliseconds from sending to a session that is ready; null for a request that never got there or whose clock went back. */
export function readyAfter({ steps }: Pick<AssistanceRequest, 'steps'>): number | null {
  const [sent, ready] = (['sending', 'ready'] as const).map((state) => steps.find((step) => step.state === state)?.at);
  const ms = Date.parse(ready ?? '') - Date.parse(sent ?? '');
  return ms >= 0 ? ms : null;
}

interface Session {
  /** When it was asked for, milliseconds since 1970. */
  readonly at: number;
  readonly readyAfter: number | null;
}

/**
 * Half of the sessions of the last three months were ready within this many milliseconds; null where there were fewer than 20.
 * `newestFirst`: all requests; of those, only the newest that became ready count.
 */
export function usualTime(newestFirst: Iterable<Session>, now: number): number | null {
  const times: number[] = [];
  for (const session of newestFirst) {
    if (session.at < now - WINDOW_MS || times.length === MOST_SESSIONS) break;
    if (session.at <= now && session.readyAfter !== null) times.push(session.readyAfter);
  }
  if (times.length < FEWEST_SESSIONS) return null;
  return times.sort((a, b) => a - b)[Math.ceil(times.length / 2) - 1] ?? null;
}
