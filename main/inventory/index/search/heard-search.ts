import { alikeOf, fewerZeros, heardFields } from '../../../../shared/search/heard';
import { codeOf, isPartPoint, isWordBefore, LOWER, pointAt, widthOf } from '../columns/characters';
import { TEXTS } from '../columns/columns';
import { placeOf } from '../columns/field-order';
import { firstEnd, INSIDE, PREFIX, SAME, WORD } from '../columns/locate';
import type { Bitmap } from '../lists/bitmap';
import { eachBit, hasBit, intersect, newBitmap, setBit, unite, withBitmap } from '../lists/bitmap';
import { JOINED_SPACE, TEXT_KEYS, tripleKey } from '../lists/gram-keys';
import type { Segment } from '../segments/segment';
import { Grader } from './grader';
import type { Hit } from './hits';
import { TYPO_RANK } from './hits';
import { Matcher } from './matcher';
import type { Term } from './term';
import { isLookedForIn, makeTerm } from './term';

/** Upper limit of the work: rows checked, list entries read, and positions of the word looked up. */
const CHECKS = 6_000;
const ENTRIES = 400_000;
const PLACES = 4;
/**
 * Most variants of three letters that are looked up. A position with more is too unspecific, unless all positions have
 * more.
 */
const VARIANTS = 64;
/**
 * Distance between ranks, for the grade and the number of differing letters. These hits rank before hits with a typo.
 */
const GRADE_STEP = 200;
const OTHERS_STEP = 2;
const HEARD_RANK = TYPO_RANK / 2;

const PARTS: readonly (readonly [text: number, place: number, isAnywhere: boolean])[] = heardFields.map(
  ([field, from]) => [field === 'serial' ? TEXTS.serial : TEXTS.name, placeOf(field), from === 'anywhere'],
);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

interface HeardAnswer {
  readonly matched: Bitmap;
  /** Best first. */
  readonly hits: readonly Hit[];
  /** Too many rows may match, and not all were checked. */
  readonly isRough: boolean;
}

/**
 * The positions in a word with few enough variants of the letters around them; if all have many, the one with the
 * fewest.
 */
function distinctivePositions(alike: readonly string[]): readonly number[] {
  const ways = (at: number): number => alike.slice(at - 1, at + 2).reduce((product, { length }) => product * length, 1);
  const places = Array.from({ length: Math.max(0, alike.length - 2) }, (_, at) => at + 1).sort(
    (a, b) => ways(a) - ways(b),
  );
  const few = places.filter((at) => ways(at) <= VARIANTS);
  return few.length > 0 ? few : places.slice(0, 1);
}

/** Searches one segment for a code in which letters may be replaced by others that look or sound alike. */
export class HeardSearch {
  readonly #segment: Segment;
  readonly #word: string;
  /** For each position of the word the bytes that are allowed there. */
  readonly #alike: readonly string[];
  readonly #wanted: Term;
  /** Positions of the word that are looked up together with their neighbours. */
  readonly #distinctive: readonly number[];
  /** The word with fewer leading zeros. */
  readonly #bare: readonly string[];
  #checks = 0;
  #isRough = false;

  constructor(segment: Segment, word: string, wanted: Term) {
    this.#segment = segment;
    this.#word = word;
    this.#alike = Array.from(word, alikeOf);
    this.#wanted = wanted;
    this.#bare = fewerZeros(word);
    this.#distinctive = distinctivePositions(this.#alike);
  }

  find(filter: Bitmap | null): HeardAnswer {
    const { rows, deleted } = this.#segment;
    const matched = newBitmap(rows);
    const hits: Hit[] = [];
    const check = (row: number): boolean => {
      if (hasBit(deleted, row) || (filter !== null && !hasBit(filter, row)) || hasBit(matched, row)) return true;
      if (this.#checks >= CHECKS) {
        this.#isRough = true;
        return false;
      }
      this.#checks += 1;
      const rank = this.#rank(row);
      if (rank < 0) return true;
      setBit(matched, row);
      hits.push({ row, rank: HEARD_RANK + rank });
      return true;
    };
    withBitmap(rows, (candidates) => {
      for (const space of [TEXTS.serial, TEXTS.name, JOINED_SPACE]) this.#candidates(space, candidates);
      eachBit(candidates, check);
    });
    this.#zeros(check);
    return { matched, hits: hits.sort((a, b) => a.rank - b.rank || a.row - b.row), isRough: this.#isRough };
  }

  /** Adds the rows that contain a variant of every looked-up group of three letters. */
  #candidates(space: number, into: Bitmap): void {
    const { postings, rows } = this.#segment;
    const lists: { readonly found: readonly number[]; readonly size: number }[] = [];
    for (const at of this.#distinctive) {
      const found = this.#listsAt(space, at);
      if (found.length === 0) return;
      lists.push({ found, size: found.reduce((sum, place) => sum + postings.size(place), 0) });
    }
    lists.sort((a, b) => a.size - b.size);
    let entries = 0;
    withBitmap(rows, (left) => {
      for (const [rank, { found, size }] of lists.slice(0, PLACES).entries()) {
        entries += size;
        if (entries > ENTRIES) {
          if (rank === 0) this.#isRough = true;
          break;
        }
        if (rank === 0) for (const place of found) postings.unite(place, left);
        else
          withBitmap(rows, (other) => {
            for (const place of found) postings.unite(place, other);
            intersect(left, other);
          });
      }
      unite(into, left);
    });
  }

