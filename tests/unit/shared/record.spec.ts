import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGuid } from '../../../shared/guid';
import { isRecord, parseRecord } from '../../../shared/record';

describe('a record', () => {
  it('is an object, but neither an array nor null', () => {
    expect([{}, { a: 1 }, Object.create(null)].map(isRecord)).toEqual([true, true, true]);
    expect([null, undefined, [], [{}], 'text', 1, true, () => ({})].map(isRecord)).not.toContain(true);
  });

  it('is read from JSON text, and null for every other text', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(parseRecord(text)).toEqual(isRecord(value) ? value : null);
      }),
    );
    for (const text of ['', '{', '[{}]', 'null', '"{}"', '{"a":1}x']) expect(parseRecord(text)).toBeNull();
  });
});

describe('a GUID', () => {
  it('is accepted in either case', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect([id, id.toUpperCase()].map(isGuid)).toEqual([true, true]);
      }),
    );
  });

  it.each([
    '',
    '00000000-0000-0000-0000-00000000000',
    '00000000-0000-0000-0000-0000000000000',
    '0000000000000000-0000-0000-000000000000',
    '------------------------------------',
    '{00000000-0000-0000-0000-000000000000}',
    '00000000-0000-0000-0000-000000000000\n',
    'g0000000-0000-0000-0000-000000000000',
  ])('is not %j', (text) => {
    expect(isGuid(text)).toBe(false);
  });
});
