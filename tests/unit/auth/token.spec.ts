import { describe, expect, it } from 'vitest';
import { createSignIn } from '../../../main/auth/sign-in';
import { addressOf, alex, kim } from './fake-entra';
import { profile, setUp } from './support';

const READ = 'DeviceManagementManagedDevices.Read.All';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';
const LATER = 'DeviceManagementServiceConfig.Read.All';
const CHALLENGE = '{"access_token":{"nbf":{"essential":true,"value":"1702682181"}}}';

async function signedIn(overrides: Parameters<typeof setUp>[0] = {}) {
  const all = setUp(overrides);
  expect((await all.signIn.signIn({ switchAccount: false })).ok).toBe(true);
  return all;
}

const quiet = { interactive: false } as const;
const codeOf = (outcome: { ok: boolean; error?: { code: string } }): string => outcome.error?.code ?? 'ok';

describe('silent renewal', () => {
  it('returns the cached token while it is valid', async () => {
    const { entra, signIn } = await signedIn();
    const first = await signIn.token({ scopes: [READ], ...quiet });
    const second = await signIn.token({ scopes: [READ], ...quiet });
    expect(first.ok && first.value.account.upn).toBe(alex.upn);
    expect(second).toEqual(first);
    expect(entra.count('refresh')).toBe(0);
  });

  it('renews an expired token, with CP1, and rotates the refresh token', async () => {
    const { entra, signIn } = await signedIn();
    const first = await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    const second = await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    expect(first.ok && second.ok && first.value.value !== second.value.value).toBe(true);
    expect(entra.count('refresh')).toBe(2);
    expect(entra.last('refresh').query.get('claims')).toContain('CP1');
    expect(entra.count('authorize')).toBe(1);
  });

  it('sends one request for concurrent callers with the same key', async () => {
    const { entra, signIn } = await signedIn();
    const all = await Promise.all(
      Array.from({ length: 40 }, () => signIn.token({ scopes: [READ], ...quiet, forceRefresh: true })),
    );
    expect(new Set(all.map((one) => (one.ok ? one.value.value : 'none'))).size).toBe(1);
    expect(entra.count('refresh')).toBe(1);
  });

  it('never overlaps two renewals', async () => {
    const { entra, signIn } = await signedIn();
    let running = 0;
    let most = 0;
    entra.beforeToken = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const scopes = [READ, 'User.Read', LATER, WRITE];
    entra.consented.add(LATER).add(WRITE);
    const all = await Promise.all(
      scopes.map((scope) => signIn.token({ scopes: [scope], ...quiet, forceRefresh: true })),
    );
    expect(all.every((one) => one.ok)).toBe(true);
    expect(most).toBe(1);
  });

  it('continues after a restart without a prompt', async () => {
    const { entra, options, signIn } = await signedIn();
    const again = createSignIn(options);
    expect(again.account()).toBeNull();
    expect(await again.restore()).toEqual(signIn.account());
    expect((await again.token({ scopes: [READ], ...quiet })).ok).toBe(true);
    expect((await again.token({ scopes: [READ], ...quiet, forceRefresh: true })).ok).toBe(true);
    expect(entra.count('authorize')).toBe(1);
  });

  it('reads the discovery document of a custom authority once', async () => {
    const { entra, signIn } = await signedIn();
    for (let turn = 0; turn < 5; turn += 1) await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    expect(entra.count('discovery')).toBe(1);
  });

  it('is refused without an account', async () => {
    const { entra, signIn } = setUp();
    expect(codeOf(await signIn.token({ scopes: [READ], interactive: true }))).toBe('auth.required');
    expect(entra.opened).toEqual([]);
  });

  it('ends the session when the refresh token is refused, and forgets it on disk too', async () => {
    const { entra, signIn, file, options } = await signedIn();
    entra.revokeAll();
    const outcome = await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'auth.required', aadsts: 50173 } });
    expect(file.text).toBeNull();
    expect(signIn.account()?.upn).toBe(alex.upn);
    expect(codeOf(await signIn.token({ scopes: [READ], ...quiet }))).toBe('auth.required');
    expect(entra.count('refresh')).toBe(1);
    expect(await createSignIn(options).restore()).toBeNull();
  });

  it('lets the technician renew an ended session in the browser', async () => {
    const { entra, signIn } = await signedIn();
    entra.revokeAll();
    expect((await signIn.token({ scopes: [READ], interactive: true, forceRefresh: true })).ok).toBe(true);
    expect(entra.last('authorize').query.get('login_hint')).toBe(alex.upn);
    expect((await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true })).ok).toBe(true);
  });

  it.each([
    ['server trouble', { error: 'temporarily_unavailable', code: 90033, status: 503 }],
    ['throttling', { error: 'temporarily_unavailable', code: 90055, status: 429, retryAfter: '2.128' }],
  ])('keeps the session through %s', async (_name, refusal) => {
    const { entra, signIn, file } = await signedIn();
    entra.tokenRefusals.push(refusal);
    const outcome = await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'auth.refused', aadsts: refusal.code, status: refusal.status },
    });
    expect(!outcome.ok && outcome.error.retryAfter).toBe('retryAfter' in refusal ? 3 : undefined);
    expect(file.text).not.toBeNull();
    expect((await signIn.token({ scopes: [READ], ...quiet })).ok).toBe(true);
  });

  it('does not retry while the service asks to wait', async () => {
    const { entra, signIn, clock } = await signedIn();
    entra.tokenRefusals.push({ error: 'temporarily_unavailable', code: 90055, status: 429, retryAfter: '20' });
    const ask = async () => codeOf(await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true }));
    expect([await ask(), await ask(), await ask()]).toEqual(['auth.refused', 'auth.refused', 'auth.refused']);
    expect(entra.count('refresh')).toBe(1);
    clock.pass(20_000);
    expect(await ask()).toBe('ok');
  });

  it('never returns the token of another account', async () => {
    const { entra, signIn, file } = await signedIn();
    entra.renewedAs = kim;
    expect(codeOf(await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true }))).toBe('auth.required');
    expect(file.text).toBeNull();
  });

  it.each([
    ['offline', new TypeError('net::ERR_INTERNET_DISCONNECTED'), 'network.offline', {}],
    ['a bad certificate', new TypeError('net::ERR_CERT_AUTHORITY_INVALID'), 'network.tls', { why: 'authority' }],
    ['a slow network', new TypeError('net::ERR_TIMED_OUT'), 'network.timeout', {}],
  ])('keeps the session while there is %s', async (_name, cause, code, more) => {
    let broken = false;
    const { entra, file, options } = setUp();
    const signIn = createSignIn({
      ...options,
      fetch: (input, init) => (broken ? Promise.reject(cause) : entra.fetch(input, init)),
    });
    await signIn.signIn({ switchAccount: false });
    broken = true;
    const outcome = await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    expect(outcome).toEqual({ ok: false, error: { code, host: 'login.fake.example:8443', ...more } });
    expect(file.text).not.toBeNull();
    broken = false;
    expect((await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true })).ok).toBe(true);
  });

  it('keeps the session when a start without network cannot even find the authority', async () => {
    const { options, file } = await signedIn();
    const again = createSignIn({
      ...options,
      fetch: () => Promise.reject(new TypeError('net::ERR_NAME_NOT_RESOLVED')),
    });
    expect((await again.restore())?.upn).toBe(alex.upn);
    expect(codeOf(await again.token({ scopes: [READ], ...quiet, forceRefresh: true }))).toBe('network.offline');
    expect(file.text).toContain('RefreshToken');
  });

  it('recognizes the page of a guest network', async () => {
    const { options } = await signedIn();
    const again = createSignIn({
      ...options,
      fetch: () => Promise.resolve(new Response('<html>Welcome', { status: 200 })),
    });
    expect(codeOf(await again.token({ scopes: [READ], ...quiet }))).toBe('network.portal');
  });

  it('gives up on a silent service after thirty seconds', async () => {
    const { options, clock } = await signedIn();
    const never: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
      );
    const again = createSignIn({ ...options, fetch: never });
    const waiting = again.token({ scopes: [READ], ...quiet });
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.pass(30_000);
    expect(codeOf(await waiting)).toBe('network.timeout');
  });

  it('uses only a fetch without cookies, redirects or store', async () => {
    const inits: (RequestInit | undefined)[] = [];
    const { entra, options } = setUp();
    const signIn = createSignIn({
      ...options,
      fetch: (input, init) => {
        inits.push(init);
        return entra.fetch(input, init);
      },
    });
    await signIn.signIn({ switchAccount: false });
    expect(inits.length).toBeGreaterThan(1);
    for (const init of inits) expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', cache: 'no-store' });
  });
});

