import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextLinkHint, readDevicePage } from '../../../main/graph/device-page';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const link = 'https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$skiptoken=a%20b';

describe('a page of devices', () => {
  it('is parsed with its entries unparsed and its link unchanged', () => {
    const odd = [7, { id: 3 }, null, 'text'];
    expect(readDevicePage(bytes(JSON.stringify({ '@odata.nextLink': link, value: odd })))).toEqual({
      items: odd,
      next: link,
    });
    expect(readDevicePage(bytes(JSON.stringify({ value: [], '@odata.nextLink': null })))).toEqual({
      items: [],
      next: null,
    });
    expect(readDevicePage(bytes('\ufeff{"value":[]}'))).toEqual({ items: [], next: null });
  });

  it.each([
    '',
    'null',
    '[]',
    '{',
    '<html>',
    '{"nothing":[]}',
    '{"value":{}}',
    '{"value":[],"@odata.nextLink":7}',
    `{"value":[],"@odata.nextLink":"${'x'.repeat(8_193)}"}`,
  ])('that is %j cannot be read', (text) => expect(readDevicePage(bytes(text))).toBeNull());
});

describe('the guessed next link of a page', () => {
  it.each([
    ['before the devices', JSON.stringify({ '@odata.context': 'x', '@odata.nextLink': link, value: [{ id: 'a' }] })],
    ['behind them', JSON.stringify({ value: [{ id: 'a' }], '@odata.nextLink': link })],
    ['with blanks around it', JSON.stringify({ value: [], '@odata.nextLink': link }, null, 2)],
    ['with escapes', `{"@odata.nextLink":"${link.replaceAll('/', '\\/')}","value":[]}`],
  ])('is found %s', (_, text) => expect(nextLinkHint(bytes(text))).toBe(link));

  it.each([
    ['none', '{"value":[]}'],
    ['a device that bears the name of it', '{"value":[{"deviceName":"@odata.nextLink"}]}'],
    [
      'a device that quotes it',
      JSON.stringify({ value: [{ deviceName: `"@odata.nextLink":"https://evil.example"` }] }),
    ],
    ['no text', '{"@odata.nextLink":7}'],
    ['a text that was cut', '{"@odata.nextLink":"https://graph'],
    ['an escape that was cut', '{"@odata.nextLink":"https\\'],
    ['a text too long to be one', `{"@odata.nextLink":"${'x'.repeat(9_000)}"}`],
  ])('is not found in %s', (_, text) => expect(nextLinkHint(bytes(text))).toBeNull());

  it('equals the parsed one, whatever text the devices contain', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.string())),
        fc.option(fc.webUrl({ withQueryParameters: true })),
        fc.boolean(),
        (value, next, isLast) => {
          const head = next === null ? {} : { '@odata.nextLink': next };
          const page = bytes(JSON.stringify(isLast ? { value, ...head } : { ...head, value }));
          expect(nextLinkHint(page)).toBe(readDevicePage(page)?.next);
        },
      ),
    );
  });
});
