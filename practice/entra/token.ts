import { createHash } from 'node:crypto';
import { CLIENT_ID } from '../identity';
import type { Tenant } from '../tenant';
import type { Account } from './accounts';
import { parseClaims } from './claims';
import { clientInfo } from './client-info';
import type { EntraErrorContext } from './errors';
import { entraError } from './errors';
import { parseScopes, scopeText } from './scopes';
import type { Signing } from './signing';

/** PKCE, S256: whether the verifier belongs to the challenge (RFC 7636, 4.6). */
export function verifierMatches(verifier: string, challenge: string): boolean {
  return /^[\w.~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** Whom the grant names, or the AADSTS code that refuses it. */
interface Granted {
  readonly account: Account;
  readonly nonce: string | undefined;
}

function redeemCode(tenant: Tenant, form: URLSearchParams): Granted | number {
  const grant = tenant.tokens.takeCode(form.get('code') ?? '');
  if (grant === undefined) return 70000;
  if (grant.expiresAt <= tenant.clock.now()) return 70008;
  if (grant.redirectUri !== form.get('redirect_uri')) return 50011;
  if (!verifierMatches(form.get('code_verifier') ?? '', grant.challenge)) return 501481;
  return { account: grant.account, nonce: grant.nonce };
}

function redeemRefresh(tenant: Tenant, form: URLSearchParams): Granted | number {
  const grant = tenant.tokens.refresh(form.get('refresh_token') ?? '');
  if (grant === 'revoked') return 50173;
  if (grant === undefined) return 70000;
  if (grant.expiresAt <= tenant.clock.now()) return 700082;
  return { account: grant.account, nonce: undefined };
}

function redeem(tenant: Tenant, form: URLSearchParams): Granted | number {
  if (form.get('client_id') !== CLIENT_ID) return 700016;
  if (tenant.state.failure?.at === 'token') return tenant.state.failure.code;
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(tenant, form);
    case 'refresh_token':
      return redeemRefresh(tenant, form);
    default:
      return 90023;
  }
}

function idClaims(tenant: Tenant, { account, nonce }: Granted): Record<string, unknown> {
  const now = Math.floor(tenant.clock.now() / 1_000);
  return {
    aud: CLIENT_ID,
    iss: `${tenant.origin.authority}/${account.tenantId}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 3_600,
    name: account.name,
    ...(nonce === undefined ? {} : { nonce }),
    oid: account.objectId,
    preferred_username: account.userPrincipalName,
    sub: createHash('sha256').update(`${account.objectId}:${CLIENT_ID}`).digest('base64url'),
    tid: account.tenantId,
    ver: '2.0',
  };
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store, no-cache',
      Pragma: 'no-cache',
    },
  });

/** POST of the token endpoint: authorization_code with PKCE, and refresh_token. */
export async function tokenEndpoint(tenant: Tenant, signing: Signing, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const context: EntraErrorContext = {
    now: tenant.clock.now(),
    authority: tenant.origin.authority,
    correlationId: form.get('client-request-id') ?? request.headers.get('client-request-id'),
  };
  const granted = redeem(tenant, form);
  if (typeof granted === 'number') return json(400, entraError(granted, context));
  const scopes = parseScopes(form.get('scope') ?? '', tenant.origin.graph);
  const claims = parseClaims(form.get('claims'));
  if (scopes === undefined) return json(400, entraError(70011, context));
  if (claims === undefined)
    return json(400, entraError(90023, { ...context, detail: "The 'claims' parameter is not valid JSON." }));
  const consented = tenant.tokens.consented(granted.account);
  if (scopes.graph.some((scope) => !consented.has(scope))) return json(400, entraError(65001, context));
  const access = tenant.tokens.issueAccess(granted.account, tenant.origin.graph, claims, tenant.state.withheld);
  return json(200, {
    token_type: 'Bearer',
    // Entra answers with every scope of the resource that was consented so far, not only with those asked for.
    scope: scopeText(consented, scopes.oidc, scopes.bare, tenant.origin.graph),
    expires_in: access.expiresIn,
    ext_expires_in: access.expiresIn,
    access_token: access.value,
    ...(scopes.oidc.includes('offline_access')
      ? { refresh_token: tenant.tokens.issueRefresh(granted.account, CLIENT_ID) }
      : {}),
    id_token: await signing.sign(idClaims(tenant, granted)),
    client_info: clientInfo(granted.account),
  });
}
