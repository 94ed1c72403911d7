import { expect, test } from 'vitest';
import { isSetUpAccount } from '../../../shared/set-up-account';

test.each([
  'fooUser@contoso.com',
  'FOOUSER@contoso.onmicrosoft.com',
  'foouser2@contoso.com',
  'fooUser_1a2b3c4d@contoso.com',
  'autopilot@contoso.com',
  'Autopilot-5e6f@contoso.com',
  'package_0f3c8a52-1111-4222-8333-944444444444@contoso.com',
])('%s enrolls devices before they have a user', (upn) => expect(isSetUpAccount(upn)).toBe(true));

test.each([
  '',
  'fooUser',
  '@contoso.com',
  'foo.user@contoso.com',
  'foouserson@contoso.com',
  'autopilot.smith@contoso.com',
  'anna@autopilot.com',
  'fooUser.anna@contoso.com',
  'package@contoso.com',
  'packagedesk@contoso.com',
  'dem@contoso.com',
  `${'x'.repeat(300)}@contoso.com`,
])('%j may be a person', (upn) => expect(isSetUpAccount(upn)).toBe(false));
