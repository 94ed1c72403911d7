import type { AccessToken } from '../entra/token-store';
import type { Tenant } from '../tenant';
import { graphError, missingScope, noIntuneRole } from './errors';
import type { GraphCall, GraphRoute, Reply } from './reply';

const unauthenticated = (call: GraphCall, message: string, challenge: string): Reply => ({
  ...graphError(call, 401, 'InvalidAuthenticationToken', message),
  headers: { 'WWW-Authenticate': challenge },
});

/** The 401 of continuous access evaluation: come back with a token that satisfies these claims. */
export function claimsChallenge(tenant: Tenant, call: GraphCall, notBefore: number): Reply {
  const claims = Buffer.from(
    JSON.stringify({ access_token: { nbf: { essential: true, value: String(notBefore) } } }),
  ).toString('base64');
  const challenge = `Bearer realm="", authorization_uri="${tenant.origin.authority}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="${claims}"`;
  return unauthenticated(
    call,
    'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
    challenge,
  );
}

const refused = (call: GraphCall, message: string): Reply =>
  unauthenticated(call, message, 'Bearer realm="", error="invalid_token"');

function bearer(call: GraphCall): string | undefined {
  return /^Bearer (\S+)$/i.exec(call.headers.get('authorization') ?? '')?.[1];
}

/** The token of a call, or the answer that refuses it. */
export function authenticate(tenant: Tenant, call: GraphCall): AccessToken | Reply {
  const value = bearer(call);
  if (value === undefined) return refused(call, 'Access token is empty.');
  const token = tenant.tokens.access(value);
  if (token === undefined) return refused(call, 'CompactToken validation failed.');
  if (token.audience !== tenant.origin.graph)
    return refused(call, 'Access token validation failure. Invalid audience.');
  if (token.expiresAt <= call.now) return refused(call, 'Lifetime validation failed, the token is expired.');
  const notBefore = tenant.tokens.challenged(token);
  if (notBefore === undefined) return token;
  return token.claimsCapable ? claimsChallenge(tenant, call, notBefore) : refused(call, 'The token has been revoked.');
}

/** Whether token and account may use a route; undefined means yes. */
export function authorize(call: GraphCall, token: AccessToken, route: GraphRoute): Reply | undefined {
  if (!route.scopes.some((scope) => token.scopes.has(scope))) {
    return route.intune
      ? missingScope(call, route.scopes)
      : graphError(call, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  return route.intune && !token.account.intuneRole ? noIntuneRole(call) : undefined;
}
