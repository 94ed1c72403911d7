import { describe, expect, it } from 'vitest';
import type { SignIn } from '../../../main/auth/port';
import type { Connection } from '../../../main/session/session-keeper';
import { createSessionKeeper } from '../../../main/session/session-keeper';
import type { Session, TenantView } from '../../../shared/contract/session';
import { err, ok } from '../../../shared/result';
import { aTenant } from '../../support/builders';
import { anAccount } from '../../support/main-builders';

const tenant = (profileId: string): TenantView =>
  aTenant({ profileId, name: profileId, tenantId: 't', practice: false });
const alex = anAccount();

function aConnection(name: string, signIn: Partial<SignIn>): Connection {
  return {
    tenant: tenant(name),
    signIn: {
      persistence: 'encrypted',
      restore: async () => null,
      signIn: async () => ok(alex),
      cancel: () => undefined,
      answer: () => false,
      signOut: async () => undefined,
      account: () => null,
      leave: async () => undefined,
      token: async () => err({ code: 'auth.required' }),
      ...signIn,
    },
  };
}

function keep(connection: Connection) {
  const shown: Session[] = [];
  const clock = { now: () => 0, after: () => () => undefined };
  return {
    shown,
    keeper: createSessionKeeper(connection, { clock, signInLimit: 300_000, changed: (session) => shown.push(session) }),
  };
}

describe('session keeper', () => {
  it('restores the account of the last run without a prompt', async () => {
    const { keeper } = keep(aConnection('a', { restore: async () => alex, account: () => alex }));
    await keeper.start();
    expect(keeper.current()).toMatchObject({ state: 'signed-in', account: { upn: alex.upn }, reason: null });
    expect(keeper.account()).toEqual(alex);
  });

  it('shows the time limit of the browser, then who is signed in', async () => {
    const { keeper, shown } = keep(aConnection('a', {}));
    await keeper.start();
    await keeper.signIn(false);
    expect(shown.map(({ state }) => state)).toEqual(['signed-out', 'signing-in', 'signed-in']);
    expect(shown[1]).toMatchObject({ expiresAt: '1970-01-01T00:05:00.000Z' });
  });

  it('shows why a sign-in failed and is ready for the next one', async () => {
    const { keeper } = keep(aConnection('a', { signIn: async () => err({ code: 'auth.timeout' }) }));
    expect(await keeper.signIn(false)).toEqual(err({ code: 'auth.timeout' }));
    expect(keeper.current()).toMatchObject({ state: 'signed-out', reason: { code: 'auth.timeout' } });
  });

  it('keeps the account when switching to another one was cancelled', async () => {
    const { keeper } = keep(
      aConnection('a', { account: () => alex, signIn: async () => err({ code: 'auth.cancelled' }) }),
    );
    await keeper.signIn(true);
    expect(keeper.current()).toMatchObject({ state: 'signed-in', account: { upn: alex.upn } });
  });

  it('ignores a sign-in that ends after the tenant was changed', async () => {
    let finish: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (finish = resolve));
    const { keeper } = keep(aConnection('a', { signIn: async () => (await late, ok(alex)) }));
    const pending = keeper.signIn(false);
    await keeper.connect(aConnection('b', {}));
    finish();
    expect(await pending).toEqual(err({ code: 'auth.cancelled' }));
    expect(keeper.current()).toMatchObject({ state: 'signed-out', tenant: { profileId: 'b' } });
  });

  it('starts the next tenant only after the writes of the previous one', async () => {
    const told: string[] = [];
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    const { keeper } = keep(aConnection('a', { leave: async () => (await settled, void told.push('left')) }));
    const connected = keeper.connect(aConnection('b', { restore: async () => (told.push('restored'), null) }));
    expect(keeper.current()).toMatchObject({ state: 'starting', tenant: { profileId: 'b' } });
    settle();
    await connected;
    expect(told).toEqual(['left', 'restored']);
  });

  it('notices in the background that the session ended, and that it is back', async () => {
    let outcome: Awaited<ReturnType<SignIn['token']>> = err({ code: 'auth.required' });
    const connection = aConnection('a', { restore: async () => alex, account: () => alex, token: async () => outcome });
    const { keeper } = keep(connection);
    await keeper.start();
    const tokens = keeper.tokensOf(connection.signIn);
    await tokens.token({ scopes: ['User.Read'], interactive: false });
    expect(keeper.current()).toMatchObject({ state: 'signed-in', reason: { code: 'auth.required' } });
    outcome = ok({ value: 'secret', account: alex });
    await tokens.token({ scopes: ['User.Read'], interactive: false });
    expect(keeper.current()).toMatchObject({ state: 'signed-in', reason: null });
  });

  it('does not treat being offline as the end of the session', async () => {
    const connection = aConnection('a', {
      restore: async () => alex,
      account: () => alex,
      token: async () => err({ code: 'network.offline' }),
    });
    const { keeper } = keep(connection);
    await keeper.start();
    await keeper.tokensOf(connection.signIn).token({ scopes: ['User.Read'], interactive: false });
    expect(keeper.current()).toMatchObject({ reason: null });
  });
});

