/** Sets of rows: one bit for each row, 32 rows in a word. */
export type Bitmap = Uint32Array;

export const newBitmap = (rows: number): Bitmap => new Uint32Array((rows + 31) >>> 5);

export const hasBit = (bits: Bitmap, row: number): boolean => (((bits[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;

export function setBit(bits: Bitmap, row: number): void {
  bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31));
}

export function clearBit(bits: Bitmap, row: number): void {
  bits[row >>> 5] = (bits[row >>> 5] ?? 0) & ~(1 << (row & 31));
}

/** Sets the bits of rows 0 to `rows` - 1. */
export function fill(bits: Bitmap, rows: number): void {
  bits.fill(0xffff_ffff);
  if ((rows & 31) !== 0 && bits.length > 0) bits[bits.length - 1] = (1 << (rows & 31)) - 1;
}

// In the loops below every index is in range; checking it each time would double their duration.

/** Removes from `into` what `other`, of the same size, does not have. */
export function intersect(into: Bitmap, other: Bitmap): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] as number) & (other[word] as number);
}

export function subtract(from: Bitmap, other: Bitmap): void {
  for (let word = 0; word < from.length; word += 1) from[word] = (from[word] as number) & ~(other[word] as number);
}

export function unite(into: Bitmap, other: Bitmap): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] as number) | (other[word] as number);
}

export function countBits(bits: Bitmap): number {
  let total = 0;
  for (let at = 0; at < bits.length; at += 1) {
    let word = bits[at] as number;
    if (word === 0) continue;
    word -= (word >>> 1) & 0x5555_5555;
    word = (word & 0x3333_3333) + ((word >>> 2) & 0x3333_3333);
    total += Math.imul((word + (word >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return total;
}

const pool: Bitmap[] = [];
const POOLED = 16;

/** Lends an empty set to `use`, which must not keep it: allocating one takes longer than most uses of it. */
export function withBitmap<T>(rows: number, use: (bits: Bitmap) => T): T {
  const words = (rows + 31) >>> 5;
  const place = pool.findLastIndex((bits) => bits.length === words);
  const bits = (place < 0 ? undefined : pool.splice(place, 1)[0]?.fill(0)) ?? new Uint32Array(words);
  try {
    return use(bits);
  } finally {
    pool.push(bits);
    if (pool.length > POOLED) pool.shift();
  }
}

/** Visits rows in ascending order until `visit` returns false. */
export function eachBit(bits: Bitmap, visit: (row: number) => boolean): void {
  for (let at = 0; at < bits.length; at += 1) {
    let word = bits[at] ?? 0;
    while (word !== 0) {
      const low = word & -word;
      if (!visit((at << 5) + 31 - Math.clz32(low))) return;
      word ^= low;
    }
  }
}

/** Rows of a set in ascending order. */
export function rowsOfBitmap(bits: Bitmap): readonly number[] {
  const rows: number[] = [];
  eachBit(bits, (row) => rows.push(row) > 0);
  return rows;
}
