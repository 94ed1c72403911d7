import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import { endStates, isOfLaterVersion } from '../../../shared/contract/requests';
import type { FailureAction } from '../../../shared/i18n/wording';

export type HeroTone = 'waiting' | 'ready' | 'done' | 'warning' | 'danger' | 'neutral';

/**
 * What a button of the card does. `again` only opens the confirm card; nothing here sends. `remedy`: the button that stands beside
 * the words of the failure.
 */
export type HeroAction =
  'open' | 'open-again' | 'finish' | 'stop' | 'again' | 'check' | 'decide-sent' | 'decide-not-sent' | 'remedy';

/** What the words of a failure offer as the next step: asking again, another action, or none. */
export type Remedy = 'again' | 'other' | 'none';

/** The large number of the card: milliseconds that have passed, or that it took. */
export type HeroFigure = { readonly kind: 'elapsed' | 'took'; readonly ms: number };

/** One of the four segments on the way to an open session; a request that ended has only those that it reached. */
export interface HeroStep {
  readonly key: 'sent' | 'accepted' | 'ready' | 'opened';
  readonly tone: 'done' | 'current' | 'todo' | 'warning' | 'danger' | 'neutral';
  /** The request is here, and its state is shown in this segment. */
  readonly isCurrent: boolean;
  /** Milliseconds since 1970; null for what has not happened. */
  readonly at: number | null;
  /** Milliseconds from the sending to this segment; null where that is not known. */
  readonly took: number | null;
}

export interface Hero {
  readonly tone: HeroTone;
  readonly figure: HeroFigure | null;
  /** Half of the earlier requests were ready after this many milliseconds; null where it is not known or does not matter. */
  readonly usual: number | null;
  /** The default button; the only one of its look on the screen. */
  readonly primary: HeroAction | null;
  readonly secondary: readonly HeroAction[];
  readonly steps: readonly HeroStep[];
  /** The user has something to do: the sentence for the phone is shown. */
  readonly isSaid: boolean;
}

export interface HeroInput {
  readonly request: AssistanceRequest;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds; null while there is no such number. */
  readonly usual: number | null;
  /** False when no request can help this device: asking again is not offered as the next step. */
  readonly canHelp: boolean;
  /** Of a request that failed. */
  readonly remedy: Remedy;
}

const tones: Readonly<Record<RequestState, HeroTone>> = {
  sending: 'waiting',
  accepted: 'waiting',
  waiting: 'waiting',
  ready: 'ready',
  opened: 'done',
  closed: 'neutral',
  failed: 'danger',
  expired: 'warning',
  unknown: 'warning',
  'given-up': 'neutral',
  other: 'neutral',
};

const running: readonly RequestState[] = ['sending', 'accepted', 'waiting', 'unknown'];

/** What is shown of a request, and what can be done about it. */
export function heroOf({ request, now, usual, canHelp, remedy }: HeroInput): Hero {
  const { state } = request;
  const started = timeOf(request, 'sending');
  const ready = timeOf(request, 'ready');
  const [primary, secondary] = actionsOf(request, canHelp, remedy);
  return {
    tone: tones[state],
    figure: figureOf(state, { started, ready, now }),
    usual: state === 'accepted' || state === 'waiting' ? usual : null,
    primary,
    secondary,
    steps: stepsOf(request),
    isSaid: state === 'accepted' || state === 'waiting' || state === 'expired' || state === 'unknown',
  };
}

/** When a state was reached for the first time. */
function timeOf({ steps }: AssistanceRequest, state: RequestState): number | null {
  const step = steps.find((one) => one.state === state);
  return step === undefined ? null : Date.parse(step.at);
}

/** A clock that was set back makes no negative time. */
const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null || to < from ? null : to - from;

function figureOf(
  state: RequestState,
  { started, ready, now }: { readonly started: number | null; readonly ready: number | null; readonly now: number },
): HeroFigure | null {
  if (running.includes(state)) return started === null ? null : { kind: 'elapsed', ms: Math.max(0, now - started) };
  const took = between(started, ready);
  return state === 'ready' && took !== null ? { kind: 'took', ms: took } : null;
}