describe('a further permission', () => {
  it('is asked silently for background work, and a missing consent is reported once', async () => {
    const { entra, signIn, clock } = await signedIn();
    const first = await signIn.token({ scopes: [LATER], ...quiet });
    expect(first).toMatchObject({ ok: false, error: { code: 'auth.consent', scopes: [LATER], aadsts: 65001 } });
    for (let turn = 0; turn < 20; turn += 1) expect(await signIn.token({ scopes: [LATER], ...quiet })).toEqual(first);
    expect(entra.count('refresh')).toBe(1);
    expect(entra.count('authorize')).toBe(1);
    expect((await signIn.token({ scopes: [READ], ...quiet })).ok).toBe(true);
    entra.consented.add(LATER);
    clock.pass(5 * 60_000);
    expect((await signIn.token({ scopes: [LATER], ...quiet })).ok).toBe(true);
  });

  it('is asked in the browser when the technician waits for it, and reading still works', async () => {
    const { entra, signIn } = await signedIn();
    const outcome = await signIn.token({ scopes: [WRITE], interactive: true });
    expect(outcome.ok).toBe(true);
    const { scopes, query } = entra.last('authorize');
    expect(scopes.filter((scope) => scope.startsWith('https'))).toEqual([`${profile.graph}/${WRITE}`]);
    expect(query.get('login_hint')).toBe(alex.upn);
    expect((await signIn.token({ scopes: [READ], ...quiet })).ok).toBe(true);
    expect((await signIn.token({ scopes: [WRITE], ...quiet })).ok).toBe(true);
    expect(entra.count('authorize')).toBe(2);
  });

  it('opens one browser page for several that wait', async () => {
    const { entra, signIn } = await signedIn();
    const all = await Promise.all([1, 2, 3].map(() => signIn.token({ scopes: [WRITE], interactive: true })));
    expect(all.every((one) => one.ok)).toBe(true);
    expect(entra.count('authorize')).toBe(2);
  });

  it('needs no second page when the previous sign-in already granted it', async () => {
    const { entra, signIn } = await signedIn();
    const [, write] = await Promise.all([
      signIn.signIn({ switchAccount: false }),
      signIn.token({ scopes: [WRITE], interactive: true }).then(async (outcome) => outcome),
    ]);
    expect(write.ok).toBe(true);
    expect(entra.count('authorize')).toBe(3);
    entra.revokeAll();
    const mended = signIn.signIn({ switchAccount: false });
    const token = signIn.token({ scopes: [READ], interactive: true, forceRefresh: true });
    expect((await mended).ok && (await token).ok).toBe(true);
    expect(entra.count('authorize')).toBe(4);
  });

  it('is reported as not consented when the technician declines', async () => {
    const { entra, signIn } = await signedIn();
    entra.visits.push({ error: 'access_denied', code: 65004 });
    const outcome = await signIn.token({ scopes: [WRITE], interactive: true });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'auth.consent', aadsts: 65004, scopes: [WRITE] } });
    expect(entra.count('authorize')).toBe(2);
    expect((await signIn.token({ scopes: [READ], ...quiet })).ok).toBe(true);
  });

  it('can be cancelled while the browser is open', async () => {
    const { entra, signIn } = await signedIn();
    entra.visits.push('close');
    const waiting = signIn.token({ scopes: [WRITE], interactive: true });
    while (entra.opened.length < 2) await new Promise((resolve) => setImmediate(resolve));
    signIn.cancel();
    expect(codeOf(await waiting)).toBe('auth.cancelled');
  });
});

