import type { Session } from '../../../shared/contract/session';

/** Identifies the account and the tenant whose data a window shows; null for none. */
export type Owner = string | null;

/**
 * The owner whose data may be on screen in this session, after `before`. A session that is only starting or signing in
 * keeps the data.
 */
export function ownerIn(session: Session | null, before: Owner): Owner {
  if (session?.state === 'signed-in') return `${session.tenant.profileId} ${session.account.upn}`;
  return session?.state === 'signed-out' ? null : before;
}

/**
 * `arrived`: the screen showed no data before. `left`: the data on screen belongs to another owner and is removed at
 * once.
 */
export type OwnerChange = 'none' | 'arrived' | 'left';

export function ownerChange(before: Owner, now: Owner): OwnerChange {
  if (before === now) return 'none';
  return before === null ? 'arrived' : 'left';
}

/**
 * Whether the window shows data at all. A session that ended keeps the data on screen while the same account signs in
 * again.
 */
export const isInside = (session: Session | null, owner: Owner): boolean =>
  session?.state === 'signed-in' || (session?.state === 'signing-in' && owner !== null);
