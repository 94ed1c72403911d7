import type { AuthenticationResult } from '@azure/msal-node';
import type { Outcome } from '../../shared/failure';
import { isGuid } from '../../shared/guid';
import { err, ok } from '../../shared/result';
import { shownName } from './foreign-text';
import type { Account } from './port';

/** The tenant in which Microsoft keeps all personal accounts. */
export const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * The tenant where an account is at home, in lower case. MSAL's `homeAccountId` is `uid.utid` where the service says so;
 * without `client_info` it is another name, which tells no tenant: null.
 */
function homeTenantOf(homeAccountId: string): string | null {
  const last = homeAccountId.slice(homeAccountId.lastIndexOf('.') + 1).toLowerCase();
  return homeAccountId.includes('.') && isGuid(last) ? last : null;
}

/** Whether an account is at home in the tenant it signed in to. A guest's home is elsewhere; a personal account has none. */
export function isAtHome({ homeAccountId, tenantId }: Pick<Account, 'homeAccountId' | 'tenantId'>): boolean {
  const home = homeTenantOf(homeAccountId);
  return tenantId !== PERSONAL_TENANT && (home === null || home === tenantId);
}

/**
 * The account of a sign-in, if it is one of the expected tenant and at home there. `expected` is null while a profile names
 * its tenant by a domain that nobody signed in to yet: then the authority already vouches for the tenant.
 */
export function accountOf(result: AuthenticationResult, expected: string | null): Outcome<Account> {
  const claims = new Map<string, unknown>(Object.entries(result.idTokenClaims));
  const tenantId = text(claims.get('tid'), result.tenantId).toLowerCase();
  const homeAccountId = result.account?.homeAccountId ?? '';
  if (homeAccountId === '' || tenantId === '') return err({ code: 'auth.wrong-tenant' });
  if (expected !== null && tenantId !== expected) return err({ code: 'auth.wrong-tenant' });
  // `acct` is an optional claim: 1 says guest.
  const isGuest = !isAtHome({ homeAccountId, tenantId }) || String(claims.get('acct')) === '1';
  if (isGuest) return err({ code: 'auth.wrong-tenant' });
  const upn = shownName(text(claims.get('preferred_username'), result.account?.username ?? ''));
  return ok({ name: shownName(text(claims.get('name'), upn)), upn, homeAccountId, tenantId });
}

const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
