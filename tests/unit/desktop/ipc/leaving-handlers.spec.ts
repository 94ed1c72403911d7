import { describe, expect, it, vi } from 'vitest';
import { askBeforeLeaving, askBeforeSigningOut } from '../../../../main/desktop/ipc/handlers/leaving-handlers';
import { createLeaving } from '../../../../main/session/leaving';
import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { AccountAnswer, Session } from '../../../../shared/contract/session';
import { err, ok } from '../../../../shared/result';

type Call = (input?: unknown) => Promise<unknown>;

/** Handlers that record their names; every call returns its own name. */
function recording<T>(names: readonly (keyof T & string)[]): { readonly handlers: T; readonly called: string[] } {
  const called: string[] = [];
  const entry = (name: string): readonly [string, Call] => [
    name,
    async () => {
      if (name !== 'current') called.push(name);
      return ok(name);
    },
  ];
  return { handlers: Object.fromEntries(names.map(entry)) as T, called };
}

function deciding(isLeft: boolean) {
  const ask = vi.fn(async () => isLeft);
  return { ask, leaving: createLeaving(() => 1, ask) };
}

const from = 'main';
const questionId = '00000000-0000-4000-8000-000000000001';

describe('with requests under way, each way to another account', () => {
  type SessionHandlers = Handlers<AppContract>['session'];
  const named = () => recording<SessionHandlers>(['current', 'signIn', 'cancelSignIn', 'answerAccount', 'signOut']);
  const ways = (handlers: SessionHandlers): Readonly<Record<string, () => Promise<unknown>>> => ({
    signIn: () => handlers.signIn({ switchAccount: true }, from),
    answerAccount: () => handlers.answerAccount({ questionId, answer: 'switch' }, from),
    signOut: () => handlers.signOut(undefined, from),
  });

  it.each(['signIn', 'answerAccount', 'signOut'])('asks first: %s', async (name) => {
    for (const isLeft of [false, true]) {
      const { handlers, called } = named();
      const { ask, leaving } = deciding(isLeft);
      await ways(askBeforeSigningOut(handlers, leaving))[name]?.();
      expect(ask).toHaveBeenCalledOnce();
      expect(called).toEqual(isLeft ? [name] : []);
    }
  });

  it('which account to use remains open when the technician stays', async () => {
    const { handlers } = named();
    const outcome = askBeforeSigningOut(handlers, deciding(false).leaving).answerAccount(
      { questionId, answer: 'switch' },
      from,
    );
    expect(await outcome).toEqual(err({ code: 'cancelled' }));
  });

  it.each<AccountAnswer>(['keep', 'again'])('"%s" leaves nothing behind, so nothing is asked', async (answer) => {
    const { handlers, called } = named();
    const { ask, leaving } = deciding(false);
    await askBeforeSigningOut(handlers, leaving).answerAccount({ questionId, answer }, from);
    await askBeforeSigningOut(handlers, leaving).signIn({ switchAccount: false }, from);
    expect(ask).not.toHaveBeenCalled();
    expect(called).toEqual(['answerAccount', 'signIn']);
  });
});

describe('with requests under way, each way to another tenant', () => {
  type SettingsHandlers = Handlers<AppContract>['settings'];
  const names = [
    'current',
    'change',
    'activateProfile',
    'removeProfile',
    'importProfile',
    'importProfileFile',
  ] as const;
  const ways = (handlers: SettingsHandlers): Readonly<Record<string, () => Promise<unknown>>> => ({
    activateProfile: () => handlers.activateProfile({ profileId: 'other' }, from),
    removeProfile: () => handlers.removeProfile({ profileId: 'active' }, from),
    importProfile: () => handlers.importProfile({ text: '{}' }, from),
    importProfileFile: () => handlers.importProfileFile(undefined, from),
  });

  it.each(['activateProfile', 'removeProfile', 'importProfile', 'importProfileFile'])(
    'asks first: %s',
    async (name) => {
      for (const isLeft of [false, true]) {
        const { handlers, called } = recording<SettingsHandlers>(names);
        const { ask, leaving } = deciding(isLeft);
        const outcome = await ways(askBeforeLeaving(handlers, leaving, () => 'active'))[name]?.();
        expect(ask).toHaveBeenCalledOnce();
        expect(called).toEqual(isLeft ? [name] : []);
        expect(outcome).toEqual(ok(isLeft ? name : 'current'));
      }
    },
  );

  it('does not ask about the tenant that is connected already, or one that is not', async () => {
    const { handlers, called } = recording<SettingsHandlers>(names);
    const { ask, leaving } = deciding(false);
    const asking = askBeforeLeaving(handlers, leaving, () => 'active');
    await asking.activateProfile({ profileId: 'active' }, from);
    await asking.removeProfile({ profileId: 'other' }, from);
    expect(ask).not.toHaveBeenCalled();
    expect(called).toEqual(['activateProfile', 'removeProfile']);
  });
});

it('a session is returned as it is when the technician does not sign out', async () => {
  const session = { state: 'starting' } as unknown as Session;
  const handlers = { current: async () => ok(session) } as unknown as Handlers<AppContract>['session'];
  expect(await askBeforeSigningOut(handlers, deciding(false).leaving).signOut(undefined, from)).toEqual(ok(session));
});
