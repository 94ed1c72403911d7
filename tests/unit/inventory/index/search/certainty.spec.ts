import { describe, expect, it, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import { understand } from '../../../../../shared/search/understand';
import { aDevice } from '../../../../support/builders';

const tenant = [
  aDevice({ name: 'OSL-LT-00771', serial: 'RX8K21PQ', userName: 'Mara Voss', upn: 'mara.voss@fabrikam.example' }),
  aDevice({ name: 'OSL-LT-00772', serial: 'RX8K22PQ', userName: 'Tamara Voss', upn: 'tamara.voss@fabrikam.example' }),
  aDevice({
    name: 'BGO-PH-00981',
    serial: '0048151623',
    userName: 'Mara Voss',
    upn: 'mara.voss@fabrikam.example',
    imei: '048151623420000',
  }),
  aDevice({ name: 'BGO-LT-48151', serial: 'QX48151623', userName: 'Anne-Marie Holm', upn: 'a.holm@fabrikam.example' }),
  aDevice({ name: 'TRD-LT-00042', serial: '5CX7K21M9P', userName: '千葉 進', upn: 'susumu.chiba@fabrikam.example' }),
];

interface Found {
  /** Names, the best first; those that are only similar with a tilde. */
  readonly rows: readonly string[];
  readonly readings: readonly string[];
  readonly missing: readonly string[];
}

function find(text: string, devices: readonly ManagedDevice[] = tenant): Found {
  const index = new DeviceIndex();
  index.upsert(devices);
  const { stages, rest } = understand(text);
  const { rows, isSimilar, readings, missing } = index.query({ stages, ...(rest === '' ? {} : { rest }), limit: 20 });
  const told = stages
    .flat()
    .filter(({ reading }) => readings.some(({ kind, text: said }) => kind === reading.kind && said === reading.text));
  return {
    rows: rows.map(({ device, match }) => `${isSimilar || match?.isSimilar === true ? '~' : ''}${device.name}`),
    readings: readings.map(({ kind, text: said }) => `${kind} ${said}`),
    missing: [...missing, ...told.flatMap(({ without = [] }) => without)],
  };
}

describe('digits without their leading zeros', () => {
  it.each(['48151623', 'S/N: 48151623', '０48151623'.slice(1)])(
    '%s is only similar to the number with them, which still comes first',
    (text) => {
      expect(find(text).rows).toEqual(['~BGO-PH-00981', 'BGO-LT-48151']);
    },
  );

  it('are certain where a device has exactly them', () => {
    expect(find('0048151623').rows).toEqual(['BGO-PH-00981']);
    expect(find('48151623', [...tenant, aDevice({ name: 'OWN', serial: '48151623' })]).rows[0]).toBe('OWN');
  });

  it('may be those of an IMEI', () => {
    expect(find('48151623420000').rows).toEqual(['~BGO-PH-00981']);
  });
});

describe('what a scanner adds', () => {
  it.each([
    'SRX8K22PQ',
    'SN-RX8K22PQ',
    '1S20XWS0AB00RX8K22PQ',
    'RX8K22PQRX8K22PQ',
    'RX8K22PQRX8K22PQRX8K22PQ',
    'osl-lt-00772osl-lt-00772',
  ])('%s leaves a whole number, which is certain', (text) => {
    expect(find(text).rows).toEqual(['OSL-LT-00772']);
  });

  it.each(['SRX8K22', 'SNRX8K22', 'SCX7K21M9P'])('%s leaves a part of one, which is only similar', (text) => {
    expect(find(text).rows[0]).toMatch(/^~/);
  });

  it.each(['RX8K21PQRX8K22PQ', 'RX8K22PQ5CX7K21M9P', '5CX7K21M9PRX8K22PQ'])(
    '%s are two numbers, and where the first one ends is a guess',
    (text) => {
      const { rows } = find(text);
      expect(rows).toHaveLength(2);
      expect(rows.every((row) => row.startsWith('~'))).toBe(true);
    },
  );
});

describe('a partly known number', () => {
  it.each([
    'OSL*00772',
    '*K22PQ',
    '...K22PQ',
    '…K22PQ',
    'xxxxK22PQ',
    'XXXXK22PQ',
    '%K22PQ',
    'RX8K??PQ OSL-LT-00772',
    'RX8K22..',
    'OSL-LT-%772',
    '____K22PQ',
    '••••K22PQ',
    'RX???22PQ',
  ])('%s', (text) => {
    expect(find(text).rows).toEqual(['OSL-LT-00772']);
  });

  it('reports the part that was assumed to be known', () => {
    expect(find('OSL*00772').readings).toEqual(['pieces OSL 00772']);
  });

  it.each(['is OSL-LT-00772 slow?', 'RX8K22PQ?', '10.0.0.1', 'Maxxx'])('%s has no unknown part', (text) => {
    expect(
      understand(text)
        .stages.flat()
        .map(({ reading }) => reading.kind),
    ).not.toContain('pieces');
  });
});

describe('a number in pieces', () => {
  it.each(['RX8K 22PQ', 'RX8 K22 PQ', 'osl lt 00772', 'RX 8K 22 PQ'])('%s is the whole of one', (text) => {
    expect(find(text).rows[0]).toBe('OSL-LT-00772');
  });

  it.each(['RX8K2Z PQ', 'RX8K 2Z PQ'])('%s is one that was misread', (text) => {
    expect(find(text).rows).toEqual(['~OSL-LT-00772']);
  });

  it('reports the pieces that nothing contains', () => {
    expect(find('RX8K21 7 Y')).toMatchObject({ rows: ['OSL-LT-00771'], missing: ['7', 'Y'] });
  });
});

describe('letters of another alphabet', () => {
  it.each(['RХ8К22РQ', 'S/N: RХ8К22РQ', 'ОSL-LТ-00772', 'ΟSL-LΤ-00772'])(
    '%s looks like Latin ones, and is only similar',
    (text) => {
      expect(find(text).rows).toEqual(['~OSL-LT-00772']);
    },
  );

  it('are found as stored', () => {
    const russian = [...tenant, aDevice({ name: 'МОСК-0042', serial: '' })];
    expect(find('МОСК-0042', russian).rows).toEqual(['МОСК-0042']);
    expect(find('MOCK-0042', russian).rows).toEqual(['~МОСК-0042']);
  });
});

describe('letters by their names', () => {
  it.each([
    'ar ex eight kay two two pee cue',
    'ar ex eight kay double two pee queue',
    'romeo xray eight kilo twenty two papa quebec',
    'アール エックス エイト ケー ツー ツー ピー キュー',
    'R wie Richard ex 8 K double two P Q',
  ])('%s', (text) => {
    expect(find(text).rows).toEqual(['~OSL-LT-00772']);
  });

  it('are words when there are few of them', () => {
    expect(
      understand('see you')
        .stages.flat()
        .map(({ reading }) => reading.text),
    ).not.toContain('cu');
  });
});

describe('names', () => {
  it.each(['maravoss', 'vossmara', 'MARAVOSS'])(
    '%s is a name without its space, and does not match a name that only ends so',
    (text) => {
      expect([...find(text).rows].sort()).toEqual(['BGO-PH-00981', 'OSL-LT-00771']);
    },
  );

  it('of two words may be written as one', () => {
    expect(find('annemarie')).toMatchObject({ rows: ['BGO-LT-48151'], readings: ['person annemarie'] });
  });

  it('rank before longer ones that begin so', () => {
    const people = [
      aDevice({ name: 'A', upn: 'mara.voss2@fabrikam.example', lastCheckIn: '2026-11-02T00:00:00.000Z' }),
      aDevice({ name: 'B', upn: 'mara.voss@fabrikam.example', lastCheckIn: '2026-11-01T00:00:00.000Z' }),
    ];
    expect(find('mara.voss', people).rows).toEqual(['B', 'A']);
  });

  it.each(['Ono Junichi', 'junichi ono', 'Oono Junichi'])(
    '%s finds a long o that an address writes with an h',
    (text) => {
      expect(
        find(text, [aDevice({ name: 'ONO', userName: '大野 純一', upn: 'junichi.ohno@fabrikam.example' }), ...tenant])
          .rows,
      ).toEqual(['ONO']);
    },
  );

  it('romanised as in schools are a guess, because names of other countries look the same', () => {
    expect(find('tiba').rows).toEqual(['~TRD-LT-00042']);
  });
});

describe('whose device it is', () => {
  const devices = [
    aDevice({
      name: 'OSL-LT-1',
      serial: 'KD82M4QX',
      userName: 'Mara Voss',
      upn: 'mara.voss@fabrikam.com',
      mail: 'mara.voss@fabrikam.com',
      model: 'ThinkPad X1',
    }),
    aDevice({
      name: 'OSL-PH-1',
      serial: 'KD82M4QY',
      userName: 'Mara Voss',
      upn: 'mara.voss@fabrikam.com',
      mail: 'mara.voss@fabrikam.com',
      os: 'iOS',
      platform: 'ios',
      model: 'iPhone 16',
    }),
    aDevice({
      name: 'OSL-LT-2',
      serial: 'KD82M4QZ',
      userName: 'Pia Holm',
      upn: 'pia.holm@fabrikam.co.uk',
      mail: 'pia.holm@fabrikam.co.uk',
      model: 'ThinkPad X1',
    }),
  ];

  it.each([
    'Maras Laptop',
    'Maras Gerät Laptop',
    'el portátil de Mara',
    'das Notebook von Mara Voss',
    'the laptop of Mara',
    'il portatile di Mara',
    'my laptop mara voss',
  ])('%s is a laptop of hers', (text) => {
    expect(find(text, devices).rows).toEqual(['OSL-LT-1']);
  });

  it.each(['PC de Mara Voss', 'Computer von Mara Voss', 'Device of Mara Voss'])(
    '%s is any of hers, and no word of it is a name',
    (text) => {
      expect(find(text, devices).missing).toEqual([]);
      expect([...find(text, devices).rows].sort()).toEqual(['OSL-LT-1', 'OSL-PH-1']);
    },
  );

  it.each([
    ['https://fabrikam-my.sharepoint.com/personal/mara_voss_fabrikam_com/Documents', 'mara.voss@fabrikam.com'],
    ['mara_voss_fabrikam_com', 'mara.voss@fabrikam.com'],
    [
      'https://x-my.sharepoint.com/personal/pia_holm_fabrikam_co_uk/_layouts/15/onedrive.aspx',
      'pia.holm@fabrikam.co.uk',
    ],
  ])('%s is the folder of an address', (text, address) => {
    expect(find(text, devices).readings).toContain(`address ${address}`);
  });

  it.each([
    'kilo-delta-8-2-mike-4-quebec-xray',
    'キロ デルタ 8 2 マイク 4 ケベック エックスレイ',
    '21KD82M4QX',
    'k-d-8-2-m-4-q-x',
  ])('%s spells the number', (text) => {
    expect(find(text, devices).rows).toEqual(['OSL-LT-1']);
  });

  it.each(['21KD82M4Q', 'LON_LT_00200_DE'])('%s is no whole number and no folder', (text) => {
    expect(find(text, devices).rows.filter((row) => !row.startsWith('~'))).toEqual([]);
  });
});

describe('a name in another spelling than the typed one', () => {
  const named = (userName: string, day: string): ManagedDevice =>
    aDevice({ name: userName, serial: '', userName, upn: '', lastCheckIn: `2026-11-${day}T00:00:00.000Z` });

  it.each([
    ['Mueller', 'Petra Mueller', 'Petra Müller'],
    ['mueller petra', 'Petra Mueller', 'Petra Müller'],
    ['Muller', 'Petra Muller', 'Petra Müller'],
    ['Jorgen', 'Jorgen Holm', 'Jørgen Holm'],
    ['Jørgen', 'Jørgen Holm', 'Jorgen Holm'],
    ['Groß', 'Ina Groß', 'Ina Gross'],
    ['gross', 'Ina Gross', 'Ina Groß'],
    ['zoe', 'Zoe Lind', 'Zoë Lind'],
    ["o'dea", "Liam O'Dea", 'Liam O’Dea'],
    ['O’Dea', 'Liam O’Dea', "Liam O'Dea"],
    ['ミサキ', 'サトウ ミサキ', 'さとう みさき'],
  ])('%s: %s ranks before %s, however long ago it checked in', (text, wanted, other) => {
    expect(find(text, [named(other, '29'), named(wanted, '02')]).rows).toEqual([wanted, other]);
  });

  it('ranks behind within a grade only: the start of a word is better than the inside of one', () => {
    expect(find('mueller', [named('Ina Hausmueller', '29'), named('Ina Müller', '02')]).rows).toEqual([
      'Ina Müller',
      'Ina Hausmueller',
    ]);
  });

  it('ranks behind even if there are very many', () => {
    const many = Array.from({ length: 700 }, (_, at) =>
      aDevice({
        name: `PC-${at}`,
        serial: '',
        userName: 'Petra Müller',
        upn: '',
        lastCheckIn: '2026-11-29T00:00:00.000Z',
      }),
    );
    expect(find('Mueller', [...many.slice(0, 400), named('Petra Mueller', '02'), ...many.slice(400)]).rows[0]).toBe(
      'Petra Mueller',
    );
  });
});

test('a system with that name ranks before one whose numbers only contain the digits', () => {
  const devices = [
    aDevice({
      name: 'TEN-11',
      serial: '11',
      os: 'Windows',
      osVersion: '10.0.19045.1',
      lastCheckIn: '2026-11-29T00:00:00.000Z',
    }),
    aDevice({
      name: 'ELEVEN',
      serial: '',
      os: 'Windows',
      osVersion: '10.0.26100.1',
      lastCheckIn: '2026-01-01T00:00:00.000Z',
    }),
  ];
  expect(find('windows 11', devices).rows).toEqual(['ELEVEN', 'TEN-11']);
});
