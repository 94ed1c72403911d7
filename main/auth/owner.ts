import type { Account } from './port';

/**
 * The owner of stored data: an account of a tenant at an authority. Everything that is stored or shown for an account carries
 * it, so that nothing reaches another account that only claims the same ids.
 */
export interface Owner {
  /** MSAL's `oid.tid`. */
  readonly homeAccountId: string;
  readonly tenantId: string;
  /**
   * The roots of a custom cloud, whose authority may claim any ids; null for Microsoft's clouds, where ids are globally
   * unique. Records of versions that did not write it are from Microsoft's clouds.
   */
  readonly cloud: string | null;
}

/** Who is signed in, and where. */
export interface SignedIn {
  readonly account: Pick<Account, 'homeAccountId'>;
  readonly tenant: { readonly tenantId: string };
  /** See `Owner`. */
  readonly cloud: string | null;
}

export const ownerOf = ({ account, tenant, cloud }: SignedIn): Owner => ({
  homeAccountId: account.homeAccountId,
  tenantId: tenant.tenantId,
  cloud,
});

export const isSameOwner = (one: Owner, other: Owner | null): boolean =>
  other !== null &&
  one.homeAccountId === other.homeAccountId &&
  one.tenantId === other.tenantId &&
  one.cloud === other.cloud;

/** The parts of a name for the owner's files; for Microsoft's clouds they have been the same since the first version. */
export const withCloud = ({ cloud }: Owner, ...parts: readonly string[]): readonly string[] =>
  cloud === null ? parts : [...parts, cloud];
