import { LOWER, pointAt, widthOf } from '../columns/characters';
import { TEXT_COUNT } from '../columns/columns';
import { KIND_FIELDS, PLACE_OF_TEXT } from '../columns/field-order';
import type { Bitmap } from '../lists/bitmap';
import { fill, hasBit, intersect, newBitmap, setBit, subtract, withBitmap } from '../lists/bitmap';
import { UNIT_KEYS } from '../lists/gram-keys';
import type { Segment } from '../segments/segment';
import { Grader } from './grader';
import type { Hit, TypoLimits } from './hits';
import { TYPO_RANK } from './hits';
import { Matcher } from './matcher';
import type { Term } from './term';
import { isLookedForIn } from './term';
import { END, pointsOf, typoCost, WHOLE_WORD_COST } from './typo';
import type { TypoStep } from './typo-plans';
import { typoSteps } from './typo-plans';

/** Distance between the ranks of two costs. */
const COST_STEP = 100;
/** With more rows than this, those without the rest of the word are removed before the check. */
const MANY_ROWS = 300;

export interface TypoAnswer {
  readonly matched: Bitmap;
  /** Best first. */
  readonly hits: readonly Hit[];
  /** There may be more rows: the search stopped when it had enough. */
  readonly isRough: boolean;
}

/** Searches one segment for mistyped words. */
export class TypoSearch {
  readonly #segment: Segment;
  readonly #terms: readonly Term[];
  readonly #grader: Grader;
  readonly #matcher: Matcher;
  readonly #limits: Required<TypoLimits>;
  /** Rows that may be hits. `#ranks`: the ranks of those found so far. */
  #allowed: Bitmap;
  #ranks = new Map<number, number>();
  #checks = 0;
  #wholeWords = 0;
  #isRough = false;

  constructor(
    segment: Segment,
    terms: readonly Term[],
    { checks = 12_000, wholeWords = 500, rows = 2_000 }: TypoLimits = {},
  ) {
    this.#segment = segment;
    this.#terms = terms;
    this.#limits = { checks, wholeWords, rows };
    this.#grader = new Grader(segment, terms);
    this.#matcher = new Matcher(segment, this.#grader, terms);
    this.#allowed = newBitmap(segment.rows);
  }

