import type { JSONWebKeySet } from 'jose';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { isLoopbackRedirect } from '../../../practice/entra/authorize';
import { parseClaims } from '../../../practice/entra/claims';
import { entraError } from '../../../practice/entra/errors';
import { parseScopes } from '../../../practice/entra/scopes';
import { verifierMatches } from '../../../practice/entra/token';
import { CLIENT_ID, signInWithoutBrowser, TENANT_ID } from '../../../practice/index';
import {
  AUTHORITY,
  authorizeUrl,
  bench,
  challengeOf,
  codeFor,
  EVERYTHING,
  GRAPH,
  postToken,
  READ,
  REDIRECT,
  signIn,
  VERIFIER,
  WRITE,
} from './support';

const redeem = (code: string | null, more: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'authorization_code',
  code: code ?? '',
  redirect_uri: REDIRECT,
  code_verifier: VERIFIER,
  scope: `${GRAPH}/${READ} openid profile offline_access`,
  ...more,
});
const refresh = (token: unknown, scope = READ) => ({
  grant_type: 'refresh_token',
  refresh_token: String(token),
  scope: `${GRAPH}/${scope} openid profile offline_access`,
});

describe('PKCE', () => {
  it('accepts the verifier of RFC 7636, appendix B', () => {
    expect(
      verifierMatches('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'),
    ).toBe(true);
  });
  it.each([
    ['too short', 'v'.repeat(42)],
    ['too long', 'v'.repeat(129)],
    ['of other characters', `${'v'.repeat(50)} `],
    ['another', 'w'.repeat(64)],
  ])('refuses a verifier that is %s', (_, verifier) => {
    expect(verifierMatches(verifier, challengeOf(VERIFIER))).toBe(false);
  });
});

describe('redirect addresses', () => {
  it.each(['http://localhost', 'http://localhost/', 'http://localhost:1', 'http://localhost:65535/'])(
    'accepts %s',
    (uri) => expect(isLoopbackRedirect(uri)).toBe(true),
  );
  it.each([
    'https://localhost',
    'http://127.0.0.1:80',
    'http://localhost:80/path',
    'http://localhost.evil.example',
    'http://localhost:80@evil.example',
    'http://localhost:99999',
    '',
  ])('refuses %s', (uri) => expect(isLoopbackRedirect(uri)).toBe(false));
});

