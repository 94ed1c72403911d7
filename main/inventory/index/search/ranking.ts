import { searchedFields } from '../../../../shared/search/match';
import {
  CLASS_STEP,
  classOf,
  ENTRA_ID,
  gradeOf,
  ID,
  IS_ID,
  IS_IDENTITY,
  KIND_FIELDS,
  MAIL,
  NAME,
  RESPELLED_STEP,
  SERIAL,
  STALE_STEP,
  TEXT_OF_PLACE,
  UPN,
  WIFI_MAC,
} from '../columns/field-order';
import { EXACT, INSIDE, PREFIX, SAME, WORD } from '../columns/locate';
import type { Bitmap } from '../lists/bitmap';
import {
  clearBit,
  countBits,
  eachBit,
  fill,
  hasBit,
  intersect,
  newBitmap,
  rowsOfBitmap,
  subtract,
  unite,
  withBitmap,
} from '../lists/bitmap';
import type { Segment, WordRows } from '../segments/segment';
import { Grader, NO_MATCH } from './grader';
import type { Hit, SearchLimits } from './hits';
import { TIER, TYPO_RANK } from './hits';
import { CHECK_LIMIT, Matcher } from './matcher';
import type { Plan, Term } from './term';
import { addWholes } from './wholes';

/** Most rows of a segment that are graded one by one; beyond that only those that can rank first. */
export const GRADE_LIMIT = 500;
/** Up to this many rows with some of the words are graded, instead of looking up the other words. */
const FEW_ROWS = 200;
/** Most rows with a word without its separators that are graded before all others. */
const JOINED_LIMIT = 500;
/**
 * Most rows with another spelling than the typed one that are moved behind the others of their class; further ones stay
 * in order.
 */
const RESPELLED_LIMIT = 500;
export const PINNED_TIER = 2;
export const RECENT_TIER = 3;
const BY_GRADE_TIER = 4;
/** Parts of ids rank behind everything else. */
const ID_TIER = BY_GRADE_TIER + INSIDE + 1;

/** What the ranking uses in addition to the text. */
export interface Standing {
  readonly pinned: ReadonlySet<number>;
  readonly recent: ReadonlySet<number>;
  /** Rows from this index on are stale: they have not checked in for a long time. */
  readonly staleFrom: number;
}

export const noStanding: Standing = { pinned: new Set(), recent: new Set(), staleFrom: Number.POSITIVE_INFINITY };

/** Hits being collected for an answer. */
interface Collected {
  readonly hits: Hit[];
  readonly limit: number;
  readonly staleFrom: number;
}

export const byRank = (a: Hit, b: Hit): number => a.rank - b.rank || a.row - b.row;

/** Rank of a row of this class by the shared rules; half a class lower for another spelling than the typed one. */
export function rankOf(matchClass: number, row: number, { pinned, recent, staleFrom }: Standing): number {
  const place = Math.floor(matchClass) % CLASS_STEP;
  const grade = gradeOf(matchClass);
  const within = row >= staleFrom ? matchClass + STALE_STEP : matchClass;
  if (grade <= SAME && (place === NAME || place === SERIAL)) return within;
  if (grade <= SAME && IS_IDENTITY[place] === true) return TIER + within;
  if (IS_ID[place] === true) return ID_TIER * TIER + within;
  if (pinned.has(row)) return PINNED_TIER * TIER + within;
  if (recent.has(row)) return RECENT_TIER * TIER + within;
  return (BY_GRADE_TIER + grade) * TIER + within;
}

/** The field shown as the reason of a hit without typos; -1 when the rank does not contain it. */
export const placeOfRank = (rank: number): number => (rank >= TYPO_RANK ? -1 : (Math.floor(rank) % TIER) % STALE_STEP);

/** Whether the reason of a hit without typos is a field that equals all of the words. */
export const isWholeRank = (rank: number): boolean => rank < TYPO_RANK && gradeOf(rank % TIER) <= SAME;

/** The class of a row; half a class more when it matches in another spelling than the typed one. */
export function finely(grader: Grader, row: number): number {
  const matchClass = grader.grade(row);
  return matchClass !== NO_MATCH && grader.isRespelled(matchClass) ? matchClass + RESPELLED_STEP : matchClass;
}

