import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import { endStates, isOfLaterVersion } from '../../../shared/contract/requests';
import type { Failure } from '../../../shared/failure';

export type RowTone = 'done' | 'current' | 'todo' | 'failed' | 'warning' | 'neutral';

export interface TimelineRow {
  readonly key: string;
  readonly state: RequestState;
  readonly tone: RowTone;
  /** Milliseconds since 1970; null for what has not happened. */
  readonly at: number | null;
  readonly cause: Failure | null;
}

const mainPath: readonly RequestState[] = ['sending', 'accepted', 'waiting', 'ready', 'opened'];

const lastTone: Readonly<Record<RequestState, RowTone>> = {
  sending: 'current',
  accepted: 'current',
  waiting: 'current',
  ready: 'current',
  opened: 'done',
  closed: 'neutral',
  failed: 'failed',
  expired: 'warning',
  unknown: 'warning',
  'given-up': 'neutral',
  other: 'neutral',
};

/** A tick is for what is known to have happened. */
function toneOf(state: RequestState, next: RequestState | undefined): RowTone {
  if (next === undefined) return lastTone[state];
  if (state === 'unknown' || (state === 'sending' && next === 'unknown')) return 'warning';
  const isInVain =
    (state === 'sending' && next === 'failed') || (state === 'waiting' && next !== 'ready') || state === 'expired';
  return isInVain ? 'neutral' : 'done';
}

/** What has happened, the step it is at, and what is still to come on the way to an open session. */
export function timelineRows(request: AssistanceRequest): readonly TimelineRow[] {
  const steps = request.steps.filter((step, index) => step.state !== request.steps[index + 1]?.state);
  const past = steps.map((step, index): TimelineRow => ({
    key: `${index}-${step.state}`,
    state: step.state,
    tone: toneOf(step.state, steps[index + 1]?.state),
    at: Date.parse(step.at),
    cause: step.cause,
  }));
  if (endStates.includes(request.state) || isOfLaterVersion(request)) return past;
  const reached = Math.max(...steps.map((step) => mainPath.indexOf(step.state)));
  const ahead = request.state === 'unknown' ? [] : mainPath.slice(reached + 1);
  return [
    ...past,
    ...ahead.map((state): TimelineRow => ({ key: `ahead-${state}`, state, tone: 'todo', at: null, cause: null })),
  ];
}
