import { randomUUID } from 'node:crypto';
import type { AccountAnswer } from '../../shared/contract/session';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import type { Account, AccountQuestion } from './port';
import { untilEnded } from './sign-in-queue';

/**
 * When another account comes back from the browser, the technician is asked which one to use. A question belongs to one
 * sign-in that really came back: without one there is nothing to answer, and the question ends with the sign-in.
 */
export class AccountQuestions {
  readonly #changed: (question: AccountQuestion | null) => void;
  #open: { readonly id: string; readonly settle: (answer: AccountAnswer) => void } | null = null;

  constructor(changed: (question: AccountQuestion | null) => void) {
    this.#changed = changed;
  }

  /** Waits for the answer, or for the end of the sign-in from outside. */
  async ask(expected: Account, returned: Account, signal: AbortSignal): Promise<Outcome<AccountAnswer>> {
    const id = randomUUID();
    const answered = new Promise<AccountAnswer>((settle) => (this.#open = { id, settle }));
    this.#changed({ id, expected, returned });
    const answer = await untilEnded(answered.then(ok), signal);
    this.#open = null;
    this.#changed(null);
    return answer;
  }

  /** False when this question is not the open one. Each is answered once. */
  answer(id: string, answer: AccountAnswer): boolean {
    if (this.#open?.id !== id) return false;
    this.#open.settle(answer);
    this.#open = null;
    return true;
  }
}
