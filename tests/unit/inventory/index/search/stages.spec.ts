import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import type { IndexAnswer, IndexQuery } from '../../../../../main/inventory/index/search/query';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import type { SearchReading } from '../../../../../shared/search/stages';
import { aDevice } from '../../../../support/builders';
import { plainStages } from '../../../../support/typed-query';

const by = (
  kind: SearchReading['reading']['kind'],
  text: string,
  more: Partial<SearchReading> = {},
): SearchReading => ({ reading: { kind, text }, text, mode: 'as-typed', ...more });

const anna = aDevice({ name: 'BER-LT-1', serial: 'PF1', upn: 'anna@contoso.example', model: 'ThinkPad T14' });
const annas = aDevice({
  name: 'BER-PH-1',
  serial: 'F2L',
  upn: 'anna@contoso.example',
  model: 'iPhone 16',
  platform: 'ios',
  os: 'iOS',
});
const bob = aDevice({ name: 'ANNA-PC', serial: 'PF2', upn: 'bob@contoso.example', model: 'OptiPlex 7020' });
const tenant = [anna, annas, bob];

function asked(
  stages: IndexQuery['stages'],
  more: Partial<IndexQuery> = {},
  devices: readonly ManagedDevice[] = tenant,
): IndexAnswer & { readonly names: readonly string[] } {
  const index = new DeviceIndex();
  index.upsert(devices);
  const answer = index.query({ stages, limit: 10, ...more });
  return { ...answer, names: answer.rows.map(({ device }) => device.name) };
}

test('the first stage that finds anything counts', () => {
  const { names, readings, isSimilar } = asked([
    [by('text', 'nowhere')],
    [by('serial', 'PF2'), by('name', 'nothing')],
    [by('text', 'anna')],
  ]);
  expect(names).toEqual(['ANNA-PC']);
  expect(readings).toEqual([{ kind: 'serial', text: 'PF2' }]);
  expect(isSimilar).toBe(false);
});

test('hits of a stage are in the order of its readings, each device once under the first one', () => {
  const answer = asked([[by('serial', 'PF2'), by('person', 'anna', { fields: ['upn'] }), by('text', 'PF')]]);
  expect(answer.names[0]).toBe('ANNA-PC');
  expect(answer.names).toHaveLength(3);
  expect(answer).toMatchObject({ total: 3, readings: [{ kind: 'serial' }, { kind: 'person' }, { kind: 'text' }] });
  expect(answer.rows.map(({ match }) => match?.field)).toEqual(['serial', 'upn', 'upn']);
});

test('pages and sorted lists of several readings contain each device once', () => {
  const index = new DeviceIndex();
  index.upsert(tenant);
  const stages = [[by('serial', 'PF'), by('text', 'anna')]];
  for (const sort of [null, { column: 'name', descending: false }, { column: 'serial', descending: true }] as const) {
    const { resultId, rows } = index.query({ stages, limit: 1, sort });
    const found = [0, 1, 2, 3]
      .flatMap((offset) => index.page(resultId, offset, 1) ?? [])
      .map(({ device }) => device.name);
    expect(found[0]).toBe(rows[0]?.device.name);
    expect([...found].sort()).toEqual(['ANNA-PC', 'BER-LT-1', 'BER-PH-1']);
  }
});

test('a reading of some fields searches no others, and accepts any of its alternative texts', () => {
  expect(asked([[by('person', 'anna', { fields: ['upn', 'mail', 'userName'] })]]).names.toSorted()).toEqual([
    'BER-LT-1',
    'BER-PH-1',
  ]);
  expect(asked([[by('romanised', 'ana', { alternatives: ['hanna', 'anna'], fields: ['name'] })]]).names).toEqual([
    'ANNA-PC',
  ]);
});

test('a form factor keeps the devices of that kind', () => {
  expect(asked([[by('text', 'anna', { form: 'phone' })]]).names).toEqual(['BER-PH-1']);
  expect(asked([[by('text', 'anna', { form: 'laptop' })]]).names).toEqual(['BER-LT-1']);
  expect(asked([[by('text', 'anna', { form: 'server' })]]).total).toBe(0);
});

