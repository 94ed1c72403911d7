import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import { isOfLaterVersion } from '../../shared/contract/requests';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * During this time after a request a caller is probably on the phone: a link is noticed within three seconds, even with
 * the window hidden.
 */
export const PROMPT_MS = 2 * MINUTE;
/** After the wait has expired for the technician, polling for a late link continues this much longer. */
export const LATE_MS = 30 * MINUTE;
/** A ready or opened session is polled for a day: longer than a TeamViewer session code is valid. */
export const SESSION_MS = 24 * 60 * MINUTE;

export interface Moment {
  readonly state: RequestState;
  /** Milliseconds since the request went out or the state was entered. */
  readonly ageMs: number;
  readonly isHidden: boolean;
  /** Reads of this device that failed in a row. */
  readonly failures: number;
}

/** Milliseconds from the start of one read to the start of the next. */
export function pollDelay({ state, ageMs, isHidden, failures }: Moment): number {
  const base = baseDelay(state, Math.max(0, ageMs));
  const isPrompt = ageMs < PROMPT_MS && isAwaited(state);
  const calm = isHidden && !isPrompt ? base * 3 : base;
  return failures < 2 ? calm : Math.max(calm, Math.min(MINUTE, calm * 2 ** Math.min(failures - 1, 5)));
}

/** The link is still expected. */
export const isAwaited = (state: RequestState): boolean =>
  state === 'accepted' || state === 'waiting' || state === 'unknown';

export const isFollowed = (state: RequestState): boolean => isAwaited(state) || state === 'ready' || state === 'opened';

/** The wait expired a short while ago. A request whose session was ready and ended cannot get a late link. */
export function mayComeLate(request: AssistanceRequest, now: number): boolean {
  const { state, steps } = request;
  const last = steps.at(-1);
  return (
    state === 'expired' &&
    !isOfLaterVersion(request) &&
    last !== undefined &&
    now - Date.parse(last.at) < LATE_MS &&
    !steps.some((step) => step.state === 'ready')
  );
}

function baseDelay(state: RequestState, age: number): number {
  if (state === 'opened') return MINUTE;
  if (state === 'ready' || state === 'expired') return 15 * SECOND;
  if (age < 30 * SECOND) return 2 * SECOND;
  if (age < PROMPT_MS) return 2.5 * SECOND;
  return age < 5 * MINUTE ? 5 * SECOND : 15 * SECOND;
}
