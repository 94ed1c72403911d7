import { isPartPoint, isWordBefore, LOWER, NEXT_SPELLING, pointAt, widthOf } from './characters';

/** How well a text matches: the grades of the shared rules in order; ABSENT when it does not. */
export const EXACT = 0;
export const SAME = 1;
export const PREFIX = 2;
export const WORD = 3;
export const INSIDE = 4;
export const ABSENT = 9;

/** First index of `wanted` (folded) in `bytes` between `from` and `end`; -1 when it is not there. */
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

/** Where the first spelling of a folded text ends. */
export function firstEnd(bytes: Uint8Array, start: number, end: number): number {
  // Creating a view for each text would cost more than the loop: texts are short, and every grade needs this.
  for (let at = start; at < end; at += 1) if (bytes[at] === NEXT_SPELLING) return at;
  return end;
}

const AT_SIGN = 0x40;
const DOT = 0x2e;
/** Whole addresses start where a word starts, as in the shared rules (`isWholeAddress`). */
function isWholeAddress(wanted: Uint8Array): boolean {
  const at = wanted.indexOf(AT_SIGN);
  const isLocal = at === wanted.length - 1 && wanted.indexOf(DOT) > 0;
  return at > 0 && (isLocal || wanted.indexOf(DOT, at + 2) > 0);
}

/** The grade of `wanted` in a folded text that has one spelling only. */
export function gradeOne(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): number {
  let at = findBytes(bytes, start, end, wanted);
  if (at < 0) return ABSENT;
  if (at === start) return end - start === wanted.length ? EXACT : PREFIX;
  for (; at >= 0; at = findBytes(bytes, at + 1, end, wanted)) if (!isWordBefore(bytes, start, at)) return WORD;
  return isWholeAddress(wanted) ? ABSENT : INSIDE;
}

/** The grade of `wanted` in the folded text from `start` to `end`, the best of its spellings. */
export function gradeBytes(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): number {
  const first = firstEnd(bytes, start, end);
  let best = gradeOne(bytes, start, first, wanted);
  for (let at = first; at < end;) {
    const next = firstEnd(bytes, at + 1, end);
    best = Math.min(best, Math.max(SAME, gradeOne(bytes, at + 1, next, wanted)));
    at = next;
  }
  return best;
}

/** Where `wanted`, starting at `at`, ends in `bytes` when separators are ignored; -1 when it is not there. */
function joinedEnd(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): number {
  let same = 0;
  while (same < wanted.length && at < end) {
    const lead = bytes[at] ?? 0;
    const width = widthOf(lead);
    if (isPartPoint(lead < 0x80 ? lead : pointAt(bytes, at))) {
      for (let byte = 0; byte < width; byte += 1) if (LOWER[bytes[at + byte] ?? 0] !== wanted[same + byte]) return -1;
      same += width;
    }
    at += width;
  }
  return same === wanted.length ? at : -1;
}

function isRestEmpty(bytes: Uint8Array, at: number, end: number): boolean {
  for (; at < end; at += widthOf(bytes[at] ?? 0)) if (isPartPoint(pointAt(bytes, at))) return false;
  return true;
}

/** A word without separators, and whether it may start anywhere in a text or only where a word starts. */
interface JoinedWord {
  readonly bytes: Uint8Array;
  readonly isAnywhere: boolean;
}

/** The grade of a word in one spelling of a text when separators are ignored. */
function gradeOneJoined(
  bytes: Uint8Array,
  start: number,
  end: number,
  { bytes: wanted, isAnywhere }: JoinedWord,
): number {
  let best = ABSENT;
  let isFirst = true;
  for (let at = start; at < end; at += widthOf(bytes[at] ?? 0)) {
    const lead = bytes[at] ?? 0;
    if (!isFirst && LOWER[lead] !== wanted[0]) continue;
    if (!isPartPoint(lead < 0x80 ? lead : pointAt(bytes, at))) continue;
    const reach = LOWER[lead] === wanted[0] ? joinedEnd(bytes, at, end, wanted) : -1;
    if (reach >= 0) {
      const isWord = isFirst || !isWordBefore(bytes, start, at);
      if (isFirst) best = Math.min(best, isRestEmpty(bytes, reach, end) ? SAME : PREFIX);
      else if (isWord) best = Math.min(best, WORD);
      else if (isAnywhere) best = Math.min(best, INSIDE);
    }
    isFirst = false;
  }
  return best;
}

/** Whether a text has anything but letters and digits; the separators of its spellings do not count. */
export function hasSeparator(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end;) {
    const lead = bytes[at] ?? 0;
    if (lead !== NEXT_SPELLING && !isPartPoint(lead < 0x80 ? lead : pointAt(bytes, at))) return true;
    at += lead < 0x80 ? 1 : widthOf(lead);
  }
  return false;
}

/** The grade of a word in any spelling of a text when separators are ignored. */
export function gradeJoined(bytes: Uint8Array, start: number, end: number, wanted: JoinedWord): number {
  let best = ABSENT;
  for (let at = start; at < end;) {
    const next = firstEnd(bytes, at, end);
    best = Math.min(best, gradeOneJoined(bytes, at, next, wanted));
    at = next + 1;
  }
  return best;
}
