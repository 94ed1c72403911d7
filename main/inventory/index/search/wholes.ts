import type { Bitmap } from '../lists/bitmap';
import { intersect, unite, withBitmap } from '../lists/bitmap';
import type { Segment } from '../segments/segment';
import { Grader } from './grader';
import { Matcher } from './matcher';
import type { Term } from './term';
import { makeTerm } from './term';

/** Adds the rows that may have a field with exactly these words, or a whole field for each word. */
export function addWholes(segment: Segment, terms: readonly Term[], into: Bitmap): void {
  const text = terms.map((term) => term.text).join(' ');
  const all = terms.length > 1 ? [...terms, makeTerm(text, terms[0]?.fields ?? null)] : terms;
  const matcher = new Matcher(segment, new Grader(segment, all), all);
  if (terms.length > 1) {
    const each = terms.map((_, term) => matcher.wholes(term));
    if (each.every(({ size }) => size > 0))
      withBitmap(segment.rows, (rows) => {
        for (const [at, word] of each.entries()) {
          if (at === 0) rows.set(word.rows);
          else intersect(rows, word.rows);
        }
        unite(into, rows);
      });
  }
  const together = matcher.wholes(all.length - 1);
  if (together.size > 0) unite(into, together.rows);
}
