import { describe, expect, it } from 'vitest';
import type { Account, SignIn } from '../../../main/auth/port';
import type { Presence } from '../../../main/session/workplace';
import { createWorkplace } from '../../../main/session/workplace';
import { tenantView } from '../../../main/settings/clouds';
import type { TenantProfile } from '../../../main/settings/port';
import { err, ok } from '../../../shared/result';
import { anAccount, aProfile } from '../../support/main-builders';

const profile = (id: string): TenantProfile => aProfile({ id, name: id, tenantId: `tenant-${id}` });
const person = (name: string): Account =>
  anAccount({ name, upn: `${name}@contoso.example`, homeAccountId: `${name}.t` });

function open(accounts: Readonly<Record<string, Account | null>>) {
  const seen: (string | null)[] = [];
  const connect = (of: TenantProfile) => {
    let account: Account | null = null;
    const signIn: SignIn = {
      persistence: 'encrypted',
      restore: async () => (account = accounts[of.id] ?? null),
      signIn: async () => ok((account = person('new'))),
      cancel: () => undefined,
      answer: () => false,
      signOut: async () => void (account = null),
      account: () => account,
      leave: async () => undefined,
      token: async () => err({ code: 'auth.required' }),
    };
    return { profile: of, tenant: tenantView(of), signIn };
  };
  const named = (presence: Presence<ReturnType<typeof connect>> | null): string | null =>
    presence === null ? null : `${presence.account.name} at ${presence.connection.profile.id}`;
  const first = profile('a');
  const workplace = createWorkplace({
    clock: { now: () => 0, after: () => () => undefined },
    first,
    connect,
    sessionChanged: () => undefined,
    presenceChanged: (presence) => seen.push(named(presence)),
  });
  return { workplace, seen, first };
}

describe('workplace', () => {
  it('reports once who is signed in, however often the session changes', async () => {
    const { workplace, seen } = open({ a: person('alex') });
    await workplace.keeper.start();
    await workplace.keeper.tokensOf(workplace.connection().signIn).token({ scopes: [], interactive: false });
    expect(seen).toEqual(['alex at a']);
  });

  it('reports that no one is signed in before it reports someone in another tenant', async () => {
    const { workplace, seen } = open({ a: person('alex'), b: person('alex') });
    await workplace.keeper.start();
    await workplace.goTo(profile('b'));
    expect(seen).toEqual(['alex at a', null, 'alex at b']);
    expect(workplace.connection().profile.id).toBe('b');
  });

  it('stays where it is for the profile that is connected', async () => {
    const { workplace, first } = open({});
    const before = workplace.connection();
    await workplace.goTo(first);
    expect(workplace.connection()).toBe(before);
  });

  it('has no one signed in after a sign-out', async () => {
    const { workplace, seen } = open({ a: person('alex') });
    await workplace.keeper.start();
    await workplace.keeper.signOut();
    expect(workplace.presence()).toBeNull();
    expect(seen).toEqual(['alex at a', null]);
  });
});
