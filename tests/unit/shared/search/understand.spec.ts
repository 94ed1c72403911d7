import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextReading } from '../../../../shared/search/readings';
import { understand } from '../../../../shared/search/understand';

const told = ({ reading, form }: TextReading): string =>
  `${reading.kind} ${reading.text}${form === undefined ? '' : ` [${form}]`}`;

/** Every reading as it is told, in order, without those of letters that are only similar. */
const readings = (text: string): readonly string[] =>
  understand(text)
    .stages.flat()
    .filter(({ mode }) => mode === 'as-typed')
    .map(told);

const GUID = '3f2b8c1a-77de-4b0f-9a51-0c6e2d94b7aa';
const BACK = '\\';

describe('the literal text', () => {
  it.each(['emma', 'TYO-LT-04127', 'Anna Keller <anna@contoso.com>', 'S/N: PF4D7K22', 'みさき', '"x1"', '--'])(
    'leads: %s',
    (text) => {
      expect(understand(text).stages[0]?.[0]).toMatchObject({
        reading: { kind: 'text', text },
        text,
        mode: 'as-typed',
      });
    },
  );

  it('is the only reading if nothing in it can be searched for', () => {
    for (const text of ['--', '??', '(', '…', '、。', '*'])
      expect(understand(text)).toMatchObject({ canBeAsked: false, stages: [[{ text }]] });
    expect(understand('  \u200b\n')).toMatchObject({ canBeAsked: false, stages: [] });
  });

  it('is not read a second time if no reading could find more', () => {
    expect(readings('TYO-LT-04127')).toEqual(['text TYO-LT-04127']);
  });
});

describe('addresses', () => {
  const address = 'address mara.voss@fabrikam.com';
  it.each([
    'Mara Voss <mara.voss@fabrikam.com>',
    '"Voss, Mara" <mara.voss@fabrikam.com>',
    'mailto:mara.voss@fabrikam.com?subject=hello',
    'mara.voss@fabrikam.com;',
    '<mara.voss@fabrikam.com>',
    'SMTP:mara.voss@fabrikam.com',
    'sip:mara.voss@fabrikam.com',
    'im:mara.voss@fabrikam.com',
    'mara.voss@fabrikam.com (Mara)',
    '[mara.voss@fabrikam.com](mailto:mara.voss@fabrikam.com)',
    '<https://example.com|mara.voss@fabrikam.com>',
    'mara.voss%40fabrikam.com',
    'mailto%3Amara.voss%40fabrikam.com',
    'AzureAD\\mara.voss@fabrikam.com',
    'FABRIKAM\\mara.voss@fabrikam.com',
    "'mara.voss@fabrikam.com'",
    'To: Mara Voss (mara.voss@fabrikam.com), ',
    'メール：mara.voss@fabrikam.comです',
    'mara.voss(at)fabrikam.com',
    'mara.voss [at] fabrikam [dot] com',
    '&lt;mara.voss@fabrikam.com&gt;',
    'ｍａｒａ．ｖｏｓｓ＠ｆａｂｒｉｋａｍ．ｃｏｍ',
    'UPN=mara.voss@fabrikam.com',
    'upn:mara.voss@fabrikam.com,',
    'https://portal.example.com/users?upn=mara.voss%2540fabrikam.com',
  ])('%s', (text) => {
    expect(readings(text)).toContain(address);
  });

  it('of several people are in one stage', () => {
    const stages = understand('a.one@contoso.com; b.two@contoso.com, "Three, C" <c.three@fabrikam.co.uk>').stages;
    expect(stages[1]?.map(told)).toEqual([
      'address a.one@contoso.com',
      'address b.two@contoso.com',
      'address c.three@fabrikam.co.uk',
    ]);
  });

  it('of a guest also find the home account, and the reverse', () => {
    expect(understand('x mara_fabrikam.com#EXT#@contoso.onmicrosoft.com').stages[1]?.[0]?.alternatives).toContain(
      'mara@fabrikam.com',
    );
    expect(understand('x mara@fabrikam.com').stages[1]?.[0]?.alternatives).toEqual(
      expect.arrayContaining(['mara_fabrikam.com#ext#', 'mara@fabrikam.onmicrosoft.com']),
    );
    expect(understand('x mara@fabrikam.onmicrosoft.com').stages[1]?.[0]?.alternatives).toContain('mara@fabrikam.');
  });

  it('that no device has are replaced by the sign-in name and the person, and reported as not found', () => {
    const later = understand('Mara Voss <m.voss@old-company.com>')
      .stages.flat()
      .filter(({ without }) => without !== undefined);
    expect(later.map(told)).toEqual(['account m.voss', 'person Mara Voss', 'text Mara Voss']);
    for (const { without } of later) expect(without).toEqual(['m.voss@old-company.com']);
  });
});

