import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { err, ok } from '../../../../shared/result';
import type { Leaving } from '../../../session/leaving';

type SettingsHandlers = Handlers<AppContract>['settings'];

/** Adds a confirmation to every call that switches to another tenant while requests are under way. */
export function askBeforeLeaving(
  handlers: SettingsHandlers,
  leaving: Leaving,
  activeProfile: () => string,
): SettingsHandlers {
  const stay = handlers.current;
  return {
    ...handlers,
    activateProfile: async (input, from) =>
      input.profileId === activeProfile() || (await leaving.may('switch'))
        ? handlers.activateProfile(input, from)
        : stay(undefined, from),
    removeProfile: async (input, from) =>
      input.profileId !== activeProfile() || (await leaving.may('switch'))
        ? handlers.removeProfile(input, from)
        : stay(undefined, from),
    importProfile: async (input, from) =>
      (await leaving.may('switch')) ? handlers.importProfile(input, from) : stay(undefined, from),
    importProfileFile: async (input, from) =>
      (await leaving.may('switch')) ? handlers.importProfileFile(input, from) : stay(undefined, from),
  };
}

type SessionHandlers = Handlers<AppContract>['session'];

/**
 * The same for signing out and switching accounts, also to the account that came back from the browser: then `cancelled`
 * means that the question which account to use is still open.
 */
export const askBeforeSigningOut = (handlers: SessionHandlers, leaving: Leaving): SessionHandlers => ({
  ...handlers,
  signIn: async (input, from) =>
    !input.switchAccount || (await leaving.may('switch'))
      ? handlers.signIn(input, from)
      : handlers.current(undefined, from),
  answerAccount: async (input, from) =>
    input.answer !== 'switch' || (await leaving.may('switch'))
      ? handlers.answerAccount(input, from)
      : err({ code: 'cancelled' }),
  async signOut(input, from) {
    if (await leaving.may('sign-out')) return handlers.signOut(input, from);
    const session = await handlers.current(undefined, from);
    return session.ok ? ok(session.value) : session;
  },
});
