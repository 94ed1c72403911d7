import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { AccountAnswer, AccountView, OtherAccount, Session, TenantView } from '../../shared/contract/session';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Account, AccountQuestion, SignIn, TokenPort } from '../auth/port';

/** One tenant profile with its own sign-in. */
export interface Connection {
  readonly tenant: TenantView;
  readonly signIn: SignIn;
}

export interface SessionKeeper {
  current(): Session;
  account(): Account | null;
  /** Restores the last account from the cache, without a prompt. */
  start(): Promise<void>;
  signIn(switchAccount: boolean): Promise<Outcome<Session>>;
  cancel(): void;
  /** Answers the question which account to use; `auth.cancelled` when it is no longer open. */
  answerAccount(questionId: string, answer: AccountAnswer): Outcome<null>;
  signOut(): Promise<Session>;
  /** Leaves one tenant for another. Work of the former one that is still running gets no more tokens. */
  connect(connection: Connection): Promise<void>;
  /** The tokens of this connection only. A session that has ended is noticed here and shown. */
  tokensOf(signIn: SignIn): TokenPort;
  /** The browser was opened for this sign-in; if someone is signed in already, it asks them to approve something. */
  browserOpened(signIn: SignIn): void;
  /** Another account came back to this sign-in than was asked for; null when that is settled. */
  accountAsked(signIn: SignIn, question: AccountQuestion | null): void;
}

interface Ports {
  readonly clock: Clock;
  /** Time limit for the browser, in milliseconds. */
  readonly signInLimit: number;
  readonly changed: (session: Session) => void;
}

/** Owns what every window shows about the sign-in, for the one tenant that is connected. */
export function createSessionKeeper(first: Connection, ports: Ports): SessionKeeper {
  let connection = first;
  let session: Session = { state: 'starting', tenant: first.tenant };
  /** The account whose name is shown; two accounts may have the same name. */
  let shown: string | null = null;

  const show = (next: Session): Session => {
    session = next;
    ports.changed(next);
    return next;
  };
  const showSignedIn = (asked: Connection, account: Account, reason: Failure | null): Session => {
    shown = account.homeAccountId;
    return show(signedIn(asked, account, reason));
  };
  const limit = (): string => iso(ports.clock.now() + ports.signInLimit);
  const isCurrent = (asked: Connection): boolean => asked === connection;

  async function start(): Promise<void> {
    const asked = connection;
    const account = await asked.signIn.restore();
    if (!isCurrent(asked) || session.state !== 'starting') return;
    if (account === null) show(signedOut(asked, null));
    else showSignedIn(asked, account, null);
  }

  async function signIn(switchAccount: boolean): Promise<Outcome<Session>> {
    const asked = connection;
    const before = session.state === 'signed-in' ? session.reason : null;
    show({ state: 'signing-in', tenant: asked.tenant, expiresAt: limit(), otherAccount: null });
    const outcome = await asked.signIn.signIn({ switchAccount });
    if (!isCurrent(asked)) return err({ code: 'auth.cancelled' });
    if (outcome.ok) return ok(showSignedIn(asked, outcome.value, null));
    const stayed = asked.signIn.account();
    if (stayed === null) show(signedOut(asked, outcome.error));
    else showSignedIn(asked, stayed, before);
    return outcome;
  }

  const tokensOf = (own: SignIn): TokenPort => ({
    async token(request) {
      const outcome = await own.token(request);
      if (connection.signIn === own) {
        noticeEnd(connection, outcome);
        if (request.interactive) setApproval(null);
      }
      return outcome;
    },
  });

  function setApproval(approvalUntil: string | null): void {
    if (session.state === 'signed-in' && session.approvalUntil !== approvalUntil) show({ ...session, approvalUntil });
  }

  function noticeEnd(asked: Connection, outcome: Outcome<unknown>): void {
    if (session.state !== 'signed-in') return;
    const account = asked.signIn.account();
    // The technician was asked and chose the other account.
    if (account !== null && account.homeAccountId !== shown) {
      showSignedIn(asked, account, null);
      return;
    }
    const reason = outcome.ok ? null : sessionEnd(outcome.error);
    if (reason === undefined || reason?.code === session.reason?.code) return;
    show({ ...session, reason });
  }

  return {
    current: () => session,
    // While accounts are switched, the former one stays signed in until the new one is.
    account: () =>
      session.state === 'signed-in' || session.state === 'signing-in' ? connection.signIn.account() : null,
    start,
    signIn,
    cancel: () => connection.signIn.cancel(),
    answerAccount: (questionId, answer) =>
      connection.signIn.answer(questionId, answer) ? ok(null) : err({ code: 'auth.cancelled' }),
    async signOut() {
      const asked = connection;
      await asked.signIn.signOut();
      return isCurrent(asked) ? show(signedOut(asked, null)) : session;
    },
    async connect(next) {
      const left = connection.signIn.leave();
      connection = next;
      show({ state: 'starting', tenant: next.tenant });
      await left;
      await start();
    },
    tokensOf,
    browserOpened(own) {
      if (connection.signIn !== own) return;
      if (session.state === 'signing-in') show({ ...session, expiresAt: limit() });
      else setApproval(limit());
    },
    accountAsked(own, question) {
      const otherAccount = question === null ? null : otherAccountView(question, limit());
      if (connection.signIn === own) show(askedAbout(session, otherAccount));
    },
  };
}

/** The failures that only a new sign-in can fix; undefined for all others. */
function sessionEnd(failure: Failure): Failure | undefined {
  return failure.code === 'auth.required' || failure.code === 'auth.claims' ? failure : undefined;
}

const signedOut = ({ tenant }: Connection, reason: Failure | null): Session => ({
  state: 'signed-out',
  tenant,
  reason,
});

const accountView = ({ name, upn }: Account): AccountView => ({ name, upn });

const otherAccountView = ({ id, expected, returned }: AccountQuestion, until: string): OtherAccount => ({
  questionId: id,
  expected: accountView(expected),
  returned: accountView(returned),
  until,
});

/** While the technician chooses an account, no page in the browser is waiting. */
function askedAbout(session: Session, otherAccount: OtherAccount | null): Session {
  if (session.state === 'signed-in') return { ...session, otherAccount, approvalUntil: null };
  return session.state === 'signing-in' ? { ...session, otherAccount } : session;
}

const signedIn = ({ tenant, signIn }: Connection, account: Account, reason: Failure | null): Session => ({
  state: 'signed-in',
  tenant,
  account: accountView(account),
  persistence: signIn.persistence,
  reason,
  approvalUntil: null,
  otherAccount: null,
});
