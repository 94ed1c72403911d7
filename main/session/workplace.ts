import type { Clock } from '../../shared/clock';
import type { Session } from '../../shared/contract/session';
import type { Account } from '../auth/port';
import { SIGN_IN_LIMIT_MS } from '../auth/sign-in';
import type { TenantProfile } from '../settings/port';
import type { Connection, SessionKeeper } from './session-keeper';
import { createSessionKeeper } from './session-keeper';

/** A connection and the account signed in to it; null while no one is signed in. */
export interface Presence<C> {
  readonly account: Account;
  readonly connection: C;
}

/** The one tenant that the app is connected to, and who is signed in there. */
export interface Workplace<C> {
  readonly keeper: SessionKeeper;
  connection(): C;
  presence(): Presence<C> | null;
  /** Connects another profile; does nothing for the one that is connected. */
  goTo(profile: TenantProfile): Promise<void>;
}

interface Parts<C> {
  readonly clock: Clock;
  readonly first: TenantProfile;
  readonly connect: (profile: TenantProfile) => C;
  readonly sessionChanged: (session: Session) => void;
  /**
   * Another account, another tenant, or no one: what was shown for the former one must go. `isSignedOut`: the former account
   * was signed out; false when the app only moved to another tenant.
   */
  readonly presenceChanged: (presence: Presence<C> | null, isSignedOut: boolean) => void;
}

export function createWorkplace<C extends Connection & { readonly profile: TenantProfile }>(
  parts: Parts<C>,
): Workplace<C> {
  let connection = parts.connect(parts.first);
  let present: string | null = null;
  const keeper = createSessionKeeper(connection, {
    clock: parts.clock,
    signInLimit: SIGN_IN_LIMIT_MS,
    changed(session) {
      look(session.state !== 'starting');
      parts.sessionChanged(session);
    },
  });
  const presence = (): Presence<C> | null => {
    const account = keeper.account();
    return account === null ? null : { account, connection };
  };
  const look = (isSignedOut: boolean): void => {
    const now = presence();
    const id = now === null ? null : `${connection.profile.id} ${now.account.homeAccountId}`;
    if (id === present) return;
    present = id;
    parts.presenceChanged(now, isSignedOut);
  };
  return {
    keeper,
    connection: () => connection,
    presence,
    async goTo(profile) {
      if (profile === connection.profile) return;
      connection = parts.connect(profile);
      await keeper.connect(connection);
    },
  };
}
