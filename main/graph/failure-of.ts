import { iso } from '../../shared/clock';
import type { Failure, FailureCode } from '../../shared/failure';
import { quotation } from './clean';
import type { ServiceError } from './error-body';

/** The kind of call: only for the action does a 400 mean that the device does not support it. */
export type Purpose = 'read' | 'action';

interface Refusal {
  readonly status: number;
  readonly error: ServiceError;
  readonly purpose: Purpose;
  readonly requestId: string | null;
  readonly clientRequestId: string | null;
  /** `Date` of the response in milliseconds since 1970. */
  readonly serverTime: number | null;
  /** Milliseconds to wait before the next try, when known. */
  readonly waitMs: number | null;
  /** `x-msft-approval-code`: the call needs the approval of a second administrator. */
  readonly approvalCode?: string | null;
}

/** Error texts for a tenant without an Intune licence, in the forms seen from Graph and Intune. */
const WITHOUT_LICENSE =
  /not applicable to target tenant|location header is not set|tenant (?:is )?not (?:registered|licensed|provisioned|onboarded|enabled|found)|not (?:have|licensed|assigned)[^.]{0,60}\blicen[cs]e|not licensed|\blicen[cs]e (?:is |was )?(?:required|missing|not found|expired)|subscription (?:is |has )?(?:required|expired|not found|disabled)|mdm authority (?:is )?not set/i;
const WITHOUT_LICENSE_CODE =
  /^(?:TenantNot\w{1,30}|\w{0,20}(?:NotLicensed|Unlicensed|LicenseRequired|LicenseNotFound|NotProvisioned)\w{0,20})$/i;

/** Only for permanent refusals: a 4xx that neither waiting nor a new sign-in can fix. */
const isWithoutLicense = ({ status, error }: Refusal): boolean =>
  [400, 401, 403, 404].includes(status) && (WITHOUT_LICENSE.test(error.text) || WITHOUT_LICENSE_CODE.test(error.code));

function codeOf(refusal: Refusal): FailureCode {
  const { status, error, purpose, approvalCode } = refusal;
  if (isWithoutLicense(refusal)) return 'graph.license';
  if (status >= 300 && status < 400) return 'graph.blocked';
  switch (status) {
    case 400:
      return purpose === 'action' ? 'graph.unsupported' : 'graph.rejected';
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
    case 412:
      return approvalCode === null || approvalCode === undefined ? 'graph.conflict' : 'graph.approval';
    case 409:
    case 423:
      return 'graph.conflict';
    case 429:
      return 'graph.throttled';
    default:
      return 'graph.server';
  }
}

/** Time of the response by the service's own clock, stored for support. `serverTime`: milliseconds since 1970. */
export const answered = (serverTime: number | null): { readonly answeredAt?: string } =>
  serverTime === null ? {} : { answeredAt: iso(serverTime) };

/** Maps an HTTP status and an error body to a failure. Nothing else does. */
export function failureOf(refusal: Refusal): Failure {
  const { status, error, waitMs } = refusal;
  const requestId = refusal.requestId ?? error.requestId;
  const code = codeOf(refusal);
  const detail =
    code === 'graph.approval' ? quotation(refusal.approvalCode ?? '', 128) : quotation(error.text) || error.code;
  return {
    code,
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
