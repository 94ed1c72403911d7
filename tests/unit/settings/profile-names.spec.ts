import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from '../../../main/settings/look-alike';
import { parseProfile, parseProfileFile } from '../../../main/settings/profile';
import { isFileId, profileId } from '../../../main/settings/profile-id';
import { readSettings } from '../../../main/settings/settings-file';

const good = {
  name: 'Contoso',
  tenantId: 'contoso.onmicrosoft.com',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud: 'global',
};
const named = (name: string) => parseProfile({ ...good, name });
const refusedFor = (detail: string) => ({ ok: false, error: { code: 'profile.invalid', detail } });

/** Characters that are drawn as nothing: fillers, blanks, joiners, variation selectors, tags, marks of direction. */
const blanks = [
  '\u3164',
  '\u2800',
  '\u115F',
  '\u1160',
  '\uFFA0',
  '\u034F',
  '\u17B4',
  '\u17B5',
  '\u180B',
  '\u180E',
  '\u200B',
  '\u200D',
  '\u2060',
  '\u2066',
  '\u00AD',
  '\uFE0F',
  '\uFEFF',
  '\u{E0041}',
  '\u{E0100}',
  '\u{1D159}',
  '\u{16FE4}',
  '\u{1BCA0}',
  '\u3000',
  '\u00A0',
  '\u2003',
  '\u2028',
  '\u0085',
  '\u0000',
  '\uE000',
  '\u{10FFFF}',
  '\uFFF0',
];

describe('a name that cannot be seen', () => {
  it.each(blanks)('%j is no name, alone or next to others, and is removed from one', (blank) => {
    expect(named(blank)).toEqual(refusedFor('name'));
    expect(named(`${blank} ${blank}${blank}`)).toEqual(refusedFor('name'));
    const read = named(`${blank}Con${blank.trim() === '' ? '' : blank}toso${blank}`);
    expect(read.ok && read.value.name).toBe('Contoso');
  });

  it('is refused when it is made of marks and symbols alone', () => {
    for (const name of ['\u0301\u0301', '---', '…', '⠀⠀', '(  )', '★'])
      expect(named(name), name).toEqual(refusedFor('name'));
    for (const name of ['佐藤工業', 'Ž', '7', 'Ελλάς', 'عقد']) expect(named(name).ok, name).toBe(true);
  });

  it('never contains invisible characters, for any input', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const read = named(name);
        return (
          !read.ok ||
          (read.value.name === read.value.name.trim() &&
            read.value.name.length <= 80 &&
            !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(read.value.name))
        );
      }),
      { numRuns: 2_000 },
    ));
});

describe('a name that is too long', () => {
  it('is refused on import, and shortened when stored', () => {
    const long = 'Contoso '.repeat(11);
    expect(parseProfileFile(JSON.stringify({ ...good, name: long }))).toEqual(refusedFor('name'));
    const kept = named(long);
    expect(kept.ok && kept.value.name.length).toBeLessThanOrEqual(80);
    expect(parseProfileFile(JSON.stringify({ ...good, name: 'x'.repeat(80) })).ok).toBe(true);
  });

  it('is handled quickly', () => {
    expect(named('\u200B'.repeat(5_000_000))).toEqual(refusedFor('name'));
  });
});

describe('a name like that of the built-in tenant', () => {
  it.each([
    'Practice tenant',
    'PRACTICE TENANT',
    'practicetenant',
    'Practice-Tenant',
    ' practice   tenant ',
    'Ｐｒａｃｔｉｃｅ　ｔｅｎａｎｔ',
    'Práctice ténant',
    'Practice\u3164tenant',
    'Practice\u200Btenant',
    'Рractice tenant',
    'Ρractice tenant',
    'Practice tеnant',
    'Pract1ce tenant',
    'Practlce tenant',
    'PRACTICE TENΑNT',
    '𝐏𝐫𝐚𝐜𝐭𝐢𝐜𝐞 𝐭𝐞𝐧𝐚𝐧𝐭',
    'Ⓟractice Tenant',
    'Practice tenant.',
    '«Practice tenant»',
    'The practice tenant (built in)',
    'Practice',
    'ｐｒａｃｔｉｃｅ',
    '練習用テナント',
    '練習用ﾃﾅﾝﾄ',
    '練習用 てなんと',
    '練習用',
    '［練習用］テナント',
    '練習用テナント 2',
  ])('%s is refused', (name) => {
    expect(named(name)).toEqual(refusedFor('name'));
  });

  it.each(['Contoso Dental Practice', 'Tenant 1', 'テナント', '練習', 'Contoso practice'])(
    '%s does not count as one',
    (name) => {
      expect(named(name).ok).toBe(true);
    },
  );

  it('is recognized by its look, not by its letters', () => {
    expect(lookOf('login.micrоsoftonline.com')).toBe(lookOf('LOGIN.MICROSOFTONLINE.COM'));
    expect(lookOf('login.rnicrosoft.com')).toBe(lookOf('login.microsoft.com'));
    expect(lookOf('Contoso')).not.toBe(lookOf('Fabrikam'));
  });
});

describe('an id that would be a file', () => {
  it.each([
    'con',
    'CON',
    'Con.',
    'NUL',
    'nul.bin',
    'aux.txt',
    'prn',
    'COM1',
    'com9.example',
    'LPT1',
    'lpt3.a.b',
    'abc.',
    'abc..',
    'a b',
    'abc ',
    'ｃｏｎ',
    'com¹',
    'a/b',
    'a\\b',
    'a:b',
    '..',
    '.a',
    '-a',
    '',
    'a'.repeat(129),
  ])('%j is refused, and the field named', (id) => {
    expect(parseProfile({ ...good, id })).toEqual(refusedFor('id'));
  });

  it.each(['contoso', 'console', 'com', 'comet1', 'auxiliary.txt', 'nul-1', 'a.b-c_d', 'LPT', 'com10'])(
    '%s is accepted',
    (id) => {
      const read = parseProfile({ ...good, id });
      expect(read.ok && read.value.id).toBe(id);
    },
  );

  it('is never made from a tenant either', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('con', 'aux', 'nul', 'com1', 'lpt9', 'contoso', 'xn--a'),
        fc.constantFrom('.example', '.com', '.co.jp'),
        (label, end) => isFileId(profileId(`${label}${end}`, good.clientId)),
      ),
    );
  });

  it.each([
    ['contoso', 'Contoso'],
    ['contoso', 'CONTOSO'],
    ['a.B', 'A.b'],
  ])('%s and %s are one file on some systems: the second is refused', (first, second) => {
    const { data, problems } = readSettings({
      profiles: [
        { ...good, id: first },
        { ...good, id: second, name: 'Other' },
      ],
    });
    expect(data.profiles.map(({ id }) => id)).toEqual(['practice', first]);
    expect(problems).toEqual([{ code: 'profile.invalid', detail: 'profiles[1].id' }]);
  });

  it('cannot be that of the built-in tenant in another case', () => {
    const { data, problems } = readSettings({ profiles: [{ ...good, id: 'Practice' }] });
    expect(data.profiles).toHaveLength(1);
    expect(problems).toEqual([{ code: 'profile.invalid', detail: 'profiles[0].id' }]);
  });
});
