import { createHash } from 'node:crypto';
import type { PracticeOptions, PracticeTenant } from '../../../practice/index';
import { CLIENT_ID, createPracticeTenant, signInWithoutBrowser, TENANT_ID } from '../../../practice/index';
import { ManualClock } from '../../support/clock';

export const AUTHORITY = 'https://login.practice.invalid';
export const GRAPH = 'https://graph.practice.invalid';
export const START = Date.parse('2026-11-23T09:00:00Z');
export const REDIRECT = 'http://localhost:49152';
export const VERIFIER = 'v'.repeat(64);

export const READ = 'DeviceManagementManagedDevices.Read.All';
export const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';
export const EVERYTHING = [
  READ,
  WRITE,
  'User.Read',
  'User.ReadBasic.All',
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementApps.Read.All',
  'DeviceManagementRBAC.Read.All',
];

export interface Bench extends PracticeTenant {
  readonly clock: ManualClock;
}

export function bench(options: Partial<PracticeOptions> = {}): Bench {
  const clock = new ManualClock(START);
  return {
    ...createPracticeTenant({
      seed: 7,
      devices: 300,
      origin: { authority: AUTHORITY, graph: GRAPH },
      clock,
      ...options,
    }),
    clock,
  };
}

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export function authorizeUrl(more: Readonly<Record<string, string>> = {}, tenant = TENANT_ID): string {
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT,
    response_type: 'code',
    response_mode: 'form_post',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    scope: `${GRAPH}/${READ} openid profile offline_access`,
    ...more,
  });
  return `${AUTHORITY}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function postToken(tenant: PracticeTenant, form: Readonly<Record<string, string>>): Promise<TokenAnswer> {
  const response = await tenant.handler(
    new Request(`${AUTHORITY}/${TENANT_ID}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: CLIENT_ID, ...form }).toString(),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const qualified = (scopes: readonly string[]): string =>
  [...scopes.map((scope) => `${GRAPH}/${scope}`), 'openid', 'profile', 'offline_access'].join(' ');

export async function codeFor(
  tenant: PracticeTenant,
  account: string,
  scopes: readonly string[] = EVERYTHING,
): Promise<URLSearchParams> {
  const { body } = await signInWithoutBrowser(authorizeUrl({ scope: qualified(scopes) }), tenant.handler, account);
  return new URLSearchParams(body);
}

export async function signIn(
  tenant: PracticeTenant,
  account = 'technician',
  scopes: readonly string[] = EVERYTHING,
  claims?: string,
): Promise<Record<string, unknown>> {
  const form = await codeFor(tenant, account, scopes);
  const answer = await postToken(tenant, {
    grant_type: 'authorization_code',
    code: form.get('code') ?? '',
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    scope: qualified(scopes),
    ...(claims === undefined ? {} : { claims }),
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  // The body's shape is what each test asserts.
  readonly body: Record<string, unknown> & {
    readonly value?: readonly Record<string, unknown>[];
    readonly error?: { readonly code: string; readonly message: string };
  };
}

export type Ask = (path: string, init?: RequestInit) => Promise<GraphAnswer>;

/** A Graph client with the given token. */
export function asker(tenant: PracticeTenant, token: unknown): Ask {
  return async (path, init = {}) => {
    const url = path.startsWith('https:') ? path : `${GRAPH}/v1.0${path}`;
    const response = await tenant.handler(
      new Request(url, {
        ...init,
        headers: { authorization: `Bearer ${String(token)}`, ...(init.headers as Record<string, string> | undefined) },
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as GraphAnswer['body']),
    };
  };
}

export async function signedIn(
  options: Partial<PracticeOptions> = {},
  account = 'technician',
  scopes: readonly string[] = EVERYTHING,
): Promise<Bench & { readonly ask: Ask }> {
  const tenant = bench(options);
  const tokens = await signIn(tenant, account, scopes);
  return { ...tenant, ask: asker(tenant, tokens['access_token']) };
}
