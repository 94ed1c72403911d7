import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GUID_BYTES, writeGuid } from '../../../../../main/inventory/index/columns/guid';
import { guidPart, listedIn, standsIn } from '../../../../../main/inventory/index/columns/guid-part';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import { hexKey } from '../../../../../main/inventory/index/lists/gram-keys';
import { GramReader } from '../../../../../main/inventory/index/lists/grams';
import { shareTexts } from '../../../../../main/inventory/index/lists/shared-texts';
import { columnsOf } from '../../../../../main/inventory/index/segments/draft';
import { ID_PART_MIN } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';
import { asTyped } from '../../../../support/typed-query';

const digit = fc.constantFrom(...Array.from('0123456789abcdef'));
const guid = fc
  .array(digit, { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
const NIL = '00000000-0000-0000-0000-000000000000';

test.each([
  ['abcdabcd', [0, 20, 21, 22, 23, 24]],
  ['0a1f-0a0a', [4, 8, 12, 16]],
  ['a-1234-b', [7, 11, 15]],
  ['01234567-89ab-cdef-0123-456789abcdef', [0]],
  ['456789abcdef', [20]],
  ['-4567-89', [8, 12, 16]],
])('%s is a part of a GUID that begins with one of its digits %j', (text, starts) => {
  expect(guidPart(text)).toEqual({
    digits: Array.from(text.replaceAll('-', ''), (one) => Number.parseInt(one, 16)),
    starts,
  });
});

test.each(['abcdabc', 'abcdabcg', '--------', '0a-1f-0a', '123456789abcd', 'a'.repeat(37), 'ab--12345678', ''])(
  '%j is part of no GUID, or too short',
  (text) => {
    expect(guidPart(text)).toBeNull();
  },
);

test('every searchable part of any GUID contains some listed digits, wherever it begins', () => {
  const columns = (id: string) => columnsOf([aDevice({ id, entraId: '' })]);
  fc.assert(
    fc.property(guid, (text) => {
      fc.pre(text !== NIL);
      const of = columns(text);
      const reader = new GramReader(of, shareTexts(of));
      const keys = new Set(reader.keys.subarray(0, reader.read(0)));
      const bytes = new Uint8Array(GUID_BYTES);
      writeGuid(bytes, 0, text);
      for (let from = 0; from < text.length; from += 1) {
        for (let to = from + ID_PART_MIN; to <= text.length; to += 1) {
          const part = guidPart(text.slice(from, to));
          const start = text.slice(0, from).replaceAll('-', '').length;
          expect(part?.starts).toContain(start);
          if (part === null) continue;
          expect(standsIn(bytes, 0, part.digits, start)).toBe(true);
          const listed = listedIn(part, start);
          expect(listed.length).toBeGreaterThan(0);
          for (const at of listed)
            expect(keys).toContain(hexKey(part.digits[at] ?? -1, part.digits[at + 1] ?? -1, part.digits[at + 2] ?? -1));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('digits are found at their position, and not with any other digit', () => {
  fc.assert(
    fc.property(guid, fc.nat(24), fc.nat(7), fc.integer({ min: 1, max: 15 }), (text, start, other, change) => {
      const bytes = new Uint8Array(2 * GUID_BYTES);
      writeGuid(bytes, GUID_BYTES, text);
      const digits = Array.from(text.replaceAll('-', ''), (one) => Number.parseInt(one, 16)).slice(start, start + 8);
      expect(standsIn(bytes, 1, digits, start)).toBe(true);
      digits[other] = ((digits[other] ?? 0) + change) % 16;
      expect(standsIn(bytes, 1, digits, start)).toBe(false);
    }),
  );
});

const few = fc
  .array(fc.constantFrom('0', '0', 'a', 'b'), { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));

test('a part of an id finds the devices whose ids have it, and no others', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(few, { minLength: 2, maxLength: 60 }),
      fc.nat(59),
      fc.nat(27),
      fc.integer({ min: ID_PART_MIN, max: 36 }),
      (ids, at, from, length) => {
        const devices = ids.map((id, place) =>
          aDevice({
            id,
            name: '',
            serial: '',
            entraId: place % 3 === 0 ? '' : (ids[(place * 7 + 1) % ids.length] ?? ''),
          }),
        );
        const index = new DeviceIndex();
        index.upsert(devices);
        const part = (ids[at % ids.length] ?? '').slice(from, from + length);
        fc.pre(part.length >= ID_PART_MIN);
        const found = index.query(asTyped({ text: part, limit: 100 })).rows.map(({ device }) => device.id);
        expect([...found].sort()).toEqual(
          devices
            .filter(({ id, entraId }) => id.includes(part) || entraId.includes(part))
            .map(({ id }) => id)
            .sort(),
        );
      },
    ),
    { numRuns: 200 },
  );
});
