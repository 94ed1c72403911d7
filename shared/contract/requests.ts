import * as v from 'valibot';
import type { Failure } from '../failure';
import type { ManagedDevice } from '../managed-device';
import { IdSchema } from './devices';

export const requestStates = [
  'sending',
  'accepted',
  'waiting',
  'ready',
  'opened',
  'closed',
  'failed',
  'expired',
  'unknown',
  'given-up',
] as const;
/** A request before its confirmation is a card (drafted); from then on it is in one of these. */
export type RequestState = (typeof requestStates)[number];

/** Nothing will happen any more without the person. */
export const endStates: readonly RequestState[] = ['closed', 'failed', 'expired', 'given-up'];

export interface RequestStep {
  readonly state: RequestState;
  /** ISO 8601 in UTC, of this workstation's clock. */
  readonly at: string;
  readonly cause: Failure | null;
}

export type Provider = 'graph';

/** What was frozen when the person confirmed; never changed afterwards. */
export interface RequestSubject {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly serial: string;
  readonly userName: string;
  readonly upn: string;
  readonly tenantId: string;
  readonly tenantName: string;
  /** UPN of the technician. */
  readonly account: string;
  readonly provider: Provider;
}

/** What was seen at Intune about a request whose outcome is unknown. */
export type Evidence = 'none-yet' | 'new-link' | 'new-action-result' | 'error-details' | 'unchanged';

/** One request as windows, history and export see it. The session link is not part of it and never will be. */
export interface AssistanceRequest {
  readonly id: string;
  readonly subject: RequestSubject;
  readonly ticket: string;
  readonly reason: string;
  readonly note: string;
  readonly state: RequestState;
  readonly steps: readonly RequestStep[];
  readonly failure: Failure | null;
  /** Only for `unknown`. */
  readonly evidence: Evidence | null;
  /** Host of the session link once it was seen. */
  readonly linkHost: string | null;
  /** Graph request ids of the POST and of the answer that ended it. */
  readonly graphRequestIds: readonly string[];
  /** ISO 8601; the next time Intune is asked, null when it is not. */
  readonly nextCheckAt: string | null;
}

/** What the person should know before confirming. Each has wording and remedy in both languages. */
export type CardNoteCode =
  | 'twins'
  | 'session-open'
  | 'request-running'
  | 'recently-asked'
  | 'stale'
  | 'never-seen'
  | 'no-user'
  | 'unsupported-platform'
  | 'unsupported-enrollment'
  | 'noncompliant'
  | 'facts-unread';

export interface CardNote {
  readonly code: CardNoteCode;
  readonly severity: 'info' | 'warning';
  readonly count?: number;
  /** ISO 8601. */
  readonly at?: string;
}

/** The confirm card: a handle made by main that freezes what the person sees, and when it stops being valid. */
export interface ConfirmCard {
  readonly handle: string;
  readonly device: ManagedDevice;
  readonly subject: RequestSubject;
  readonly notes: readonly CardNote[];
  /** The person must tick an extra box: a request for this device was made minutes ago. */
  readonly needsOverride: boolean;
  readonly expiresAt: string;
}

const Text = (limit: number) => v.pipe(v.string(), v.maxLength(limit), v.transform((text) => text.trim()));

export const parsePrepare = v.parser(v.object({ deviceId: IdSchema }));
export const parseHandle = v.parser(v.object({ handle: IdSchema }));
export const parseSend = v.parser(v.object({ handle: IdSchema, ticket: Text(64), reason: Text(500), override: v.boolean() }));
export const parseRequestId = v.parser(v.object({ requestId: IdSchema }));
export const parseNote = v.parser(v.object({ requestId: IdSchema, note: Text(2000) }));
/** `sent`: go on following it. `not-sent`: end it, so that a new request can be confirmed. */
export const parseDecision = v.parser(v.object({ requestId: IdSchema, decision: v.picklist(['sent', 'not-sent']) }));
