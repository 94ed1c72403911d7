import type { AuthenticationResult } from '@azure/msal-node';
import type { Outcome } from '../../shared/failure';
import { isGuid } from '../../shared/guid';
import { err, ok } from '../../shared/result';
import { shownName } from './foreign-text';
import type { Account } from './port';

/** The tenant of all personal Microsoft accounts. */
export const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * The home tenant of an account, in lower case. MSAL's `homeAccountId` is `uid.utid` when the service sends `client_info`;
 * otherwise it is another name without a tenant: null.
 */
function homeTenantOf(homeAccountId: string): string | null {
  const last = homeAccountId.slice(homeAccountId.lastIndexOf('.') + 1).toLowerCase();
  return homeAccountId.includes('.') && isGuid(last) ? last : null;
}

/** Whether an account signed in to its home tenant. A guest's home is another tenant; a personal account has none. */
export function isAtHome({ homeAccountId, tenantId }: Pick<Account, 'homeAccountId' | 'tenantId'>): boolean {
  const home = homeTenantOf(homeAccountId);
  return tenantId !== PERSONAL_TENANT && (home === null || home === tenantId);
}

/**
 * The account of a sign-in, if its home tenant is the expected one. `expected` is null while a profile names its tenant by a
 * domain that no one has signed in to yet: then the authority vouches for the tenant.
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
