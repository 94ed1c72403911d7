import type { TokenCacheContext } from '@azure/msal-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCachedSignIn, parseCachedSignIn } from '../../../main/auth/cached-sign-in';
import { createSignIn } from '../../../main/auth/sign-in';
import { TokenCache } from '../../../main/auth/token-cache';
import { anAccount } from '../../support/main-builders';
import { alex, CANARY, kim } from './fake-entra';
import { MemoryFile, MemoryLog, profile, setUp } from './support';

const READ = 'DeviceManagementManagedDevices.Read.All';

async function stored(): Promise<{ text: string; file: MemoryFile; options: ReturnType<typeof setUp>['options'] }> {
  const { signIn, file, options } = setUp();
  await signIn.signIn({ switchAccount: false });
  return { text: file.text!, file, options };
}

const account = anAccount({ tenantId: profile.tenantId });

/** What MSAL hands to the plugin: `serialize` gives the state of the moment. */
function context(change: string | null, seen: string[] = []): TokenCacheContext {
  const tokenCache = { serialize: () => change ?? '', deserialize: (text: string) => void seen.push(text) };
  return { cacheHasChanged: change !== null, tokenCache } as unknown as TokenCacheContext;
}

describe('the cache file', () => {
  it('holds what the next start needs, and the account that was chosen', async () => {
    const { text, options } = await stored();
    const known = parseCachedSignIn(text, options.profile);
    expect(known?.account.upn).toBe(alex.upn);
    expect(known?.msal).toContain('RefreshToken');
    expect(formatCachedSignIn(known!, options.profile)).toBe(text);
  });

  it('follows a thousand concurrent changes one write at a time and ends with the last', async () => {
    const file = new MemoryFile();
    const cache = new TokenCache(file, profile, new MemoryLog());
    await cache.load();
    await cache.replace({ account, msal: 'first' });
    const plugin = cache.plugin();
    const reads: string[] = [];
    await Promise.all(
      Array.from({ length: 1_000 }, async (_unused, turn) => {
        await plugin.beforeCacheAccess(context(null, reads));
        if (turn % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
        await plugin.afterCacheAccess(context(`state ${turn}`));
      }),
    );
    expect(file.overlaps).toBe(0);
    expect(file.writes).toBeLessThan(1_000);
    expect(JSON.parse(file.text ?? '')).toMatchObject({ version: 1, account, msal: cache.current()?.msal });
    expect(reads).toHaveLength(1_000);
  });

  it('is deleted after a thousand changes that race with a sign-out', async () => {
    const file = new MemoryFile();
    const cache = new TokenCache(file, profile, new MemoryLog());
    await cache.load();
    await cache.replace({ account, msal: 'first' });
    const plugin = cache.plugin();
    const changes = Array.from({ length: 1_000 }, async (_unused, turn) => {
      for (let wait = 0; wait < turn % 7; wait += 1) await new Promise((resolve) => setImmediate(resolve));
      await plugin.afterCacheAccess(context(`state ${turn}`));
    });
    await new Promise((resolve) => setImmediate(resolve));
    await cache.clear();
    await Promise.all(changes);
    expect(file.text).toBeNull();
    expect(cache.current()).toBeNull();
  });

  it('is not changed by a late write of an older sign-in', async () => {
    const file = new MemoryFile();
    const cache = new TokenCache(file, profile, new MemoryLog());
    await cache.replace({ account, msal: 'old' });
    const old = cache.plugin();
    await cache.replace({ account, msal: 'new' });
    const reads: string[] = [];
    await old.beforeCacheAccess(context(null, reads));
    await old.afterCacheAccess(context('stale'));
    expect(reads).toEqual([]);
    expect(cache.current()?.msal).toBe('new');
  });

  it('is written only when something changed', async () => {
    const { signIn, file } = setUp();
    await signIn.signIn({ switchAccount: false });
    const before = file.writes;
    for (let turn = 0; turn < 10; turn += 1) await signIn.token({ scopes: [READ], interactive: false });
    expect(file.writes).toBe(before);
  });

  it('that cannot be written leaves the session working', async () => {
    const { signIn, file, log } = setUp();
    file.failing = 'write';
    expect((await signIn.signIn({ switchAccount: false })).ok).toBe(true);
    expect((await signIn.token({ scopes: [READ], interactive: false, forceRefresh: true })).ok).toBe(true);
    expect(log.lines).toContainEqual({ event: 'auth.cache-not-saved', fields: { code: 'ENOSPC' } });
  });

  it('that cannot be read counts as none', async () => {
    const { file, options } = await stored();
    file.failing = 'read';
    expect(await createSignIn(options).restore()).toBeNull();
  });
});

describe('a damaged cache', () => {
  it.each([
    ['empty', ''],
    ['no JSON', '\u0000\u0001'],
    ['null', 'null'],
    ['another shape', '{"version":1}'],
    ['a later version', '{"version":2,"account":{},"msal":"{}"}'],
  ])('with %s content means signed out, and is removed', async (_name, text) => {
    const { signIn, file, log } = setUp();
    file.text = text;
    expect(await signIn.restore()).toBeNull();
    expect(file.text).toBeNull();
    expect(log.lines.map((line) => line.event)).toEqual(['auth.cache-damaged']);
  });

  it('never throws and never yields another account, whichever bytes changed', async () => {
    const { text, options } = await stored();
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(text, 'latin1');
        bytes[at] = bytes[at]! ^ flip;
        const known = parseCachedSignIn(bytes.toString('latin1'), options.profile);
        if (known === null) return;
        const msal = JSON.parse(known.msal) as Record<string, Record<string, { home_account_id: string }>>;
        for (const part of ['Account', 'AccessToken', 'RefreshToken', 'IdToken']) {
          for (const entry of Object.values(msal[part]!))
            expect(entry.home_account_id).toBe(known.account.homeAccountId);
        }
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => parseCachedSignIn(JSON.stringify(value), options.profile) === null),
    );
  });

  it('does not start with the tokens of another tenant, app or account', async () => {
    const { text, options } = await stored();
    const { profile: own } = options;
    expect(parseCachedSignIn(text, { ...own, clientId: 'c11e4700-ffff-4bbb-8ccc-0123456789ab' })).toBeNull();
    expect(parseCachedSignIn(text, { ...own, tenantId: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' })).toBeNull();
    const document = JSON.parse(text) as { account: object };
    const swapped = { ...document, account: { ...document.account, homeAccountId: `${kim.oid}.${kim.tid}` } };
    expect(parseCachedSignIn(JSON.stringify(swapped), own)).toBeNull();
  });

  it('gives no token to another sign-in host in a profile of the same tenant and app', async () => {
    const { text, file, options } = await stored();
    const elsewhere = { ...options.profile, authority: 'https://login.elsewhere.example' };
    const sent: string[] = [];
    const signIn = createSignIn({
      ...options,
      profile: elsewhere,
      fetch: async (input, init) => {
        sent.push(JSON.stringify([input, init?.body]));
        return Response.json({
          issuer: `${elsewhere.authority}/v2.0`,
          authorization_endpoint: `${elsewhere.authority}/authorize`,
          token_endpoint: `${elsewhere.authority}/token`,
          jwks_uri: `${elsewhere.authority}/keys`,
        });
      },
    });
    expect(await signIn.token({ scopes: [READ], interactive: false, forceRefresh: true })).toMatchObject({ ok: false });
    expect(sent.join('\n')).not.toContain(CANARY);
    expect(file.text).toBeNull();
    expect(parseCachedSignIn(text, elsewhere)).toBeNull();
    expect(parseCachedSignIn(text, { ...options.profile, graph: 'https://graph.elsewhere.example' })).toBeNull();
  });

  it('with a token no one issued ends in a sign-in, not in a crash', async () => {
    const { text, file, options } = await stored();
    file.text = text.replace(`${CANARY}-refresh`, `${CANARY}-forged!`);
    const signIn = createSignIn(options);
    expect(await signIn.restore()).not.toBeNull();
    const outcome = await signIn.token({ scopes: [READ], interactive: false, forceRefresh: true });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'auth.required' } });
  });
});

describe('without real encryption', () => {
  it('keeps the sign-in in memory alone, says so, and removes an older file', async () => {
    const file = new MemoryFile('memory');
    file.text = 'left over from before';
    const { signIn, options } = setUp({ cache: file });
    expect(signIn.persistence).toBe('memory');
    expect((await signIn.signIn({ switchAccount: false })).ok).toBe(true);
    expect((await signIn.token({ scopes: [READ], interactive: false, forceRefresh: true })).ok).toBe(true);
    expect(file.writes).toBe(0);
    expect(file.text).toBeNull();
    expect(await createSignIn(options).restore()).toBeNull();
  });
});
