import type { ManagedDevice, MatchReason } from '../../../shared/managed-device';
import { fold, originalRange } from '../../../shared/search/fold';
import { searchedFields } from '../../../shared/search/match';
import { isWordPoint } from './characters';

/** Shorter words are never taken for mistyped. */
export const TYPO_TERM_MIN = 4;

export interface TypoPlace {
  readonly start: number;
  readonly end: number;
  /** The smaller the better: whole words before beginnings of words, starts of texts before later words. */
  readonly cost: number;
}

type Points = Int32Array;

export const pointsOf = (text: string): Points => Int32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0));

/** Whether `wanted` from `from` on stands in `text` at `at`. */
function stands(text: Points, at: number, wanted: Points, from: number): boolean {
  if (at + wanted.length - from > text.length) return false;
  for (let place = from; place < wanted.length; place += 1) if (text[at + place - from] !== wanted[place]) return false;
  return true;
}

/**
 * How much of `text` from `start` on is `wanted` with at most one wrong, missing, additional or swapped character;
 * -1 when it is not.
 */
export function typoLength(text: Points, start: number, wanted: Points): number {
  const size = wanted.length;
  let same = 0;
  while (same < size && start + same < text.length && text[start + same] === wanted[same]) same += 1;
  if (same === size) return size;
  const at = start + same;
  if (wanted[same] === text[at + 1] && wanted[same + 1] === text[at] && same + 1 < size && stands(text, at + 2, wanted, same + 2)) return size;
  if (at < text.length && stands(text, at + 1, wanted, same + 1)) return size;
  if (stands(text, at, wanted, same + 1)) return size - 1;
  return stands(text, at + 1, wanted, same) ? size + 1 : -1;
}

/** The best place where a word of `text` (of so many characters) begins as the mistyped word. */
export function findTypo(text: Points, wanted: Points): TypoPlace | null {
  let best: TypoPlace | null = null;
  for (let start = 0; start + wanted.length - 1 <= text.length; start += 1) {
    if (start > 0 && isWordPoint(text[start - 1] ?? 0)) continue;
    const length = typoLength(text, start, wanted);
    if (length < 0) continue;
    const end = start + length;
    const isWhole = end >= text.length || !isWordPoint(text[end] ?? 0);
    const cost = (isWhole ? 0 : 2) + (start === 0 ? 0 : 1);
    if (best === null || cost < best.cost) best = { start, end, cost };
  }
  return best;
}

/** Where mistyped words may be: everywhere but in ids. */
export const typoFields = searchedFields.filter((field) => field !== 'id' && field !== 'entraId');

/** Why a device answers words of which some are mistyped; null when it does not. */
export function typoReason(device: ManagedDevice, terms: readonly string[], mistyped: ReadonlySet<string>): MatchReason | null {
  const wanted = terms.map((term) => ({ term, points: pointsOf(term) }));
  let best: MatchReason | null = null;
  let most = 0;
  for (const field of typoFields) {
    const folded = fold(device[field]);
    const points = pointsOf(folded.text);
    // Characters beyond the basic plane take two units; ranges count units.
    const unitAt = (place: number): number => String.fromCodePoint(...points.slice(0, place)).length;
    const places = wanted.flatMap(({ term, points: own }): readonly (readonly [number, number])[] => {
      const at = folded.text.indexOf(term);
      if (at >= 0) return [[at, at + term.length]];
      const typo = mistyped.has(term) ? findTypo(points, own) : null;
      return typo === null ? [] : [[unitAt(typo.start), unitAt(typo.end)]];
    });
    if (places.length <= most) continue;
    most = places.length;
    best = { field, ranges: [...places].sort((a, b) => a[0] - b[0]).map(([start, end]) => originalRange(folded, start, end)) };
  }
  return best;
}