describe('accounts and names in directories', () => {
  it.each([
    ['CONTOSO\\mvoss', 'account mvoss'],
    ['contoso\\m.voss,', 'account m.voss'],
    ['.\\mvoss', 'account mvoss'],
    ['AzureAD\\MaraVoss', 'account maravoss'],
    ['C:\\Users\\m.voss\\Desktop', 'account m.voss'],
    ['CN=Mara Voss,OU=Staff,DC=fabrikam,DC=com', 'person Mara Voss'],
    ['CN=Voss\\, Mara,OU=Staff,DC=fabrikam,DC=com', 'person Voss Mara'],
    ['LDAP://CN=Mara Voss,OU=Staff,DC=fabrikam,DC=com', 'person Mara Voss'],
    ['uid=mvoss,ou=people,dc=fabrikam', 'account mvoss'],
    [
      '/o=Fabrikam/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=0a1b2c3d4e5f-Mara.Voss',
      'person Mara Voss',
    ],
    ['User: Mara Voss', 'person Mara Voss'],
    ['user name = m.voss', 'account m.voss'],
    ['Utilisateur : Mara Voss', 'person Mara Voss'],
    ['ユーザー：佐藤 美咲', 'person 佐藤 美咲'],
    ['<@U0AB12CD|mara.voss>', 'text mara.voss'],
    ['Caller: Voss, Mara', 'person Voss Mara'],
  ])('%s', (text, reading) => {
    expect(readings(text)).toContain(reading);
  });
});

describe('names of devices', () => {
  it.each([
    ['BER-NB-0815.corp.fabrikam.com', 'BER-NB-0815'],
    ['BER-NB-0815$', 'BER-NB-0815'],
    ['FABRIKAM\\BER-NB-0815$', 'BER-NB-0815'],
    [`${BACK}${BACK}BER-NB-0815`, 'BER-NB-0815'],
    [`${BACK}${BACK}ber-nb-0815${BACK}c$`, 'ber-nb-0815'],
    ['https://ber-nb-0815/reports', 'ber-nb-0815'],
    ['CN=BER-NB-0815,OU=Computers,DC=fabrikam,DC=com', 'BER-NB-0815'],
    ['DeviceName: BER-NB-0815', 'BER-NB-0815'],
    ['Computername=BER-NB-0815;', 'BER-NB-0815'],
    ['ホスト名はBER-NB-0815です', 'BER-NB-0815'],
    ['hostname BER-NB-0815', 'BER-NB-0815'],
    ['（BER-NB-0815）の件', 'BER-NB-0815'],
  ])('%s', (text, name) => {
    expect(readings(text)).toContain(`name ${name}`);
  });

  it('may have spaces and quotation marks', () => {
    expect(readings("Device name: Mara's iPhone; user: Mara Voss")).toEqual(
      expect.arrayContaining(["name Mara's iPhone", 'person Mara Voss']),
    );
    expect(readings('Ole&apos;s iPhone')[1]).toBe("text Ole's iPhone");
  });
});

