import { describe, expect, test } from 'vitest';
import type { Misfit } from '../../../shared/assistance-fit';
import { isBeyondHelp, misfits } from '../../../shared/assistance-fit';

type Facts = Parameters<typeof misfits>[0];
const laptop: Facts = {
  platform: 'windows',
  enrollment: 'windowsAzureADJoin',
  ownership: 'company',
  userId: 'u1',
  upn: 'a@contoso.example',
};
const nobody = { userId: '', upn: '' };
const told = (more: Partial<Facts>): string[] =>
  misfits({ ...laptop, ...more }).map(({ code, grade }) => `${code}: ${grade}`);

describe('misfits', () => {
  test.each(['windows', 'macos', 'ios', 'android'] as const)('an ordinary device of platform %s fits', (platform) => {
    expect(told({ platform, enrollment: 'userEnrollment', ownership: 'personal' })).toEqual([]);
  });

  test.each([
    ['linux', 'blocks'],
    ['chromeos', 'blocks'],
    ['other', 'doubt'],
  ] as const)('platform %s: %s', (platform, grade) =>
    expect(told({ platform })).toEqual([`unsupported-platform: ${grade}`]),
  );

  const cases: readonly (readonly [Partial<Facts>, Misfit['grade'] | null])[] = [
    [{ enrollment: 'deviceEnrollmentManager' }, 'blocks'],
    [{ enrollment: 'deviceEnrollmentManager', platform: 'ios' }, 'doubt'],
    [{ enrollment: 'windowsBulkUserless' }, 'doubt'],
    [{ enrollment: 'windowsBulkAzureDomainJoin' }, 'doubt'],
    [{ enrollment: 'appleBulkWithoutUser', platform: 'ios' }, 'doubt'],
    [{ enrollment: 'appleBulkWithUser', platform: 'ios' }, null],
    [{ enrollment: 'userEnrollment', platform: 'macos', ownership: 'personal' }, null],
    [{ enrollment: 'userEnrollment', platform: 'android', ownership: 'company' }, null],
    [{ enrollment: 'unknown', platform: 'android', ownership: 'personal' }, null],
    [{ enrollment: 'unknown', platform: 'android', ownership: 'company' }, 'blocks'],
    [{ enrollment: '', platform: 'android', ownership: 'company' }, 'blocks'],
    [{ enrollment: 'quantumEnrollment', platform: 'android', ownership: 'company' }, 'doubt'],
    [{ enrollment: 'androidEnterpriseFullyManaged', platform: 'android' }, 'blocks'],
    [{ enrollment: 'androidAOSPUserOwnedDeviceEnrollment', platform: 'android', ownership: 'personal' }, 'blocks'],
    [{ enrollment: 'unknown' }, null],
  ];
  test.each(cases)('%o: %s', (facts, grade) =>
    expect(told(facts)).toEqual(grade === null ? [] : [`unsupported-enrollment: ${grade}`]),
  );

  test.each(['windowsBulkUserless', 'windowsBulkAzureDomainJoin', 'appleBulkWithoutUser'])(
    '%s without a user: the notice reaches no one',
    (enrollment) => {
      expect(told({ enrollment, ...nobody })).toEqual(['unsupported-enrollment: blocks', 'no-user: doubt']);
    },
  );

  test('a missing user is only a doubt: the device may be in use anyway', () => {
    expect(told(nobody)).toEqual(['no-user: doubt']);
    expect(told({ upn: '' })).toEqual([]);
    expect(isBeyondHelp({ ...laptop, ...nobody })).toBe(false);
  });

  test('a set-up account does not count as a user: the request would reach no one', () => {
    const upn = 'autopilot@contoso.example';
    expect(told({ upn })).toEqual(['not-enrolled-yet: doubt']);
    expect(told({ upn, enrollment: 'windowsBulkUserless' })).toEqual([
      'unsupported-enrollment: blocks',
      'not-enrolled-yet: doubt',
    ]);
  });

  test('blocking facts come first', () => {
    expect(told({ platform: 'other', enrollment: 'appleBulkWithoutUser', ...nobody })).toEqual([
      'unsupported-enrollment: blocks',
      'unsupported-platform: doubt',
      'no-user: doubt',
    ]);
    expect(isBeyondHelp({ ...laptop, platform: 'linux' })).toBe(true);
  });
});
