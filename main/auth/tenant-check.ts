import type { AuthenticationResult } from '@azure/msal-node';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Account } from './port';

/** The tenant in which Microsoft keeps all personal accounts. */
export const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * The account of a sign-in, if it is one of the expected tenant. `expected` is null while a profile names its
 * tenant by a domain that nobody signed in to yet: then the authority already vouches for the tenant.
 */
export function accountOf(result: AuthenticationResult, expected: string | null): Outcome<Account> {
  const claims = new Map<string, unknown>(Object.entries(result.idTokenClaims));
  const tenantId = text(claims.get('tid'), result.tenantId).toLowerCase();
  const homeAccountId = result.account?.homeAccountId ?? '';
  const homeTenant = homeAccountId.split('.').at(-1)?.toLowerCase();
  const personal = tenantId === PERSONAL_TENANT || homeTenant === PERSONAL_TENANT;
  if (homeAccountId === '' || tenantId === '' || personal) return err({ code: 'auth.wrong-tenant' });
  if (expected !== null && tenantId !== expected) return err({ code: 'auth.wrong-tenant' });
  const upn = text(claims.get('preferred_username'), result.account?.username ?? '');
  return ok({ name: text(claims.get('name'), upn), upn, homeAccountId, tenantId });
}

const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
