import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseForeignJson, readJson } from '../../../main/store/foreign-json';
import { JsonScan } from '../../../main/store/json-scan';

const faultOf = (text: string) => {
  const read = readJson(text);
  return read.ok ? null : `${read.fault.kind} ${read.fault.line}:${read.fault.column}`;
};

describe('JSON from outside', () => {
  it.each([
    ['a mark before it', '\uFEFF{ "a": 1 }'],
    ['zeros behind it', '{ "a": 1 }\r\n\0\0\0'],
    ['Windows line ends', '{\r\n  "a": 1\r\n}\r\n'],
    ['old Mac line ends', '{\r  "a": 1\r}'],
    ['no-break spaces, as a web page has', '{\u00A0"a":\u00A01\u3000}\u200B'],
  ])('with %s is read', (_name, text) => expect(readJson(text)).toEqual({ ok: true, value: { a: 1 } }));

  it('keeps such spaces inside of its strings', () => {
    expect(parseForeignJson('{\u00A0"a":"x\u00A0y\u200B" }')).toEqual({ a: 'x\u00A0y\u200B' });
  });

  it.each([
    ['{ “name”: 1 }', 'quote 1:3'],
    ['{\r\n  "name": “Contoso”\r\n}', 'quote 2:11'],
    ['{ "name”: "Contoso" }', 'quote 1:8'],
    ['{\n  "name": "Contoso”,\n  "cloud": "global"\n}', 'quote 2:19'],
    ['{ "name": "Contoso” }', 'quote 1:19'],
    ["{ 'name': 1 }", 'quote 1:3'],
    ['{ "name": „Contoso“ }', 'quote 1:11'],
    ['{ "name": 「Contoso」 }', 'quote 1:11'],
    ['{ "a": 1, }', 'comma 1:11'],
    ['{\n "a": [1, 2,\n ] }', 'comma 3:2'],
    ['{ // the tenant\n "a": 1 }', 'comment 1:3'],
    ['{\n # the tenant\n "a": 1 }', 'comment 2:2'],
    ['{ "a": 1 /* one */ }', 'comment 1:10'],
    ['{ "a": ', 'end 1:8'],
    ['{ "a": "b', 'end 1:10'],
    ['', 'end 1:1'],
    ['{ "a" 1 }', 'text 1:7'],
    ['{ a: 1 }', 'text 1:3'],
    ['{ "a": 01 }', 'text 1:9'],
    ['{ "a": "b\nc" }', 'text 1:10'],
    ['{ "a": "C:\\dir" }', 'text 1:11'],
    ['{ "𠮷": x }', 'text 1:8'],
    ['{ "a": 1 } }', 'text 1:12'],
    ['[1 2]', 'text 1:4'],
    ['<html>', 'text 1:1'],
    ['\uFEFF<html>', 'text 1:1'],
    ['\uFEFF{\r\n "a": 1, }', 'comma 2:10'],
    ['{ "a": \0\0\0', 'end 1:8'],
    ['\uFEFF\0\0', 'end 1:1'],
  ])('%j is refused with its position: %s', (text, fault) => expect(faultOf(text)).toBe(fault));

  it('is accepted exactly when JSON.parse accepts it, for any text', () => {
    const near = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"',
          '"a"',
          '1',
          '-',
          '.5',
          'e3',
          'true',
          'null',
          ' ',
          '\n',
          '\\',
          '\\u0041',
          '“',
          '/',
          'x',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(near, fc.json(), fc.string()), (text) => {
        const scan = new JsonScan(text);
        const fault = scan.firstFault();
        if (scan.spaces.size > 0) return;
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(fault === null).toBe(isJson);
      }),
      { numRuns: 5_000 },
    );
  });

  it('of the largest size is checked at once', () => {
    expect(faultOf(`{"a":"${'x'.repeat(65_000)}",}`)).toBe('comma 1:65009');
    expect(faultOf('['.repeat(65_000))).toBe('end 1:65001');
  });
});
