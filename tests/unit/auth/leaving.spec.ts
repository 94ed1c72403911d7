import { describe, expect, it } from 'vitest';
import { createSignIn } from '../../../main/auth/sign-in';
import { alex } from './fake-entra';
import { setUp } from './support';

const READ = 'DeviceManagementManagedDevices.Read.All';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';
const required = { ok: false, error: { code: 'auth.required' } };

async function signedIn() {
  const all = setUp();
  await all.signIn.signIn({ switchAccount: false });
  return all;
}

describe('leaving for another tenant', () => {
  it('gives no token, opens no browser and keeps the file for the next time', async () => {
    const { entra, signIn, file, options } = await signedIn();
    const kept = file.text;
    const opened = entra.opened.length;
    await signIn.leave();
    expect(await signIn.token({ scopes: [WRITE], interactive: true })).toEqual(required);
    expect([await signIn.restore(), entra.opened.length, file.text]).toEqual([null, opened, kept]);
    expect((await createSignIn(options).restore())?.upn).toBe(alex.upn);
  });

  it('drops a renewal under way: it writes no token back after a sign-out elsewhere', async () => {
    const { entra, signIn, file, options } = await signedIn();
    const release = entra.holdToken();
    const waiting = signIn.token({ scopes: [READ], interactive: false, forceRefresh: true });
    while (entra.count('refresh') === 0) await new Promise((resolve) => setImmediate(resolve));
    await signIn.leave();
    const next = createSignIn(options);
    await next.restore();
    await next.signOut();
    release();
    expect(await waiting).toEqual(required);
    expect(file.text).toBeNull();
  });

  it('still finishes a sign-out that is being written to the disk', async () => {
    const { signIn, file } = await signedIn();
    void signIn.signOut();
    await signIn.leave();
    expect(file.text).toBeNull();
  });
});