test('hits hidden by chips are counted, and no worse match is shown instead', () => {
  const chips = { platforms: ['ios'] } as const;
  expect(asked(plainStages('anna'), { chips })).toMatchObject({ total: 1, hidden: 2, isSimilar: false });
  expect(asked(plainStages('PF2'), { chips })).toMatchObject({ total: 0, hidden: 1, isSimilar: false, missing: [] });
  expect(asked(plainStages('annq'), { chips })).toMatchObject({ total: 1, hidden: 2, isSimilar: true });
  expect(asked([], { chips })).toMatchObject({ total: 1, hidden: 2 });
  expect(asked([], { chips: { platforms: [] } })).toMatchObject({ total: 3, hidden: 0 });
});

test('words that nothing contains are ignored and reported as typed', () => {
  const london = (text: string, more: Partial<IndexQuery> = {}): ReturnType<typeof asked> =>
    asked(plainStages(text), { rest: text, ...more });
  expect(london('Anna  LONDON ')).toMatchObject({
    total: 3,
    missing: ['LONDON'],
    isSimilar: false,
    readings: [{ kind: 'rest', text: 'Anna' }],
  });
  expect(london('qqqq zzzz')).toMatchObject({ total: 0, missing: [] });
  expect(london('qqqqqq')).toMatchObject({ total: 0, missing: [] });
  expect(london('anna london', { chips: { platforms: ['android'] } })).toMatchObject({
    total: 0,
    hidden: 3,
    missing: ['london'],
  });
});

test('of words that never occur together the fewest are ignored, the least distinctive first', () => {
  const answer = asked(plainStages('anna optiplex f2l'), { rest: 'anna optiplex f2l' });
  expect(answer).toMatchObject({ total: 1, missing: ['optiplex'] });
  expect(answer.names).toEqual(['BER-PH-1']);
});

test('a form factor alone lists the devices of that kind, without a reason', () => {
  const answer = asked([
    [by('text', 'phones', { reading: { kind: 'text', text: 'phones', form: 'phone' }, text: '', form: 'phone' })],
  ]);
  expect(answer).toMatchObject({
    total: 1,
    names: ['BER-PH-1'],
    readings: [{ kind: 'text', text: 'phones' }],
    rows: [{ match: null }],
  });
  expect(asked([[by('text', 'servers', { text: '', form: 'server' })], [by('text', 'anna')]]).total).toBe(3);
});

test('among equally good devices fresh ones come first; exact ones come first regardless', () => {
  const day = (at: number): string => new Date(Date.UTC(2026, 0, at)).toISOString();
  const devices = [
    aDevice({ name: 'misaki', serial: '', lastCheckIn: null }),
    aDevice({ name: 'pc-1', serial: '', userName: 'Misaki Sato', lastCheckIn: day(20) }),
    aDevice({ name: 'misaki-phone', serial: '', lastCheckIn: day(2) }),
    aDevice({ name: 'x misaki', serial: '', lastCheckIn: day(21) }),
  ];
  const staleBefore = Date.UTC(2026, 0, 10);
  expect(asked(plainStages('misaki'), { staleBefore }, devices).names).toEqual([
    'misaki',
    'pc-1',
    'misaki-phone',
    'x misaki',
  ]);
  expect(asked(plainStages('misaki'), {}, devices).names).toEqual(['misaki', 'misaki-phone', 'pc-1', 'x misaki']);
});

test('parts of ids count with at least eight characters, and rank behind everything else', () => {
  const devices = [
    aDevice({
      name: 'other',
      serial: '',
      entraId: '41270000-1111-4000-8000-000000000000',
      lastCheckIn: '2026-01-09T00:00:00.000Z',
    }),
    aDevice({ name: 'TYO-LT-04127', serial: '' }),
    aDevice({ name: 'with-41270000', serial: '' }),
  ];
  expect(asked(plainStages('4127'), {}, devices).names.toSorted()).toEqual(['TYO-LT-04127', 'with-41270000']);
  expect(asked(plainStages('41270000'), { pinned: [devices[0]!.id] }, devices).names).toEqual([
    'with-41270000',
    'other',
  ]);
  expect(asked(plainStages('41270000-1111-4000-8000-000000000000'), {}, devices).names).toEqual(['other']);
});

