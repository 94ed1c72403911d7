import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveQuery, matchQuery } from '../../../../main/inventory/live/query';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { aBlankDevice } from '../../../support/builders';

const filtersOf = (text: string): readonly string[] =>
  (liveQuery(text)?.filters ?? []).map(({ field, op, value }) => `${field} ${op} ${value}`);

describe('a text of the search box', () => {
  it.each(['', ' ', '\u200b', 'a', '-', '\n'])('%j gives no query', (text) => {
    expect(liveQuery(text)).toBeNull();
  });

  it('may be a single ideograph', () => {
    expect(liveQuery('林')?.people).toEqual(['林']);
  });

  it('as a GUID is an Intune id or an Entra id, and nothing else', () => {
    const id = '0000000D-0000-4000-8000-000000000001';
    expect(liveQuery(` ${id} `)).toMatchObject({ ids: [id.toLowerCase()], people: [], apps: null });
    expect(filtersOf(id)).toEqual([`azureADDeviceId eq ${id.toLowerCase()}`]);
  });

  it('as an address is a UPN or part of a mail address', () => {
    expect(filtersOf('Anna@contoso.com')).toEqual([
      'userPrincipalName eq Anna@contoso.com',
      'emailAddress contains Anna@contoso.com',
      'userPrincipalName eq anna@contoso.onmicrosoft.com',
      'emailAddress contains anna@',
    ]);
    expect(liveQuery('Anna@contoso.com')?.people).toEqual(['Anna@contoso.com', 'anna']);
  });

  it('as an asset searches name and serial in both cases, and no people', () => {
    expect(filtersOf('pf4d7k2q')).toEqual([
      'deviceName eq pf4d7k2q',
      'deviceName contains pf4d7k2q',
      'serialNumber eq pf4d7k2q',
      'serialNumber eq PF4D7K2Q',
      'model contains pf4d7k2q',
      'emailAddress contains pf4d7k2q',
      'serialNumber eq PF4D7K20',
      'serialNumber eq PF4D7KZQ',
    ]);
    expect(liveQuery('pf4d7k2q')?.people).toEqual([]);
  });

  it('as an IMEI with spaces finds the device that has it without', () => {
    const query = liveQuery('35 209900 176148 1');
    expect(filtersOf('35 209900 176148 1')).toContain('imei eq 352099001761481');
    expect(query && matchQuery(aBlankDevice({ imei: '352099001761481' }), query)).not.toBeNull();
  });

  it('of digits alone may be an IMEI or a phone number', () => {
    expect(filtersOf('352099001761481')).toContain('imei eq 352099001761481');
    expect(filtersOf('09012345678')).toContain('phoneNumber contains 9012345678');
  });

  it('in full width, with unusual apostrophes or separators searches what Intune stores', () => {
    expect(filtersOf('ＯＳＬ－ＬＴ－００７７２')).toEqual(
      expect.arrayContaining(['deviceName contains OSL-LT-00772', 'deviceName contains ＯＳＬ－ＬＴ－００７７２']),
    );
    expect(filtersOf('Mara`s iPhone')).toContain("deviceName eq Mara's iPhone");
    expect(filtersOf('RX8K-22PQ')).toContain('serialNumber eq RX8K22PQ');
    expect(filtersOf('OSLLT00772')).toContain('deviceName contains 00772');
    expect(filtersOf('VMware-421c3e45e995fa07-d3302d78adf806d7')).toContain(
      'serialNumber eq VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7',
    );
  });

  it('as a name without its space searches its words in the directory', () => {
    expect(liveQuery('佐藤美咲')?.people).toContain('佐藤 美咲');
    expect(liveQuery('AzureAD\\MaraVoss')?.people).toContain('Mara Voss');
  });

  it('with the characters of a scanner between its parts names the serial number', () => {
    expect(filtersOf('010401234567890121RX8K22PQ\u001d10LOT1')).toContain('serialNumber eq RX8K22PQ');
  });

  it('as a name is searched in its other spellings, because the directory distinguishes accents', () => {
    expect(liveQuery('Joergen Aas')?.people).toEqual(['Joergen Aas', 'jörgen aas', 'jørgen ås']);
    expect(liveQuery('Jürgen Groß')?.people).toEqual(['Jürgen Groß', 'jurgen gross', 'juergen gross']);
    expect(liveQuery('Mara Voss')?.people).toEqual(['Mara Voss', 'mara voß']);
  });

  it.each<[string, readonly string[]]>([
    ['Grossmann', ['Grossmann', 'großmann']],
    ['Joergen', ['Joergen', 'jörgen', 'jørgen']],
    ['Jörgen', ['Jörgen', 'jørgen', 'jorgen']],
    ['Müller', ['Müller', 'muller', 'mueller']],
    ['Zoe Lind', ['Zoe Lind', 'zoë lind']],
    ['Aase Aas', ['Aase Aas', 'åse ås']],
    ['渡辺', ['渡辺', '渡邊', '渡邉']],
    ['高橋優子', ['高橋優子', '高橋 優子', '髙橋 優子']],
    ['王 小明', ['王 小明', '王小明']],
    ['ユーザー：佐藤美咲', ['佐藤美咲', '佐藤 美咲']],
    ['Ono Junichi', ['Ono Junichi', 'oono.junichi']],
  ])('%s is searched in the directory as %j', (text, people) => {
    expect(liveQuery(text)?.people.slice(0, people.length)).toEqual(people);
  });

  it.each([
    ['maravoss', 'emailAddress contains mara.voss@'],
    ['Annemarie', 'emailAddress contains Anne-marie'],
    ['Müller', 'emailAddress contains mueller'],
    ['Satō', 'emailAddress contains sato'],
    ['ほんま', 'emailAddress contains homma'],
    ['オオノ', 'emailAddress contains ohno'],
    ['ぽけっと', 'deviceName contains ポケット'],
    ['ポケット', 'deviceName contains ぽけっと'],
    ['KIOSK12', 'deviceName contains KIOSK'],
    ['FrontDeskPC', 'deviceName contains Front'],
  ])('%s is searched in Intune, too, by %s', (text, filter) => {
    expect(filtersOf(text)).toContain(filter);
  });

  it('keeps a name in another alphabet unchanged', () => {
    expect(filtersOf('김 민준').filter((filter) => filter.startsWith('deviceName'))).toEqual([
      'deviceName eq 김 민준',
      'deviceName contains 민준',
    ]);
  });

  it.each<[string, Partial<ManagedDevice>]>([
    ['Petra Müller', { userName: 'Petra Mueller' }],
    ['Ono Junichi', { upn: 'junichi.ohno@contoso.com' }],
    ['Jørgen Aas', { userName: 'Joergen Aas' }],
    ['maravoss', { upn: 'mara.voss@contoso.com' }],
  ])('%s matches a device in another spelling that Intune returned', (text, facts) => {
    expect(matchQuery(aBlankDevice(facts), liveQuery(text)!)).not.toBeNull();
  });

  it.each([
    '00:1A:2B:3C:4D:5E',
    '00-1a-2b-3c-4d-5e',
    '001a.2b3c.4d5e',
    '0:1a:2b:3c:4d:5e',
    'MAC: 00:1a:2b:3c:4d:5e',
    '00_1A_2B_3C_4D_5E',
    '001A2B-3C4D5E',
    'ether 00:1a:2b:3c:4d:5e',
    '(00:1A:2B:3C:4D:5E)',
  ])('as the hardware address %s sends no query for anything else', (text) => {
    expect(filtersOf(text).filter((filter) => /[0-9a-f]{2}/iu.test(filter.split(' ').slice(2).join(' ')))).toEqual([]);
  });

  it.each([
    '421C3E45-E995-FA07-D330-2D78ADF806D7',
    '421c3e45e995fa07d3302d78adf806d7',
    '453E1C42-95E9-07FA-D330-2D78ADF806D7',
    '42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7',
    'UUID: 421C3E45-E995-FA07-D330-2D78ADF806D7',
  ])('as the id %s of a virtual machine searches its serial number', (text) => {
    const machine = 'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7';
    expect(filtersOf(text)).toContain(`serialNumber eq ${machine}`);
    const query = liveQuery(text)!;
    expect(matchQuery(aBlankDevice({ serial: machine }), query)?.match.reason.isSimilar).toBeUndefined();
    expect(matchQuery(aBlankDevice({ serial: machine }), query)).not.toBeNull();
    expect(matchQuery(aBlankDevice({ serial: machine.replace('d7', 'd8') }), query)).toBeNull();
  });

  it('as 26 digits searches them as grouped by Hyper-V', () => {
    for (const text of ['54665044117861636434029337', '5466 5044 1178 6163 6434 0293 37'])
      expect(filtersOf(text)).toContain('serialNumber eq 5466-5044-1178-6163-6434-0293-37');
  });

  it('without leading zeros, or as a guess of two numbers, gives similar hits only', () => {
    const similar = (text: string, serial: string): unknown =>
      matchQuery(aBlankDevice({ serial }), liveQuery(text)!)?.match.reason.isSimilar;
    expect(similar('48151623', '0048151623')).toBe(true);
    expect(similar('48151623', '48151623')).toBeUndefined();
    expect(similar('RX8K21PQRX8K22PQ', 'RX8K22PQ')).toBe(true);
    expect(filtersOf('RX8K21PQRX8K22PQ')).toEqual(
      expect.arrayContaining(['serialNumber eq RX8K21PQ', 'serialNumber eq RX8K22PQ']),
    );
    expect(filtersOf('RX8K22PQRX8K22PQ')).toContain('serialNumber eq RX8K22PQ');
    expect(filtersOf('OSL*00772')).toContain('deviceName contains 00772');
  });

  it('as a phone number searches its digits', () => {
    expect(filtersOf('+81 90-1234-5678')).toContain('phoneNumber contains 819012345678');
  });

  it('of several words searches the longest and checks the others', () => {
    expect(filtersOf("keller o'briens pc")).toContain("deviceName contains o'briens");
    const query = liveQuery('keller lenovo')!;
    expect(matchQuery(aBlankDevice({ userName: 'Anna Keller', manufacturer: 'LENOVO' }), query)).not.toBeNull();
    expect(matchQuery(aBlankDevice({ userName: 'Anna Keller' }), query)).toBeNull();
  });

  it('as a pasted ticket line searches its distinctive parts', () => {
    const line = 'INC0012345: Anna Keller (anna.keller@contoso.com), laptop LT-00421 S/N 5CG1234XYZ will not start';
    const query = liveQuery(line)!;
    expect(query.people).toEqual(['anna.keller@contoso.com', 'anna.keller', 'Anna Keller']);
    expect(filtersOf(line)).toEqual(
      expect.arrayContaining([
        'deviceName contains LT-00421',
        'serialNumber eq 5CG1234XYZ',
        'userPrincipalName eq anna.keller@contoso.com',
      ]),
    );
    expect(matchQuery(aBlankDevice({ serial: '5CG1234XYZ' }), query)).toMatchObject({
      at: [1, 0],
      reading: { reading: { kind: 'serial' } },
      match: { grade: 'exact' },
    });
    const [ofDevice, ofPerson] = [{ serial: '5CG1234XYZ' }, { userName: 'Anna Keller', model: 'ThinkPad' }].map(
      (facts) => matchQuery(aBlankDevice(facts), query)?.at[0] ?? 99,
    );
    expect(ofDevice).toBeLessThan(ofPerson ?? 0);
    expect(matchQuery(aBlankDevice({ userName: 'Anna Moore' }), query)).toBeNull();
  });

  it('as a line that names only a person searches that person', () => {
    expect(liveQuery('please call back Anna Keller about LT-00421 today')?.people).toEqual(['Anna Keller']);
  });

  it.each(['--', '??', '(', '...', '、', '-', '*'])('without a letter or digit gives no query: %s', (text) => {
    expect(liveQuery(text)).toBeNull();
  });

  it.each([
    ["Ole's iPhone", 'deviceName contains Ole&apos;s iPhone'],
    ["Ole's iPhone", 'deviceName contains Ole’s iPhone'],
    ['Ole’s iPhone', "deviceName contains Ole's iPhone"],
    ['R&D-PC', 'deviceName contains R&amp;D-PC'],
    ['PC–17', 'deviceName contains PC-17'],
    ['Łukasz', 'emailAddress contains Łukasz'],
    ['Großmann-PC', 'deviceName contains grossmann-pc'],
    ['grossmann-pc', 'deviceName contains großmann-pc'],
    ['Jørgen-PC', 'deviceName contains jorgen-pc'],
    ['012345', 'serialNumber eq 12345'],
    ['12345', 'serialNumber eq 012345'],
    ['5CGOOO1', 'serialNumber eq 5CG0001'],
    ['{0000000d-0000-4000-8000-000000000001}', 'azureADDeviceId eq 0000000d-0000-4000-8000-000000000001'],
    ['S/N: PF4D 7K2Q', 'serialNumber eq PF4D7K2Q'],
    [
      'VMware-56 4d 11 0a bc 9e 20 3f-81 7a 66 05 de ad c0 de',
      'serialNumber eq VMware-56 4d 11 0a bc 9e 20 3f-81 7a 66 05 de ad c0 de',
    ],
    ['CONTOSO\\PC-17$', 'deviceName contains PC-17'],
    ['mara_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'userPrincipalName eq mara@fabrikam.com'],
  ])('%s is searched as Intune may store it: %s', (text, filter) => {
    expect(filtersOf(text)).toContain(filter);
  });

  it('in kana searches the sign-in name', () => {
    expect(liveQuery('さとう みさき')?.people).toEqual(['さとう みさき', 'sato.misaki', 'misaki.sato']);
    expect(matchQuery(aBlankDevice({ upn: 'misaki.sato@contoso.com' }), liveQuery('みさき')!)).toMatchObject({
      reading: { reading: { kind: 'romanised', text: 'misaki' } },
    });
  });

  it('that names a form factor finds only that, and then the person without it', () => {
    const query = liveQuery('keller phone')!;
    const [phone, laptop] = [
      aBlankDevice({ userName: 'Anna Keller', platform: 'ios', os: 'iOS', model: 'iPhone 16' }),
      aBlankDevice({ userName: 'Anna Keller', model: 'ThinkPad X1' }),
    ].map((one) => matchQuery(one, query)!);
    expect(phone?.at[0]).toBeLessThan(laptop?.at[0] ?? 0);
    expect(laptop?.reading.without).toEqual(['phone']);
  });

  it('with other zeros or letters that look alike is only similar', () => {
    expect(matchQuery(aBlankDevice({ serial: '012345' }), liveQuery('0012345')!)?.reading).toMatchObject({
      mode: 'heard',
    });
    expect(matchQuery(aBlankDevice({ serial: '5CG0001' }), liveQuery('5CGOOO1')!)?.reading).toMatchObject({
      mode: 'heard',
    });
    expect(matchQuery(aBlankDevice({ serial: '5CG0002' }), liveQuery('5CGOOO1')!)).toBeNull();
  });

  it('never gives an empty or an unbounded query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const query = liveQuery(text);
        for (const { value } of query?.filters ?? []) expect(value.trim()).not.toBe('');
        expect(query?.filters.length ?? 0).toBeLessThanOrEqual(20);
        for (const text of query?.people ?? []) expect(text).toMatch(/[\p{L}\p{N}]/u);
        expect(query?.people.length ?? 0).toBeLessThanOrEqual(3);
      }),
      { numRuns: 600 },
    );
  });
});