describe('a permission that is asked for later', () => {
  it('shows that the browser waits for the technician, and no longer once that is over', async () => {
    let opened: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (finish = resolve));
    const connection = aConnection('a', {
      restore: async () => alex,
      account: () => alex,
      token: async () => {
        opened();
        await over;
        return ok({ value: 'secret', account: alex });
      },
    });
    const { keeper } = keep(connection);
    opened = () => keeper.browserOpened(connection.signIn);
    await keeper.start();
    const asked = keeper.tokensOf(connection.signIn).token({ scopes: ['x'], interactive: true });
    expect(keeper.current()).toMatchObject({ state: 'signed-in', approvalUntil: '1970-01-01T00:05:00.000Z' });
    finish();
    await asked;
    expect(keeper.current()).toMatchObject({ approvalUntil: null });
  });
});

describe('another account that came back from the browser', () => {
  const kim = anAccount({ name: 'Kim', upn: 'kim@contoso.example', homeAccountId: 'k.t' });
  const question = { id: 'q1', expected: alex, returned: kim };
  const view = {
    questionId: 'q1',
    expected: { name: 'Alex', upn: alex.upn },
    returned: { name: 'Kim', upn: kim.upn },
    until: '1970-01-01T00:05:00.000Z',
  };

  it('is shown when a permission was requested, instead of the wait for the browser, until it is settled', async () => {
    const connection = aConnection('a', { restore: async () => alex, account: () => alex });
    const { keeper } = keep(connection);
    await keeper.start();
    keeper.browserOpened(connection.signIn);
    keeper.accountAsked(connection.signIn, question);
    expect(keeper.current()).toMatchObject({
      state: 'signed-in',
      account: { upn: alex.upn },
      otherAccount: view,
      approvalUntil: null,
    });
    keeper.accountAsked(connection.signIn, null);
    expect(keeper.current()).toMatchObject({ state: 'signed-in', otherAccount: null });
  });

  it('is shown while signing in, and the previous account stays on screen', async () => {
    let finish: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (finish = resolve));
    const connection = aConnection('a', {
      restore: async () => alex,
      account: () => alex,
      signIn: async () => (await over, err({ code: 'auth.other-account' })),
    });
    const { keeper } = keep(connection);
    await keeper.start();
    const pending = keeper.signIn(false);
    keeper.accountAsked(connection.signIn, question);
    expect(keeper.current()).toMatchObject({ state: 'signing-in', otherAccount: view });
    expect(keeper.account()).toEqual(alex);
    finish();
    expect(await pending).toEqual(err({ code: 'auth.other-account' }));
    expect(keeper.current()).toMatchObject({ state: 'signed-in', account: { upn: alex.upn }, otherAccount: null });
  });

  it('is shown once the technician has chosen it, even under the same name', async () => {
    let account = alex;
    const twin = { ...alex, homeAccountId: 'twin.t' };
    const connection = aConnection('a', {
      restore: async () => alex,
      account: () => account,
      token: async () => ((account = twin), err({ code: 'auth.other-account' })),
    });
    const { keeper, shown } = keep(connection);
    await keeper.start();
    const before = shown.length;
    await keeper.tokensOf(connection.signIn).token({ scopes: ['x'], interactive: true });
    expect(shown.length).toBe(before + 1);
    expect(keeper.account()).toEqual(twin);
  });

  it('of a tenant that was left is not shown', async () => {
    const left = aConnection('a', { restore: async () => alex, account: () => alex });
    const { keeper } = keep(left);
    await keeper.start();
    await keeper.connect(aConnection('b', { restore: async () => kim, account: () => kim }));
    keeper.accountAsked(left.signIn, question);
    expect(keeper.current()).toMatchObject({ state: 'signed-in', account: { upn: kim.upn }, otherAccount: null });
  });

  it('is answered in the sign-in that asked; a question that is over is refused', async () => {
    const answers: unknown[] = [];
    const { keeper } = keep(
      aConnection('a', {
        restore: async () => alex,
        account: () => alex,
        answer: (...all) => (answers.push(all), all[0] === 'q1'),
      }),
    );
    await keeper.start();
    expect(keeper.answerAccount('q1', 'keep')).toEqual(ok(null));
    expect(keeper.answerAccount('q0', 'switch')).toEqual(err({ code: 'auth.cancelled' }));
    expect(answers).toEqual([
      ['q1', 'keep'],
      ['q0', 'switch'],
    ]);
  });
});

describe('a sign-in that was given up', () => {
  it('keeps showing why it was needed', async () => {
    const connection = aConnection('a', {
      restore: async () => alex,
      account: () => alex,
      token: async () => err({ code: 'auth.required' }),
      signIn: async () => err({ code: 'auth.cancelled' }),
    });
    const { keeper } = keep(connection);
    await keeper.start();
    await keeper.tokensOf(connection.signIn).token({ scopes: ['x'], interactive: false });
    await keeper.signIn(false);
    expect(keeper.current()).toMatchObject({ state: 'signed-in', reason: { code: 'auth.required' } });
  });
});
