import type { DeviceField, ManagedDevice, MatchReason } from '../../../shared/managed-device';
import { fold, originalRange } from '../../../shared/search/fold';
import { mergeRanges, searchedFields } from '../../../shared/search/match';
import { isWordPoint } from './characters';

/** Shorter and longer words are never taken for mistyped. */
const TYPO_TERM_MIN = 4;
const TYPO_TERM_MAX = 64;

export function mayBeMistyped(word: string): boolean {
  const { length } = Array.from(word);
  return length >= TYPO_TERM_MIN && length <= TYPO_TERM_MAX;
}

export interface TypoPlace {
  readonly start: number;
  readonly end: number;
  /** The smaller the better: whole words before beginnings of words, starts of texts before later words. */
  readonly cost: number;
}

type Points = Int32Array;

export const pointsOf = (text: string): Points => Int32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0));

/** Costs below this are those of whole words. */
export const WHOLE_WORD_COST = 2;

/** Behind the last point of a text in which words are looked for. */
export const END = -1;

/** Whether `wanted` from `from` on stands in `text` at `at`. */
function stands(text: Points, at: number, wanted: Points, from: number): boolean {
  for (let place = from; place < wanted.length; place += 1) if (text[at + place - from] !== wanted[place]) return false;
  return true;
}

/**
 * Calls `visit` with how much of `text` from `start` on is `wanted` with at most one wrong, missing, additional or
 * swapped character, once for each way to read it.
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
  const isSwapped = same + 1 < length && wanted[same] === text[at + 1] && wanted[same + 1] === text[at] && stands(text, at + 2, wanted, same + 2);
  if (isSwapped || stands(text, at + 1, wanted, same + 1)) visit(length);
  if (stands(text, at, wanted, same + 1)) visit(length - 1);
}

/** Calls `visit` with each place where a word of the text, which ends with `END`, begins as the mistyped word. */
function eachTypo(text: Points, wanted: Points, visit: (start: number, length: number, cost: number) => void): void {
  for (let start = 0; text[start] !== END; start += 1) {
    if (start > 0 && isWordPoint(text[start - 1] ?? 0)) continue;
    eachLength(text, start, wanted, (length) => {
      const next = text[start + length] ?? END;
      visit(start, length, (next === END || !isWordPoint(next) ? 0 : WHOLE_WORD_COST) + (start === 0 ? 0 : 1));
    });
  }
}

/** The cost of the best such place; -1 when there is none. */
export function typoCost(text: Points, wanted: Points): number {
  let best = -1;
  eachTypo(text, wanted, (_, __, cost) => {
    if (best < 0 || cost < best) best = cost;
  });
  return best;
}

/** The best place where a word of `text` begins as the mistyped word. */
export function findTypo(text: Points, wanted: Points): TypoPlace | null {
  let best: TypoPlace | null = null;
  const ended = new Int32Array(text.length + 1).fill(END);
  ended.set(text);
  eachTypo(ended, wanted, (start, length, cost) => {
    if (best === null || cost < best.cost) best = { start, end: start + length, cost };
  });
  return best;
}

/** Where mistyped words may be: everywhere but in ids. */
export const typoFields = searchedFields.filter((field) => field !== 'id' && field !== 'entraId');

/** Why a device answers words of which some are mistyped; null when it does not. */
export function typoReason(device: ManagedDevice, terms: readonly string[], mistyped: ReadonlySet<string>, fields: readonly DeviceField[] | null = null): MatchReason | null {
  const wanted = terms.map((term) => ({ term, points: pointsOf(term) }));
  let best: MatchReason | null = null;
  let most = 0;
  for (const field of typoFields) {
    if (fields !== null && !fields.includes(field)) continue;
    const folded = fold(device[field]);
    const points = pointsOf(folded.text);
    // Characters beyond the basic plane take two units; ranges count units.
    const unitAt = (place: number): number => points.subarray(0, place).reduce((units, point) => units + (point > 0xffff ? 2 : 1), 0);
    const places = wanted.flatMap(({ term, points: own }): readonly (readonly [number, number])[] => {
      const at = folded.text.indexOf(term);
      if (at >= 0) return [[at, at + term.length]];
      const typo = mistyped.has(term) ? findTypo(points, own) : null;
      return typo === null ? [] : [[unitAt(typo.start), unitAt(typo.end)]];
    });
    if (places.length <= most) continue;
    most = places.length;
    best = { field, ranges: mergeRanges(places.map(([start, end]) => originalRange(folded, start, end))) };
  }
  return best;
}
