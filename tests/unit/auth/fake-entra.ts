import { createHash } from 'node:crypto';
import type { Outcome } from '../../../shared/failure';
import { ok } from '../../../shared/result';

export const TENANT = '5a1e0c0f-1d2e-4a3b-9c4d-0123456789ab';
export const CLIENT = 'c11e4700-aaaa-4bbb-8ccc-0123456789ab';
export const AUTHORITY = 'https://login.fake.example:8443';
export const GRAPH = 'https://graph.fake.example';
export const CANARY = 'CANARY-SECRET';

export interface Person {
  readonly oid: string;
  readonly tid: string;
  readonly upn: string;
  /** Default: the tenant; null: the service sends no client_info. */
  readonly homeTenant?: string | null;
  /** 1: guest. */
  readonly acct?: number;
}

export const alex: Person = { oid: 'a1e70000-0000-4000-8000-000000000001', tid: TENANT, upn: 'alex@fake.example' };
export const kim: Person = { oid: 'b1e70000-0000-4000-8000-000000000002', tid: TENANT, upn: 'kim@fake.example' };

export interface Refused {
  readonly error: string;
  readonly code?: number;
  readonly suberror?: string;
  readonly claims?: string;
  readonly status?: number;
  readonly retryAfter?: string;
}

export interface Seen {
  readonly kind: 'authorize' | 'code' | 'refresh' | 'discovery';
  readonly scopes: readonly string[];
  readonly query: URLSearchParams;
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const correlation = '11111111-2222-4333-8444-555555555555';

function words({ code, error }: Refused): string {
  const head = code === undefined ? error : `AADSTS${code}: Something about ${error}.`;
  return `${head} Trace ID: 99999999-2222-4333-8444-555555555555 Correlation ID: ${correlation} Timestamp: 2026-01-01 00:00:00Z`;
}

/** As much of an Entra tenant as MSAL talks to, in process; the technician at the browser included. */
export class FakeEntra {
  readonly seen: Seen[] = [];
  /** Permissions that the tenant agreed to; the browser page adds what is asked. */
  readonly consented = new Set<string>(['DeviceManagementManagedDevices.Read.All', 'User.Read']);
  /** Who sits at the browser. */
  person: Person = alex;
  /** Answers of the next requests at the token endpoint. */
  readonly tokenRefusals: Refused[] = [];
  /** Answers of the next browser visits; `close` closes the tab. */
  readonly visits: (Refused | 'close')[] = [];
  /** Runs before the token endpoint answers. */
  beforeToken: () => Promise<void> = () => Promise.resolve();
  expiresIn = 3600;
  /** Whose tokens a renewal yields, if not those of the same person. */
  renewedAs: Person | null = null;

  /** Lets the token endpoint wait until the answer of this is called. */
  holdToken(): () => void {
    const gate = new EventTarget();
    this.beforeToken = () => new Promise((resolve) => gate.addEventListener('open', () => resolve(), { once: true }));
    return () => void gate.dispatchEvent(new Event('open'));
  }

  /** Authorize endpoint of the discovery document. */
  authorizeHost = AUTHORITY;
  opened: URL[] = [];
  readonly #codes = new Map<
    string,
    { person: Person; scopes: readonly string[]; challenge: string; redirect: string; nonce: string | null }
  >();
  readonly #refresh = new Map<string, Person>();
  #count = 0;

  count(kind: Seen['kind']): number {
    return this.seen.filter((one) => one.kind === kind).length;
  }

  last(kind: Seen['kind']): Seen {
    return this.seen.filter((one) => one.kind === kind).at(-1)!;
  }