describe('the authorize endpoint', () => {
  it('shows every account as a button, without needing scripts', async () => {
    const response = await bench().handler(new Request(authorizeUrl()));
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const upn of ['alex.morgan@contoso.example', 'yui.takahashi@contoso.example', 'robin.vale@fabrikam.example'])
      expect(html).toContain(`value="${upn}"`);
    expect(html).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
  it('puts the hinted account first', async () => {
    const html = await (
      await bench().handler(new Request(authorizeUrl({ login_hint: 'yui.takahashi@contoso.example' })))
    ).text();
    expect(html.indexOf('yui.takahashi')).toBeLessThan(html.indexOf('alex.morgan'));
  });
  it('answers prompt=none by form post', async () => {
    const html = await (await bench().handler(new Request(authorizeUrl({ prompt: 'none' })))).text();
    expect(html).toContain('value="login_required"');
    expect(html).toContain(`action="${REDIRECT}"`);
  });
  it('returns code, state and client_info in a form that also has a button', async () => {
    const tenant = bench();
    const html = await (
      await tenant.handler(
        new Request(authorizeUrl(), {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'account=technician',
        }),
      )
    ).text();
    expect(html).toContain('<button>Continue');
    const form = await codeFor(tenant, 'technician');
    expect(form.get('state')).toBe('state-1');
    expect(JSON.parse(Buffer.from(form.get('client_info') ?? '', 'base64url').toString())).toMatchObject({
      utid: TENANT_ID,
    });
  });
  it('posts a refusal when the user declines', async () => {
    const html = await (
      await bench().handler(
        new Request(authorizeUrl(), {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'decline=1',
        }),
      )
    ).text();
    expect(html).toContain('value="access_denied"');
    expect(html).toContain('AADSTS65004');
  });
  it('escapes what the request put into the page', async () => {
    const { body } = await signInWithoutBrowser(
      authorizeUrl({ state: '"><script>&\'' }),
      bench().handler,
      'technician',
    );
    expect(new URLSearchParams(body).get('state')).toBe('"><script>&\'');
  });
  it.each([
    [{ client_id: 'other' }, 700016],
    [{ redirect_uri: 'https://evil.example/' }, 50011],
    [{ response_mode: 'query' }, 90023],
    [{ response_type: 'token' }, 90023],
    [{ code_challenge_method: 'plain' }, 90023],
    [{ code_challenge: 'short' }, 90023],
    [{ state: '' }, 90014],
    [{ scope: 'https://graph.microsoft.com/User.Read' }, 70011],
  ])('shows an error page for %j and returns nothing to the app', async (more, code) => {
    await expect(signInWithoutBrowser(authorizeUrl(more), bench().handler, 'technician')).rejects.toThrow(
      `AADSTS${code}`,
    );
  });
  it.each([
    ['common', 50194],
    ['99999999-0000-4000-8000-000000000000', 90002],
  ])('does not serve the tenant %s', async (tenant, code) => {
    await expect(signInWithoutBrowser(authorizeUrl({}, tenant), bench().handler, 'technician')).rejects.toThrow(
      `AADSTS${code}`,
    );
  });
  it('refuses an unknown account', async () => {
    const form = await codeFor(bench(), 'stranger');
    expect(form.get('error_description')).toContain('AADSTS50034');
  });
});

describe('the token endpoint', () => {
  it('gives tokens for a code once', async () => {
    const tenant = bench();
    const code = (await codeFor(tenant, 'technician')).get('code');
    const first = await postToken(tenant, redeem(code));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 3_600 });
    expect((await postToken(tenant, redeem(code))).body['error']).toBe('invalid_grant');
  });
  it('signs the id token with a published key and repeats the nonce', async () => {
    const tenant = bench();
    const tokens = await signIn(tenant, 'technician-ja');
    const keys = (await (
      await tenant.handler(new Request(`${AUTHORITY}/${TENANT_ID}/discovery/v2.0/keys`))
    ).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(String(tokens['id_token']), createLocalJWKSet(keys), {
      audience: CLIENT_ID,
      issuer: `${AUTHORITY}/${TENANT_ID}/v2.0`,
      currentDate: new Date(tenant.clock.now()),
    });
    expect(payload).toMatchObject({
      name: '高橋 結衣',
      preferred_username: 'yui.takahashi@contoso.example',
      tid: TENANT_ID,
      ver: '2.0',
      nonce: 'nonce-1',
    });
  });
  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(64) }, 501481],
    ['another redirect address', { redirect_uri: 'http://localhost:1' }, 50011],
    ['another client', { client_id: 'other' }, 700016],
    ['an unknown code', { code: 'nonsense' }, 70000],
    ['an unknown grant', { grant_type: 'password' }, 90023],
    ['a scope of another resource', { scope: 'https://vault.example/.default' }, 70011],
    ['claims that are no JSON', { claims: '{' }, 90023],
  ])('refuses %s', async (_, more, code) => {
    const tenant = bench();
    const form = await codeFor(tenant, 'technician');
    const answer = await postToken(tenant, redeem(form.get('code'), more));
    expect(answer).toMatchObject({ status: 400, body: { error_codes: [code] } });
  });
  it('refuses a code after ten minutes', async () => {
    const tenant = bench();
    const form = await codeFor(tenant, 'technician');
    tenant.clock.pass(600_000);
    expect((await postToken(tenant, redeem(form.get('code')))).body['error_codes']).toEqual([70008]);
  });
  it('gives a new refresh token with each renewal', async () => {
    const tenant = bench();
    const first = await signIn(tenant);
    const second = await postToken(tenant, refresh(first['refresh_token']));
    expect(second.status).toBe(200);
    expect(second.body['refresh_token']).not.toBe(first['refresh_token']);
    expect((await postToken(tenant, refresh(second.body['refresh_token']))).status).toBe(200);
  });
  it('lets a refresh token die after ninety days', async () => {
    const tenant = bench();
    const { refresh_token } = await signIn(tenant);
    tenant.clock.pass(90 * 86_400_000);
    expect((await postToken(tenant, refresh(refresh_token))).body['error_codes']).toEqual([700082]);
  });
  it('asks for consent before it gives a new scope', async () => {
    const tenant = bench();
    const { refresh_token } = await signIn(tenant, 'technician', [READ]);
    const refused = await postToken(tenant, refresh(refresh_token, WRITE));
    expect(refused.body).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] });
    await signIn(tenant, 'technician', [WRITE]);
    expect((await postToken(tenant, refresh(refresh_token, WRITE))).status).toBe(200);
    tenant.control.forgetConsent();
    expect((await postToken(tenant, refresh(refresh_token, WRITE))).status).toBe(400);
  });
  it('names every scope consented so far', async () => {
    const tenant = bench();
    await signIn(tenant, 'technician', [READ]);
    const tokens = await signIn(tenant, 'technician', [WRITE]);
    expect(String(tokens['scope']).split(' ')).toEqual(
      expect.arrayContaining([`${GRAPH}/${READ}`, `${GRAPH}/${WRITE}`, 'openid', 'profile']),
    );
  });
  it('breaks on demand', async () => {
    const tenant = bench();
    tenant.control.fault({ kind: 'drop-before', match: { path: '/token$' }, times: 1 });
    await expect(postToken(tenant, refresh('x'))).rejects.toThrow(TypeError);
    tenant.control.fault({
      kind: 'status',
      status: 503,
      body: { error: 'temporarily_unavailable' },
      match: { path: '/token$' },
      times: 1,
    });
    expect((await postToken(tenant, refresh('x'))).status).toBe(503);
    expect(tenant.control.requests.map((record) => record.status)).toEqual([0, 503]);
  });
});

