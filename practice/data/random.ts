/** Seeded, order-free randomness: every value is a pure function of (seed, stream, index). */

const A = 0x21f0aaad;
const B = 0x735a2d97;
const INVERSE_A = inverse(A);
const INVERSE_B = inverse(B);

/** Multiplicative inverse of an odd number modulo 2^32 (Newton's iteration). */
function inverse(odd: number): number {
  let x = odd;
  for (let round = 0; round < 5; round += 1) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}

/** A bijection on unsigned 32-bit numbers that scatters neighbours. */
export function scatter(value: number): number {
  let x = value | 0;
  x ^= x >>> 16;
  x = Math.imul(x, A);
  x ^= x >>> 15;
  x = Math.imul(x, B);
  x ^= x >>> 15;
  return x >>> 0;
}

/** Undoes {@link scatter}. */
export function gather(value: number): number {
  let x = value | 0;
  x ^= (x >>> 15) ^ (x >>> 30);
  x = Math.imul(x, INVERSE_B);
  x ^= (x >>> 15) ^ (x >>> 30);
  x = Math.imul(x, INVERSE_A);
  x ^= x >>> 16;
  return x >>> 0;
}

/** An unsigned 32-bit draw for one index of one stream. */
export function draw(seed: number, stream: number, index: number): number {
  return scatter(scatter(index ^ Math.imul(stream, 0x9e3779b9)) ^ seed);
}

/** A draw in [0, 1). */
export function share(seed: number, stream: number, index: number): number {
  return draw(seed, stream, index) / 0x1_0000_0000;
}

/** One item of a non-empty list. */
export function pick<T>(list: readonly T[], value: number): T {
  const item = list[value % list.length];
  if (item === undefined) throw new RangeError('pick needs a non-empty list');
  return item;
}

/** Two bytes as text; a table, because it builds lists of half a million ids. */
const PAIRS: readonly string[] = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, '0'));

const low = (value: number): string => PAIRS[value & 0xffff] ?? '';
const high = (value: number): string => PAIRS[value >>> 16] ?? '';

/** GUID-shaped ids that can be turned back into their index without a table. */
export interface GuidCodec {
  readonly encode: (index: number) => string;
  /** The index, or undefined when the text is not an id of this codec. */
  readonly decode: (id: string) => number | undefined;
}

export function guidCodec(seed: number, stream: number): GuidCodec {
  const salt = draw(seed, stream, 0x5a17);
  const encode = (index: number): string => {
    const b = draw(seed, stream + 1, index);
    const c = draw(seed, stream + 2, index);
    const d = draw(seed, stream + 3, index);
    const first = scatter(index ^ salt);
    const version = (c & 0x0fff) | 0x4000;
    const variant = (b & 0x3fff) | 0x8000;
    return `${high(first)}${low(first)}-${high(b)}-${low(version)}-${low(variant)}-${high(c)}${high(d)}${low(d)}`;
  };
  const decode = (id: string): number | undefined => {
    const first = /^([0-9a-f]{8})-/i.exec(id)?.[1];
    if (first === undefined) return undefined;
    const index = (gather(Number.parseInt(first, 16)) ^ salt) >>> 0;
    return encode(index) === id.toLowerCase() ? index : undefined;
  };
  return { encode, decode };
}

/** Caches the newest result: building one row asks for the same index many times. */
export function remember<T>(compute: (index: number) => T): (index: number) => T {
  let newest: { readonly index: number; readonly value: T } | undefined;
  return (index) => {
    if (newest?.index !== index) newest = { index, value: compute(index) };
    return newest.value;
  };
}