  /** Everything that was ever handed out and must not be found anywhere. */
  readonly secrets: string[] = [];

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(addressOf(input));
    if (init?.signal?.aborted === true) throw init.signal.reason;
    if (url.origin !== AUTHORITY) throw new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });
    if (url.pathname.endsWith('/v2.0/.well-known/openid-configuration')) return this.#discovery(url);
    if (url.pathname.endsWith('/oauth2/v2.0/token')) return this.#token(new URLSearchParams(bodyOf(init)));
    return new Response('not found', { status: 404 });
  };

  readonly openBrowser = async (url: URL): Promise<Outcome<null>> => {
    const query = url.searchParams;
    this.opened.push(url);
    this.seen.push({ kind: 'authorize', scopes: (query.get('scope') ?? '').split(' '), query });
    const visit = this.visits.shift();
    if (visit !== 'close') void this.answer(url, visit).catch(() => undefined);
    return Promise.resolve(ok(null));
  };

  /** The form post with which the browser ends a sign-in. */
  async answer(url: URL, refused?: Refused): Promise<Response> {
    const query = url.searchParams;
    const form = new URLSearchParams({ state: query.get('state') ?? '' });
    if (refused === undefined) form.set('code', this.#newCode(query));
    else {
      form.set('error', refused.error);
      form.set('error_description', words(refused));
    }
    const redirect = new URL(query.get('redirect_uri')!);
    return fetch(`http://127.0.0.1:${redirect.port}/`, { method: 'POST', body: form });
  }

  #newCode(query: URLSearchParams): string {
    this.#count += 1;
    const code = `${CANARY}-code-${this.#count}`;
    const scopes = permissions(query.get('scope') ?? '');
    scopes.forEach((scope) => this.consented.add(scope));
    const challenge = query.get('code_challenge') ?? '';
    this.#codes.set(code, {
      person: this.person,
      scopes,
      challenge,
      redirect: query.get('redirect_uri') ?? '',
      nonce: query.get('nonce'),
    });
    this.secrets.push(code);
    return code;
  }

  #discovery(url: URL): Response {
    this.seen.push({ kind: 'discovery', scopes: [], query: url.searchParams });
    const tenant = url.pathname.split('/')[1];
    return Response.json({
      issuer: `${AUTHORITY}/${TENANT}/v2.0`,
      authorization_endpoint: `${this.authorizeHost}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${AUTHORITY}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${AUTHORITY}/${tenant}/discovery/v2.0/keys`,
    });
  }

  async #token(form: URLSearchParams): Promise<Response> {
    const isCode = form.get('grant_type') === 'authorization_code';
    const scopes = (form.get('scope') ?? '').split(' ');
    this.seen.push({ kind: isCode ? 'code' : 'refresh', scopes, query: form });
    await this.beforeToken();
    const refused = this.tokenRefusals.shift();
    if (refused !== undefined) return refuse(refused);
    return isCode ? this.#redeemCode(form) : this.#redeemRefresh(form);
  }

  #redeemCode(form: URLSearchParams): Response {
    const code = form.get('code') ?? '';
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (known === undefined || known.challenge !== proof || known.redirect !== form.get('redirect_uri')) {
      return refuse({ error: 'invalid_grant', code: 501481 });
    }
    return this.#issue(known.person, known.nonce);
  }

  #redeemRefresh(form: URLSearchParams): Response {
    const token = form.get('refresh_token') ?? '';
    const person = this.#refresh.get(token);
    if (person === undefined) return refuse({ error: 'invalid_grant', code: 50173, suberror: 'bad_token' });
    const missing = permissions(form.get('scope') ?? '').some((scope) => !this.consented.has(scope));
    if (missing) return refuse({ error: 'invalid_grant', code: 65001, suberror: 'consent_required' });
    this.#refresh.delete(token);
    return this.#issue(this.renewedAs ?? person);
  }

  revokeAll(): void {
    this.#refresh.clear();
  }

  #issue(person: Person, nonce: string | null = null): Response {
    this.#count += 1;
    const refresh = `${CANARY}-refresh-${this.#count}`;
    const access = `${CANARY}-access-${this.#count}`;
    this.#refresh.set(refresh, person);
    const now = Math.floor(Date.now() / 1000);
    const { oid, tid, upn, homeTenant = tid, acct } = person;
    const claims = {
      aud: CLIENT,
      iss: `${AUTHORITY}/${tid}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + 3600,
      ver: '2.0',
      ...(nonce === null ? {} : { nonce }),
      ...(acct === undefined ? {} : { acct }),
    };
    const id = `${base64({ alg: 'none' })}.${base64({ ...claims, oid, tid, sub: oid, name: `Name of ${upn}`, preferred_username: upn })}.${CANARY}`;
    this.secrets.push(refresh, access, id);
    return Response.json({
      token_type: 'Bearer',
      scope: [...this.consented].map((scope) => `${GRAPH}/${scope}`).join(' '),
      expires_in: this.expiresIn,
      ext_expires_in: this.expiresIn,
      access_token: access,
      refresh_token: refresh,
      id_token: id,
      ...(homeTenant === null ? {} : { client_info: base64({ uid: oid, utid: homeTenant }) }),
    });
  }
}

const permissions = (scope: string): string[] =>
  scope.split(' ').flatMap((one) => (one.startsWith(GRAPH) ? [one.slice(GRAPH.length + 1)] : []));

function refuse(refused: Refused): Response {
  const { error, code, suberror, claims, status = 400, retryAfter } = refused;
  const body = {
    error,
    error_description: words(refused),
    ...(code === undefined ? {} : { error_codes: [code] }),
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
    timestamp: '2026-01-01 00:00:00Z',
    trace_id: '99999999-2222-4333-8444-555555555555',
    correlation_id: correlation,
  };
  return Response.json(body, { status, headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter } });
}

/** The address that a fetch was called with. */
export const addressOf = (input: Parameters<typeof fetch>[0]): string =>
  typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;

/** The text that a fetch was called with; only texts are sent here. */
export const bodyOf = (init: RequestInit | undefined): string => (typeof init?.body === 'string' ? init.body : '');