describe('a claims challenge', () => {
  it('is answered silently first, with CP1 merged in', async () => {
    const { entra, signIn } = await signedIn();
    const outcome = await signIn.token({ scopes: [READ], claims: CHALLENGE, ...quiet });
    expect(outcome.ok).toBe(true);
    const claims: unknown = JSON.parse(entra.last('refresh').query.get('claims') ?? '');
    expect(claims).toMatchObject({
      access_token: { nbf: { essential: true, value: '1702682181' }, xms_cc: { values: ['CP1'] } },
    });
    const later = await signIn.token({ scopes: [READ], ...quiet });
    expect(later).toEqual(outcome);
    expect(entra.count('refresh')).toBe(1);
  });

  it('goes to the browser once when the technician waits, with the claims of the refusal', async () => {
    const { entra, signIn } = await signedIn();
    const more = '{"access_token":{"polids":{"essential":true,"values":["5ce7"]}}}';
    entra.tokenRefusals.push({ error: 'interaction_required', code: 50076, suberror: 'basic_action', claims: more });
    expect((await signIn.token({ scopes: [READ], claims: CHALLENGE, interactive: true })).ok).toBe(true);
    expect(entra.last('authorize').query.get('claims')).toContain('5ce7');
    expect(entra.count('authorize')).toBe(2);
    expect(entra.count('refresh')).toBe(1);
  });

  it('does not loop when the browser does not help either', async () => {
    const { entra, signIn } = await signedIn();
    entra.tokenRefusals.push({ error: 'interaction_required', code: 50076, suberror: 'basic_action' });
    entra.visits.push({ error: 'interaction_required', code: 53003 });
    const outcome = await signIn.token({ scopes: [READ], claims: CHALLENGE, interactive: true });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'auth.refused', aadsts: 53003 } });
    expect(entra.count('authorize')).toBe(2);
    expect(entra.count('refresh')).toBe(1);
  });

  it('is reported, and not repeated, when no one waits; the next sign-in brings the claims', async () => {
    const { entra, signIn } = await signedIn();
    entra.tokenRefusals.push({ error: 'interaction_required', code: 50076, suberror: 'basic_action' });
    for (let turn = 0; turn < 10; turn += 1) {
      expect(codeOf(await signIn.token({ scopes: [READ], claims: CHALLENGE, ...quiet }))).toBe('auth.claims');
    }
    expect(entra.count('refresh')).toBe(1);
    await signIn.signIn({ switchAccount: false });
    expect(entra.last('authorize').query.get('claims')).toContain('1702682181');
    await signIn.signIn({ switchAccount: false });
    expect(entra.last('authorize').query.get('claims')).not.toContain('1702682181');
  });

  it('that is not a JSON object is reported as one that cannot be met', async () => {
    const { signIn } = await signedIn();
    for (const claims of ['nonsense', '[]', '7', '{}', 'null', '']) {
      expect(codeOf(await signIn.token({ scopes: [READ], claims, ...quiet }))).toBe('auth.claims');
    }
  });
});

