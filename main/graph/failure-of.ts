import { iso } from '../../shared/clock';
import type { Failure, FailureCode } from '../../shared/failure';
import { quotation } from './clean';
import type { ServiceError } from './error-body';

/** What was asked: only for the action does a 400 mean that the device cannot do it. */
export type Purpose = 'read' | 'action';

interface Refusal {
  readonly status: number;
  readonly error: ServiceError;
  readonly purpose: Purpose;
  readonly requestId: string | null;
  readonly clientRequestId: string | null;
  /** `Date` of the answer in milliseconds since 1970. */
  readonly serverTime: number | null;
  /** Milliseconds to wait before the next try, when known. */
  readonly waitMs: number | null;
}

function codeOf({ status, error, purpose }: Refusal): FailureCode {
  if (status >= 300 && status < 400) return 'graph.blocked';
  switch (status) {
    case 400:
      return purpose === 'action' ? 'graph.unsupported' : 'graph.server';
    case 401:
      // Intune answers 401 to an account without an Intune role; a new token would not help.
      return error.fromIntune ? 'graph.forbidden' : 'auth.required';
    case 403:
      return error.scopes.length > 0 ? 'graph.scope-missing' : 'graph.forbidden';
    case 404:
    case 410:
      return 'graph.not-found';
    case 408:
      return 'network.timeout';
    case 409:
    case 412:
    case 423:
      return 'graph.conflict';
    case 429:
      return 'graph.throttled';
    default:
      return 'graph.server';
  }
}

/** When the service answered by its own clock, as it is kept for support. `serverTime`: milliseconds since 1970. */
export const answered = (serverTime: number | null): { readonly answeredAt?: string } => (serverTime === null ? {} : { answeredAt: iso(serverTime) });

/** The one place where an HTTP status and an error body become a failure. */
export function failureOf(refusal: Refusal): Failure {
  const { status, error, waitMs } = refusal;
  const requestId = refusal.requestId ?? error.requestId;
  const detail = quotation(error.text) || error.code;
  return {
    code: codeOf(refusal),
    status,
    ...(waitMs === null ? {} : { retryAfter: Math.ceil(waitMs / 1_000) }),
    ...(requestId === null ? {} : { requestId }),
    ...answered(refusal.serverTime),
    ...(refusal.clientRequestId === null ? {} : { clientRequestId: refusal.clientRequestId }),
    ...(error.activityId === null ? {} : { activityId: error.activityId }),
    ...(error.scopes.length === 0 ? {} : { scopes: error.scopes }),
    ...(detail === '' ? {} : { detail }),
  };
}
