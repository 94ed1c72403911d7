import { describe, expect, it } from 'vitest';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { foldText } from '../../../../shared/search/fold';
import { matchHeard } from '../../../../shared/search/heard';
import { matchReading } from '../../../../shared/search/match-reading';
import { isOnlySimilar } from '../../../../shared/search/stages';
import { understand } from '../../../../shared/search/understand';
import { aBlankDevice } from '../../../support/builders';

/** Whether some reading that is not only similar finds the device. */
const finds = (text: string, facts: Partial<ManagedDevice>): boolean =>
  understand(text)
    .stages.flat()
    .some((reading) => !isOnlySimilar(reading) && matchReading(aBlankDevice(facts), reading) !== null);

describe('several numbers, or a number after something else, without a space', () => {
  it.each([
    'OSL-LT-00771/OSL-LT-00772',
    'RX8K21PQ/RX8K22PQ',
    'RX8K21PQ+OSL-LT-00772',
    'mstsc /v:OSL-LT-00772',
    'fabrikam.com/Computers/OSL-LT-00772',
    '/c:OSL-LT-00772',
    'device=OSL-LT-00772&tab=1',
    `https://www.example.com/${'support/'.repeat(10)}servicetag/RX8K22PQ/overview`,
  ])('%s', (text) => {
    expect(finds(text, { name: 'OSL-LT-00772', serial: 'RX8K22PQ' })).toBe(true);
  });

  it.each([
    'fabrikam/mara.voss',
    '/home/mara.voss',
    '/Users/mara.voss/Library',
    'live.com#mara.voss@fabrikam.com',
    'mara_voss',
    'voss.mara',
    'VossMara',
  ])('%s identifies a person', (text) => {
    expect(finds(text, { userName: 'Mara Voss', upn: 'mara.voss@fabrikam.com', mail: 'mara.voss@fabrikam.com' })).toBe(
      true,
    );
  });

  it('ignores the domain in front of a path', () => {
    expect(
      understand('fabrikam.com/Staff/Mara Voss')
        .stages.flat()
        .map(({ reading }) => reading.text),
    ).not.toContain('fabrikam.com');
  });
});

describe('labels and the signs of scanners', () => {
  it.each([
    'PC名:RX8K22PQ',
    'PC名：RX8K22PQ',
    'SN-RX8K22PQ',
    'SN–RX8K22PQ',
    'SNRX8K22PQ',
    'S/NRX8K22PQ',
    '010401234567890121RX8K22PQ\u001d10LOT1',
  ])('%s', (text) => {
    expect(finds(text, { serial: 'RX8K22PQ', name: '' }) || finds(text, { name: 'RX8K22PQ', serial: '' })).toBe(true);
  });
});

describe('hardware addresses and IMEIs', () => {
  it.each(['0:1a:2b:3c:4d:5e', '00_1A_2B_3C_4D_5E', '0x001A2B3C4D5E', 'ether 0:1a:2b:3c:4d:5e'])('%s', (text) => {
    expect(finds(text, { wifiMac: '00:1A:2B:3C:4D:5E' })).toBe(true);
    expect(finds(text, { wifiMac: '00:1A:2B:3C:4D:5F' })).toBe(false);
  });

  it('with the software version after the number', () => {
    expect(finds('352099001761481/01', { imei: '352099001761481' })).toBe(true);
  });
});

describe('spelled text', () => {
  it('may have two digits said as one number', () => {
    expect(understand('Papa Foxtrot 4 Delta 7 Kilo 22').stages[0]?.[0]).toMatchObject({
      reading: { kind: 'joined', text: 'pf4d7k22' },
    });
  });

  it('may be the name of a person', () => {
    expect(understand('m a r a').stages[0]?.[0]?.fields).toBeUndefined();
    expect(understand('m a r a').stages[0]?.[0]).toMatchObject({ reading: { kind: 'joined', text: 'mara' } });
  });

  it('is searched as misheard before its letters are searched one by one', () => {
    const modes = understand('R X 8 K 2 Z P Q').stages.map(([first]) => first?.mode);
    expect(modes.indexOf('heard')).toBeGreaterThan(0);
    expect(modes.indexOf('heard')).toBeLessThan(modes.lastIndexOf('as-typed'));
  });

  it('is searched as misheard in parts too', () => {
    expect(understand('5CG 0000 OO1').stages.flat()).toContainEqual(
      expect.objectContaining({ mode: 'heard', text: '5CG0000OO1' }),
    );
  });
});

describe('names written as one word', () => {
  it.each([
    ['OBrien', "Sean O'Brien"],
    ['obrien', 'Sean O’Brien'],
    ['JeanLuc', 'Jean-Luc Moreau'],
    ['PC de Marie-Claire', 'Marie-Claire Moreau'],
    ['dangelo', "Pia D'Angelo"],
  ])('%s', (text, userName) => {
    expect(finds(text, { userName, upn: 'x1@fabrikam.com', mail: '' })).toBe(true);
  });
});

describe('Japanese names', () => {
  it.each([
    ['高橋', '髙橋 優子'],
    ['渡辺', '渡邉 慎一郎'],
    ['渡邊', '渡邉 慎一郎'],
    ['吉田', '𠮷田 直'],
    ['山崎', '山﨑 愛'],
    ['佐藤です', '佐藤 美咲'],
    ['佐藤と申します', '佐藤 美咲'],
    ['佐藤ですが、PCが起動しません', '佐藤 美咲'],
    ['お世話になっております。佐藤美咲です。', '佐藤 美咲'],
  ])('%s finds %s', (text, userName) => {
    expect(finds(text, { userName, upn: 'x1@fabrikam.com', mail: '' })).toBe(true);
  });

  it.each([
    ['shouta', 'shota.ito'],
    ['syouta', 'shota.ito'],
    ['ohta', 'ken.ota'],
    ['oota ken', 'ken.ota'],
    ["jun'ichi", 'junichi.ohno'],
    ['honma junpei', 'jumpei.homma'],
    ['yuuko', 'yuko.abe'],
  ])('%s is another romanisation of %s', (text, local) => {
    expect(finds(text, { userName: '', upn: `${local}@fabrikam.com`, mail: '' })).toBe(true);
  });

  it('does not treat other names as Japanese', () => {
    expect(finds('tina', { userName: 'Robin China', upn: 'robin.china@fabrikam.com', mail: '' })).toBe(false);
  });

  it('distinguishes ideographs that are not variants of each other', () => {
    expect(foldText('佐藤')).not.toBe(foldText('佐東'));
    expect(foldText('渡邉')).toBe(foldText('渡辺'));
  });
});

it('reports a word of a short text that the found person does not have', () => {
  const found = understand('Mara Voss Oslo')
    .stages.flat()
    .find(({ reading }) => reading.kind === 'person' && reading.text === 'Mara Voss');
  expect(found?.without).toEqual(['Oslo']);
});

it('a serial number with fewer leading zeros is only similar', () => {
  expect(matchHeard(aBlankDevice({ serial: '034567' }), '000034567')?.grade).toBe('same');
  expect(matchHeard(aBlankDevice({ serial: '034568' }), '000034567')).toBeNull();
});