/** Searches one segment for all words of a query. */
export class SegmentSearch {
  /** Live rows that contain every word and pass the filter. Read-only. */
  readonly matched: Bitmap;
  total: number;
  /** Some of the rows may not match; `best` checks and omits them. */
  readonly isRough: boolean;
  readonly #segment: Segment;
  readonly #grader: Grader;
  readonly #matcher: Matcher;
  readonly #terms: readonly Term[];
  readonly #gradeLimit: number;
  /** The classes of all hits, if they were computed. */
  #classes: Map<number, number> | null = null;

  constructor(
    segment: Segment,
    terms: readonly Term[],
    filter: Bitmap | null,
    { gradeLimit = GRADE_LIMIT, checkLimit = CHECK_LIMIT }: SearchLimits = {},
  ) {
    this.#segment = segment;
    this.#terms = terms;
    this.#gradeLimit = gradeLimit;
    this.#grader = new Grader(segment, terms);
    this.#matcher = new Matcher(segment, this.#grader, terms, checkLimit);
    const byTerm = this.#rowsOfWords();
    const found = [...byTerm.values()];
    const [first] = found;
    if (found.some(({ size }) => size === 0)) {
      this.matched = segment.none.rows;
      this.total = 0;
      this.isRough = false;
      return;
    }
    const isRough = found.length < terms.length || found.some((one) => one.isRough);
    if (
      first !== undefined &&
      terms.length === 1 &&
      filter === null &&
      !segment.isWorn &&
      !(isRough && first.size <= checkLimit)
    ) {
      this.matched = first.rows;
      this.total = first.size;
      this.isRough = isRough;
      return;
    }
    this.matched = newBitmap(segment.rows);
    fill(this.matched, segment.rows);
    for (const { rows } of found) intersect(this.matched, rows);
    if (segment.isWorn) subtract(this.matched, segment.deleted);
    if (filter !== null) intersect(this.matched, filter);
    this.total = countBits(this.matched);
    this.isRough = isRough && this.total > checkLimit;
    if (isRough && !this.isRough)
      this.#leaveHits(terms.map((_, term) => term).filter((term) => byTerm.get(term)?.isRough !== false));
  }

