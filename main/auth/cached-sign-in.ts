import * as v from 'valibot';
import type { Account } from './port';
import type { SignInProfile } from './profile';
import { knownTenant } from './profile';
import { isAtHome } from './tenant-check';

/** A stored sign-in: the account, and MSAL's cache as text. */
export interface CachedSignIn {
  readonly account: Account;
  readonly msal: string;
}

const text = v.pipe(v.string(), v.nonEmpty());
const credential = v.looseObject({ home_account_id: text, environment: text, client_id: text, secret: text });
const owned = v.looseObject({ home_account_id: text, environment: text });

const msalCache = v.looseObject({
  Account: v.record(v.string(), owned),
  IdToken: v.record(v.string(), credential),
  AccessToken: v.record(v.string(), v.looseObject({ ...credential.entries, target: text, expires_on: text })),
  RefreshToken: v.record(v.string(), credential),
});

const stored = v.strictObject({
  version: v.literal(1),
  /** Who issued the tokens, and for which resource: a profile of the same tenant and app may name other hosts. */
  authority: text,
  graph: text,
  account: v.strictObject({ name: v.string(), upn: v.string(), homeAccountId: text, tenantId: text }),
  msal: text,
});

export const formatCachedSignIn = ({ account, msal }: CachedSignIn, { authority, graph }: SignInProfile): string =>
  JSON.stringify({ version: 1, authority, graph, account, msal });

/**
 * Decryption does not detect every change of the file, so nothing in it is trusted: the shape must be right and all of it
 * must belong to one account, this tenant, this app and these hosts. Otherwise null.
 */
export function parseCachedSignIn(source: string, profile: SignInProfile): CachedSignIn | null {
  try {
    const { account, msal, authority, graph } = v.parse(stored, JSON.parse(source));
    if (authority !== profile.authority || graph !== profile.graph) return null;
    const tenant = knownTenant(profile);
    if (tenant !== null && account.tenantId.toLowerCase() !== tenant) return null;
    if (!isAtHome(account)) return null;
    return belongsTo(msal, account.homeAccountId, profile.clientId) ? { account, msal } : null;
  } catch {
    return null;
  }
}

function belongsTo(msal: string, homeAccountId: string, clientId: string): boolean {
  const cache = v.parse(msalCache, JSON.parse(msal));
  const credentials = [cache.IdToken, cache.AccessToken, cache.RefreshToken].flatMap((part) => Object.values(part));
  const all = [...Object.values(cache.Account), ...credentials];
  return (
    Object.keys(cache.Account).length > 0 &&
    all.every((entry) => entry.home_account_id === homeAccountId) &&
    credentials.every((entry) => entry.client_id === clientId)
  );
}