  /** Finds the rows that contain every word, those of `mistyped` with one typo. */
  find(mistyped: readonly number[], filter: Bitmap | null): TypoAnswer {
    const { rows, deleted } = this.#segment;
    fill(this.#allowed, rows);
    subtract(this.#allowed, deleted);
    if (filter !== null) intersect(this.#allowed, filter);
    for (let term = 0; term < this.#terms.length; term += 1) {
      if (!mistyped.includes(term)) intersect(this.#allowed, this.#matcher.contains(term).rows);
    }
    const total = new Map<number, number>();
    for (const term of mistyped) {
      const wanted = this.#terms[term];
      if (wanted !== undefined) this.#mistyped(wanted);
      this.#allowed = newBitmap(rows);
      for (const [row, rank] of this.#ranks) {
        setBit(this.#allowed, row);
        total.set(row, (total.get(row) ?? TYPO_RANK) + rank);
      }
    }
    const hits = Array.from(this.#ranks.keys(), (row) => ({ row, rank: total.get(row) ?? TYPO_RANK }));
    return {
      matched: this.#allowed,
      hits: hits.sort((a, b) => a.rank - b.rank || a.row - b.row),
      isRough: this.#isRough,
    };
  }

  /** Reduces `#ranks` to the allowed rows with the word. */
  #mistyped(word: Term): void {
    this.#ranks = new Map();
    this.#checks = 0;
    this.#wholeWords = 0;
    const points = pointsOf(word.text);
    this.#kinds(word, points);
    withBitmap(this.#segment.rows * TEXT_COUNT, (checked) => {
      for (const step of typoSteps(word.text)) {
        for (let text = 0; text < TEXT_COUNT; text += 1) {
          if (this.#isEnough) return;
          if (!isLookedForIn(word, PLACE_OF_TEXT[text] ?? -1)) continue;
          this.#step(step, text, (row) => this.#check(text, row, points, checked));
        }
      }
    });
  }

  get #isEnough(): boolean {
    const { checks, wholeWords, rows } = this.#limits;
    const isEnough = this.#checks >= checks || this.#wholeWords >= wholeWords || this.#ranks.size >= rows;
    this.#isRough ||= isEnough;
    return isEnough;
  }

  /** Checks the rows of one step until `check` returns false. */
  #step({ byLead, keys, rest }: TypoStep, text: number, check: (row: number) => boolean): void {
    if (byLead === null) {
      (rest === null ? this.#matcher.listed(text, keys) : this.#matcher.listedAny(text, rest.contains)).every(check);
      return;
    }
    let among: Bitmap | null = null;
    for (const leading of byLead) {
      const rows = this.#matcher.listed(text, [...leading, ...keys]);
      if (rest !== null && rows.length > MANY_ROWS) among ??= this.#rowsWith(rest, text);
      const filter = among;
      if (!rows.every((row) => (filter !== null && !hasBit(filter, row)) || check(row))) return;
    }
  }

  /** Rows that may contain one or two characters in a text. */
  #rowsWith({ unit, contains }: Term, text: number): Bitmap {
    const { postings, rows } = this.#segment;
    const found = newBitmap(rows);
    if (unit === null) this.#matcher.candidates(text, contains, found);
    else if (postings.find(UNIT_KEYS + unit) >= 0) postings.unite(postings.find(UNIT_KEYS + unit), found);
    return found;
  }

  #check(text: number, row: number, points: Int32Array, checked: Bitmap): boolean {
    const place = row * TEXT_COUNT + text;
    if (!hasBit(this.#allowed, row) || hasBit(checked, place)) return true;
    setBit(checked, place);
    this.#checks += 1;
    const { reader } = this.#grader;
    reader.openText(row, text);
    const cost = typoCost(decode(this.#segment.columns.arena, reader.foldedStart, reader.foldedEnd), points);
    if (cost >= 0) this.#note(row, cost, PLACE_OF_TEXT[text] ?? 0);
    return !this.#isEnough;
  }

  #note(row: number, cost: number, place: number): void {
    const before = this.#ranks.get(row) ?? Number.POSITIVE_INFINITY;
    const rank = cost * COST_STEP + place;
    if (rank >= before) return;
    if (cost < WHOLE_WORD_COST && before >= WHOLE_WORD_COST * COST_STEP) this.#wholeWords += 1;
    this.#ranks.set(row, rank);
  }

  /** Searches the texts that many devices share. */
  #kinds(word: Term, points: Int32Array): void {
    const { shared, columns } = this.#segment;
    const costs = shared.values.map((value) => typoCost(decode(value, 0, value.length), points));
    if (costs.every((cost) => cost < 0)) return;
    for (let row = 0; row < columns.rows && !this.#isEnough; row += 1) {
      if (!hasBit(this.#allowed, row)) continue;
      const kind = (columns.kinds[row] ?? 0) * KIND_FIELDS.length;
      for (const [column, { place }] of KIND_FIELDS.entries()) {
        const cost = costs[shared.ofKind[kind + column] ?? 0] ?? -1;
        if (cost >= 0 && isLookedForIn(word, place)) this.#note(row, cost, place);
      }
    }
  }
}

let decoded = new Int32Array(1_024);
/** Code points of folded bytes, followed by `END`; valid until the next call. */
function decode(bytes: Uint8Array, start: number, end: number): Int32Array {
  if (decoded.length <= end - start) decoded = new Int32Array((end - start) * 2);
  let size = 0;
  for (let at = start; at < end;) {
    const lead = bytes[at] ?? 0;
    decoded[size++] = lead < 0x80 ? (LOWER[lead] ?? 0) : pointAt(bytes, at);
    at += widthOf(lead);
  }
  decoded[size] = END;
  return decoded;
}
