import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { ok } from '../../../../shared/result';
import type { SessionDesk } from '../../../session/session-desk';
import type { SessionKeeper } from '../../../session/session-keeper';

export const sessionHandlers = (keeper: SessionKeeper, desk: SessionDesk): Handlers<AppContract>['session'] => ({
  current: async () => ok(keeper.current()),
  signIn: ({ switchAccount }) => desk.signIn(switchAccount),
  cancelSignIn: async () => {
    keeper.cancel();
    return ok(null);
  },
  answerAccount: ({ questionId, answer }) => desk.answerAccount(questionId, answer),
  signOut: () => desk.signOut(),
});
