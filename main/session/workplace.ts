import type { Clock } from '../../shared/clock';
import type { Session } from '../../shared/contract/session';
import type { Account } from '../auth/port';
import { SIGN_IN_LIMIT_MS } from '../auth/sign-in';
import type { TenantProfile } from '../settings/port';
import type { Connection, SessionKeeper } from './session-keeper';
import { createSessionKeeper } from './session-keeper';

/** Who is signed in where; null as a whole while nobody is. */
export interface Presence<C> {
  readonly account: Account;
  readonly connection: C;
}

/** The one tenant the app works in, and who works there. */
export interface Workplace<C> {
  readonly keeper: SessionKeeper;
  connection(): C;
  presence(): Presence<C> | null;
  /** Leaves for another profile; does nothing when it is the connected one already. */
  goTo(profile: TenantProfile): Promise<void>;
}

interface Parts<C> {
  readonly clock: Clock;
  readonly first: TenantProfile;
  readonly connect: (profile: TenantProfile) => C;
  readonly sessionChanged: (session: Session) => void;
  /**
   * Another person, another tenant, or nobody: what was shown of the one before must go. `isSignedOut`: the one before is
   * no longer signed in there, and not only somewhere else now.
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
