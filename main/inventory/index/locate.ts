import { isWordBefore, LOWER } from './characters';

/** How well a text was found, as the grades of the shared rules in their order; ABSENT when it was not. */
export const EXACT = 0;
export const PREFIX = 1;
export const WORD = 2;
export const INSIDE = 3;
export const ABSENT = 9;

/** First place of `wanted` (lower case) in `bytes` from `from` up to `end`; -1 when it is not there. */
export function findBytes(bytes: Uint8Array, from: number, end: number, wanted: Uint8Array): number {
  const length = wanted.length;
  const first = wanted[0] ?? 0;
  const last = end - length;
  for (let at = from; at <= last; at += 1) {
    if (LOWER[bytes[at] ?? 0] !== first) continue;
    let same = 1;
    while (same < length && LOWER[bytes[at + same] ?? 0] === wanted[same]) same += 1;
    if (same === length) return at;
  }
  return -1;
}

/** The grade of `wanted` in the folded text from `start` to `end`. */
export function gradeBytes(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): number {
  let at = findBytes(bytes, start, end, wanted);
  if (at < 0) return ABSENT;
  if (at === start) return end - start === wanted.length ? EXACT : PREFIX;
  for (; at >= 0; at = findBytes(bytes, at + 1, end, wanted)) if (!isWordBefore(bytes, start, at)) return WORD;
  return INSIDE;
}
