import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { AccountView, Session, TenantView, TokenPersistence } from '../../shared/contract/session';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Account, SignIn, TokenPort } from '../auth/port';

/** One tenant profile with its own sign-in. */
export interface Connection {
  readonly tenant: TenantView;
  readonly signIn: SignIn;
}

export interface SessionKeeper {
  current(): Session;
  account(): Account | null;
  /** Reads the last account from the cache. Asks nobody. */
  start(): Promise<void>;
  signIn(switchAccount: boolean): Promise<Outcome<Session>>;
  cancel(): void;
  signOut(): Promise<Session>;
  /** Leaves one tenant for another; what the one before still does ends without a token. */
  connect(connection: Connection): Promise<void>;
  /** The tokens of one connection, and of no other. A session that ended on the way is noticed here and shown. */
  tokensOf(signIn: SignIn): TokenPort;
  /** The browser was opened for this sign-in; a person who is signed in already is asked to approve something there. */
  browserOpened(signIn: SignIn): void;
}

interface Ports {
  readonly clock: Clock;
  /** How long a person has for the browser, in milliseconds. */
  readonly signInLimit: number;
  readonly changed: (session: Session) => void;
}

/** Owns what every window shows about the sign-in, for the one tenant that is connected. */
export function createSessionKeeper(first: Connection, ports: Ports): SessionKeeper {
  let connection = first;
  let session: Session = { state: 'starting', tenant: first.tenant };

  const show = (next: Session): Session => {
    session = next;
    ports.changed(next);
    return next;
  };
  const isCurrent = (asked: Connection): boolean => asked === connection;

  async function start(): Promise<void> {
    const asked = connection;
    const account = await asked.signIn.restore();
    if (!isCurrent(asked) || session.state !== 'starting') return;
    show(account === null ? signedOut(asked, null) : signedIn(asked, account));
  }

  async function signIn(switchAccount: boolean): Promise<Outcome<Session>> {
    const asked = connection;
    const expiresAt = iso(ports.clock.now() + ports.signInLimit);
    show({ state: 'signing-in', tenant: asked.tenant, expiresAt });
    const outcome = await asked.signIn.signIn({ switchAccount });
    if (!isCurrent(asked)) return err({ code: 'auth.cancelled' });
    if (outcome.ok) return ok(show(signedIn(asked, outcome.value)));
    const stayed = asked.signIn.account();
    show(stayed === null ? signedOut(asked, outcome.error) : signedIn(asked, stayed));
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
    const reason = outcome.ok ? null : sessionEnd(outcome.error);
    if (reason === undefined || reason?.code === session.reason?.code) return;
    const account = asked.signIn.account();
    if (account !== null) show(signedIn(asked, account, reason));
    else if (reason !== null) show({ ...session, reason });
  }

  return {
    current: () => session,
    // Who switches accounts is still there until somebody else is.
    account: () => (session.state === 'signed-in' || session.state === 'signing-in' ? connection.signIn.account() : null),
    start,
    signIn,
    cancel: () => connection.signIn.cancel(),
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
      if (connection.signIn === own) setApproval(iso(ports.clock.now() + ports.signInLimit));
    },
  };
}

/** The failures that only a new sign-in mends; undefined for all others. */
function sessionEnd(failure: Failure): Failure | undefined {
  return failure.code === 'auth.required' || failure.code === 'auth.claims' ? failure : undefined;
}

const signedOut = ({ tenant }: Connection, reason: Failure | null): Session => ({ state: 'signed-out', tenant, reason });

function signedIn({ tenant, signIn }: Connection, account: Account, reason: Failure | null = null): Session {
  const view: AccountView = { name: account.name, upn: account.upn };
  const persistence: TokenPersistence = signIn.persistence;
  return { state: 'signed-in', tenant, account: view, persistence, reason, approvalUntil: null };
}