  /**
   * Looks up the words one by one, the longest first; as soon as few rows contain all words so far, these are graded
   * instead.
   */
  #rowsOfWords(): ReadonlyMap<number, WordRows> {
    if (this.#terms.length === 1) return new Map([[0, this.#matcher.contains(0)]]);
    const byLength = this.#terms
      .map((_, term) => term)
      .sort((a, b) => (this.#terms[b]?.text.length ?? 0) - (this.#terms[a]?.text.length ?? 0));
    const found = new Map<number, WordRows>();
    return withBitmap(this.#segment.rows, (left) => {
      fill(left, this.#segment.rows);
      for (const term of byLength) {
        const rows = this.#matcher.contains(term);
        found.set(term, rows);
        if (rows.size === 0) break;
        intersect(left, rows.rows);
        if (countBits(left) <= Math.min(FEW_ROWS, this.#gradeLimit)) break;
      }
      return found;
    });
  }

  /**
   * Removes the rows that are not hits. Few rows are all graded; of many, only those in which the doubtful words are
   * not found by the fast check.
   */
  #leaveHits(doubtful: readonly number[]): void {
    const classes = this.total <= this.#gradeLimit ? new Map<number, number>() : null;
    for (const row of rowsOfBitmap(this.matched)) {
      if (classes === null && doubtful.every((term) => this.#matcher.hasPlainly(row, term))) continue;
      const matchClass = classes === null ? this.#grader.grade(row) : this.#finely(row);
      if (matchClass !== NO_MATCH) classes?.set(row, matchClass);
      else {
        clearBit(this.matched, row);
        this.total -= 1;
      }
    }
    this.#classes = classes;
  }

  #finely(row: number): number {
    return finely(this.#grader, row);
  }

  /** Checks whether a row of `matched` contains every word. */
  isHit(row: number): boolean {
    return this.#terms.length === 0 || this.#grader.grade(row) !== NO_MATCH;
  }

  /** The best `limit` hits, best first. */
  best(limit: number, standing: Standing): readonly Hit[] {
    if (this.#terms.length === 0) return this.#plain(limit, standing);
    const known = this.#classes;
    if (known !== null)
      return Array.from(known, ([row, matchClass]) => ({ row, rank: rankOf(matchClass, row, standing) }))
        .sort(byRank)
        .slice(0, limit);
    if (this.total <= this.#gradeLimit) return this.#gradeAll(this.matched, standing).sort(byRank).slice(0, limit);
    return withBitmap(this.#segment.rows, (left) => {
      left.set(this.matched);
      const hits = this.#shortlistedHits(left, standing);
      if (this.#terms.length === 1) this.#joinedHits(left, hits, standing);
      if (this.#terms.length === 1)
        withBitmap(this.#segment.rows, (found) =>
          this.#byClass(left, found, { hits, limit, staleFrom: standing.staleFrom }),
        );
      else {
        hits.push(...this.#takeWholes(left, standing, Math.max(limit, this.#gradeLimit)));
        withBitmap(this.#segment.rows, (starts) =>
          this.#byWordStarts(left, starts, { hits, limit, staleFrom: standing.staleFrom }),
        );
      }
      return hits.sort(byRank).slice(0, limit);
    });
  }

  /** Without words: pins, recents, then the newest check-ins. */
  #plain(limit: number, standing: Standing): readonly Hit[] {
    const hits: Hit[] = [];
    const tier = (row: number): number =>
      standing.pinned.has(row) ? PINNED_TIER : standing.recent.has(row) ? RECENT_TIER : 4;
    for (const row of [...standing.pinned, ...standing.recent])
      if (hasBit(this.matched, row)) hits.push({ row, rank: tier(row) * TIER });
    let room = limit;
    eachBit(this.matched, (row) => {
      if (tier(row) === 4) {
        hits.push({ row, rank: 4 * TIER });
        room -= 1;
      }
      return room > 0;
    });
    const unique = new Map(hits.map((hit) => [hit.row, hit]));
    return [...unique.values()].sort(byRank).slice(0, limit);
  }

  #gradeAll(rows: Bitmap, standing: Standing, limit = Number.POSITIVE_INFINITY): Hit[] {
    const hits: Hit[] = [];
    eachBit(rows, (row) => {
      const matchClass = this.#finely(row);
      if (matchClass !== NO_MATCH) hits.push({ row, rank: rankOf(matchClass, row, standing) });
      return hits.length < limit;
    });
    return hits;
  }

  /**
   * Several words: grades the rows with a field of exactly these words, whatever their check-in, and removes them from
   * `left`.
   */
  #takeWholes(left: Bitmap, standing: Standing, limit: number): readonly Hit[] {
    return withBitmap(this.#segment.rows, (wholes) => {
      addWholes(this.#segment, this.#terms, wholes);
      intersect(wholes, left);
      const hits = this.#gradeAll(wholes, standing, limit);
      for (const { row } of hits) clearBit(left, row);
      return hits;
    });
  }

  /** Removes pins and recents from `left` and grades them: they may rank before better classes. */
  #shortlistedHits(left: Bitmap, standing: Standing): Hit[] {
    const hits: Hit[] = [];
    for (const row of new Set([...standing.pinned, ...standing.recent])) {
      if (!hasBit(left, row)) continue;
      clearBit(left, row);
      const matchClass = this.#finely(row);
      if (matchClass !== NO_MATCH) hits.push({ row, rank: rankOf(matchClass, row, standing) });
    }
    return hits;
  }

  /**
   * One word: rows that match only without separators are in no list of a class, so the ones with the newest check-ins
   * are graded first.
   */
  #joinedHits(left: Bitmap, hits: Hit[], standing: Standing): void {
    const all = this.#matcher.joined(0);
    const joined = all.size <= FEW_ROWS ? all : this.#matcher.added(0);
    if (joined.size === 0) return;
    withBitmap(this.#segment.rows, (rows) => {
      rows.set(joined.rows);
      intersect(rows, left);
      let room = JOINED_LIMIT;
      eachBit(rows, (row) => {
        clearBit(left, row);
        const matchClass = this.#finely(row);
        if (matchClass !== NO_MATCH) hits.push({ row, rank: rankOf(matchClass, row, standing) });
        room -= 1;
        return room > 0;
      });
    });
  }

  /** One word: the classes of one tier after the other, the fresh rows of each before the stale ones, until there are enough. */
  #byClass(left: Bitmap, found: Bitmap, { hits, limit, staleFrom }: Collected): void {
    const standing: Standing = { ...noStanding, staleFrom };
    const wanted = hits.length + limit;
    // A row can be a candidate of several classes, but it belongs to only one.
    const known = new Map<number, number>();
    const classOfRow = (row: number): number => {
      const before = known.get(row);
      if (before !== undefined) return before;
      const matchClass = this.#finely(row);
      known.set(row, matchClass);
      return matchClass;
    };
    const take = (row: number, matchClass: number): void => {
      clearBit(left, row);
      if (matchClass !== NO_MATCH) hits.push({ row, rank: rankOf(matchClass, row, standing) });
    };
    const put = (hit: Hit): void => {
      clearBit(left, hit.row);
      hits.push(hit);
    };
    for (const classes of CLASS_TIERS) {
      const late: Hit[] = [];
      for (const matchClass of classes) {
        if (!this.#classCandidates(matchClass, found)) continue;
        intersect(found, left);
        let stale = 0;
        const respelled: Hit[] = [];
        eachBit(found, (row) => {
          const own = classOfRow(row);
          if (Math.floor(own) !== matchClass) return hits.length < wanted;
          const hit = { row, rank: rankOf(own, row, standing) };
          if (row >= staleFrom) {
            late.push(hit);
            stale += 1;
          } else if (own === matchClass || respelled.length >= RESPELLED_LIMIT) take(row, own);
          else respelled.push(hit);
          return hits.length < wanted && stale < limit;
        });
        for (const hit of respelled) if (hits.length < wanted) put(hit);
        if (hits.length >= wanted) return;
        found.fill(0);
      }
      for (const hit of late.sort(byRank)) {
        if (hits.length >= wanted) return;
        put(hit);
      }
    }
    eachBit(left, (row) => {
      take(row, classOfRow(row));
      return hits.length < wanted;
    });
  }

  /** Adds rows that may be of the class; false when there are none. */
  #classCandidates(matchClass: number, into: Bitmap): boolean {
    const [term] = this.#terms;
    if (term === undefined) return false;
    const place = matchClass % CLASS_STEP;
    const grade = gradeOf(matchClass);
    const text = TEXT_OF_PLACE[place] ?? -1;
    if (text >= 0) {
      const found = plansOf(term, grade).map((plan) => this.#matcher.candidates(text, plan, into));
      found.push(this.#matcher.domains(0, into, (of) => of === grade, text));
      const mayCross = term.address !== null && grade === INSIDE && (place === UPN || place === MAIL);
      if (mayCross) unite(into, this.matched);
      return mayCross || found.includes(true);
    }
    if (place === ID || place === ENTRA_ID) return this.#matcher.ids(0, into);
    if (place === WIFI_MAC)
      return grade === (term.mac?.isWhole === true ? EXACT : INSIDE) && this.#matcher.macs(0, into);
    const column = KIND_FIELDS.findIndex((field) => field.place === place);
    return this.#matcher.kinds(0, into, (found) => found === grade, column);
  }

  /** Several words: first the rows in which each starts a word; those with the newest check-ins are graded. */
  #byWordStarts(left: Bitmap, starts: Bitmap, { hits, limit, staleFrom }: Collected): void {
    const none: Standing = { ...noStanding, staleFrom };
    starts.set(left);
    for (let term = 0; term < this.#terms.length; term += 1) intersect(starts, this.#matcher.starts(term));
    const graded = this.#gradeAll(starts, none, Math.max(limit, this.#gradeLimit));
    hits.push(...graded);
    if (graded.length >= limit) return;
    subtract(left, starts);
    hits.push(...this.#gradeAll(left, none, Math.max(limit, this.#gradeLimit)));
  }
}

const plansOf = (term: Term, grade: number): readonly Plan[] => {
  if (grade <= SAME) return [term.exact];
  if (grade === PREFIX) return [term.prefix];
  return grade === WORD ? term.words : [term.contains];
};

const tierOf = (matchClass: number): number => Math.floor(rankOf(matchClass, 0, noStanding) / TIER);

/** Classes by tier, best first; within a tier in the order of the grades. */
const CLASS_TIERS: readonly (readonly number[])[] = [EXACT, SAME, PREFIX, WORD, INSIDE]
  .flatMap((grade) => searchedFields.map((_, place) => classOf(grade, place)))
  .sort((a, b) => rankOf(a, 0, noStanding) - rankOf(b, 0, noStanding))
  .reduce<number[][]>((tiers, matchClass) => {
    const last = tiers.at(-1);
    const [other] = last ?? [];
    const isTogether =
      last !== undefined &&
      other !== undefined &&
      tierOf(other) === tierOf(matchClass) &&
      gradeOf(other) === gradeOf(matchClass);
    return isTogether ? [...tiers.slice(0, -1), [...last, matchClass]] : [...tiers, [matchClass]];
  }, []);
