import { describe, expect, it } from 'vitest';
import { namesOneTenant } from '../../../main/auth/profile';
import { profile } from './support';

describe('the tenant of a profile', () => {
  it.each([
    ['5a1e0c0f-1d2e-4a3b-9c4d-0123456789ab', true],
    ['contoso.onmicrosoft.com', true],
    ['contoso.co.jp', true],
    ['common', false],
    ['organizations', false],
    ['consumers', false],
    ['', false],
    ['a.b/../common', false],
    ['a b.c', false],
  ])('"%s": %s', (tenantId, expected) => {
    expect(namesOneTenant({ ...profile, tenantId })).toBe(expected);
  });
});
