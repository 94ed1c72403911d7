import type { Failure } from '../../shared/failure';
import type { TokenRequest } from './port';

/** What a person can lift in the browser. */
export const needsPerson = ({ code }: Failure): boolean =>
  code === 'auth.required' || code === 'auth.consent' || code === 'auth.claims';

/** Requests with the same key are answered by the same token. */
export const keyOf = ({ scopes, claims = '', forceRefresh = false }: TokenRequest): string =>
  JSON.stringify([[...scopes].sort(), claims, forceRefresh]);

/** MSAL would take an empty challenge for none and answer with the token that was just refused. */
export function isChallenge(claims: string): boolean {
  try {
    const parsed: unknown = JSON.parse(claims);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && Object.keys(parsed).length > 0;
  } catch {
    return false;
  }
}
