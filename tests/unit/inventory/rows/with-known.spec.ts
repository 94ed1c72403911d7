import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withKnown } from '../../../../main/inventory/rows/with-known';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aLaptop } from '../../../support/builders';

const known: ManagedDevice = {
  ...aLaptop(),
  userId: 'u1',
  userName: 'Sato Misaki',
  upn: 'misaki@contoso.example',
  mail: 'misaki@contoso.example',
  serial: 'PF4D7K22',
  lastCheckIn: '2026-11-20T10:00:00Z',
};
const blank: ManagedDevice = {
  ...known,
  userId: '',
  userName: '',
  upn: '',
  mail: '',
  serial: '',
  model: '',
  os: '',
  platform: 'other',
  ownership: 'unknown',
  enrolledAt: null,
};

test('a blank of the same check-in overwrites nothing', () => {
  expect(withKnown(blank, known)).toEqual(known);
  expect(withKnown({ ...blank, lastCheckIn: null }, known)).toEqual(known);
});

test('a blank of an older check-in overwrites nothing either', () => {
  expect(withKnown({ ...blank, lastCheckIn: '2026-11-19T10:00:00Z' }, known)).toMatchObject({
    upn: known.upn,
    mail: known.mail,
    serial: known.serial,
  });
});

test('a later check-in without a user means that there is no longer one', () => {
  const later = { ...blank, lastCheckIn: '2026-11-20T10:00:01Z' };
  expect(withKnown(later, known)).toBe(later);
});

test('a value that only a single read returns stays until the next single read', () => {
  const withSocket = { ...known, ethernetMac: '00:1A:2B:3C:4D:5E' };
  expect(withKnown(known, withSocket)).toEqual(withSocket);
  expect(withKnown({ ...known, ethernetMac: '00:1A:2B:3C:4D:5F' }, withSocket).ethernetMac).toBe('00:1A:2B:3C:4D:5F');
});

test('values of the read count, and none of another device', () => {
  const read = { ...known, upn: 'other@contoso.example', mail: '' };
  expect(withKnown(read, known)).toEqual({ ...known, upn: 'other@contoso.example' });
  expect(withKnown({ ...blank, id: 'device-2' }, known)).toEqual({ ...blank, id: 'device-2' });
  expect(withKnown(blank, null)).toBe(blank);
  expect(withKnown(blank, undefined)).toBe(blank);
});

test('for any blanks on either side, no value is lost and no other appears', () => {
  const maybe = (text: string) => fc.constantFrom('', text);
  const device = (mark: string) =>
    fc
      .record({
        name: maybe(`n${mark}`),
        serial: maybe(`s${mark}`),
        upn: maybe(`u${mark}`),
        mail: maybe(`m${mark}`),
        userName: maybe(`p${mark}`),
        model: maybe(`o${mark}`),
      })
      .map((more) => ({ ...known, ...more }));
  fc.assert(
    fc.property(device('1'), device('2'), (read, before) => {
      const both = withKnown(read, before);
      for (const name of ['name', 'serial', 'upn', 'mail', 'userName', 'model'] as const)
        expect(both[name]).toBe(read[name] || before[name]);
    }),
  );
});
