import { describe, expect, it } from 'vitest';
import { certainDevice, isExact, placed } from '../../../renderer/features/devices/certain';
import { deviceItem } from '../../../renderer/features/devices/list-items';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { ManagedDevice } from '../../../shared/managed-device';
import { matchDevice, termsOf } from '../../../shared/search/match';
import { aRow } from '../../support/builders';

/** A hit as the search words it. */
const hit = (text: string, over: Partial<ManagedDevice> & { readonly id: string }): DeviceRow => {
  const row = aRow({ serial: '', userName: '', upn: '', name: '', ...over });
  return { ...row, match: matchDevice(row, termsOf(text))?.reason ?? null };
};

describe('a text identifies a device', () => {
  it.each<[string, Partial<ManagedDevice>, boolean]>([
    ['PF4D7K22', { serial: 'PF4D7K22' }, true],
    ['pf4d7k22', { serial: 'PF4D7K22' }, true],
    ['PF4D7K2', { serial: 'PF4D7K22' }, false],
    ['4D7K22', { serial: 'PF4D7K22' }, false],
    ["emma's iphone", { name: "Emma's iPhone" }, true],
    ['emma', { name: "Emma's iPhone" }, false],
    ['emma taylor', { userName: 'Emma Taylor' }, false],
    ['emma.taylor@contoso.example', { upn: 'Emma.Taylor@contoso.example' }, true],
    ['emma.taylor', { upn: 'emma.taylor@contoso.example' }, false],
    ['windows', { os: 'Windows' }, false],
  ])('%s beside %j: %s', (text, over, exact) => {
    expect(isExact(hit(text, { id: 'a', ...over }), text)).toBe(exact);
  });

  it('inside a longer line that contains the whole name', () => {
    const row = hit('PF4D7K22', { id: 'a', serial: 'PF4D7K22' });
    expect(isExact(row, 'INC0012345 PF4D7K22 does not print')).toBe(true);
    expect(
      isExact({ ...row, match: { field: 'imei', ranges: [[0, 15]] }, imei: '352099001761481' }, '35 209900 176148 1'),
    ).toBe(true);
  });

  it('not by a person found by another name', () => {
    const upn = 'e.taylor@contoso.example';
    expect(isExact(aRow({ id: 'a', upn, match: { field: 'upn', ranges: [[0, upn.length]] } }), 'emma')).toBe(false);
  });

  it('not without a text', () => {
    expect(isExact(aRow({ id: 'a' }), '')).toBe(false);
  });
});

describe('a key that came before the rows', () => {
  const serial = (id: string, value = 'PF4D7K22') => deviceItem(hit(value, { id, serial: value }));

  it.each<[string, Parameters<typeof certainDevice>[0], string | null]>([
    [
      'the one exact device, whatever stands beside it',
      [serial('a'), deviceItem(hit('PF4D7K22', { id: 'b', serial: 'PF4D7K22X' }))],
      'a',
    ],
    ['the one exact device, though it stands in two groups', [serial('a'), serial('a')], 'a'],
    ['nothing when two devices bear the name', [serial('a'), serial('b')], null],
    ['nothing when the only device is similar', [deviceItem(serial('a').device, { isSimilar: true })], null],
    [
      'nothing when the only device merely contains the text',
      [deviceItem(hit('PF4D7K22', { id: 'b', serial: 'PF4D7K22X' }))],
      null,
    ],
    ['nothing without rows', [], null],
  ])('acts on %s', (_what, items, id) => {
    expect(certainDevice(items, 'PF4D7K22')?.device.id ?? null).toBe(id);
  });
});

describe('hits of Intune with local rows', () => {
  const exact = hit('pc-1', { id: 'exact', name: 'PC-1' });
  const longer = hit('pc-1', { id: 'longer', name: 'PC-10' });

  it.each<[string, DeviceRow | null, boolean, readonly string[]]>([
    ['all above rows within a typo', longer, true, ['exact', 'longer']],
    ['only exact ones above a row that is not exact', longer, false, ['exact']],
    ['none above an exact row', exact, false, []],
    ['none where there are no local rows', null, false, []],
  ])('%s', (_what, first, isSimilar, above) => {
    const both = placed([exact, longer], { first, isSimilar }, 'pc-1');
    expect(both.above.map(({ id }) => id)).toEqual(above);
    expect([...both.above, ...both.below]).toHaveLength(2);
  });
});
