import type { Bitmap } from '../lists/bitmap';
import { countBits, intersect, subtract } from '../lists/bitmap';
import type { Segment } from '../segments/segment';
import { SegmentSearch } from './ranking';
import { makeTerm } from './term';

/** The most combinations of ignored words that are tried. */
const TRIES = 128;

/** The live rows of each word, for each segment. */
function rowsOfWords(segments: readonly Segment[], words: readonly string[]): ReadonlyMap<string, readonly Bitmap[]> {
  return new Map(
    words.map((word) => [
      word,
      segments.map((segment) => living(segment, new SegmentSearch(segment, [makeTerm(word)], null).matched)),
    ]),
  );
}

function living(segment: Segment, rows: Bitmap): Bitmap {
  if (!segment.isWorn) return rows;
  const left = rows.slice();
  subtract(left, segment.deleted);
  return left;
}

function countTogether(of: readonly (readonly Bitmap[])[]): number {
  const [first = [], ...others] = of;
  return first.reduce((sum, rows, part) => {
    if (others.length === 0) return sum + countBits(rows);
    const both = rows.slice();
    for (const other of others) intersect(both, other[part] ?? new Uint32Array(both.length));
    return sum + countBits(both);
  }, 0);
}

/** Every way to choose `size` of the indexes, in order. */
function* choices(places: number, size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at <= places - size; at += 1)
      for (const others of choices(places, size - 1, at + 1)) yield [at, ...others];
}

/**
 * The words to ignore so that the others are found together: all words that are nowhere, and as few of the others as possible.
 * Of several ways, the one with the fewest devices, because it keeps the most distinctive words. Empty when there is no way.
 */
export function fewestLeftOut(segments: readonly Segment[], words: readonly string[]): readonly string[] {
  if (words.length < 2) return [];
  const rows = rowsOfWords(segments, words);
  const present = words.filter((word) => countTogether([rows.get(word) ?? []]) > 0);
  const absent = words.filter((word) => !present.includes(word));
  let tries = 0;
  for (let size = 0; size < present.length; size += 1) {
    let best: { readonly out: readonly string[]; readonly count: number } | null = null;
    for (const out of choices(present.length, size)) {
      if (tries >= TRIES) break;
      tries += 1;
      const count = countTogether(present.filter((_, at) => !out.includes(at)).map((word) => rows.get(word) ?? []));
      if (count > 0 && (best === null || count < best.count)) best = { out: out.map((at) => present[at] ?? ''), count };
    }
    if (best !== null) return [...absent, ...best.out];
  }
  return [];
}
