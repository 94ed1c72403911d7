import * as v from 'valibot';
import type { Grade } from '../assistance-fit';
import type { Failure } from '../failure';
import type { ManagedDevice } from '../managed-device';
import type { OtherManager } from '../management-agent';
import { phoneLanguageIds } from '../phone';
import type { Parse } from './define';
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
/**
 * A state that this version knows. Before its confirmation a request is a card; afterwards it is in one of these
 * states.
 */
export type KnownState = (typeof requestStates)[number];
/** `other`: a state that only a later version knows. Such a request is shown and never changed. */
export type RequestState = KnownState | 'other';

/** Nothing more will happen without the technician. */
export const endStates: readonly RequestState[] = ['closed', 'failed', 'expired', 'given-up'];

export interface RequestStep {
  readonly state: RequestState;
  /** ISO 8601 in UTC, of this workstation's clock. */
  readonly at: string;
  readonly cause: Failure | null;
  /** ISO 8601; `Date` header of Graph's answer that caused it, by Graph's clock. Absent without such an answer. */
  readonly answeredAt?: string;
}

export const providers = ['graph'] as const;
/** What carries out the request. `other`: a provider that only a later version knows. */
export type Provider = (typeof providers)[number] | 'other';

/** What was frozen when the technician confirmed; never changed afterwards. */
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

export const evidences = ['none-yet', 'new-link', 'new-action-result', 'error-details', 'unchanged'] as const;
/** What Intune shows about a request whose outcome is unknown. `other`: a value that only a later version knows. */
export type Evidence = (typeof evidences)[number] | 'other';

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
  /** Host of the session link; null until Intune returned one. */
  readonly linkHost: string | null;
  /** Graph request ids of the POST and of the answer that ended it. */
  readonly graphRequestIds: readonly string[];
  /** ISO 8601; the next time Intune will be asked, null if it will not. */
  readonly nextCheckAt: string | null;
  /** ISO 8601; the time of Intune's last answer about it in this run, null without one. */
  readonly lastCheckAt: string | null;
  /** Why Intune does not return its status, if polling again cannot help: polling is stopped then. Absent while it is polled. */
  readonly checkFailure?: Failure;
}

/**
 * True when a later version recorded something about it that this one does not know. This version only shows such a request: it
 * does not follow, open or archive it, and its records stay as they are.
 */
export const isOfLaterVersion = ({ subject, steps, evidence }: AssistanceRequest): boolean =>
  subject.provider === 'other' || evidence === 'other' || steps.some(({ state }) => state === 'other');

/** `Date` of the answers of Graph that moved it, for support, each once. */
export const answerDates = ({ steps }: Pick<AssistanceRequest, 'steps'>): readonly string[] => [
  ...new Set(steps.flatMap(({ answeredAt }) => answeredAt ?? [])),
];

/** What the technician should know before confirming. Each has wording and remedy in both languages. */
export type CardNoteCode =
  | 'twins'
  | 'session-open'
  | 'own-session'
  | 'request-running'
  | 'recently-asked'
  | 'stale'
  | 'never-seen'
  | 'no-user'
  | 'not-enrolled-yet'
  | 'co-managed'
  | 'managed-elsewhere'
  | 'placeholder-serial'
  | 'unsupported-platform'
  | 'unsupported-enrollment'
  | 'noncompliant'
  | 'facts-unread';

export interface CardNote {
  readonly code: CardNoteCode;
  /** `blocks`: a request would certainly not help, so the note is shown instead of the question. */
  readonly grade: Grade;
  readonly count?: number;
  /** ISO 8601. */
  readonly at?: string;
  /** For twins: the serial number does not tell them apart. */
  readonly noSerial?: boolean;
  /** What manages the device in addition to Intune, or instead of it. */
  readonly manager?: OtherManager;
  /** State of the request that the note is about, if the same technician made it. */
  readonly state?: RequestState;
}

/** The newest request of the same technician for the same device, if this workstation still has it. */
export interface LastRequest {
  readonly ticket: string;
  readonly reason: string;
}

/** The confirm card: a handle made by main that freezes what the technician sees, and when it stops being valid. */
export interface ConfirmCard {
  readonly handle: string;
  readonly device: ManagedDevice;
  readonly subject: RequestSubject;
  readonly notes: readonly CardNote[];
  /**
   * A request for this device was made minutes ago and may have reached it: the technician must confirm the repetition.
   */
  readonly needsOverride: boolean;
  /** Fills the fields of the card. */
  readonly last: LastRequest | null;
  /** Where a note blocks: the technician's other devices that can be helped, to the extent that they are known without a call to Intune. */
  readonly others: readonly ManagedDevice[];
  readonly expiresAt: string;
}

/** True when a note is shown instead of the question: such a card is sent only if the technician dismisses the note. */
export const isBlocked = (card: Pick<ConfirmCard, 'notes'>): boolean =>
  card.notes.some(({ grade }) => grade === 'blocks');

/** A confirmed request that waits for the rate limit. Only main sends it; if it is not sent, it becomes a draft. */
export interface WaitingRequest {
  /** Of the card that was confirmed. */
  readonly handle: string;
  readonly subject: RequestSubject;
  readonly ticket: string;
  readonly reason: string;
  /** ISO 8601; the earliest time at which it may be sent. */
  readonly goesAt: string;
  /** There were ten requests in five minutes: it is sent only after a second confirmation. */
  readonly needsConfirmation: boolean;
  /** ISO 8601; the time at which it becomes a draft. */
  readonly expiresAt: string;
}

/** One confirmation of one card. */
export interface SendInput {
  readonly handle: string;
  readonly ticket: string;
  readonly reason: string;
  /** The technician confirms the repetition. */
  readonly override: boolean;
  /** The technician dismissed a note that blocks. */
  readonly anyway?: boolean;
}

/** Why a confirmation ended without a request. */
export interface SendFailure extends Failure {
  /** True: the same card can be confirmed again. Otherwise its handle is used up or unknown. */
  readonly isCardKept?: boolean;
}

const Text = (limit: number) =>
  v.pipe(
    v.string(),
    v.maxLength(limit),
    v.transform((text) => text.trim()),
  );

export const parsePrepare = v.parser(v.object({ deviceId: IdSchema }));
export const parseHandle = v.parser(v.object({ handle: IdSchema }));
export const parseSend: Parse<SendInput> = v.parser(
  v.object({
    handle: IdSchema,
    ticket: Text(64),
    reason: Text(500),
    override: v.boolean(),
    anyway: v.optional(v.boolean(), false),
  }),
);
export const parseRequestId = v.parser(v.object({ requestId: IdSchema }));
/** `language`: one of those in shared/phone. */
export const parsePhoneChoice = v.parser(v.object({ requestId: IdSchema, language: v.picklist(phoneLanguageIds) }));
export const parseNote = v.parser(v.object({ requestId: IdSchema, note: Text(2000) }));
/** `sent`: continue to follow it. `not-sent`: end it, so that a new request can be confirmed. */
export const parseDecision = v.parser(v.object({ requestId: IdSchema, decision: v.picklist(['sent', 'not-sent']) }));
