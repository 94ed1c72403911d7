import { AuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-node';
import { adviceFor } from '../../shared/aadsts';
import type { Failure, FailureCode } from '../../shared/failure';
import type { Seen } from './msal-network';
import type { Refusal } from './refusal';
import { quoted, refusalOf } from './refusal';

export interface Asked {
  /** `silent`: without a prompt. `browser`: the user was asked. */
  readonly by: 'silent' | 'browser';
  readonly scopes: readonly string[];
  /** A claims challenge was to be answered. */
  readonly claims: boolean;
  readonly seen: Seen;
  readonly host: string;
}

export interface AuthFailure {
  readonly failure: Failure;
  /** The refresh token is no longer valid. */
  readonly ended: boolean;
  /** Claims that the service demands of the next sign-in. */
  readonly claims: string | null;
}

/** MSAL's own error codes; everything else that it throws is a bug in this app. */
const local: Readonly<Record<string, FailureCode>> = {
  no_tokens_found: 'auth.required',
  refresh_token_expired: 'auth.required',
  no_account_in_silent_request: 'auth.required',
  invalid_claims: 'auth.claims',
  endpoints_resolution_error: 'auth.host',
  openid_config_error: 'auth.host',
  untrusted_authority: 'auth.host',
  network_error: 'network.offline',
  no_network_connectivity: 'network.offline',
  nonce_mismatch: 'auth.refused',
};

/** Translates what MSAL threw; null for anything unexpected. */
export function authFailure(cause: unknown, asked: Asked): AuthFailure | null {
  if (asked.seen.failure !== null) return plain(asked.seen.failure);
  if (isPortError(cause)) return plain({ code: 'auth.no-browser' });
  if (!(cause instanceof AuthError)) return null;
  if (asked.seen.refusal !== null) return refused(asked.seen.refusal, asked);
  const code = Object.hasOwn(local, cause.errorCode) ? local[cause.errorCode] : undefined;
  if (code === undefined) {
    const isRefusal = cause instanceof ServerError || cause instanceof InteractionRequiredAuthError;
    return isRefusal ? refused(refusalOf(cause), asked) : null;
  }
  return { ...plain(localFailure(code, asked)), ended: cause.errorCode === 'refresh_token_expired' };
}

const plain = (failure: Failure): AuthFailure => ({ failure, ended: false, claims: null });

function localFailure(code: FailureCode, { claims, host }: Asked): Failure {
  if (code === 'auth.host' || code === 'network.offline') return { code, host };
  return { code: code === 'auth.required' && claims ? 'auth.claims' : code };
}

/** The loopback server could not listen. */
const isPortError = (cause: unknown): boolean =>
  cause instanceof Error && 'syscall' in cause && (cause.syscall === 'listen' || cause.syscall === 'bind');

function refused(refusal: Refusal, asked: Asked): AuthFailure {
  const ended = asked.by === 'silent' && isEnded(refusal);
  const code = asked.by === 'silent' ? silentCode(refusal, asked, ended) : browserCode(refusal);
  const { aadsts, correlationId, status, retryAfter } = refusal;
  const detail = quoted(refusal.description);
  const failure: Failure = {
    code,
    ...(aadsts === null ? {} : { aadsts }),
    ...(correlationId === '' ? {} : { correlationId }),
    ...(status === 0 ? {} : { status }),
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(code === 'auth.consent' ? { scopes: asked.scopes } : {}),
    ...(detail === '' ? {} : { detail }),
  };
  return { failure, ended, claims: refusal.claims === '' ? null : refusal.claims };
}

/** `interaction_required` and the like: the sign-in is valid, but the user has to do something more. */
const wantsPerson = ({ error, suberror }: Refusal): boolean =>
  error === 'interaction_required' ||
  error === 'login_required' ||
  ['basic_action', 'additional_action', 'message_only', 'user_password_expired'].includes(suberror);

const isEnded = (refusal: Refusal): boolean =>
  refusal.error === 'invalid_grant' && !wantsPerson(refusal) && !isConsent(refusal);

function isConsent({ error, suberror, aadsts }: Refusal): boolean {
  if (error === 'consent_required' || suberror === 'consent_required') return true;
  const advice = adviceFor(aadsts ?? undefined);
  return (
    suberror === '' && (advice === 'consent-needed' || advice === 'admin-consent' || advice === 'consent-declined')
  );
}

function silentCode(refusal: Refusal, asked: Asked, ended: boolean): FailureCode {
  if (isConsent(refusal)) return 'auth.consent';
  if (ended) return 'auth.required';
  if (!wantsPerson(refusal)) return 'auth.refused';
  return asked.claims || refusal.claims !== '' ? 'auth.claims' : 'auth.required';
}

function browserCode(refusal: Refusal): FailureCode {
  if (isConsent(refusal)) return 'auth.consent';
  return refusal.error === 'access_denied' && refusal.aadsts === null ? 'auth.cancelled' : 'auth.refused';
}
