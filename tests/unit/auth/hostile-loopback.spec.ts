import { randomInt } from 'node:crypto';
import { version } from '@azure/msal-node/package.json';
import { afterEach, describe, expect, it } from 'vitest';
import { SIGN_IN_LIMIT_MS } from '../../../main/auth/sign-in';
import { ok } from '../../../shared/result';
import { hostileRequests, sendRaw } from '../../support/hostile-requests';
import { practiceSetUp } from './practice-support';
import { isListening, portOf, until } from './support';

const seed = randomInt(1, 2 ** 31);
let end = (): void => undefined;
afterEach(() => end());

/** A sign-in whose browser page is open and waits for the technician. */
async function waiting() {
  const opened: URL[] = [];
  const all = practiceSetUp({
    openBrowser: (url) => {
      opened.push(url);
      return Promise.resolve(ok(null));
    },
  });
  end = () => all.signIn.cancel();
  const ends: string[] = [];
  const signIn = all.signIn.signIn({ switchAccount: false });
  void signIn.then((outcome) => ends.push(outcome.ok ? 'signed in' : outcome.error.code));
  await until(() => opened.length === 1);
  return { ...all, url: opened[0]!, ends, outcome: signIn };
}

describe('a sign-in that waits', () => {
  it(
    `is neither ended nor completed by 1,000 hostile requests (seed ${seed}), and then completed by the real answer`,
    { timeout: 60_000 },
    async () => {
      const { url, ends, outcome, post, signIn, file, log } = await waiting();
      const broken: unknown[] = [];
      const onBroken = (cause: unknown): void => void broken.push(cause);
      process.on('uncaughtException', onBroken).on('unhandledRejection', onBroken);
      try {
        const port = Number(portOf(url));
        const requests = hostileRequests(seed, 1_000, port, url.searchParams.get('state') ?? '');
        const answers: string[] = [];
        for (let at = 0; at < requests.length; at += 25) {
          answers.push(...(await Promise.all(requests.slice(at, at + 25).map((bytes) => sendRaw(port, bytes)))));
          expect([ends, file.text, signIn.account()], `seed ${seed}, request ${at}`).toEqual([[], null, null]);
        }
        expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 2'))).toEqual([]);
        expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 4')).length).toBeGreaterThan(600);
        expect(
          answers.filter((answer) => answer.startsWith('HTTP/') && !answer.includes('Cache-Control: no-store')),
        ).toEqual([]);
      } finally {
        process.off('uncaughtException', onBroken).off('unhandledRejection', onBroken);
      }
      expect(broken, `seed ${seed}`).toEqual([]);
      expect((await post(url)).status).toBe(200);
      expect((await outcome).ok).toBe(true);
      expect(log.lines.map(({ event }) => event)).toEqual(['auth.loopback-strangers']);
    },
  );

  it('whose code went to a squatter ends in time with a clear reason, and the squatter cannot use the code', async () => {
    const { tenant, url, outcome, clock, formOf, ask } = await waiting();
    const stolen = new URLSearchParams((await formOf(url)).body);
    const redeem = (more: Record<string, string>) =>
      ask(`${tenant.profile.cloud.authority}/${tenant.profile.tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: tenant.profile.clientId,
          grant_type: 'authorization_code',
          code: stolen.get('code') ?? '',
          redirect_uri: url.searchParams.get('redirect_uri') ?? '',
          scope: url.searchParams.get('scope') ?? '',
          ...more,
        }).toString(),
      });
    const answer = await redeem({ code_verifier: 'a'.repeat(43) });
    expect(stolen.get('code')).toBeTruthy();
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: 'invalid_grant', error_codes: [501481] },
    ]);
    clock.pass(SIGN_IN_LIMIT_MS);
    expect(await outcome).toEqual({ ok: false, error: { code: 'auth.timeout' } });
    await expect.poll(() => isListening(portOf(url))).toBe(false);
  });

  it('has a code that no second sign-in can use', async () => {
    const one = await waiting();
    const { body } = await one.formOf(one.url);
    const form = new URLSearchParams(body);
    one.signIn.cancel();
    await one.outcome;
    const two = await waiting();
    form.set('state', two.url.searchParams.get('state') ?? '');
    await fetch(`http://127.0.0.1:${portOf(two.url)}/`, { method: 'POST', body: form });
    expect(await two.outcome).toMatchObject({ ok: false, error: { code: 'auth.refused' } });
    expect(two.file.text).toBeNull();
  });
});

describe('the address of the sign-in page', () => {
  it('carries PKCE by S256, a state, a nonce and form post, all of them new each time', async () => {
    const urls = [await waiting(), await waiting()].map(({ url }) => url);
    for (const { searchParams: query } of urls) {
      expect(query.get('code_challenge_method')).toBe('S256');
      expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(query.get('state')).toMatch(/^[\w-]{43}$/);
      expect(query.get('nonce')).toMatch(/^[\w-]{43}$/);
      expect(query.get('response_mode')).toBe('form_post');
      expect(query.get('response_type')).toBe('code');
      expect(query.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+$/);
    }
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(urls[0]?.searchParams.get(name)).not.toBe(urls[1]?.searchParams.get(name));
  });

  it('is made by an MSAL that binds state and nonce to the sign-in (7.2.0 or newer)', () => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    expect(major * 1_000 + minor).toBeGreaterThanOrEqual(7_002);
  });

  it('belongs to an id token with its nonce and no other', async () => {
    const { url, post, outcome, ask, options } = await waiting();
    expect(ask).toBe(options.fetch);
    const forged = new URL(url);
    forged.searchParams.set('nonce', 'another');
    await post(forged);
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'auth.refused' } });
  });
});
