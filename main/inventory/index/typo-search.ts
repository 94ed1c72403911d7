import type { Bitmap } from './bitmap';
import { eachBit, hasBit, intersect, newBitmap, setBit, subtract } from './bitmap';
import { codeOf, CODES, EDGE, LOWER, OTHER, pointAt, SEPARATORS, WIDE, widthOf } from './characters';
import { TEXT_COUNT } from './columns';
import { KIND_FIELDS, PLACE_OF_TEXT } from './field-order';
import { TEXT_KEYS, tripleKey } from './grams';
import { Grader } from './grader';
import { Matcher } from './matcher';
import type { Hit } from './ranking';
import { TYPO_RANK } from './ranking';
import type { Segment } from './segment';
import type { Plan, Term } from './term';
import { anchoredAt, makeTerm } from './term';
import { findTypo, pointsOf, TYPO_TERM_MIN } from './typo';

/** Rows of one text that are looked at for one mistyped word. */
const CHECK_LIMIT = 40_000;
/** Room for one cost among the ranks. */
const COST_STEP = 100;

interface Mistyped {
  readonly rows: Bitmap;
  readonly ranks: Map<number, number>;
}

/** What a word of a text may begin with so that the mistyped word can be there. */
function beginnings(characters: readonly string[], leadCode: number): readonly Plan[] {
  const size = characters.length;
  const at = (variant: readonly string[]): Plan => anchoredAt(leadCode, variant.join(''));
  const swapped = (place: number): readonly string[] => {
    const copy = [...characters];
    [copy[place], copy[place + 1]] = [characters[place + 1] ?? '', characters[place] ?? ''];
    return copy;
  };
  const half = size >= 6 || isWide(characters) ? Math.floor(size / 2) : 3;
  const plans: Plan[] = [at(characters.slice(0, half)), at(swapped(half - 1))];
  if (half !== 3 || size >= 6) return plans;
  for (let place = 0; place < half; place += 1) {
    plans.push(at(swapped(place)), at(characters.toSpliced(place, 1)));
    for (const wild of WILD) plans.push(at(characters.toSpliced(place, 1, wild)), at(characters.toSpliced(place, 0, wild)));
  }
  return plans;
}

const WILD = Array.from('abcdefghijklmnopqrstuvwxyz0123456789-. ');
const isWide = (characters: readonly string[]): boolean => characters.some((character) => codeOf(character.codePointAt(0) ?? 0) === WIDE);

/** Mistyped words in one segment. */
export class TypoSearch {
  readonly #segment: Segment;
  readonly #terms: readonly Term[];
  readonly #grader: Grader;
  readonly #matcher: Matcher;

  constructor(segment: Segment, terms: readonly Term[]) {
    this.#segment = segment;
    this.#terms = terms;
    this.#grader = new Grader(segment, terms);
    this.#matcher = new Matcher(segment, this.#grader, terms);
  }

  /** Rows that contain every word, those of `mistyped` with one typo; best first. */
  find(mistyped: readonly number[], filter: Bitmap | null): { readonly matched: Bitmap; readonly hits: readonly Hit[] } {
    const found = mistyped.map((term) => this.#mistyped(term));
    const matched = found[0]?.rows ?? newBitmap(this.#segment.rows);
    for (const other of found.slice(1)) intersect(matched, other.rows);
    for (let term = 0; term < this.#terms.length; term += 1) {
      if (mistyped.includes(term)) continue;
      const also = newBitmap(this.#segment.rows);
      this.#matcher.contains(term, also);
      intersect(matched, also);
    }
    subtract(matched, this.#segment.gone);
    if (filter !== null) intersect(matched, filter);
    const hits: Hit[] = [];
    eachBit(matched, (row) => hits.push({ row, rank: TYPO_RANK + found.reduce((sum, { ranks }) => sum + (ranks.get(row) ?? 0), 0) }) > 0);
    return { matched, hits: hits.sort((a, b) => a.rank - b.rank || a.row - b.row) };
  }

  #mistyped(term: number): Mistyped {
    const wanted = this.#terms[term]?.text ?? '';
    const characters = Array.from(wanted);
    const result: Mistyped = { rows: newBitmap(this.#segment.rows), ranks: new Map() };
    if (characters.length < TYPO_TERM_MIN) return result;
    const points = pointsOf(wanted);
    for (let text = 0; text < TEXT_COUNT; text += 1) {
      const candidates = newBitmap(this.#segment.rows);
      for (const lead of this.#leads(text)) for (const plan of beginnings(characters, lead)) this.#matcher.candidates(text, plan, candidates);
      if (characters.length >= 6 || isWide(characters)) {
        const rest = makeTerm(characters.slice(Math.floor(characters.length / 2)).join(''));
        this.#matcher.candidates(text, rest.contains, candidates);
      }
      this.#check(text, points, candidates, result);
    }
    this.#kinds(points, result);
    return result;
  }

  /** Characters after which words start in this text. */
  #leads(text: number): readonly number[] {
    const { postings } = this.#segment;
    return [EDGE, ...SEPARATORS].filter((lead) => {
      const low = text * TEXT_KEYS + tripleKey(lead, 0, 0);
      return lead === OTHER || postings.from(low) < postings.from(low + CODES * CODES);
    });
  }

  #check(text: number, points: readonly number[], candidates: Bitmap, result: Mistyped): void {
    const { arena } = this.#segment.columns;
    const { reader } = this.#grader;
    let left = CHECK_LIMIT;
    eachBit(candidates, (row) => {
      reader.open(row);
      const place = findTypo(decode(arena, reader.foldedStarts[text] ?? 0, reader.foldedEnds[text] ?? 0), points);
      if (place !== null) note(result, row, place.cost * COST_STEP + (PLACE_OF_TEXT[text] ?? 0));
      left -= 1;
      return left > 0;
    });
  }

  #kinds(points: readonly number[], result: Mistyped): void {
    const { shared, columns } = this.#segment;
    const costs = shared.values.map((value) => findTypo(decode(value, 0, value.length), points)?.cost ?? -1);
    if (!costs.some((cost) => cost >= 0)) return;
    const fields = KIND_FIELDS.length;
    const best = Array.from({ length: columns.kindTable.length }, (_, kind) => {
      const ranks = KIND_FIELDS.flatMap(({ place }, column) => {
        const cost = costs[shared.ofKind[kind * fields + column] ?? 0] ?? -1;
        return cost < 0 ? [] : [cost * COST_STEP + place];
      });
      return ranks.length === 0 ? -1 : Math.min(...ranks);
    });
    for (let row = 0; row < columns.rows; row += 1) {
      const rank = best[columns.kinds[row] ?? 0] ?? -1;
      if (rank >= 0) note(result, row, rank);
    }
  }
}

function note({ rows, ranks }: Mistyped, row: number, rank: number): void {
  if (hasBit(rows, row) && (ranks.get(row) ?? 0) <= rank) return;
  setBit(rows, row);
  ranks.set(row, rank);
}

const decoded: number[] = [];
/** Code points of folded bytes; the answer is good until the next call. */
function decode(bytes: Uint8Array, start: number, end: number): readonly number[] {
  decoded.length = 0;
  for (let at = start; at < end; ) {
    const lead = bytes[at] ?? 0;
    decoded.push(lead < 0x80 ? (LOWER[lead] ?? 0) : pointAt(bytes, at));
    at += widthOf(lead);
  }
  return decoded;
}
