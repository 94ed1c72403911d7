import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';

const second = 1_000;
const minute = 60 * second;

/** While somebody waits on the phone, a link is noticed within three seconds, window hidden or not. */
export const promptMs = 2 * minute;
/** The wait is over for the person, but the link may still come: it is looked for this much longer. */
export const lateMs = 30 * minute;
/** An opened or ready session is looked after for a day: longer than a TeamViewer session code is valid. */
export const sessionMs = 24 * 60 * minute;

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
  const isPrompt = ageMs < promptMs && isAwaited(state);
  const calm = isHidden && !isPrompt ? base * 3 : base;
  return failures < 2 ? calm : Math.max(calm, Math.min(minute, calm * 2 ** Math.min(failures - 1, 5)));
}

/** The link is still to come. */
export const isAwaited = (state: RequestState): boolean => state === 'accepted' || state === 'waiting' || state === 'unknown';

export const isFollowed = (state: RequestState): boolean => isAwaited(state) || state === 'ready' || state === 'opened';

/** It waited in vain until a short while ago; one whose session was ready and ended has nothing more to come. */
export function mayComeLate({ state, steps }: AssistanceRequest, now: number): boolean {
  const last = steps.at(-1);
  return state === 'expired' && last !== undefined && now - Date.parse(last.at) < lateMs && !steps.some((step) => step.state === 'ready');
}

function baseDelay(state: RequestState, age: number): number {
  if (state === 'opened') return minute;
  if (state === 'ready' || state === 'expired') return 15 * second;
  if (age < 30 * second) return 2 * second;
  if (age < promptMs) return 2.5 * second;
  return age < 5 * minute ? 5 * second : 15 * second;
}
