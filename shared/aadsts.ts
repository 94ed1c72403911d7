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
  /** No one agreed to the permissions yet. */
  'consent-needed',
  /** The technician pressed "Cancel" on the consent page. */
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
  /** The network allows the sign-in to listed tenants only (tenant restrictions). */
  'tenant-restricted',
  /** Cross-tenant access policy of one of the two tenants. */
  'cross-tenant',
  /** The tenant does not know Microsoft Graph under that name: wrong tenant or cloud. */
  'resource-unknown',
  /** Microsoft Graph is switched off in the tenant, or the subscription ran out. */
  'resource-disabled',
  /** The code or grant was used up, cut or too old. */
  'grant-invalid',
  'wrong-password',
  /** Conditional Access wants an approved or protected app. */
  'app-not-approved',
  'account-at-risk',
  /** The sign-in service itself, for the moment. */
  'service-trouble',
  /** Federation, pass-through authentication: the organization's own side. */
  'company-directory',
  'outside-hours',
  /** Times in the sign-in do not fit together. */
  'clock-wrong',
  /** Entra holds back a client that asks too often. */
  'too-often',
  /** A question of the page was left open. */
  'interrupted',
] as const;

export type AdviceKey = (typeof adviceKeys)[number];

/**
 * Numbers of the errors that a helpdesk meets, as Microsoft's reference of error codes describes them. They only select
 * the advice: Entra may change them, so the flow depends on the OAuth error class alone.
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
  500113: 'redirect-uri',
  500117: 'redirect-uri',
  70004: 'redirect-uri',
  900971: 'redirect-uri',
  16000: 'wrong-account',
  16003: 'wrong-account',
  50014: 'wrong-account',
  50197: 'wrong-account',
  51004: 'wrong-account',
  81012: 'wrong-account',
  90125: 'wrong-account',
  50125: 'password-expired',
  50135: 'password-expired',
  50144: 'password-expired',
  50078: 'mfa-needed',
  53004: 'mfa-register',
  53010: 'mfa-register',
  50155: 'managed-device-needed',
  50187: 'managed-device-needed',
  530003: 'managed-device-needed',
  135011: 'managed-device-needed',
  50005: 'blocked-by-policy',
  530035: 'blocked-by-policy',
  50085: 'session-revoked',
  50139: 'session-revoked',
  70008: 'session-revoked',
  700084: 'session-revoked',
  50059: 'tenant-id-needed',
  50128: 'tenant-id-needed',
  90019: 'tenant-id-needed',
  90124: 'tenant-id-needed',
  90130: 'tenant-id-needed',
  9001023: 'tenant-id-needed',
  90008: 'consent-needed',
  65005: 'permissions-missing',
  28003: 'scope-invalid',
  700022: 'scope-invalid',
  700023: 'scope-invalid',
  700011: 'client-unknown',
  1000031: 'client-disabled',
  70002: 'not-public-client',
  7000215: 'not-public-client',
  7000216: 'not-public-client',
  7000222: 'not-public-client',
  50049: 'tenant-unknown',
  90051: 'tenant-unknown',
  900023: 'tenant-unknown',
  90084: 'external-account',
  900941: 'admin-consent',
  50002: 'tenant-restricted',
  500021: 'tenant-restricted',
  500022: 'tenant-restricted',
  500212: 'cross-tenant',
  500213: 'cross-tenant',
  1000104: 'cross-tenant',
  50001: 'resource-unknown',
  500011: 'resource-unknown',
  650054: 'resource-unknown',
  500014: 'resource-disabled',
  650052: 'resource-disabled',
  50089: 'grant-invalid',
  54005: 'grant-invalid',
  70000: 'grant-invalid',
  501481: 'grant-invalid',
  700005: 'grant-invalid',
  50056: 'wrong-password',
  50064: 'wrong-password',
  50126: 'wrong-password',
  53002: 'app-not-approved',
  53009: 'app-not-approved',
  53011: 'account-at-risk',
  530034: 'account-at-risk',
  50000: 'service-trouble',
  50033: 'service-trouble',
  50087: 'service-trouble',
  50088: 'service-trouble',
  50166: 'service-trouble',
  90006: 'service-trouble',
  90012: 'service-trouble',
  90024: 'service-trouble',
  90033: 'service-trouble',
  90036: 'service-trouble',
  90055: 'service-trouble',
  90090: 'service-trouble',
  90091: 'service-trouble',
  20001: 'company-directory',
  20012: 'company-directory',
  20033: 'company-directory',
  40008: 'company-directory',
  40009: 'company-directory',
  40010: 'company-directory',
  40015: 'company-directory',
  50008: 'company-directory',
  50107: 'company-directory',
  80001: 'company-directory',
  80002: 'company-directory',
  80005: 'company-directory',
  80007: 'company-directory',
  80010: 'company-directory',
  80013: 'company-directory',
  80014: 'company-directory',
  80012: 'outside-hours',
  50013: 'clock-wrong',
  500133: 'clock-wrong',
  700024: 'clock-wrong',
  50196: 'too-often',
  16001: 'interrupted',
  16002: 'interrupted',
  50058: 'interrupted',
  50140: 'interrupted',
  50143: 'interrupted',
  50199: 'interrupted',
  160021: 'interrupted',
};

/** The advice for a refused sign-in; null when the number is none of the known ones. */
export const adviceFor = (aadsts: number | undefined): AdviceKey | null =>
  aadsts === undefined ? null : (aadstsAdvice[aadsts] ?? null);

/**
 * The number of a sign-in error in a text that was typed or pasted from Microsoft's page: `AADSTS50011`, `Error code:
 * 53003`, `aadsts 50 020`, the whole message with its ids and times, or the number alone; in half or full width. Null
 * when there is none.
 */
export function readAadsts(text: string): number | null {
  const line = text
    .slice(0, 4_096)
    .normalize('NFKC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  const named =
    /AADSTS[^0-9a-z]{0,3}(\d{5,8})/i.exec(line)?.[1] ??
    /AADSTS[^0-9a-z]{0,3}(\d[\d ]{4,10})/i.exec(line)?.[1] ??
    /(?:error|fehler|エラー)[^0-9]{0,24}[^0-9a-f-](\d{5,8})(?![\w-])/iu.exec(line)?.[1];
  const alone = /^#?(\d[\d ,.]{2,10}\d)$/.exec(line)?.[1];
  const digits = (named?.trim() ?? alone ?? '').replace(/\D/g, '');
  return digits.length >= 5 && digits.length <= 8 ? Number(digits) : null;
}
