/** What a technician can do about a refused sign-in. Each key is worded in every language of the app. */
export const adviceKeys = [
  /** Administrator: add the redirect `http://localhost` under "Mobile and desktop applications". */
  'redirect-uri',
  /** This account is not of this tenant, or it is a personal one. */
  'wrong-account',
  /** The directory does not know this user name. */
  'user-unknown',
  /** Locked after too many tries, or the address is blocked. */
  'locked',
  'password-expired',
  'account-disabled',
  /** Multifactor authentication was not done yet: sign in in the browser. */
  'mfa-needed',
  /** Multifactor authentication has to be set up first. */
  'mfa-register',
  /** Only a known, compliant or joined workstation may sign in. */
  'managed-device-needed',
  /** Administrator: assign the user or a group to the enterprise application. */
  'not-assigned',
  /** Conditional Access or a security policy says no. */
  'blocked-by-policy',
  /** The old sign-in was revoked, idle for too long or reached its end. */
  'session-revoked',
  /** The profile names no tenant although the app belongs to a single one. */
  'tenant-id-needed',
  /** Nobody agreed to the permissions yet. */
  'consent-needed',
  /** The person pressed "Cancel" on the consent page. */
  'consent-declined',
  /** Administrator: the app registration does not list a permission. */
  'permissions-missing',
  /** The permission is unknown there: most often the cloud of the profile is the wrong one. */
  'scope-invalid',
  /** The client id is unknown in this tenant. */
  'client-unknown',
  /** The application is switched off in this tenant. */
  'client-disabled',
  /** Administrator: allow public client flows. */
  'not-public-client',
  /** No such tenant in this cloud. */
  'tenant-unknown',
  /** A guest cannot meet the tenant's demand. */
  'external-account',
  /** Only an administrator can agree to the permissions. */
  'admin-consent',
] as const;

export type AdviceKey = (typeof adviceKeys)[number];

/**
 * Numbers of the errors that a helpdesk meets. They word advice and decide nothing: Entra may change them,
 * so the flow follows the OAuth error class alone.
 */
export const aadstsAdvice: Readonly<Record<number, AdviceKey>> = {
  50011: 'redirect-uri',
  50020: 'wrong-account',
  500208: 'wrong-account',
  50034: 'user-unknown',
  50053: 'locked',
  50055: 'password-expired',
  50057: 'account-disabled',
  50074: 'mfa-needed',
  50076: 'mfa-needed',
  50158: 'mfa-needed',
  50072: 'mfa-register',
  50079: 'mfa-register',
  50097: 'managed-device-needed',
  50129: 'managed-device-needed',
  53000: 'managed-device-needed',
  53001: 'managed-device-needed',
  50105: 'not-assigned',
  50131: 'blocked-by-policy',
  53003: 'blocked-by-policy',
  530032: 'blocked-by-policy',
  50132: 'session-revoked',
  50133: 'session-revoked',
  50173: 'session-revoked',
  70043: 'session-revoked',
  700082: 'session-revoked',
  50194: 'tenant-id-needed',
  65001: 'consent-needed',
  65004: 'consent-declined',
  650056: 'permissions-missing',
  650057: 'permissions-missing',
  28002: 'scope-invalid',
  70011: 'scope-invalid',
  700016: 'client-unknown',
  70001: 'client-unknown',
  7000112: 'client-disabled',
  7000218: 'not-public-client',
  90002: 'tenant-unknown',
  90038: 'tenant-unknown',
  90072: 'external-account',
  90094: 'admin-consent',
  90095: 'admin-consent',
};

/** The advice for a refused sign-in; null when the number is none of the known ones. */
export const adviceFor = (aadsts: number | undefined): AdviceKey | null =>
  aadsts === undefined ? null : (aadstsAdvice[aadsts] ?? null);
