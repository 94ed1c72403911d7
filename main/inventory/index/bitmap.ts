/** Sets of rows: one bit a row, 32 rows a word. */
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

export function intersect(into: Bitmap, other: Bitmap): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] ?? 0) & (other[word] ?? 0);
}

export function subtract(from: Bitmap, other: Bitmap): void {
  for (let word = 0; word < from.length; word += 1) from[word] = (from[word] ?? 0) & ~(other[word] ?? 0);
}

export function unite(into: Bitmap, other: Bitmap): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] ?? 0) | (other[word] ?? 0);
}

export function countBits(bits: Bitmap): number {
  let total = 0;
  for (let at = 0; at < bits.length; at += 1) {
    let word = bits[at] ?? 0;
    word -= (word >>> 1) & 0x5555_5555;
    word = (word & 0x3333_3333) + ((word >>> 2) & 0x3333_3333);
    total += Math.imul((word + (word >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return total;
}

/** Rows in ascending order until `visit` answers false. */
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