describe('serial numbers', () => {
  it.each([
    'S/N: 5CG9Q4XW7',
    'SN 5CG9Q4XW7',
    'SN:5CG9Q4XW7',
    'Serial No. 5CG9Q4XW7',
    'serial number = "5CG9Q4XW7"',
    'SerialNumber : 5CG9Q4XW7',
    'Service Tag: 5CG9Q4XW7',
    'serial is 5CG9Q4XW7',
    'Seriennummer 5CG9Q4XW7',
    'Serien-Nr.: 5CG9Q4XW7',
    'N° de série : 5CG9Q4XW7',
    'número de serie 5CG9Q4XW7',
    'シリアル番号：5CG9Q4XW7',
    'シリアル番号は5CG9Q4XW7です。',
    '製造番号 ５ＣＧ９Ｑ４ＸＷ７',
    '序列号：5CG9Q4XW7',
    '시리얼 번호: 5CG9Q4XW7',
    'Серийный номер: 5CG9Q4XW7',
    '{"serialNumber":"5CG9Q4XW7"}',
    'https://support.example.com/qr?sn=5CG9Q4XW7&mtm=21CB',
    '1S20XWS0AB00PF4D7K22',
    '(01)04012345678901(21)5CG9Q4XW7',
    '0104012345678901215CG9Q4XW7',
    'S5CG9Q4XW7',
    'INC0012345 5CG9Q4XW7',
    '#48151 5CG9Q4XW7 broken',
    'ticket 4711: 5CG9Q4XW7',
    '5CG9Q4XW7, please',
    'please check (5CG9Q4XW7)',
  ])('%s', (text) => {
    expect(readings(text)).toContain(text.startsWith('1S') ? 'serial PF4D7K22' : 'serial 5CG9Q4XW7');
  });

  it.each([
    '*5CG9Q4XW7*',
    ']C15CG9Q4XW7',
    '"5CG9Q4XW7"',
    '“5CG9Q4XW7”',
    '«5CG9Q4XW7»',
    '「5CG9Q4XW7」',
    '『5CG9Q4XW7』',
    '5CG9Q4XW7.',
    '[5CG9Q4XW7]',
    '5CG9Q4XW7\t',
    "'5CG9Q4XW7'",
  ])('with other text around them: %s', (text) => {
    expect(readings(text).some((reading) => /^(?:text|serial) 5CG9Q4XW7$/.test(reading))).toBe(true);
  });

  it('with spaces after a label are searched as typed and joined', () => {
    expect(understand('S/N: 5CG9 Q4XW 7 please').stages[1]?.[0]).toMatchObject({
      reading: { kind: 'serial', text: '5CG9 Q4XW 7' },
      alternatives: ['5CG9Q4XW7'],
    });
  });

  it('that are spelled out come before the single letters', () => {
    for (const text of [
      '5 C G 9 Q 4 X W 7',
      '5-C-G-9-Q-4-X-W-7',
      '5.C.G.9.Q.4.X.W.7',
      'five charlie golf nine quebec four xray whiskey seven',
      '5 C wie Cäsar G wie Gustav 9 Q 4 X W 7',
    ]) {
      expect(understand(text).stages[0]?.[0]).toMatchObject({ reading: { kind: 'joined' } });
      expect(understand(text).stages[0]?.[0]?.text.toUpperCase()).toBe('5CG9Q4XW7');
    }
    expect(readings('serial number 5 C G 9 Q 4 X W 7')[0]).toBe('serial 5CG9Q4XW7');
  });

  it('of virtual machines match one machine, not all of them', () => {
    const serial = 'VMware-56 4d 11 0a bc 9e 20 3f-81 7a 66 05 de ad c0 de';
    expect(readings(serial)).toEqual([`text ${serial}`, `serial ${serial}`]);
    expect(readings(`S/N ${serial} is slow`)).toContain(`serial ${serial}`);
  });

  it('may be printed by the manufacturer as another number', () => {
    expect(readings('Express Service Code: 15 379 475 713')).toContain(
      `serial ${(15379475713).toString(36).toUpperCase().padStart(7, '0')}`,
    );
  });

  it('may be misheard, mistyped or without their zeros: then hits are only similar', () => {
    const similar = understand('S/N: 0O1I5S')
      .stages.flat()
      .filter(({ mode }) => mode !== 'as-typed');
    expect(similar.map(told)).toEqual(['heard 0O1I5S', 'typo 0O1I5S']);
  });

  it('of several devices are in one stage', () => {
    expect(
      understand('5CG9Q4XW7 5CG9Q4XW8, PF4D7K22')
        .stages[1]?.map(told)
        .filter((one) => one.startsWith('serial')),
    ).toEqual(['serial 5CG9Q4XW7', 'serial 5CG9Q4XW8', 'serial PF4D7K22']);
  });
});

