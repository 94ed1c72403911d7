import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HASH_START, hashByte, hashEnd, hashRows, NO_HASH } from '../../../../../main/inventory/index/lists/row-hash';
import { finish } from '../../../../../main/inventory/index/segments/segment';

const hashOf = (text: string): number => hashEnd(Array.from(Buffer.from(text)).reduce(hashByte, HASH_START));

test('a row is among those of its hash, whatever the hashes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 0x7fff_ffff }), fc.constantFrom(0, 1, 0x7fff_ffff)), {
        maxLength: 300,
      }),
      (hashes) => {
        const table = finish(hashRows(hashes.length, (row) => hashes[row]!));
        for (const [row, hash] of hashes.entries()) expect(table.rowsOf(hash)).toContain(row);
      },
    ),
  );
});

test('rows of one hash come in ascending order', () => {
  const table = finish(hashRows(100, (row) => row % 3));
  for (const hash of [0, 1, 2]) expect([...table.rowsOf(hash)]).toEqual([...table.rowsOf(hash)].sort((a, b) => a - b));
});

test('rows without a hash are never found', () => {
  const table = finish(hashRows(50, (row) => (row % 2 === 0 ? row : NO_HASH)));
  const found = Array.from({ length: 50 }, (_, hash) => [...table.rowsOf(hash)]).flat();
  expect(found.every((row) => row % 2 === 0)).toBe(true);
});

test('an empty table finds nothing', () => {
  expect(finish(hashRows(0, () => 1)).rowsOf(1)).toHaveLength(0);
});

test('hashes never equal the mark of no hash, and similar texts have different ones', () => {
  fc.assert(fc.property(fc.string(), (text) => hashOf(text) >= 0));
  const hashes = new Set(Array.from({ length: 20_000 }, (_, number) => hashOf(`tyo-lt-${number}`)));
  expect(hashes.size).toBeGreaterThan(19_900);
});

test('few rows share a bucket', () => {
  const table = finish(hashRows(10_000, (row) => hashOf(`ber-${row}`)));
  const sizes = Array.from({ length: 10_000 }, (_, row) => table.rowsOf(hashOf(`ber-${row}`)).length);
  expect(Math.max(...sizes)).toBeLessThan(30);
  expect(table.bytes).toBeLessThan(10_000 * 7);
});
