import type { AuthenticationResult } from '@azure/msal-node';
import type { Failure } from '../../shared/failure';
import { parseRecord } from '../../shared/record';
import type { TokenRequest } from './port';

/** Failures that the user can resolve in the browser. */
export const needsInteraction = ({ code }: Failure): boolean =>
  code === 'auth.required' || code === 'auth.consent' || code === 'auth.claims';

/** Requests with the same key are answered by the same token. */
export const keyOf = ({ scopes, claims = '', forceRefresh = false }: TokenRequest): string =>
  JSON.stringify([[...scopes].sort(), claims, forceRefresh]);

/** MSAL would treat an empty challenge as none and return the token that was just refused. */
export function isChallenge(claims: string): boolean {
  const parsed = parseRecord(claims);
  return parsed !== null && Object.keys(parsed).length > 0;
}

/** The granted permissions by name: the service writes them with or without the resource as a prefix. */
export const namesOf = ({ scopes }: AuthenticationResult): readonly string[] =>
  scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1));

/** The service may grant less than was asked. */
export function grants(result: AuthenticationResult, scope: string): boolean {
  const wanted = scope.toLowerCase();
  return namesOf(result).some((granted) => granted.toLowerCase() === wanted);
}
