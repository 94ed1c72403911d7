import type { DeviceField } from '../../../../shared/managed-device';
import { foldAll } from '../../../../shared/search/fold';
import { hasForm } from '../../../../shared/search/forms';
import { heardWord } from '../../../../shared/search/heard';
import { termsOf } from '../../../../shared/search/match';
import type { Reading } from '../../../../shared/search/reading';
import { typedWords } from '../../../../shared/search/respelled';
import type { SearchMode, SearchReading } from '../../../../shared/search/stages';
import type { Bitmap } from '../lists/bitmap';
import { hasBit, intersect, newBitmap, setBit } from '../lists/bitmap';
import type { Segment } from '../segments/segment';
import { filterRows } from './filters';
import { HeardSearch } from './heard-search';
import type { SearchLimits } from './hits';
import type { IndexQuery } from './query';
import type { Standing } from './ranking';
import { noStanding, SegmentSearch } from './ranking';
import type { Search, SegmentAnswer } from './result-set';
import type { Term } from './term';
import { makeTerm } from './term';
import { mayBeMistyped } from './typo';
import { TypoSearch } from './typo-search';
import { wholeHits } from './whole-search';

/** A search and the reading that the window shows for it. */
export interface ReadingSearch extends Search {
  readonly reading: Reading;
  readonly mode: SearchMode;
  /** The searched fields; null: all of them. */
  readonly fields: readonly DeviceField[] | null;
  /** The code that was searched with similar letters; absent for a plain search. */
  readonly heard?: string;
  /** The searched text is a guess. */
  readonly similar?: true;
  /** The words of it that are assumed to be mistyped. */
  readonly mistyped: ReadonlySet<string>;
}

export interface Asked {
  readonly segments: readonly Segment[];
  readonly query: IndexQuery;
  readonly limits: SearchLimits;
}

/** Most alternative texts of one reading that are searched. */
const ALTERNATIVES = 64;
const nothing: ReadonlySet<string> = new Set();

const rowsOfIds = (segment: Segment, ids: readonly string[] = []): ReadonlySet<number> =>
  new Set(ids.map((id) => segment.rowOf(id)).filter((row) => row >= 0));

