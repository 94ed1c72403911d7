import type { AccountAnswer, OtherAccount, Session } from '../../../shared/contract/session';
import type { Failure, FailureCode, Outcome } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

/** Failures after which the browser may still show a page of Microsoft's with an error number. */
const leavesPage: ReadonlySet<FailureCode> = new Set(['auth.timeout', 'auth.cancelled', 'auth.refused']);

/** The signed-in account and its tenant. */
export class SessionState {
  session = $state.raw<Session | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  /** The technician stopped waiting for the browser. */
  wasCancelled = $state(false);

  readonly tenant = $derived(this.session?.tenant ?? null);
  readonly signedIn = $derived(this.session?.state === 'signed-in');
  /** Signed in, and the sign-in is not known to have ended. */
  readonly isInUse = $derived(this.session?.state === 'signed-in' && this.session.reason === null);
  /** Why the technician has to sign in again, or why the last try failed. */
  readonly reason = $derived(
    this.failure ??
      (this.session?.state === 'signed-out' || this.session?.state === 'signed-in' ? this.session.reason : null),
  );

  /** The browser may still show a page with an error number that the app does not know. */
  readonly mayStandInBrowser = $derived.by(
    () =>
      this.wasCancelled ||
      (this.reason !== null && leavesPage.has(this.reason.code) && this.reason.aadsts === undefined),
  );

  /** A page in the browser waits for the technician's approval. */
  readonly approving = $derived(this.session?.state === 'signed-in' && this.session.approvalUntil !== null);

  /** Another account came back from the browser; the technician is asked which one to use. */
  readonly otherAccount = $derived(
    this.session?.state === 'signed-in' || this.session?.state === 'signing-in' ? this.session.otherAccount : null,
  );

  readonly #port: AppBridge['session'];

  constructor(port: AppBridge['session']) {
    this.#port = port;
  }

  start(): () => void {
    const set = (session: Session): void => {
      this.session = session;
      if (session.state !== 'signed-out') this.failure = null;
    };
    return follow({
      changed: this.#port.changed,
      current: () => this.#port.current(),
      set,
      fail: (failure) => {
        this.failure = failure;
      },
    });
  }

  signIn(switchAccount = false): Promise<void> {
    return this.#run(() => this.#port.signIn({ switchAccount }));
  }

  signOut(): Promise<void> {
    return this.#run(() => this.#port.signOut());
  }

  /** The waiting `signIn` then ends with `auth.cancelled`. */
  async cancel(): Promise<void> {
    await this.#port.cancelSignIn();
  }

  /** Returns why the question is not answered, else null. The session itself reports the result. */
  async answer({ questionId }: OtherAccount, answer: AccountAnswer): Promise<Failure | null> {
    const outcome = await this.#port.answerAccount({ questionId, answer });
    return outcome.ok ? null : outcome.error;
  }

  async #run(ask: () => Promise<Outcome<Session>>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    this.wasCancelled = false;
    const outcome = await ask();
    this.busy = false;
    this.wasCancelled = !outcome.ok && outcome.error.code === 'auth.cancelled';
    if (outcome.ok) this.session = outcome.value;
    else this.failure = isOwnWish(outcome.error) ? null : outcome.error;
  }
}

/** A result that the technician has just chosen is not shown as a failure. */
const isOwnWish = ({ code }: Failure): boolean => code === 'auth.cancelled' || code === 'auth.other-account';
