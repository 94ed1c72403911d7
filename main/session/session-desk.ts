import type { AccountAnswer, Session } from '../../shared/contract/session';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Leaving } from './leaving';
import type { SessionKeeper } from './session-keeper';

/**
 * How a technician signs in and out in a window. Whatever ends the use of an account first asks about requests under way.
 */
export interface SessionDesk {
  /** The session as it is when the technician stays. */
  signIn(switchAccount: boolean): Promise<Outcome<Session>>;
  /** `cancelled` when the technician stays: the question which account to use is still open. */
  answerAccount(questionId: string, answer: AccountAnswer): Promise<Outcome<null>>;
  /** The session as it is when the technician stays. */
  signOut(): Promise<Outcome<Session>>;
}

export function createSessionDesk(
  keeper: Pick<SessionKeeper, 'current' | 'signIn' | 'answerAccount' | 'signOut'>,
  { mayForPage }: Pick<Leaving, 'mayForPage'>,
): SessionDesk {
  return {
    async signIn(switchAccount) {
      const may = switchAccount ? await mayForPage('switch') : ok(true);
      if (!may.ok) return may;
      return may.value ? keeper.signIn(switchAccount) : ok(keeper.current());
    },
    async answerAccount(questionId, answer) {
      const may = answer === 'switch' ? await mayForPage('switch') : ok(true);
      if (!may.ok) return may;
      return may.value ? keeper.answerAccount(questionId, answer) : err({ code: 'cancelled' });
    },
    async signOut() {
      const may = await mayForPage('sign-out');
      if (!may.ok) return may;
      return ok(may.value ? await keeper.signOut() : keeper.current());
    },
  };
}
