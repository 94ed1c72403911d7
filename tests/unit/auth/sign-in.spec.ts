import { afterEach, describe, expect, it } from 'vitest';
import { createSignIn, SIGN_IN_LIMIT_MS } from '../../../main/auth/sign-in';
import { ok } from '../../../shared/result';
import { alex, CANARY, kim } from './fake-entra';
import { isListening, portOf, profile, setUp, until } from './support';

const READ = 'DeviceManagementManagedDevices.Read.All';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';

let open: (() => void)[] = [];
afterEach(() => {
  open.forEach((close) => close());
  open = [];
});

function begin(overrides: Parameters<typeof setUp>[0] = {}) {
  const all = setUp(overrides);
  open.push(() => all.signIn.cancel());
  return all;
}

async function signedIn(overrides: Parameters<typeof setUp>[0] = {}) {
  const all = begin(overrides);
  expect((await all.signIn.signIn({ switchAccount: false })).ok).toBe(true);
  return all;
}

describe('signing in', () => {
  it('ends with the account of the technician at the browser', async () => {
    const { signIn } = begin();
    const outcome = await signIn.signIn({ switchAccount: false });
    const account = {
      name: `Name of ${alex.upn}`,
      upn: alex.upn,
      tenantId: alex.tid,
      homeAccountId: `${alex.oid}.${alex.tid}`,
    };
    expect(outcome).toEqual(ok(account));
    expect(signIn.account()).toEqual(account);
  });

  it('asks for reading only, with PKCE, state, form post and CP1', async () => {
    const { entra } = await signedIn();
    const { query, scopes } = entra.last('authorize');
    expect(scopes.filter((scope) => scope.startsWith('https://'))).toEqual([
      `${profile.graph}/${READ}`,
      `${profile.graph}/User.ReadBasic.All`,
      `${profile.graph}/User.Read`,
    ]);
    expect(scopes).toEqual(expect.arrayContaining(['openid', 'profile', 'offline_access']));
    expect(scopes.join(' ')).not.toContain('ReadWrite');
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('code_challenge')?.length).toBeGreaterThan(40);
    expect(query.get('state')?.length).toBeGreaterThan(20);
    expect(query.get('response_mode')).toBe('form_post');
    expect(query.get('claims')).toContain('"xms_cc":{"values":["CP1"]}');
    expect(query.get('prompt')).not.toBe('select_account');
  });

  it('lets the technician choose an account after a sign-out, and never before one', async () => {
    const { entra, signIn } = begin();
    const prompt = (): string | null => entra.last('authorize').query.get('prompt');
    await signIn.signIn({ switchAccount: false });
    await signIn.signIn({ switchAccount: false });
    expect(prompt()).not.toBe('select_account');
    await signIn.signOut();
    entra.visits.push({ error: 'access_denied' });
    await signIn.signIn({ switchAccount: false });
    expect(prompt()).toBe('select_account');
    // Refused the first time: the choice is still open.
    await signIn.signIn({ switchAccount: false });
    expect(prompt()).toBe('select_account');
    await signIn.signIn({ switchAccount: false });
    expect(prompt()).not.toBe('select_account');
  });

  it.each([
    [true, 'select_account'],
    [false, null],
  ])(
    'in a new run, when someone had used the profile before (%s), asks which account: %s',
    async (wasUsed, expected) => {
      const { entra, signIn } = begin({ wasUsed: () => wasUsed });
      await signIn.signIn({ switchAccount: false });
      expect(entra.last('authorize').query.get('prompt')).toBe(expected);
    },
  );

  it('shows in the browser that Deskside continues, also when the token is refused afterwards', async () => {
    const { entra, options } = begin();
    const pages: string[] = [];
    const refused = createSignIn({
      ...options,
      openBrowser: (url) => {
        void entra.answer(url).then(async (page) => pages.push(await page.text()));
        return Promise.resolve(ok(null));
      },
    });
    entra.tokenRefusals.push({ error: 'access_denied', code: 53003, suberror: 'message_only' });
    expect(await refused.signIn({ switchAccount: false })).toMatchObject({
      ok: false,
      error: { code: 'auth.refused', aadsts: 53003 },
    });
    await until(() => pages.length === 1);
    expect(pages[0]).toContain('Deskside finishes the sign-in and tells you when you are signed in');
    expect(pages[0]).not.toMatch(/You are signed in|サインインしました/);
    expect(refused.account()).toBeNull();
  });

  it('lets the technician choose when the account is to be switched', async () => {
    const { entra, signIn } = await signedIn();
    entra.person = kim;
    const outcome = await signIn.signIn({ switchAccount: true });
    expect(outcome.ok && outcome.value.upn).toBe(kim.upn);
    expect(entra.last('authorize').query.get('prompt')).toBe('select_account');
    expect(entra.last('authorize').query.has('login_hint')).toBe(false);
    const token = await signIn.token({ scopes: [READ], interactive: false });
    expect(token.ok && token.value.account.upn).toBe(kim.upn);
  });

  it('passes the known account to the page when the same technician signs in again', async () => {
    const { entra, signIn } = await signedIn();
    await signIn.signIn({ switchAccount: false });
    expect(entra.last('authorize').query.get('login_hint')).toBe(alex.upn);
  });

  it('joins a second call to the one that runs', async () => {
    const { entra, signIn } = begin();
    const [first, second] = await Promise.all([
      signIn.signIn({ switchAccount: false }),
      signIn.signIn({ switchAccount: true }),
    ]);
    expect(first).toEqual(second);
    expect(entra.count('authorize')).toBe(1);
  });

  it('frees the port when it is cancelled', async () => {
    const { entra, signIn } = begin();
    entra.visits.push('close');
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => entra.opened.length === 1);
    const port = portOf(entra.opened[0]!);
    expect(await isListening(port)).toBe(true);
    signIn.cancel();
    expect(await waiting).toEqual({ ok: false, error: { code: 'auth.cancelled' } });
    await expect.poll(() => isListening(port)).toBe(false);
  });

  it('ends after five minutes when the browser was closed, and frees the port', async () => {
    const { entra, signIn, clock } = begin();
    entra.visits.push('close');
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => entra.opened.length === 1);
    clock.pass(SIGN_IN_LIMIT_MS - 1);
    expect(await isListening(portOf(entra.opened[0]!))).toBe(true);
    clock.pass(1);
    expect(await waiting).toEqual({ ok: false, error: { code: 'auth.timeout' } });
    await expect.poll(() => isListening(portOf(entra.opened[0]!))).toBe(false);
    expect(clock.waiting).toBe(0);
  });

  it('can be tried again after a cancelled one', async () => {
    const { entra, signIn } = begin();
    entra.visits.push('close');
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => entra.opened.length === 1);
    signIn.cancel();
    await waiting;
    expect((await signIn.signIn({ switchAccount: false })).ok).toBe(true);
  });

  it('drops the tokens of a response that arrives after cancelling', async () => {
    const { entra, signIn, file } = begin();
    const release = entra.holdToken();
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => entra.count('code') === 1);
    signIn.cancel();
    expect(await waiting).toEqual({ ok: false, error: { code: 'auth.cancelled' } });
    release();
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(signIn.account()).toBeNull();
    expect(file.text).toBeNull();
    expect(await signIn.token({ scopes: [READ], interactive: false })).toEqual({
      ok: false,
      error: { code: 'auth.required' },
    });
  });

  it('does not open the browser when it was cancelled before', async () => {
    const { entra, signIn, options } = begin();
    const waiting = signIn.signIn({ switchAccount: false });
    signIn.cancel();
    expect(await waiting).toEqual({ ok: false, error: { code: 'auth.cancelled' } });
    expect(options.limitMs).toBeUndefined();
    expect(entra.opened).toEqual([]);
  });

  it('reports that no browser could be started and frees the port', async () => {
    const urls: URL[] = [];
    const { signIn } = begin({
      openBrowser: (url) => {
        urls.push(url);
        return Promise.resolve({ ok: false, error: { code: 'link.not-opened' } });
      },
    });
    expect(await signIn.signIn({ switchAccount: false })).toEqual({ ok: false, error: { code: 'auth.no-browser' } });
    expect(await isListening(portOf(urls[0]!))).toBe(false);
  });

  it('reports as such that the browser was opened too often', async () => {
    const tooOften = { ok: false, error: { code: 'browser.too-often', retryAfter: 3 } } as const;
    const { signIn } = begin({ openBrowser: () => Promise.resolve(tooOften) });
    expect(await signIn.signIn({ switchAccount: false })).toEqual(tooOften);
  });

  it('frees the port even while the browser hangs at its start', async () => {
    const urls: URL[] = [];
    const { signIn } = begin({
      openBrowser: (url) => {
        urls.push(url);
        return new Promise(() => undefined);
      },
    });
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => urls.length === 1);
    signIn.cancel();
    expect(await waiting).toEqual({ ok: false, error: { code: 'auth.cancelled' } });
    await expect.poll(() => isListening(portOf(urls[0]!))).toBe(false);
  });

  it('never opens an address of another host', async () => {
    const { entra, signIn } = begin();
    entra.authorizeHost = 'https://evil.example';
    const outcome = await signIn.signIn({ switchAccount: false });
    expect(outcome.ok).toBe(false);
    expect(!outcome.ok && outcome.error.code).toBe('auth.host');
    expect(entra.opened).toEqual([]);
  });

  it('continues when other programs connect to the loopback port', async () => {
    const { entra, signIn } = begin();
    entra.visits.push('close');
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => entra.opened.length === 1);
    const url = entra.opened[0]!;
    const root = `http://127.0.0.1:${portOf(url)}`;
    await fetch(`${root}/favicon.ico`);
    const post = (form: Record<string, string>) =>
      fetch(`${root}/`, { method: 'POST', body: new URLSearchParams(form) });
    expect((await post({ code: 'stolen', state: 'guessed' })).status).toBe(400);
    expect((await post({ error: 'access_denied' })).status).toBe(400);
    expect((await fetch(`${root}/?code=x&state=y`)).status).toBe(400);
    expect(await (await entra.answer(url)).text()).toContain('Deskside finishes the sign-in');
    expect((await waiting).ok).toBe(true);
  });

  it('shows a static page that echoes nothing of a refusal', async () => {
    const { entra, signIn } = begin();
    entra.visits.push('close');
    const waiting = signIn.signIn({ switchAccount: false });
    await until(() => entra.opened.length === 1);
    const page = await (await entra.answer(entra.opened[0]!, { error: '<script>alert(1)</script>' })).text();
    expect(page).toContain('Sign-in was not completed');
    expect(page).not.toMatch(/<script|alert|Something about/);
    expect((await waiting).ok).toBe(false);
  });

  it('calls it cancelled when the technician says no', async () => {
    const { entra, signIn } = begin();
    entra.visits.push({ error: 'access_denied' });
    const outcome = await signIn.signIn({ switchAccount: false });
    expect(!outcome.ok && outcome.error.code).toBe('auth.cancelled');
  });
});