test('the operating system is found as shown', () => {
  const windows = (name: string, osVersion: string): ManagedDevice =>
    aDevice({ name, serial: '', os: 'Windows', osVersion });
  const devices = [
    windows('ten', '10.0.19045.5371'),
    windows('eleven', '10.0.26100.2894'),
    aDevice({ name: 'pad', serial: '', os: 'iPadOS', osVersion: '18.2', platform: 'ios' }),
  ];
  expect(asked(plainStages('windows 11'), {}, devices).names).toEqual(['eleven']);
  expect(asked(plainStages('Windows10'), {}, devices).names).toEqual(['ten']);
  expect(asked(plainStages('ipados 18'), {}, devices)).toMatchObject({
    names: ['pad'],
    rows: [
      {
        match: {
          field: 'os',
          ranges: [
            [0, 6],
            [7, 9],
          ],
        },
      },
    ],
  });
});

test('a machine is found by all the words of its serial number, however many', () => {
  const serials = [
    'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7',
    'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d8',
    'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 07 d7',
  ];
  const devices = serials.map((serial, at) => aDevice({ name: `vm-${at}`, serial }));
  for (const [at, serial] of serials.entries()) {
    expect(asked(plainStages(serial), {}, devices).names[0]).toBe(`vm-${at}`);
    expect(asked(plainStages(serial.replaceAll(' ', '')), {}, devices).names).toEqual([`vm-${at}`]);
  }
});

test.each(['4D:5E', '4d-5e', '3C:4D:5E', '4d5e', '3c4d5e', '3C4D5E', '2b3c4d5e', '2b3c.4d5e', 'b3c4d5e'])(
  'the last digits of a MAC address find it as a part: %s',
  (text) => {
    const mac = '00:1A:2B:3C:4D:5E';
    const devices = [
      aDevice({ name: 'pc-1', serial: '', wifiMac: mac }),
      aDevice({ name: 'pc-2', serial: '', wifiMac: '00:1A:2B:3C:4D:6E' }),
      aDevice({ name: 'pc-3', serial: '' }),
      aDevice({ name: `pc-${text}`, serial: '' }),
    ];
    const { names, rows } = asked(plainStages(text), {}, devices);
    expect(names).toEqual(text === '4d5e' ? [`pc-${text}`] : [`pc-${text}`, 'pc-1']);
    const marked = rows
      .find(({ match }) => match?.field === 'wifiMac')
      ?.match?.ranges.map(([start, end]) => mac.slice(start, end).replaceAll(':', ''));
    expect(marked).toEqual(text === '4d5e' ? undefined : [text.replace(/[:.-]/g, '').toUpperCase()]);
  },
);

test('digits of no MAC address, and zeros, find none by it', () => {
  const devices = [
    aDevice({ name: 'pc-1', serial: '', wifiMac: '00:1A:2B:00:00:00' }),
    aDevice({ name: 'pc-2', serial: '', wifiMac: '' }),
  ];
  expect(asked(plainStages('00:00'), {}, devices).names).toEqual(['pc-1']);
  expect(asked(plainStages('000000'), {}, devices).names).toEqual(['pc-1']);
  for (const text of ['00', '0:0', '2B:00', '2b:00:00:0', '00:00:00:00:00:00'])
    expect(asked(plainStages(text), {}, devices).total, text).toBe(0);
});

test('a MAC address is found as a whole, however it is written', () => {
  const device = aDevice({ name: 'pc-1', serial: '', wifiMac: '00:1A:2B:3C:4D:5E' });
  const devices = [
    device,
    aDevice({ name: 'pc-2', serial: '', wifiMac: '00:1A:2B:3C:4D:5F' }),
    aDevice({ name: 'pc-3', serial: '' }),
  ];
  for (const text of ['00:1A:2B:3C:4D:5E', '00-1a-2b-3c-4d-5e', '001a.2b3c.4d5e', '001A2B3C4D5E']) {
    expect(asked(plainStages(text), {}, devices), text).toMatchObject({
      names: ['pc-1'],
      isSimilar: false,
      rows: [{ match: { field: 'wifiMac', ranges: [[0, 17]] } }],
    });
  }
  for (const text of ['2B:3C:4D', '001a2b3c4d', '00:00:00:00:00:00'])
    expect(asked(plainStages(text), {}, devices).total, text).toBe(0);
});