function actionsOf(
  request: AssistanceRequest,
  canHelp: boolean,
  remedy: Remedy,
): readonly [primary: HeroAction | null, secondary: readonly HeroAction[]] {
  if (isOfLaterVersion(request)) return [null, []];
  switch (request.state) {
    case 'accepted':
    case 'waiting':
      return [null, ['stop']];
    case 'ready':
      return ['open', ['finish']];
    case 'opened':
      return [null, ['open-again', 'finish']];
    case 'expired':
      return [canHelp ? 'remedy' : null, []];
    case 'failed':
      if (remedy === 'other') return ['remedy', ['again']];
      if (remedy === 'again') return [canHelp ? 'remedy' : null, []];
      return canHelp ? ['again', []] : [null, ['again']];
    case 'closed':
    case 'given-up':
      return [null, ['again']];
    case 'unknown':
      return hasArrived(request)
        ? ['decide-sent', ['check', 'decide-not-sent']]
        : ['check', ['decide-sent', 'decide-not-sent']];
    case 'sending':
    case 'other':
      return [null, []];
  }
}

/** What Intune shows is a sign that the request reached it. An unchanged device is no sign of the contrary. */
const hasArrived = ({ evidence }: AssistanceRequest): boolean =>
  evidence === 'new-link' || evidence === 'new-action-result' || evidence === 'error-details';

const segments = [
  { key: 'sent', state: 'sending' },
  { key: 'accepted', state: 'accepted' },
  { key: 'ready', state: 'ready' },
  { key: 'opened', state: 'opened' },
] as const;

/** The segment in which each state is shown. */
const segmentOf: Readonly<Record<RequestState, number>> = {
  sending: 0,
  unknown: 1,
  accepted: 1,
  waiting: 2,
  ready: 2,
  opened: 3,
  closed: 3,
  failed: 2,
  expired: 2,
  'given-up': 2,
  other: 3,
};

const currentTones: Readonly<Record<HeroTone, HeroStep['tone']>> = {
  waiting: 'current',
  ready: 'current',
  done: 'done',
  warning: 'warning',
  danger: 'danger',
  neutral: 'neutral',
};

function stepsOf(request: AssistanceRequest): readonly HeroStep[] {
  const { state } = request;
  const started = timeOf(request, 'sending');
  const current = currentSegment(request);
  const wasAnswered = ['accepted', 'ready'].some((one) => request.steps.some((step) => step.state === one));
  const isSent = wasAnswered || !request.steps.some((step) => step.state === 'unknown');
  // Nothing is promised after an end, nor after a state that only a later version knows.
  const shown = mayGoOn(state) ? segments : segments.slice(0, current + 1);
  return shown.map(({ key, state: reached }, index): HeroStep => {
    const at = timeOf(request, reached);
    const took = index === 0 ? null : between(started, at);
    if (index === current) {
      const since = request.steps.findLast((step) => step.state === state)?.at;
      return {
        key,
        tone: currentTones[tones[state]],
        isCurrent: true,
        at: since === undefined ? at : Date.parse(since),
        took: state === reached ? took : null,
      };
    }
    if (index > current) return { key, tone: 'todo', isCurrent: false, at: null, took: null };
    if (key === 'sent' && !isSent) return { key, tone: 'warning', isCurrent: false, at, took: null };
    // Only what is known to have happened counts as done.
    return { key, tone: at === null ? 'neutral' : 'done', isCurrent: false, at, took };
  });
}

const mayGoOn = (state: RequestState): boolean => !endStates.includes(state) && state !== 'other';

/** A request that ended early ends in the segment that it did not get through. */
function currentSegment(request: AssistanceRequest): number {
  const { state } = request;
  if (state === 'unknown' || mayGoOn(state)) return segmentOf[state];
  const last = segments.findLastIndex((segment) => timeOf(request, segment.state) !== null);
  if (state === 'failed' && last === 0) return 0;
  return Math.min(last + 1, segments.length - 1);
}

/** What the words of a failure offer here. `action`: the one they name; `can`: those that this place has. */
export function remedyOf(action: FailureAction | undefined, can: Partial<Record<FailureAction, unknown>>): Remedy {
  if (action === undefined) return 'none';
  if (action === 'request-again' || action === 'retry') return can[action] === undefined ? 'none' : 'again';
  return action in can || action === 'copy-admin' || action === 'copy-details' ? 'other' : 'none';
}
