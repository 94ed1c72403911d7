import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { isSameOwner } from '../auth/owner';

/** Deletes one kind of an owner's stored data. */
type Forget = (owner: Owner) => Promise<Outcome<null>>;

/** Deletes every kind, also after one has failed; returns the first failure. */
export async function forgetAll(owner: Owner, kinds: readonly Forget[]): Promise<Outcome<null>> {
  let failed: Outcome<null> | null = null;
  for (const forget of kinds) {
    const outcome = await forget(owner);
    if (!outcome.ok) failed ??= outcome;
  }
  return failed ?? ok(null);
}

/** Whether a line of a damaged journal names another owner. */
export function isLineOfOthers(line: string, owner: Owner): boolean {
  const text = /"owner"\s{0,9}:\s{0,9}(\{[^{}]{1,6000}\})/.exec(line.slice(0, 65_536))?.[1];
  if (text === undefined) return false;
  try {
    const { homeAccountId, tenantId, cloud } = JSON.parse(text) as Partial<Record<keyof Owner, unknown>>;
    if (typeof homeAccountId !== 'string' || typeof tenantId !== 'string') return false;
    return !isSameOwner({ homeAccountId, tenantId, cloud: typeof cloud === 'string' ? cloud : null }, owner);
  } catch {
    return false;
  }
}