describe('ids', () => {
  it.each([
    `{${GUID}}`,
    `(${GUID.toUpperCase()})`,
    `DeviceId : ${GUID}`,
    `deviceId=${GUID}`,
    `urn:uuid:${GUID}`,
    GUID.replaceAll('-', ''),
    `0x${GUID.replaceAll('-', '')}`,
    `"${GUID}"`,
    `https://intune.microsoft.com/#view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId/${GUID}`,
    `https://entra.microsoft.com/#view/Microsoft_AAD_Devices/DeviceDetailsMenuBlade/~/Properties/objectId/${GUID}`,
    `https://example.com/r?u=https%3A%2F%2Fintune.microsoft.com%2FmdmDeviceId%2F${GUID}`,
    `https://example.com/r?u=https%253A%252F%252FmdmDeviceId%252F${GUID}`,
    `デバイスID：${GUID}`,
  ])('%s', (text) => {
    expect(understand(text).ids).toEqual([GUID]);
    expect(readings(text)).toContain(`id ${GUID}`);
  });

  it('of zeros are ignored', () => {
    expect(understand('00000000-0000-0000-0000-000000000000').ids).toEqual([]);
  });
});

describe('numbers', () => {
  it.each([
    'IMEI: 49-015420-323751-8',
    '49 015420 323751 8',
    '490154/20/323751/8',
    'imei1 490154203237518',
    '4901542032375199',
    'IMEI 49015420323751',
  ])('IMEI %s', (text) => {
    expect(readings(text)).toContain('imei 490154203237518');
  });

  it.each([
    ['+49 (0)171 5550199', 'phone 491715550199'],
    ['0049 171 5550199', 'phone 491715550199'],
    ['(0171) 555 0199', 'phone 1715550199'],
    ['tel: 0171/5550199', 'phone 1715550199'],
    ['＋８１ ９０－１２３４－５６７８', 'phone 819012345678'],
    ['電話番号：090-1234-5678', 'phone 9012345678'],
    ['+1.212.555.0100', 'phone 12125550100'],
  ])('phone %s', (text, reading) => {
    expect(readings(text)).toContain(reading);
  });

  it('of phones are found with and without the country code', () => {
    expect(
      understand('+81 90 1234 5678')
        .stages.flat()
        .find(({ reading }) => reading.kind === 'phone')?.alternatives,
    ).toEqual(['9012345678']);
    expect(
      understand('+353 87 555 0100')
        .stages.flat()
        .find(({ reading }) => reading.kind === 'phone')?.alternatives,
    ).toEqual(['875550100']);
  });

  it.each([
    '00:1A:2B:3C:4D:5E',
    '00-1a-2b-3c-4d-5e',
    '001a.2b3c.4d5e',
    '00 1A 2B 3C 4D 5E',
    'MAC: 001A2B3C4D5E',
    '001a2b-3c4d5e',
  ])('MAC %s', (text) => {
    expect(readings(text)).toContain('mac 001a2b3c4d5e');
  });

  it.each(['10.0.26100.4652', '192.168.178.20', '2026-11-30', '30.11.2026'])('%s is none of a phone', (text) => {
    expect(readings(text).some((reading) => reading.startsWith('phone'))).toBe(false);
  });
});

describe('people', () => {
  it.each([
    ['佐藤さん', 'person 佐藤'],
    ['佐藤様', 'person 佐藤'],
    ['山田課長様', 'person 山田'],
    ['Sato-san', 'person Sato'],
    ['Mr. Voss', 'person Voss'],
    ['Frau Dr. Voss', 'person Voss'],
    ['Mme Dubois', 'person Dubois'],
    ['김민준 님', 'person 김민준'],
    ['佐藤美咲', 'person 佐藤美咲'],
    ['みさきちゃん', 'romanised misaki'],
    ['please call back Mara Voss about NB-4711 today', 'person Mara Voss'],
  ])('%s', (text, reading) => {
    expect(readings(text)).toContain(reading);
  });

  it('written without a space are searched with one', () => {
    expect(
      understand('佐藤美咲')
        .stages.flat()
        .find(({ reading }) => reading.kind === 'person')?.alternatives,
    ).toContain('佐藤 美咲');
  });
});