/** The first row that checked in before a time; rows are sorted by check-in. */
function firstBefore({ columns: { checkIns, rows } }: Segment, moment: number): number {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((checkIns[middle] ?? 0) >= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

const standingOf = (segment: Segment, { pinned, recent, staleBefore }: IndexQuery): Standing => ({
  pinned: rowsOfIds(segment, pinned),
  recent: rowsOfIds(segment, recent),
  staleFrom: staleBefore === undefined ? Number.POSITIVE_INFINITY : firstBefore(segment, staleBefore),
});

/** A searched text, folded and as typed. For an alternative spelling, which was not typed, both are the same. */
interface Spelled {
  readonly text: string;
  readonly typed: string;
}

function wordsOf({ text, typed }: Spelled, { fields }: SearchReading): readonly Term[] {
  const spelled = new Map(typedWords(typed).map((word) => [word.folded, word.typed]));
  return termsOf(text).map((word) => makeTerm(word, fields ?? null, spelled.get(word)));
}

/** Rows of devices of the required form factor; null when none is required. */
function formRows(segment: Segment, { form }: SearchReading): Bitmap | null {
  if (form === undefined) return null;
  const { kinds, kindTable, rows } = segment.columns;
  return segment.rowsWith(`form ${form}`, (into) => {
    const has = Uint8Array.from(kindTable, (kind) => (hasForm(kind, form) ? 1 : 0));
    for (let row = 0; row < rows; row += 1) if (has[kinds[row] ?? 0] === 1) setBit(into, row);
    return false;
  }).rows;
}

function both(one: Bitmap | null, other: Bitmap | null): Bitmap | null {
  if (one === null || other === null) return one ?? other;
  const rows = one.slice();
  intersect(rows, other);
  return rows;
}

/** Rows that pass the chips and have the required form factor; null when neither is set. */
const allowedRows = (segment: Segment, { query }: Asked, reading: SearchReading | null): Bitmap | null =>
  both(filterRows(segment, query.chips ?? {}), reading === null ? null : formRows(segment, reading));

/** Searches every segment for the words without typos. */
export const askPlainly = (
  asked: Asked,
  terms: readonly Term[],
  reading: SearchReading | null = null,
): readonly SegmentAnswer[] =>
  asked.segments.map((segment): SegmentAnswer => {
    const search = new SegmentSearch(segment, terms, allowedRows(segment, asked, reading), asked.limits);
    const standing = search.total === 0 ? noStanding : standingOf(segment, asked.query);
    return {
      segment,
      matched: search.matched,
      standing,
      total: search.total,
      isRough: search.isRough,
      best: (limit, listed) => search.best(limit, listed),
      isHit: (row) => search.isHit(row),
    };
  });

/** Keeps only rows in which one field consists of exactly these words. */
const askWhole = (asked: Asked, terms: readonly Term[], reading: SearchReading): readonly SegmentAnswer[] =>
  asked.segments.map((segment): SegmentAnswer => {
    const hits = wholeHits(segment, terms, allowedRows(segment, asked, reading), asked.limits);
    const matched = hits.length === 0 ? segment.none.rows : newBitmap(segment.rows);
    for (const { row } of hits) setBit(matched, row);
    return {
      segment,
      matched,
      standing: noStanding,
      total: hits.length,
      isRough: false,
      best: (limit) => hits.slice(0, limit),
      isHit: (row) => hasBit(matched, row),
    };
  });

const isAnywhere = ({ segments }: Asked, term: Term): boolean =>
  segments.some((segment) => new SegmentSearch(segment, [term], null).total > 0);

/**
 * Which words to assume mistyped, most likely first: those that no row contains; if each occurs, but not together, each
 * single word in turn.
 */
function suspects(asked: Asked, terms: readonly Term[]): readonly (readonly Term[])[] {
  const isFit = ({ text }: Term): boolean => mayBeMistyped(text);
  const absent = terms.length === 1 ? terms : terms.filter((term) => !isAnywhere(asked, term));
  if (absent.length > 0) return absent.every(isFit) ? [absent] : [];
  return terms.filter(isFit).map((term) => [term]);
}

const totalOf = (parts: readonly SegmentAnswer[]): number => parts.reduce((sum, { total }) => sum + total, 0);

function askMistyped(
  asked: Asked,
  terms: readonly Term[],
  reading: SearchReading,
): Omit<ReadingSearch, 'reading' | 'mode' | 'fields'> | null {
  for (const mistyped of suspects(asked, terms)) {
    const parts = asked.segments.map((segment): SegmentAnswer => {
      const found = new TypoSearch(segment, terms, asked.limits.typo).find(
        mistyped.map((term) => terms.indexOf(term)),
        allowedRows(segment, asked, reading),
      );
      return {
        segment,
        matched: found.matched,
        total: found.hits.length,
        standing: noStanding,
        isRough: found.isRough,
        best: (limit) => found.hits.slice(0, limit),
        isHit: () => true,
      };
    });
    if (totalOf(parts) > 0) return { terms, parts, mistyped: new Set(mistyped.map(({ text }) => text)) };
  }
  return null;
}

/** The distinct texts to search for a reading, including its alternative spellings. */
function textsOf({ text, alternatives = [] }: SearchReading): readonly Spelled[] {
  const all = [text, ...alternatives.slice(0, ALTERNATIVES)].flatMap((one) =>
    foldAll(one.normalize('NFC')).map((folded, at) => ({ text: folded.text, typed: at === 0 ? one : folded.text })),
  );
  return all.filter((one, at) => all.findIndex((other) => other.text === one.text) === at);
}

/** Searches for a code with letters that look or sound alike; null when nothing is similar. */
function askHeard(
  asked: Asked,
  reading: SearchReading,
  text: string,
): Pick<ReadingSearch, 'terms' | 'parts' | 'heard'> | null {
  const word = heardWord(text);
  if (word === null) return null;
  const term = makeTerm(word, reading.fields ?? null);
  const parts = asked.segments.map((segment): SegmentAnswer => {
    const { matched, hits, isRough } = new HeardSearch(segment, word, term).find(allowedRows(segment, asked, reading));
    return {
      segment,
      matched,
      total: hits.length,
      standing: noStanding,
      isRough,
      best: (limit) => hits.slice(0, limit),
      isHit: (row) => hasBit(matched, row),
    };
  });
  return totalOf(parts) > 0 ? { terms: [term], parts, heard: word } : null;
}

function searchesOf(asked: Asked, reading: SearchReading): readonly ReadingSearch[] {
  return textsOf(reading).flatMap((spelled) => {
    const terms = wordsOf(spelled, reading);
    if (terms.length === 0 && reading.form === undefined) return [];
    const common = {
      reading: reading.reading,
      mode: reading.mode,
      fields: reading.fields ?? null,
      ...(reading.similar && { similar: reading.similar }),
    };
    if (reading.mode === 'typo') {
      const found = askMistyped(asked, terms, reading);
      return found === null ? [] : [{ ...common, ...found }];
    }
    if (reading.mode === 'heard') {
      const found = askHeard(asked, reading, spelled.text);
      return found === null ? [] : [{ ...common, mistyped: nothing, ...found }];
    }
    const parts = reading.whole === true ? askWhole(asked, terms, reading) : askPlainly(asked, terms, reading);
    return totalOf(parts) === 0 ? [] : [{ ...common, terms, parts, mistyped: nothing }];
  });
}

/** The results of the readings of one stage; empty when they find nothing. */
export const askStage = (asked: Asked, stage: readonly SearchReading[]): readonly ReadingSearch[] =>
  stage.flatMap((reading) => searchesOf(asked, reading));