describe('the tenant of an account', () => {
  it.each([
    ['another tenant', { ...alex, tid: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' }],
    ['the tenant of personal accounts', { ...alex, tid: '9188040d-6c67-4c5b-b112-36a304b66dad' }],
    ['a guest, whose home is another tenant', { ...alex, homeTenant: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' }],
    ['a guest in capital letters', { ...alex, homeTenant: 'FAB71CA4-0B0E-4F0E-8A57-1DBADCAFE001' }],
    ['a guest whose home the service keeps to itself', { ...alex, acct: 1 }],
    ['a personal account that is a guest', { ...alex, homeTenant: '9188040d-6c67-4c5b-b112-36a304b66dad' }],
  ])('refuses %s and keeps nothing of it', async (_name, person) => {
    const { entra, signIn, file } = begin();
    entra.person = person;
    expect(await signIn.signIn({ switchAccount: false })).toEqual({ ok: false, error: { code: 'auth.wrong-tenant' } });
    expect(signIn.account()).toBeNull();
    expect(file.text).toBeNull();
  });

  it('accepts an account in its home tenant, whatever the case of the tenant id, and one without a home tenant', async () => {
    for (const person of [
      { ...alex, homeTenant: alex.tid.toUpperCase() },
      { ...alex, homeTenant: null },
    ]) {
      const { entra, signIn } = begin();
      entra.person = person;
      expect((await signIn.signIn({ switchAccount: false })).ok).toBe(true);
    }
  });

  it('refuses a guest where the profile names the tenant by a domain', async () => {
    const { entra, signIn } = begin({ profile: { ...profile, tenantId: 'fake.example' } });
    entra.person = { ...alex, homeTenant: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' };
    expect(await signIn.signIn({ switchAccount: false })).toEqual({ ok: false, error: { code: 'auth.wrong-tenant' } });
  });

  it('does not accept a guest from the file of an older version either', async () => {
    const { file, options } = await signedIn();
    const home = `${alex.oid}.${alex.tid}`;
    expect(file.text).toContain(home);
    file.text = (file.text ?? '').replaceAll(home, `${alex.oid}.fab71ca4-0b0e-4f0e-8a57-1dbadcafe001`);
    expect(await createSignIn(options).restore()).toBeNull();
    expect(file.text).toBeNull();
  });

  it('keeps the old account when the new one is refused', async () => {
    const { entra, signIn } = await signedIn();
    entra.person = { ...kim, tid: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' };
    await signIn.signIn({ switchAccount: true });
    expect(signIn.account()?.upn).toBe(alex.upn);
    expect((await signIn.token({ scopes: [READ], interactive: false })).ok).toBe(true);
  });

  it('pins the tenant of the first account when the profile names a domain', async () => {
    const { entra, signIn } = begin({ profile: { ...profile, tenantId: 'fake.example' } });
    expect((await signIn.signIn({ switchAccount: false })).ok).toBe(true);
    entra.person = { ...kim, tid: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' };
    expect(await signIn.signIn({ switchAccount: true })).toEqual({ ok: false, error: { code: 'auth.wrong-tenant' } });
  });

  it.each(['organizations', 'common', 'consumers', ''])('refuses a profile for "%s"', async (tenantId) => {
    const { entra, signIn } = begin({ profile: { ...profile, tenantId } });
    expect(await signIn.signIn({ switchAccount: false })).toEqual({ ok: false, error: { code: 'profile.invalid' } });
    expect(entra.opened).toEqual([]);
  });
});

describe('secrets', () => {
  it('never reach the log, whatever happens', async () => {
    const { entra, signIn, log } = await signedIn();
    await signIn.token({ scopes: [READ], interactive: false, forceRefresh: true });
    entra.tokenRefusals.push({ error: 'invalid_grant', code: 50173, suberror: 'bad_token' });
    await signIn.token({ scopes: [READ], interactive: false, forceRefresh: true });
    entra.visits.push({ error: 'invalid_client', code: 7000218 });
    await signIn.signIn({ switchAccount: true });
    await signIn.token({ scopes: [WRITE], interactive: true });
    await signIn.signOut();
    expect(entra.secrets.length).toBeGreaterThan(4);
    expect(log.text).not.toContain(CANARY);
    expect(log.text).not.toContain(alex.upn);
    expect(log.text).not.toContain(alex.oid);
    expect(log.text).not.toMatch(/code_challenge|state=|client_info/);
  });
});