describe('Entra’s error body', () => {
  it('has the members that clients read', () => {
    const body = entraError(50173, {
      now: Date.parse('2026-02-24T14:44:02Z'),
      authority: AUTHORITY,
      correlationId: 'c-1',
    });
    expect(body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'bad_token',
      error_codes: [50173],
      correlation_id: 'c-1',
      timestamp: '2026-02-24 14:44:02Z',
    });
    expect(body.error_description).toMatch(
      /^AADSTS50173: .* Trace ID: [\w-]+ Correlation ID: c-1 Timestamp: 2026-02-24 14:44:02Z$/,
    );
  });
  it('exists for codes outside the table', () => {
    expect(entraError(123_456, { now: 0, authority: AUTHORITY }).error_description).toContain('AADSTS123456');
  });
});

describe('scopes and claims', () => {
  it('reads bare and qualified scopes, whatever the case', () => {
    expect(parseScopes(`${GRAPH}/user.read OpenID`, GRAPH)).toEqual({
      graph: ['User.Read'],
      oidc: ['openid'],
      bare: false,
    });
    expect(parseScopes('User.Read', GRAPH)?.bare).toBe(true);
    expect(parseScopes(`${GRAPH}/.default`, GRAPH)?.graph.length).toBeGreaterThanOrEqual(EVERYTHING.length);
    expect(parseScopes('Mail.Read', GRAPH)).toBeUndefined();
  });
  it('reads the capability and the time of a challenge', () => {
    expect(
      parseClaims('{"access_token":{"xms_cc":{"values":["CP1"]},"nbf":{"essential":true,"value":"1700000000"}}}'),
    ).toEqual({ claimsCapable: true, notBefore: 1_700_000_000 });
    expect(parseClaims(null)).toEqual({ claimsCapable: false, notBefore: 0 });
    expect(parseClaims('[')).toBeUndefined();
    expect(parseClaims('7')).toBeUndefined();
  });
});
