import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { ok } from '../../../../shared/result';
import type { SessionKeeper } from '../../../session/session-keeper';

export const sessionHandlers = (keeper: SessionKeeper): Handlers<AppContract>['session'] => ({
  current: async () => ok(keeper.current()),
  signIn: ({ switchAccount }) => keeper.signIn(switchAccount),
  cancelSignIn: async () => {
    keeper.cancel();
    return ok(null);
  },
  answerAccount: async ({ questionId, answer }) => keeper.answerAccount(questionId, answer),
  signOut: async () => ok(await keeper.signOut()),
});
