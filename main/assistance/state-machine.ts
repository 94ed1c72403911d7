import type {
  AssistanceRequest,
  Evidence,
  RequestState,
  RequestStep,
  RequestSubject,
} from '../../shared/contract/requests';
import { endStates } from '../../shared/contract/requests';
import type { Failure } from '../../shared/failure';

/** What can happen to a request. Times are ISO 8601 in UTC. */
export type RequestEvent =
  | {
      readonly kind: 'step';
      readonly state: RequestState;
      readonly at: string;
      readonly cause?: Failure | null;
      /** Graph's id of the response that caused it. */
      readonly graphRequestId?: string | null;
      /** `Date` of that response, ISO 8601; if absent, that of the cause applies. */
      readonly answeredAt?: string | undefined;
      /** Only with `ready` and `opened`. */
      readonly linkHost?: string | null;
    }
  /** The first attempt was refused, and a second one may follow. */
  | { readonly kind: 'refused'; readonly at: string; readonly graphRequestId: string | null }
  | { readonly kind: 'link'; readonly at: string; readonly linkHost: string | null }
  | { readonly kind: 'evidence'; readonly at: string; readonly evidence: Evidence }
  | { readonly kind: 'note'; readonly at: string; readonly note: string }
  | { readonly kind: 'next-check'; readonly at: string | null }
  /** Intune returned its status. */
  | { readonly kind: 'checked'; readonly at: string }
  /** Its status cannot be read and polling again does not help; null: polling may help again. */
  | { readonly kind: 'check-failed'; readonly failure: Failure | null };

/**
 * Where each state may lead. `opened` may be opened again; a request of unknown outcome never goes back to `sending`; a
 * link may still come after the wait was over, and a link that may not be opened ends the request. Transitions to or
 * from a state of a later version are known to that version only.
 */
export const transitions: Readonly<Record<RequestState, readonly RequestState[]>> = {
  sending: ['accepted', 'failed', 'unknown'],
  accepted: ['waiting', 'ready', 'failed', 'expired', 'given-up'],
  waiting: ['ready', 'failed', 'expired', 'given-up'],
  ready: ['opened', 'closed', 'expired', 'failed', 'given-up'],
  opened: ['opened', 'closed'],
  unknown: ['waiting', 'ready', 'failed', 'given-up'],
  closed: [],
  failed: [],
  expired: ['ready', 'failed'],
  'given-up': [],
  other: [],
};

/** Most steps in the history of a request; beyond that each new step (a link opened again) replaces the last one. */
const LONGEST_HISTORY = 60;
const MOST_REQUEST_IDS = 10;

export interface Confirmed {
  readonly id: string;
  readonly at: string;
  readonly subject: RequestSubject;
  readonly ticket: string;
  readonly reason: string;
}

/** The initial state of a request that was just confirmed. */
export function startRequest({ id, at, subject, ticket, reason }: Confirmed): AssistanceRequest {
  return {
    id,
    subject,
    ticket,
    reason,
    note: '',
    state: 'sending',
    steps: [{ state: 'sending', at, cause: null }],
    failure: null,
    evidence: null,
    linkHost: null,
    graphRequestIds: [],
    nextCheckAt: null,
    lastCheckAt: null,
  };
}

/** The request after the event; the same object when the event is not possible in its state or changes nothing. */
export function advance(request: AssistanceRequest, event: RequestEvent): AssistanceRequest {
  switch (event.kind) {
    case 'step':
      return transitions[request.state].includes(event.state) ? stepped(request, event) : request;
    case 'refused':
      return request.state === 'sending' ? withRequestId(request, event.graphRequestId) : request;
    case 'link':
      return request.state === 'ready' || request.state === 'opened'
        ? { ...request, linkHost: event.linkHost }
        : request;
    case 'evidence':
      return request.state === 'unknown' && request.evidence !== event.evidence
        ? { ...request, evidence: event.evidence }
        : request;
    case 'note':
      return request.note === event.note ? request : { ...request, note: event.note };
    case 'checked':
      return { ...withCheckFailure(request, null), lastCheckAt: event.at };
    case 'check-failed':
      return withCheckFailure(request, event.failure);
    case 'next-check':
      return isOver(request) || request.nextCheckAt === event.at ? request : { ...request, nextCheckAt: event.at };
  }
}

function withCheckFailure(request: AssistanceRequest, failure: Failure | null): AssistanceRequest {
  if (request.checkFailure?.code === failure?.code) return request;
  const { checkFailure: _, ...rest } = request;
  return failure === null ? rest : { ...rest, checkFailure: failure };
}

/** Nothing more will happen without the technician. */
export const isOver = (request: AssistanceRequest): boolean => endStates.includes(request.state);

/** It may appear on the device at any moment, so no other request is sent to that device. */
export const isRunning = (request: AssistanceRequest): boolean => runningStates.includes(request.state);

/** It ended without a session, and the technician may not have noticed yet. */
export const endedBadly = ({ state }: AssistanceRequest): boolean => state === 'failed' || state === 'expired';

/** False when it can no longer appear on the device, so that a new request is fine. */
export const mayAppear = (request: AssistanceRequest): boolean => !endedBadly(request) && request.state !== 'given-up';

const runningStates: readonly RequestState[] = ['sending', 'accepted', 'waiting', 'unknown'];

/** The request after a step, without checking whether its state allows it. */
export function stepped(request: AssistanceRequest, event: Extract<RequestEvent, { kind: 'step' }>): AssistanceRequest {
  const cause = event.cause ?? null;
  const answeredAt = event.answeredAt ?? cause?.answeredAt;
  const step: RequestStep = {
    state: event.state,
    at: event.at,
    cause,
    ...(answeredAt === undefined ? {} : { answeredAt }),
  };
  return {
    ...request,
    state: event.state,
    steps: request.steps.length < LONGEST_HISTORY ? [...request.steps, step] : [...request.steps.slice(0, -1), step],
    failure: event.state === 'failed' || event.state === 'unknown' ? cause : null,
    evidence: event.state === 'unknown' ? 'none-yet' : null,
    linkHost: event.linkHost ?? request.linkHost,
    graphRequestIds: withRequestId(request, event.graphRequestId ?? null).graphRequestIds,
    nextCheckAt: null,
  };
}

function withRequestId(request: AssistanceRequest, id: string | null): AssistanceRequest {
  const ids = request.graphRequestIds;
  return id === null || ids.includes(id) || ids.length >= MOST_REQUEST_IDS
    ? request
    : { ...request, graphRequestIds: [...ids, id] };
}
