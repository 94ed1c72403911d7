import type { Bitmap } from './bitmap';
import { eachBit, hasBit, intersect, newBitmap, setBit, subtract } from './bitmap';
import { codeOf, CODES, EDGE, LOWER, pointAt, SEPARATORS, WIDE, widthOf } from './characters';
import { TEXT_COUNT } from './columns';
import { KIND_FIELDS, PLACE_OF_TEXT } from './field-order';
import { Grader } from './grader';
import { TEXT_KEYS, tripleKey } from './grams';
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
function beginnings(characters: readonly string[]): readonly string[] {
  const size = characters.length;
  const swapped = (place: number): string => {
    const copy = [...characters];
    [copy[place], copy[place + 1]] = [characters[place + 1] ?? '', characters[place] ?? ''];
    return copy.join('');
  };
  const half = isHalved(characters) ? Math.floor(size / 2) : 3;
  const starts = [characters.slice(0, half).join(''), swapped(half - 1)];
  if (isHalved(characters)) return starts;
  for (let place = 0; place < half; place += 1) {
    const before = characters.slice(0, place).join('');
    const after = characters.slice(place + 1).join('');
    starts.push(swapped(place), before + after);
    for (const wild of WILD) starts.push(before + wild + after, before + wild + (characters[place] ?? '') + after);
  }
  return [...new Set(starts)];
}

/** Long words are cut in two halves, one of which is right; of short ones every variant is looked up. */
const isHalved = (characters: readonly string[]): boolean => characters.length >= 6 || isWide(characters);

interface TypoPlans {
  /** For each character that a word can follow. */
  readonly starts: ReadonlyMap<number, readonly Plan[]>;
  readonly rest: Plan | null;
}

const plansOfWord = new Map<string, TypoPlans>();
const KEPT_PLANS = 32;

/** The plans of a word; the same for all parts of an inventory. */
function typoPlans(wanted: string): TypoPlans {
  const known = plansOfWord.get(wanted);
  if (known !== undefined) return known;
  const characters = Array.from(wanted);
  const starts = beginnings(characters);
  const plans: TypoPlans = {
    starts: new Map([EDGE, ...SEPARATORS].map((lead) => [lead, starts.map((start) => anchoredAt(lead, start))])),
    rest: isHalved(characters) ? makeTerm(characters.slice(Math.floor(characters.length / 2)).join('')).contains : null,
  };
  if (plansOfWord.size >= KEPT_PLANS) plansOfWord.clear();
  plansOfWord.set(wanted, plans);
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
    const plans = typoPlans(wanted);
    for (let text = 0; text < TEXT_COUNT; text += 1) {
      const candidates = newBitmap(this.#segment.rows);
      for (const lead of this.#leads(text)) for (const plan of plans.starts.get(lead) ?? []) this.#matcher.candidates(text, plan, candidates);
      if (plans.rest !== null) this.#matcher.candidates(text, plans.rest, candidates);
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
      return postings.from(low) < postings.from(low + CODES * CODES);
    });
  }

  #check(text: number, points: Int32Array, candidates: Bitmap, result: Mistyped): void {
    const { arena } = this.#segment.columns;
    const { reader } = this.#grader;
    let left = CHECK_LIMIT;
    eachBit(candidates, (row) => {
      reader.openText(row, text);
      const place = findTypo(decode(arena, reader.foldedStart, reader.foldedEnd), points);
      if (place !== null) note(result, row, place.cost * COST_STEP + (PLACE_OF_TEXT[text] ?? 0));
      left -= 1;
      return left > 0;
    });
  }

  #kinds(points: Int32Array, result: Mistyped): void {
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

let decoded = new Int32Array(1_024);
/** Code points of folded bytes; the answer is good until the next call. */
function decode(bytes: Uint8Array, start: number, end: number): Int32Array {
  if (decoded.length < end - start) decoded = new Int32Array((end - start) * 2);
  let size = 0;
  for (let at = start; at < end; ) {
    const lead = bytes[at] ?? 0;
    decoded[size++] = lead < 0x80 ? (LOWER[lead] ?? 0) : pointAt(bytes, at);
    at += widthOf(lead);
  }
  return decoded.subarray(0, size);
}
