import type { Owner } from '../../main/auth/owner';
import type { Account } from '../../main/auth/port';
import type { TenantProfile } from '../../main/settings/port';

/* As in `builders.ts`, for values that only the main process has: tests of the windows do not compile main. */

/** The account and tenant that stored data belongs to. */
export const anOwner = (over: Partial<Owner> = {}): Owner => ({
  homeAccountId: 'oid.tid',
  tenantId: 'tenant-a',
  cloud: null,
  ...over,
});

/** A technician's account. */
export const anAccount = (over: Partial<Account> = {}): Account => ({
  name: 'Alex',
  upn: 'alex@contoso.example',
  homeAccountId: 'o.t',
  tenantId: 't',
  ...over,
});

/** A tenant profile for Microsoft's global cloud. */
export const aProfile = (over: Partial<TenantProfile> = {}): TenantProfile => ({
  id: 'contoso',
  name: 'Contoso',
  tenantId: 'contoso.example',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud: 'global',
  color: null,
  provider: 'graph',
  sessionHosts: [],
  ...over,
});
