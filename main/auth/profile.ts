import { isGuid } from '../../shared/guid';

/** What the sign-in needs to know of a tenant profile. */
export interface SignInProfile {
  /** A GUID, or a verified domain of the tenant. */
  readonly tenantId: string;
  readonly clientId: string;
  /** `https://login…`, no slash at the end. */
  readonly authority: string;
  /** `https://graph…`, no slash at the end. */
  readonly graph: string;
  /** A custom authority is not looked up at Microsoft. */
  readonly custom: boolean;
}

const domain = /^(?=.{3,253}$)[\da-z](?:[\da-z-]*[\da-z])?(?:\.[\da-z](?:[\da-z-]*[\da-z])?)+$/i;

/** `common`, `organizations` and `consumers` would let anyone in: the profile must name one tenant. */
export const namesOneTenant = ({ tenantId }: SignInProfile): boolean => isGuid(tenantId) || domain.test(tenantId);

/** The tenant's GUID in lower case; null while only a domain is known. */
export const knownTenant = ({ tenantId }: SignInProfile): string | null =>
  isGuid(tenantId) ? tenantId.toLowerCase() : null;

/** A permission as the token endpoint expects it: prefixed with the Graph root of the cloud. */
export const scopeUri = (profile: SignInProfile, scope: string): string => `${profile.graph}/${scope}`;
