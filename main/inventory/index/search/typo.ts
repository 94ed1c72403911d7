import type { DeviceField, ManagedDevice, MatchReason } from '../../../../shared/managed-device';
import type { Folded } from '../../../../shared/search/fold';
import { foldAll, originalRange } from '../../../../shared/search/fold';
import { isIdField, mergeRanges, searchedFields } from '../../../../shared/search/match';
import { shownText } from '../../../../shared/search/shown';
import { isWordPoint } from '../columns/characters';

/** Shorter and longer words are never assumed to be mistyped. */
const TYPO_TERM_MIN = 4;
const TYPO_TERM_MAX = 64;

export function mayBeMistyped(word: string): boolean {
  const { length } = Array.from(word);
  return length >= TYPO_TERM_MIN && length <= TYPO_TERM_MAX;
}

export interface TypoPlace {
  readonly start: number;
  readonly end: number;
  /** Lower is better: whole words before prefixes of words, starts of texts before later words. */
  readonly cost: number;
}

type Points = Int32Array;

/** The code points of a text. A hand-written loop for speed, because it runs for every row that is shown. */
export function pointsOf(text: string): Points {
  const points = new Int32Array(text.length);
  let size = 0;
  for (let at = 0; at < text.length; size += 1) {
    const point = text.codePointAt(at) ?? 0;
    points[size] = point;
    at += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, size);
}

/** Costs below this are whole words. */
export const WHOLE_WORD_COST = 2;

/** Marks the end of a searched text. */
export const END = -1;

/** Whether the rest of `wanted`, starting at `from`, is in `text` at `at`. */
function stands(text: Points, at: number, wanted: Points, from: number): boolean {
  for (let place = from; place < wanted.length; place += 1) if (text[at + place - from] !== wanted[place]) return false;
  return true;
}

/**
 * Calls `visit` with each length for which `text`, starting at `start`, equals `wanted` with at most one wrong,
 * missing, additional or swapped character.
 */
function eachLength(text: Points, start: number, wanted: Points, visit: (length: number) => void): void {
  const length = wanted.length;
  let same = 0;
  while (same < length && text[start + same] === wanted[same]) same += 1;
  const at = start + same;
  if (same === length) visit(length);
  if (text[at] === END) {
    if (same + 1 === length) visit(same);
    return;
  }
  if (stands(text, at + 1, wanted, same)) visit(length + 1);
  if (same === length) return;
  const isSwapped =
    same + 1 < length &&
    wanted[same] === text[at + 1] &&
    wanted[same + 1] === text[at] &&
    stands(text, at + 2, wanted, same + 2);
  if (isSwapped || stands(text, at + 1, wanted, same + 1)) visit(length);
  if (stands(text, at, wanted, same + 1)) visit(length - 1);
}

/** Calls `visit` with each position at which a word of the text (terminated by `END`) starts with the mistyped word. */
function eachTypo(text: Points, wanted: Points, visit: (start: number, length: number, cost: number) => void): void {
  for (let start = 0; text[start] !== END; start += 1) {
    if (start > 0 && isWordPoint(text[start - 1] ?? 0)) continue;
    eachLength(text, start, wanted, (length) => {
      const next = text[start + length] ?? END;
      visit(start, length, (next === END || !isWordPoint(next) ? 0 : WHOLE_WORD_COST) + (start === 0 ? 0 : 1));
    });
  }
}

/** The cost of the best such position; -1 when there is none. */
export function typoCost(text: Points, wanted: Points): number {
  let best = -1;
  eachTypo(text, wanted, (_, __, cost) => {
    if (best < 0 || cost < best) best = cost;
  });
  return best;
}

/** The best position at which a word of `text` starts with the mistyped word. */
export function findTypo(text: Points, wanted: Points): TypoPlace | null {
  let best: TypoPlace | null = null;
  const ended = new Int32Array(text.length + 1).fill(END);
  ended.set(text);
  eachTypo(ended, wanted, (start, length, cost) => {
    if (best === null || cost < best.cost) best = { start, end: start + length, cost };
  });
  return best;
}

/** Fields in which mistyped words are searched: all except ids and MAC addresses. */
export const typoFields = searchedFields.filter((field) => !isIdField(field) && field !== 'wifiMac');

/** The range of letters that differ from the word; for a missing letter, its neighbours. */
function differing(text: Points, { start, end }: TypoPlace, wanted: Points): readonly [number, number] {
  let from = start;
  while (from < end && text[from] === wanted[from - start]) from += 1;
  let to = end;
  while (to > from && to - end + wanted.length > from - start && text[to - 1] === wanted[to - 1 - end + wanted.length])
    to -= 1;
  return to > from ? [from, to] : [Math.max(start, from - 1), Math.min(end, from + 1)];
}

interface Marked {
  readonly words: number;
  readonly right: readonly (readonly [number, number])[];
  readonly wrong: readonly (readonly [number, number])[];
}

function marksIn(folded: Folded, terms: readonly string[], mistyped: ReadonlySet<string>): Marked {
  const points = pointsOf(folded.text);
  // Characters beyond the basic plane take two units; ranges count units.
  const unitAt = (place: number): number =>
    points.subarray(0, place).reduce((units, point) => units + (point > 0xffff ? 2 : 1), 0);
  const right: (readonly [number, number])[] = [];
  const wrong: (readonly [number, number])[] = [];
  for (const term of terms) {
    const at = folded.text.indexOf(term);
    if (at >= 0) {
      right.push([at, at + term.length]);
      continue;
    }
    const own = pointsOf(term);
    const typo = mistyped.has(term) ? findTypo(points, own) : null;
    if (typo === null) continue;
    const [from, to] = differing(points, typo, own);
    wrong.push([unitAt(from), unitAt(to)]);
  }
  return { words: right.length + wrong.length, right, wrong };
}

/** The reason why a device matches words with typing errors; null when it does not match. */
export function typoReason(
  device: ManagedDevice,
  terms: readonly string[],
  mistyped: ReadonlySet<string>,
  fields: readonly DeviceField[] | null = null,
): MatchReason | null {
  let best: MatchReason | null = null;
  let most = 0;
  for (const field of typoFields) {
    if (fields !== null && !fields.includes(field)) continue;
    const text = shownText(device, field);
    if (text === '') continue;
    for (const folded of foldAll(text)) {
      const { words, right, wrong } = marksIn(folded, terms, mistyped);
      if (words <= most) continue;
      most = words;
      const ranges = wrong.length > 0 ? wrong : right;
      best = { field, ranges: mergeRanges(ranges.map(([start, end]) => originalRange(folded, start, end))) };
    }
  }
  return best;
}