describe('forms of devices', () => {
  it.each([
    ['mara voss laptop', 'text mara voss [laptop]'],
    ["Mara's notebook", 'person Mara [laptop]'],
    ['佐藤さんのノートPC', 'person 佐藤 [laptop]'],
    ['佐藤 スマホ', 'text 佐藤 [phone]'],
    ['phone of mara', 'text mara [phone]'],
    ['mara iPad', 'text mara [tablet]'],
    ['Berlin Teams Room', 'text Berlin [teams-room]'],
    ['会議室 大阪', 'text 大阪 [teams-room]'],
    ['laptop', 'text laptop [laptop]'],
    ['mara.voss@fabrikam.com phone', 'address mara.voss@fabrikam.com [phone]'],
    ['携帯電話 佐藤', 'text 佐藤 [phone]'],
    ['server hamburg', 'text hamburg [server]'],
  ])('%s', (text, reading) => {
    expect(readings(text)).toContain(reading);
    expect(readings(text)[0]).toBe(`text ${text}`);
  });

  it('are ignored and reported if no device has one', () => {
    const last = understand('mara voss laptop')
      .stages.flat()
      .find(({ form, without }) => form === undefined && without !== undefined);
    expect(last).toMatchObject({ text: 'mara voss', without: ['laptop'] });
  });
});

describe('tickets', () => {
  it.each([
    ['INC0012345 5CG9Q4XW7', 'INC0012345'],
    ['ritm0099887: 5CG9Q4XW7', 'RITM0099887'],
    ['#48151 mara voss', '#48151'],
    ['Ticket 4711 Mara Voss', '4711'],
    ['Ticket-Nr. 4711, NB-0815', '4711'],
    ['チケット番号：12345 佐藤さん', '12345'],
    ['TICKET-123 NB-0815', 'TICKET-123'],
    ['HELP-123 5CG9Q4XW7', 'HELP-123'],
    ['REQ 0012345', 'REQ0012345'],
  ])('%s', (text, ticket) => {
    expect(understand(text).ticket).toBe(ticket);
  });

  it.each(['HELP-123', 'PC-17', 'TYO-LT-04127', 'mara voss', '5CG9Q4XW7', 'windows 11'])('%s has none', (text) => {
    expect(understand(text).ticket).toBeNull();
  });

  it('do not identify a device', () => {
    expect(readings('INC0012345 mara')).not.toContain('serial INC0012345');
  });
});

describe('any text', () => {
  it('is shown as it was typed', () => {
    expect(understand('0@').stages[0]?.[0]?.reading).toEqual({ kind: 'text', text: '0@' });
  });

  it('has a bounded and deterministic result', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 400 }),
          fc.string({ unit: 'grapheme', maxLength: 200 }),
          fc.stringMatching(/^[a-zA-Z0-9@.,;:\\/#%&<>()"' -]{0,200}$/),
        ),
        (text) => {
          const one = understand(text);
          expect(one.stages.length).toBeLessThanOrEqual(30);
          for (const reading of one.stages.flat()) {
            expect(reading.text.length).toBeLessThanOrEqual(400);
            expect(reading.alternatives?.length ?? 0).toBeLessThanOrEqual(64);
            expect(reading.alternatives).not.toEqual([]);
          }
          for (const stage of one.stages) expect(new Set(stage.map(({ mode }) => mode)).size).toBe(1);
          // What is all of a field is looked for before what is a part of one.
          const [wholes, others] = [
            one.stages.flat().filter(({ whole }) => whole),
            one.stages.flat().filter(({ whole }) => !whole),
          ];
          for (const each of [wholes, others]) expect(new Set(each.map(told)).size).toBe(each.length);
          expect(understand(text)).toEqual(one);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('is parsed quickly, even if one sign is repeated many times', () => {
    for (const piece of ['a@', '<@', '&#', '%41', 'S/N:', '0 ', 'A-', '\\', 'cn=', '(21)', 'Aa ', 'ｱ', '#1', '佐']) {
      const start = performance.now();
      for (let round = 0; round < 20; round += 1) understand(piece.repeat(200));
      expect(performance.now() - start, piece).toBeLessThan(1_000);
    }
  });
});
