import type { Result } from './result';

/**
 * Every reason that the technician may see. A new one does not compile until both languages have texts for it.
 *
 * `cancelled`: the work was stopped or superseded, on purpose. `busy`: the same work is already running. Both are about
 * work inside the app. A cancelled sign-in has `auth.cancelled`, a running request `request.in-flight`.
 */
export const failureCodes = [
  'cancelled',
  'busy',
  'auth.required',
  'auth.cancelled',
  'auth.timeout',
  'auth.no-browser',
  'auth.wrong-tenant',
  'auth.other-account',
  'auth.refused',
  'auth.consent',
  'auth.claims',
  'auth.host',
  'network.offline',
  'network.timeout',
  'network.tls',
  'network.clock',
  'network.proxy',
  'network.proxy-auth',
  'network.portal',
  'graph.throttled',
  'graph.forbidden',
  'graph.scope-missing',
  'graph.not-found',
  'graph.unsupported',
  'graph.license',
  'graph.rejected',
  'graph.approval',
  'graph.conflict',
  'graph.server',
  'graph.malformed',
  'graph.blocked',
  'cloud.unsupported',
  'provider.unsupported',
  'request.blocked',
  'request.card-expired',
  'request.in-flight',
  'request.repeated',
  'request.too-fast',
  'request.stopped',
  'request.not-recorded',
  'request.unknown-outcome',
  'request.session-failed',
  'request.not-ready',
  'link.untrusted',
  'link.not-opened',
  'browser.too-often',
  'profile.too-often',
  'question.open',
  'question.too-often',
  'profile.invalid',
  'input.invalid',
  'history.shortening',
  'inventory.dropped',
  'storage.full',
  'storage.damaged',
  'storage.foreign',
  'storage.untrusted',
  'storage.newer',
  'storage.read-only',
  'internal',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** Why something expected did not happen. Plain data: it crosses the bridge, and the windows have its texts. */
export interface Failure {
  readonly code: FailureCode;
  /** Which of several causes that share the code. Each code defines its own values; unknown ones are ignored. */
  readonly why?: string;
  /**
   * True: the request certainly never reached the service. False: it was refused there, so nothing runs; a later
   * attempt did not reach it.
   */
  readonly notSent?: boolean;
  /** Whole seconds by which the clock of this computer is ahead of the service's; negative when it is behind. */
  readonly skew?: number;
  /** Whole seconds to wait before trying again, when known. */
  readonly retryAfter?: number;
  /** Reference that links the message on screen to the line in the log file. */
  readonly ref?: string;
  /** HTTP status of the service's answer. */
  readonly status?: number;
  /** `request-id` of Microsoft Graph, for support. */
  readonly requestId?: string;
  /** ISO 8601; `Date` of the answer by the service's clock, for support. */
  readonly answeredAt?: string;
  /** Our own `client-request-id`. */
  readonly clientRequestId?: string;
  /** Intune's Activity ID, dug out of the nested error text. */
  readonly activityId?: string;
  /** Correlation id of a refused sign-in. */
  readonly correlationId?: string;
  /** Number of the AADSTS error, without the prefix. */
  readonly aadsts?: number;
  /** Permission scopes that the service named as missing. */
  readonly scopes?: readonly string[];
  /** The host that was not trusted or not reached. */
  readonly host?: string;
  /** Text of the service, cleaned and cut; shown as a quotation, never as our own words. */
  readonly detail?: string;
  /** Position of the error in an external text, counted from 1; the column in characters. */
  readonly place?: { readonly line: number; readonly column: number };
}

/** Whether it ended on purpose: then nothing needs to be shown. */
export const isCancelled = ({ code }: Failure): boolean => code === 'cancelled' || code === 'auth.cancelled';

export type Outcome<T> = Result<T, Failure>;
