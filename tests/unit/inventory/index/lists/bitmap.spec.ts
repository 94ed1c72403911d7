import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bitmap } from '../../../../../main/inventory/index/lists/bitmap';
import {
  clearBit,
  countBits,
  eachBit,
  fill,
  hasBit,
  intersect,
  newBitmap,
  rowsOfBitmap,
  setBit,
  subtract,
  unite,
  withBitmap,
} from '../../../../../main/inventory/index/lists/bitmap';

const ROWS = 200;
const someRows = fc.uniqueArray(fc.nat(ROWS - 1), { maxLength: 80 });
const setOf = (rows: readonly number[]): Bitmap => {
  const bits = newBitmap(ROWS);
  for (const row of rows) setBit(bits, row);
  return bits;
};
const ascending = (rows: Iterable<number>): readonly number[] => [...rows].sort((a, b) => a - b);

test('a set has what was added to it, in ascending order', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const bits = setOf(rows);
      expect(rowsOfBitmap(bits)).toEqual(ascending(rows));
      expect(countBits(bits)).toBe(rows.length);
      for (let row = 0; row < ROWS; row += 1) expect(hasBit(bits, row)).toBe(rows.includes(row));
    }),
  );
});

test('removing a row leaves the others', () => {
  fc.assert(
    fc.property(someRows, fc.nat(ROWS - 1), (rows, gone) => {
      const bits = setOf(rows);
      clearBit(bits, gone);
      expect(rowsOfBitmap(bits)).toEqual(ascending(rows.filter((row) => row !== gone)));
    }),
  );
});

test('intersection, union and difference', () => {
  fc.assert(
    fc.property(someRows, someRows, (left, right) => {
      const changed = (change: (into: Bitmap, other: Bitmap) => void): readonly number[] => {
        const bits = setOf(left);
        change(bits, setOf(right));
        return rowsOfBitmap(bits);
      };
      expect(changed(intersect)).toEqual(ascending(left.filter((row) => right.includes(row))));
      expect(changed(unite)).toEqual(ascending(new Set([...left, ...right])));
      expect(changed(subtract)).toEqual(ascending(left.filter((row) => !right.includes(row))));
    }),
  );
});

test.each([0, 1, 31, 32, 33, 64, 100])('a full set of %i rows has no row too many', (rows) => {
  const bits = newBitmap(rows);
  fill(bits, rows);
  expect(countBits(bits)).toBe(rows);
  expect(rowsOfBitmap(bits)).toEqual(Array.from({ length: rows }, (_, row) => row));
});

test('a walk ends when the visitor stops it', () => {
  const seen: number[] = [];
  eachBit(setOf([3, 40, 41, 199]), (row) => seen.push(row) < 2);
  expect(seen).toEqual([3, 40]);
});

test('a lent set is empty, whatever its previous content', () => {
  withBitmap(ROWS, (bits) => fill(bits, ROWS));
  expect(withBitmap(ROWS, countBits)).toBe(0);
});

test('sets lent at the same time are distinct', () => {
  withBitmap(ROWS, (outer) => {
    setBit(outer, 7);
    withBitmap(ROWS, (inner) => expect(countBits(inner)).toBe(0));
    expect(rowsOfBitmap(outer)).toEqual([7]);
  });
});

test('a set is returned when its use fails', () => {
  expect(() =>
    withBitmap(ROWS, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(withBitmap(ROWS, countBits)).toBe(0);
});

test('lent sets have the requested size', () => {
  for (const rows of [10, 1_000, 10]) expect(withBitmap(rows, (bits) => bits.length)).toBe(Math.ceil(rows / 32));
});
