import { CLIENT_ID } from '../identity';
import type { Tenant } from '../tenant';
import type { Account } from './accounts';
import { findAccount } from './accounts';
import { clientInfo } from './client-info';
import { entraError } from './errors';
import { accountPage, errorPage, formPostPage } from './pages';
import { parseScopes } from './scopes';

/** A sign-in request that passed every check. */
interface Authorization {
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly scopes: readonly string[];
  readonly prompt: string;
  readonly hint: string | null;
  readonly correlationId: string | null;
}

/** Entra ignores the port of a loopback redirect when it compares; the path counts. */
export function isLoopbackRedirect(text: string): boolean {
  return /^http:\/\/localhost(?::\d{1,5})?\/?$/.test(text) && URL.canParse(text);
}

function validate(tenant: Tenant, query: URLSearchParams): Authorization | number {
  const redirectUri = query.get('redirect_uri') ?? '';
  const challenge = query.get('code_challenge') ?? '';
  const state = query.get('state') ?? '';
  if (query.get('client_id') !== CLIENT_ID) return 700016;
  if (!isLoopbackRedirect(redirectUri)) return 50011;
  if (query.get('response_type') !== 'code' || query.get('response_mode') !== 'form_post') return 90023;
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) return 90023;
  if (state === '') return 90014;
  const scopes = parseScopes(query.get('scope') ?? '', tenant.origin.graph);
  if (scopes === undefined) return 70011;
  return {
    redirectUri,
    state,
    challenge,
    nonce: query.get('nonce') ?? undefined,
    scopes: scopes.graph,
    prompt: query.get('prompt') ?? '',
    hint: query.get('login_hint'),
    correlationId: query.get('client-request-id'),
  };
}

function postError(tenant: Tenant, request: Authorization, code: number): Response {
  const { error, error_description, error_uri, suberror } = entraError(code, {
    now: tenant.clock.now(),
    authority: tenant.origin.authority,
    correlationId: request.correlationId,
  });
  return formPostPage(request.redirectUri, {
    error,
    error_description,
    error_uri,
    ...(suberror === undefined ? {} : { error_subcode: suberror }),
    state: request.state,
  });
}

/** The code with which this account's sign-in ends, if it does not succeed. */
function failureOf(tenant: Tenant, account: Account): number | undefined {
  const { failure } = tenant.state;
  return failure?.at === 'authorize' ? failure.code : account.failsWith;
}

function complete(tenant: Tenant, request: Authorization, account: Account): Response {
  const failure = failureOf(tenant, account);
  if (failure !== undefined) return postError(tenant, request, failure);
  tenant.tokens.consent(account, request.scopes);
  const code = tenant.tokens.issueCode({
    account,
    clientId: CLIENT_ID,
    redirectUri: request.redirectUri,
    challenge: request.challenge,
    nonce: request.nonce,
  });
  return formPostPage(request.redirectUri, {
    code,
    client_info: clientInfo(account),
    state: request.state,
    session_state: account.objectId,
  });
}

/** GET and POST of the authorize endpoint. Stateless: the choice is posted to the very same address. */
export async function authorizeEndpoint(tenant: Tenant, request: Request): Promise<Response> {
  const checked = validate(tenant, new URL(request.url).searchParams);
  if (typeof checked === 'number')
    return errorPage(
      entraError(checked, { now: tenant.clock.now(), authority: tenant.origin.authority }).error_description,
    );
  if (request.method === 'GET') {
    return checked.prompt === 'none'
      ? postError(tenant, checked, 50058)
      : accountPage(tenant.accounts, checked.scopes, checked.hint);
  }
  const form = new URLSearchParams(await request.text());
  if (form.has('decline')) return postError(tenant, checked, 65004);
  const account = findAccount(tenant.accounts, form.get('account') ?? '');
  return account === undefined ? postError(tenant, checked, 50034) : complete(tenant, checked, account);
}
