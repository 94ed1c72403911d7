import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, decodeUnicode, NotText } from '../../../main/store/decode';
import { forms, inCodePage } from '../../support/encodings';

const text = '{ "name": "Zürich ☂ 東京 👩‍💻" }';

describe('Unicode', () => {
  it.each(Object.entries(forms))('%s is read', (_name, encode) => {
    expect(decodeUnicode(encode(text))).toBe(text);
    expect(decodeUnicode(encode(`${text}\r\n`)).endsWith('}\r\n')).toBe(true);
    expect(decodeUnicode(encode(`${text}\0\0\0`)).endsWith('}')).toBe(true);
  });

  it('loses one mark before it, and keeps what else looks like one', () => {
    for (const encode of Object.values(forms)) {
      expect(decodeUnicode(encode('{ "\uFEFF": "\uFEFF" }'))).toBe('{ "\uFEFF": "\uFEFF" }');
    }
    expect(decodeText(Buffer.from('\uFEFF{}\uFEFF\0'), 'de-DE')).toBe('{}\uFEFF');
  });

  it('is read in any encoding, if it begins like JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.values(forms)), (value, encode) => {
        const json = JSON.stringify({ value });
        expect(decodeUnicode(encode(json))).toBe(json);
      }),
    );
  });

  it.each([
    ['a broken sequence of UTF-8', Uint8Array.of(0x7b, 0xc3, 0x28)],
    ['half a pair of UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x00, 0xd8)],
    ['a point beyond Unicode', Uint8Array.of(0xff, 0xfe, 0, 0, 0, 0, 0x11, 0)],
    ['UTF-32 that is cut', Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0)],
  ])('with %s is refused', (_name, bytes) => expect(() => decodeUnicode(bytes)).toThrow(NotText));

  it('is either read or refused, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(typeof decodeText(bytes, 'ja-JP')).toBe('string');
        } catch (cause) {
          expect(cause).toBeInstanceOf(NotText);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('text from programs without Unicode', () => {
  it.each([
    ['windows-1252', 'de-CH', '{ "name": "Zürich – Größe, Ole’s" }'],
    ['windows-1252', 'en-US', '{ "name": "Zürich" }'],
    ['shift_jis', 'ja-JP', '{ "name": "東京本社ヘルプデスク" }'],
    ['shift_jis', 'en-US', '{ "name": "東京本社ヘルプデスク" }'],
    ['windows-1250', 'pl-PL', '{ "name": "Łódź" }'],
    ['windows-1251', 'ru-RU', '{ "name": "Москва" }'],
    ['gbk', 'zh-CN', '{ "name": "北京市 Contoso" }'],
    ['big5', 'zh-Hant-TW', '{ "name": "臺北市 Contoso" }'],
    ['euc-kr', 'ko-KR', '{ "name": "서울 본사" }'],
  ])('in %s on a computer that speaks %s is read', (page, language, json) => {
    expect(decodeText(inCodePage(page, json), language)).toBe(json);
  });

  it.each(['Männer', 'Þór', 'Åse', 'œuvre', 'l’été', '“Contoso”', 'naïve café', 'Ålesund & Tromsø'])(
    '%s is not read as Japanese',
    (name) => {
      expect(decodeText(inCodePage('windows-1252', `{ "name": "${name}" }`), 'en-GB')).toBe(`{ "name": "${name}" }`);
    },
  );

  it('is refused when the code page has no such character, and damaged documents are never read like this', () => {
    expect(() => decodeText(Uint8Array.of(0x7b, 0x81, 0x20, 0x7d), 'en-US')).toThrow(
      expect.objectContaining({ kind: 'encoding' }),
    );
    expect(() => decodeUnicode(inCodePage('windows-1252', 'Zürich'))).toThrow(NotText);
  });

  it.each([
    ['an archive or a Word document', 'PK\u0003\u0004'],
    ['a PDF', '%PDF-1.7'],
    ['an old Office document', '\u00D0\u00CF\u0011\u00E0'],
    ['something with zeros in it', '{"a":\0\u00FF}'],
  ])('%s is no text', (_name, start) => {
    expect(() => decodeText(Buffer.from(start, 'latin1'), 'en-US')).toThrow(
      expect.objectContaining({ kind: 'binary' }),
    );
  });
});