  /** The lists of all variants of the letters around a position. */
  #listsAt(space: number, at: number): readonly number[] {
    const [before = '', middle = '', after = ''] = this.#alike.slice(at - 1, at + 2);
    const found: number[] = [];
    const code = (letter: string): number => codeOf(letter.charCodeAt(0));
    for (const one of before) {
      for (const two of middle) {
        for (const three of after) {
          const place = this.#segment.postings.find(space * TEXT_KEYS + tripleKey(code(one), code(two), code(three)));
          if (place >= 0) found.push(place);
        }
      }
    }
    return found;
  }

  /** Finds serial numbers that differ from the word only in leading zeros. */
  #zeros(check: (row: number) => boolean): void {
    if (this.#bare.length === 0) return;
    const matcher = new Matcher(this.#segment, new Grader(this.#segment, []), []);
    for (const space of [TEXTS.serial, JOINED_SPACE]) {
      for (const bare of this.#bare)
        withBitmap(this.#segment.rows, (rows) =>
          matcher.candidates(space, makeTerm(bare).exact, rows) ? eachBit(rows, check) : undefined,
        );
    }
  }

  /** Lower is better; -1 when the row does not match. */
  #rank(row: number): number {
    const { reader, columns } = this.#segment;
    let best = -1;
    for (const [text, place, isAnywhere] of PARTS) {
      if (!isLookedForIn(this.#wanted, place)) continue;
      reader.openText(row, text);
      const end = firstEnd(columns.arena, reader.foldedStart, reader.foldedEnd);
      const rank = this.#rankIn(reader.foldedStart, end, isAnywhere);
      const own = rank < 0 ? -1 : rank + (text === TEXTS.serial ? 0 : 1);
      if (own >= 0 && (best < 0 || own < best)) best = own;
    }
    return best;
  }

  #rankIn(start: number, end: number, isAnywhere: boolean): number {
    const { arena } = this.#segment.columns;
    const code = codeBytes(arena, start, end);
    let best =
      isAnywhere && this.#bare.includes(code.bytes.toString('latin1', 0, code.size))
        ? SAME * GRADE_STEP + OTHERS_STEP
        : -1;
    for (let at = 0; at + this.#word.length <= code.size; at += 1) {
      const others = this.#othersAt(code.bytes, at);
      if (others < 0) continue;
      const from = code.places[at] ?? start;
      const isWord = from === start || !isWordBefore(arena, start, from);
      if (!isAnywhere && !(isWord && code.bytes.subarray(at, at + this.#word.length).some(isDigit))) continue;
      const grade = at === 0 ? (code.size === this.#word.length ? SAME : PREFIX) : isWord ? WORD : INSIDE;
      const rank = grade * GRADE_STEP + others * OTHERS_STEP;
      if (best < 0 || rank < best) best = rank;
    }
    return best;
  }

  /** How many letters of the word are replaced in a code, starting at `at`; -1 when one of them is not similar. */
  #othersAt(bytes: Uint8Array, at: number): number {
    let others = 0;
    for (let place = 0; place < this.#word.length; place += 1) {
      const byte = bytes[at + place] ?? 0;
      if (byte === this.#word.charCodeAt(place)) continue;
      if (this.#alike[place]?.includes(String.fromCharCode(byte)) !== true) return -1;
      others += 1;
    }
    return others;
  }
}

const room = { bytes: Buffer.alloc(12_032), places: new Int32Array(12_032) };

/**
 * A folded text without its separators, with a zero for each character that is not an ASCII letter or digit, and the
 * original position of each. Valid until the next call.
 */
function codeBytes(
  arena: Uint8Array,
  start: number,
  end: number,
): { readonly bytes: Buffer; readonly places: Int32Array; readonly size: number } {
  let size = 0;
  for (let at = start; at < end;) {
    const lead = arena[at] ?? 0;
    const point = lead < 0x80 ? lead : pointAt(arena, at);
    if (isPartPoint(point)) {
      room.bytes[size] = lead < 0x80 ? (LOWER[lead] ?? 0) : 0;
      room.places[size++] = at;
    }
    at += widthOf(lead);
  }
  return { ...room, size };
}
