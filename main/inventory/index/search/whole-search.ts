import type { Bitmap } from '../lists/bitmap';
import { countBits, eachBit, intersect, subtract, withBitmap } from '../lists/bitmap';
import type { Segment } from '../segments/segment';
import { Grader, NO_MATCH } from './grader';
import type { Hit, SearchLimits } from './hits';
import { byRank, finely, GRADE_LIMIT, isWholeRank, noStanding, rankOf, SegmentSearch } from './ranking';
import type { Term } from './term';
import { addWholes } from './wholes';

/** The most rows of one segment that may match as a whole field; they rank above all other rows with these words. */
const WHOLE_LIMIT = 200;

/** Grades the candidates; null when there are too many to grade one by one. */
function wholesOf(segment: Segment, terms: readonly Term[], filter: Bitmap | null): readonly Hit[] | null {
  const grader = new Grader(segment, terms);
  return withBitmap(segment.rows, (rows) => {
    addWholes(segment, terms, rows);
    if (segment.isWorn) subtract(rows, segment.deleted);
    if (filter !== null) intersect(rows, filter);
    if (countBits(rows) > GRADE_LIMIT) return null;
    const hits: Hit[] = [];
    eachBit(rows, (row) => {
      const matchClass = finely(grader, row);
      if (matchClass !== NO_MATCH) hits.push({ row, rank: rankOf(matchClass, row, noStanding) });
      return true;
    });
    return hits.sort(byRank);
  });
}

/** The rows of one segment in which a field is all of the words, best first. */
export function wholeHits(
  segment: Segment,
  terms: readonly Term[],
  filter: Bitmap | null,
  limits: SearchLimits,
): readonly Hit[] {
  const few = wholesOf(segment, terms, filter);
  const hits = few ?? new SegmentSearch(segment, terms, filter, limits).best(WHOLE_LIMIT, noStanding);
  return hits.filter(({ rank }) => isWholeRank(rank)).slice(0, WHOLE_LIMIT);
}
