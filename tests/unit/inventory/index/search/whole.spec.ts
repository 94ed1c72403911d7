import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import type { DeviceField, ManagedDevice } from '../../../../../shared/managed-device';
import { isWholeGrade, matchDevice, searchedFields, termsOf } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';
import { anyInventory } from '../support';

/** Ids of the devices that a reading finds which wants all of a field. */
function wholes(devices: readonly ManagedDevice[], text: string, fields?: readonly DeviceField[]): readonly string[] {
  const index = new DeviceIndex();
  index.upsert(devices);
  const reading = { reading: { kind: 'text', text }, text, mode: 'as-typed', whole: true } as const;
  const stages = [[fields === undefined ? reading : { ...reading, fields }]];
  return index.query({ stages, limit: 50 }).rows.map(({ device }) => device.id);
}

const anyField = fc.option(fc.constantFrom(...searchedFields), { nil: undefined });
/** A field of one of the devices as it is, without its separators, or two of its words. */
const withText = anyInventory(20)
  .filter(({ length }) => length > 0)
  .chain((devices) =>
    fc
      .tuple(
        fc.constantFrom(...devices),
        fc.constantFrom(...searchedFields),
        fc.constantFrom('as it is', 'joined', 'cut'),
      )
      .map(([device, field, how]) => {
        const text = device[field];
        return {
          devices,
          text: how === 'as it is' ? text : how === 'joined' ? text.replace(/[\s._-]/gu, '') : text.slice(1),
        };
      }),
  );

test('a reading of whole fields finds exactly those that are whole by the shared rules', () => {
  fc.assert(
    fc.property(withText, anyField, ({ devices, text }, field) => {
      const terms = termsOf(text);
      fc.pre(terms.length > 0);
      const fields = field === undefined ? null : [field];
      const expected = devices.filter((device) => {
        const match = matchDevice(device, terms, fields);
        return match !== null && isWholeGrade(match.grade);
      });
      const found = wholes(devices, text, fields ?? undefined);
      expect(new Set(found)).toEqual(new Set(expected.map(({ id }) => id)));
    }),
    { numRuns: 400 },
  );
});

test.each<[string, string, Partial<ManagedDevice>]>([
  ['a serial without its hyphen', 'pf4d7k22', { serial: 'PF-4D7K22' }],
  ['a serial with a hyphen more', 'pf4d-7k22', { serial: 'PF4D7K22' }],
  ['an address', 'anna.keller@contoso.example', { upn: 'Anna.Keller@contoso.example' }],
  ['a name in another spelling', 'mueller', { userName: 'Müller' }],
  ['a model of many', 'latitude 5440', { model: 'Latitude 5440' }],
  ['an id', 'a1b2c3d4-1111-4222-8333-444455556666', { id: 'a1b2c3d4-1111-4222-8333-444455556666' }],
  ['a MAC address', 'aa-bb-cc-dd-ee-ff', { wifiMac: 'AA:BB:CC:DD:EE:FF' }],
  ['an ideograph', '森', { userName: '森' }],
])('all of a field is found: %s', (_what, text, facts) => {
  const device = aDevice({ name: 'other', serial: 'x', ...facts });
  expect(wholes([device, aDevice({ name: `${text}9`, userName: `${text}9` })], text)).toEqual([device.id]);
});
