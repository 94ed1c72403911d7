import { describe, expect, it } from 'vitest';
import { createSignIn } from '../../../main/auth/sign-in';
import { aadstsAdvice } from '../../../shared/aadsts';
import { practiceSetUp } from './practice-support';

const READ = 'DeviceManagementManagedDevices.Read.All';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';
const quiet = { interactive: false } as const;

describe('against the practice tenant', () => {
  it('signs in, renews, asks for the write scope when needed, and starts again', async () => {
    const { signIn, options } = practiceSetUp();
    expect((await signIn.signIn({ switchAccount: false })).ok).toBe(true);
    expect((await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true })).ok).toBe(true);
    const early = await signIn.token({ scopes: [WRITE], ...quiet });
    expect(early).toMatchObject({ ok: false, error: { code: 'auth.consent' } });
    expect((await signIn.token({ scopes: [WRITE], interactive: true })).ok).toBe(true);
    const again = createSignIn(options);
    expect((await again.restore())?.upn).toBe(signIn.account()?.upn);
    expect((await again.token({ scopes: [READ, WRITE], ...quiet })).ok).toBe(true);
  });

  it('refuses the account of a foreign tenant', async () => {
    const { tenant, signIn, file } = practiceSetUp();
    const foreign = tenant.control.accounts.find((one) => one.tenantId !== tenant.profile.tenantId);
    tenant.control.account(foreign?.key);
    const outcome = await signIn.signIn({ switchAccount: false });
    expect(outcome).toMatchObject({ ok: false });
    expect(!outcome.ok && ['auth.wrong-tenant', 'auth.refused']).toContain(!outcome.ok && outcome.error.code);
    expect(file.text).toBeNull();
  });

  it('ends the session when everything was revoked', async () => {
    const { tenant, signIn } = practiceSetUp();
    await signIn.signIn({ switchAccount: false });
    tenant.control.revokeTokens({ refreshTokens: true });
    const outcome = await signIn.token({ scopes: [READ], ...quiet, forceRefresh: true });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'auth.required', aadsts: 50173 } });
  });

  it.each(Object.keys(aadstsAdvice).map(Number))(
    'reports AADSTS%i with its number and correlation id',
    async (code) => {
      const { tenant, signIn } = practiceSetUp();
      tenant.control.failSignIn(code, 'token');
      const outcome = await signIn.signIn({ switchAccount: false });
      expect(outcome).toMatchObject({
        ok: false,
        error: { aadsts: code, correlationId: expect.any(String) as string },
      });
      expect(!outcome.ok && ['auth.refused', 'auth.consent']).toContain(!outcome.ok && outcome.error.code);
    },
  );
});
