import type { AdviceKey } from '../aadsts';
import type { Messages } from './messages.gen';

const words: Readonly<Record<AdviceKey, keyof Messages['advice']>> = {
  'redirect-uri': 'redirectUri',
  'wrong-account': 'wrongAccount',
  'user-unknown': 'userUnknown',
  locked: 'locked',
  'password-expired': 'passwordExpired',
  'account-disabled': 'accountDisabled',
  'mfa-needed': 'mfaNeeded',
  'mfa-register': 'mfaRegister',
  'managed-device-needed': 'managedDeviceNeeded',
  'not-assigned': 'notAssigned',
  'blocked-by-policy': 'blockedByPolicy',
  'session-revoked': 'sessionRevoked',
  'tenant-id-needed': 'tenantIdNeeded',
  'consent-needed': 'consentNeeded',
  'consent-declined': 'consentDeclined',
  'permissions-missing': 'permissionsMissing',
  'scope-invalid': 'scopeInvalid',
  'client-unknown': 'clientUnknown',
  'client-disabled': 'clientDisabled',
  'not-public-client': 'notPublicClient',
  'tenant-unknown': 'tenantUnknown',
  'external-account': 'externalAccount',
  'admin-consent': 'adminConsent',
};

/** What a person can do about a refused sign-in. */
export const adviceText = (messages: Messages, key: AdviceKey): string => messages.advice[words[key]]();