describe('signing out', () => {
  it('leaves no data behind', async () => {
    const { entra, signIn, file, options } = await signedIn();
    await signIn.signOut();
    expect(file.text).toBeNull();
    expect(signIn.account()).toBeNull();
    expect(codeOf(await signIn.token({ scopes: [READ], ...quiet }))).toBe('auth.required');
    expect(entra.count('refresh')).toBe(0);
    expect(await createSignIn(options).restore()).toBeNull();
    await signIn.signIn({ switchAccount: false });
    expect(entra.last('authorize').query.has('login_hint')).toBe(false);
  });

  it('drops a renewal that is still under way', async () => {
    const { entra, signIn, file } = await signedIn();
    const release = entra.holdToken();
    const waiting = signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    while (entra.count('refresh') === 0) await new Promise((resolve) => setImmediate(resolve));
    await signIn.signOut();
    release();
    expect(codeOf(await waiting)).toBe('auth.required');
    expect(file.text).toBeNull();
  });

  it('ends a sign-in that waits', async () => {
    const { entra, signIn } = setUp();
    entra.visits.push('close');
    const waiting = signIn.signIn({ switchAccount: false });
    while (entra.opened.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await signIn.signOut();
    expect(codeOf(await waiting)).toBe('auth.cancelled');
  });

  it('does not bring an account back that could not be removed from the disk', async () => {
    const { signIn, file, log } = await signedIn();
    file.failing = 'remove';
    await signIn.signOut();
    expect(await signIn.restore()).toBeNull();
    expect(log.lines.map((line) => line.event)).toContain('auth.cache-not-removed');
  });
});

describe('well-known clouds', () => {
  it.each([
    'https://login.microsoftonline.com',
    'https://login.microsoftonline.us',
    'https://login.partner.microsoftonline.cn',
  ])('sends nothing to %s before the browser opens', async (authority) => {
    const asked: string[] = [];
    const opened: URL[] = [];
    const { signIn } = setUp({
      profile: { ...profile, authority, custom: false },
      fetch: (input) => {
        asked.push(addressOf(input));
        return Promise.reject(new TypeError('fetch failed'));
      },
      openBrowser: (url) => {
        opened.push(url);
        return Promise.resolve({ ok: true, value: null });
      },
    });
    const waiting = signIn.signIn({ switchAccount: false });
    while (opened.length === 0) await new Promise((resolve) => setImmediate(resolve));
    signIn.cancel();
    await waiting;
    expect(asked).toEqual([]);
    expect(opened[0]?.href.startsWith(`${authority}/${profile.tenantId}/oauth2/v2.0/authorize?`)).toBe(true);
  });
});
