import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  digitAt,
  GUID_BYTES,
  isDashAt,
  isGuid,
  readGuid,
  renderGuid,
  writeGuid,
} from '../../../../../main/inventory/index/columns/guid';

const digit = fc.constantFrom(...Array.from('0123456789abcdef'));
const guid = fc
  .array(digit, { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
const NIL = '00000000-0000-0000-0000-000000000000';

test('every canonical GUID is written and read back, at any offset', () => {
  fc.assert(
    fc.property(guid, fc.nat(5), (text, place) => {
      fc.pre(text !== NIL);
      expect(isGuid(text)).toBe(true);
      const bytes = new Uint8Array(6 * GUID_BYTES);
      writeGuid(bytes, place * GUID_BYTES, text);
      expect(readGuid(bytes, place * GUID_BYTES)).toBe(text);
      expect(bytes.filter((byte, at) => byte !== 0 && Math.floor(at / GUID_BYTES) !== place)).toHaveLength(0);
    }),
  );
});

test('its digits can be read one by one', () => {
  fc.assert(
    fc.property(guid, (text) => {
      const bytes = new Uint8Array(GUID_BYTES);
      writeGuid(bytes, 0, text);
      const read = Array.from({ length: 32 }, (_, place) => digitAt(bytes, 0, place).toString(16)).join('');
      expect(read).toBe(text.replaceAll('-', ''));
    }),
  );
});

test('it is rendered as bytes of ASCII', () => {
  const text = '01234567-89ab-cdef-0123-456789abcdef';
  const bytes = new Uint8Array(GUID_BYTES);
  writeGuid(bytes, 0, text);
  const into = new Uint8Array(40);
  expect(renderGuid(bytes, 0, into)).toBe(36);
  expect(Buffer.from(into.subarray(0, 36)).toString('latin1')).toBe(text);
  expect(
    Array.from(text, (_, place) => isDashAt(place)).map((isDash, place) => isDash === (text[place] === '-')),
  ).not.toContain(false);
});

test('zeros stand for no id', () => {
  const none = new Uint8Array(GUID_BYTES);
  expect(readGuid(none, 0)).toBe('');
  expect(renderGuid(none, 0, new Uint8Array(40))).toBe(0);
  expect(isGuid(NIL)).toBe(false);
});

test.each([
  '',
  'x',
  '01234567-89AB-cdef-0123-456789abcdef',
  '{01234567-89ab-cdef-0123-456789abcdef}',
  '0123456789abcdef0123456789abcdef',
  '01234567-89ab-cdef-0123-456789abcdeg',
  ' 01234567-89ab-cdef-0123-456789abcdef',
])('%j is kept as a text', (text) => {
  expect(isGuid(text)).toBe(false);
});

test('any other text is not written', () => {
  const other = fc.constantFrom('A', 'g', '-', 'é', '\u0000', '', '0 ', '\u0130', '\ud800');
  fc.assert(
    fc.property(guid, fc.nat(35), other, (text, at, unit) => {
      const strange = text.slice(0, at) + unit + text.slice(at + 1);
      const bytes = new Uint8Array(GUID_BYTES).fill(7);
      expect(writeGuid(bytes, 0, strange)).toBe(isGuid(strange));
      if (!isGuid(strange)) expect([...new Set(bytes)]).toHaveLength(1);
    }),
  );
  for (const text of [NIL, '', 'x', NIL.replaceAll('0', 'F')])
    expect(writeGuid(new Uint8Array(GUID_BYTES), 0, text)).toBe(false);
});
