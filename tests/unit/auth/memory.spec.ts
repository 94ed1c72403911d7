import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import type * as MsalClient from '../../../main/auth/msal-client';
import { setUp } from './support';

const READ = 'DeviceManagementManagedDevices.Read.All';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';

/** Every MSAL that was made. It is held weakly: what is still there is held by the product. */
const made: WeakRef<ReturnType<typeof MsalClient.createMsalClient>>[] = [];

vi.mock('../../../main/auth/msal-client', async (original) => {
  const real = await original<typeof MsalClient>();
  return {
    ...real,
    createMsalClient(...parts: Parameters<typeof real.createMsalClient>) {
      const client = real.createMsalClient(...parts);
      made.push(new WeakRef(client));
      return client;
    },
  };
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How many of them are left once the memory was tidied up; MSAL's own timers and promises may need some turns. */
async function left(): Promise<number> {
  for (let turn = 0; turn < 50; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    if (made.every((client) => client.deref() === undefined)) return 0;
  }
  return made.filter((client) => client.deref() !== undefined).length;
}

async function used() {
  made.length = 0;
  const all = setUp();
  await all.signIn.signIn({ switchAccount: false });
  await all.signIn.token({ scopes: [READ], interactive: false, forceRefresh: true });
  await all.signIn.token({ scopes: [WRITE], interactive: true });
  await all.signIn.token({ scopes: [READ, WRITE], interactive: false, forceRefresh: true });
  return all;
}

describe("MSAL's memory", () => {
  it('is held while someone is signed in', async () => {
    const { signIn } = await used();
    expect(await left()).toBe(1);
    expect((await signIn.token({ scopes: [READ], interactive: false })).ok).toBe(true);
  });

  it.each(['signOut', 'leave'] as const)('is cleared after %s, although the sign-in itself stays', async (action) => {
    const { signIn } = await used();
    await signIn[action]();
    expect(await left()).toBe(0);
    expect(await signIn.token({ scopes: [READ], interactive: false })).toEqual({
      ok: false,
      error: { code: 'auth.required' },
    });
  });

  it('of a renewal under way gives no token after a sign-out and is cleared with it', async () => {
    const { signIn, entra } = await used();
    const refreshes = entra.count('refresh');
    const release = entra.holdToken();
    const waiting = signIn.token({ scopes: [READ], interactive: false, forceRefresh: true });
    while (entra.count('refresh') === refreshes) await new Promise((resolve) => setImmediate(resolve));
    await signIn.signOut();
    release();
    expect(await waiting).toEqual({ ok: false, error: { code: 'auth.required' } });
    expect(await left()).toBe(0);
  });

  it('holds nothing of an account that no one chose', async () => {
    const { signIn, entra, questions } = await used();
    const { kim } = await import('./fake-entra');
    entra.person = kim;
    const outcome = signIn.signIn({ switchAccount: false });
    await vi.waitFor(() => expect(questions.at(-1)?.id).toBeDefined());
    signIn.answer(questions.at(-1)?.id ?? '', 'keep');
    await outcome;
    expect(await left()).toBeLessThanOrEqual(1);
    await signIn.signOut();
    expect(await left()).toBe(0);
  });
});

describe('signing out', () => {
  it('empties the network stack, and a stack that cannot be emptied does not keep anyone signed in', async () => {
    let emptied = 0;
    const { signIn, log, file } = setUp({ forgetNetwork: () => ((emptied += 1), Promise.reject(new Error('busy'))) });
    await signIn.signIn({ switchAccount: false });
    await signIn.signOut();
    expect([emptied, signIn.account(), file.text]).toEqual([1, null, null]);
    expect(log.lines.map(({ event }) => event)).toContain('auth.network-not-emptied');
  });
});
