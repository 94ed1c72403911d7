import { describe, expect, test } from 'vitest';
import { isPhoneLanguage, phoneLanguageFor, phoneLanguageIds, phoneLanguages } from '../../../../shared/phone';

describe('the language to speak with a user', () => {
  test.each([
    ['佐藤 美咲', 'misaki.sato@contoso.example', 'ja', 'a Japanese name'],
    ['さとう みさき', 'm.sato@contoso.cn', 'ja', 'kana under any domain'],
    ['ｻﾄｳ ﾐｻｷ', '', 'ja', 'half-width kana without an address'],
    ['Sato Misaki', 'misaki.sato@contoso.co.jp', 'ja', 'the domain of Japan'],
    ['Sato Misaki', 'MISAKI.SATO@CONTOSO.JP.', 'ja', 'capitals and a dot at the end'],
    ['Sato', 'sato_contoso.co.jp#EXT#@fabrikam.onmicrosoft.com', 'ja', 'a guest from Japan'],
    ['Emma Taylor', 'emma_fabrikam.co.uk#EXT#@contoso.jp', 'en', 'a guest from Britain at a Japanese company'],
    ['Emma Taylor', 'emma.taylor@contoso.co.uk', 'en', 'the domain of Britain'],
    ['王 伟', 'wei.wang@contoso.cn', 'technician', 'a Chinese name at a Chinese domain'],
    ['陳 怡君', 'yi@contoso.com.tw', 'technician', 'a name of Taiwan'],
    ['Jürgen Weiß', 'j.weiss@contoso.example', 'technician', 'letters and a domain of no country'],
    ['', '', 'technician', 'no user'],
    ['jp', 'jp', 'technician', 'a word that is no address'],
    ['', `${'a.'.repeat(50_000)}jp`, 'ja', 'an address without an end'],
  ])('%s, %.60s: %s (%s)', (userName, upn, expected) => {
    for (const technician of phoneLanguageIds)
      expect(phoneLanguageFor({ userName, upn }, technician)).toBe(expected === 'technician' ? technician : expected);
  });

  test('each language has a name and a sentence short enough to be said', () => {
    expect(phoneLanguageIds).toEqual(expect.arrayContaining(['en', 'ja']));
    for (const id of phoneLanguageIds) {
      const { name, sentence } = phoneLanguages[id];
      expect(name).not.toBe('');
      expect(sentence.length).toBeGreaterThan(10);
      expect(sentence.length).toBeLessThan(160);
    }
  });

  test('no country belongs to two languages', () => {
    const domains = phoneLanguageIds.flatMap((id) => phoneLanguages[id].domains);
    expect(new Set(domains).size).toBe(domains.length);
  });

  test('a word that is no language is none', () => {
    expect(isPhoneLanguage('ja')).toBe(true);
    for (const word of ['', 'constructor', '__proto__', 'xx']) expect(isPhoneLanguage(word)).toBe(false);
  });
});
