import { isWholeAddress } from '../../../../shared/search/match';
import { LONG, SPELLED, TEXT_COUNT, TEXTS } from '../columns/columns';
import { ENTRA_ID, ID, KIND_FIELDS, MAIL, PLACE_OF_TEXT, UPN, WIFI_MAC } from '../columns/field-order';
import type { GuidPart } from '../columns/guid-part';
import { listedIn, standsIn } from '../columns/guid-part';
import { ABSENT, findBytes, gradeBytes, gradeJoined, SAME, WORD } from '../columns/locate';
import { rowsEndingWith } from '../columns/mac';
import type { Bitmap } from '../lists/bitmap';
import { hasBit, newBitmap, setBit, subtract, unite, withBitmap } from '../lists/bitmap';
import { hexKey, JOINED_SPACE, TEXT_KEYS, UNIT_KEYS } from '../lists/gram-keys';
import { isAscii, JOINED_TEXTS } from '../lists/grams';
import { decodeWords } from '../lists/postings';
import type { Segment, WordRows } from '../segments/segment';
import type { Grader } from './grader';
import type { Plan, Term } from './term';
import { isLookedForIn } from './term';

/** Checking one row costs about as much as reading this many list entries. */
const CHECK_COST = 40;
/**
 * If more rows than this contain all grams of a word, they count as hits without a check, because almost all are. Rows
 * that are shown are always checked.
 */
export const CHECK_LIMIT = 2_000;

/** The rows are cached for the next typed letter only up to this number. */
const NARROW_ROWS = 20_000;

/** Finds the rows of one segment that contain words. */
export class Matcher {
  readonly #segment: Segment;
  readonly #grader: Grader;
  readonly #terms: readonly Term[];
  readonly #rows: Uint32Array;
  readonly #checkLimit: number;
  #isRough = false;

  constructor(segment: Segment, grader: Grader, terms: readonly Term[], checkLimit: number = CHECK_LIMIT) {
    this.#checkLimit = checkLimit;
    this.#segment = segment;
    this.#grader = grader;
    this.#terms = terms;
    this.#rows = scratchRows(segment.rows);
  }

  /** Every row that contains the word; may include deleted rows. */
  contains(term: number): WordRows {
    const wanted = this.#terms[term];
    if (wanted === undefined) return this.#segment.none;
    const find = (into: Bitmap): boolean => {
      this.#isRough = false;
      this.#contains(wanted, term, into);
      return this.#isRough;
    };
    return this.#segment.rowsWith(wanted.key, find, wanted.isLetter);
  }

  /**
   * Every row with an unshared text that contains the word when separators are ignored; perhaps some false ones when
   * there are very many.
   */
  joined(term: number): WordRows {
    const wanted = this.#terms[term];
    if (wanted === undefined || wanted.joined === null) return this.#segment.none;
    const { bytes, contains, isSame } = wanted.joined;
    const found = this.#segment.rowsWith(`joined ${wanted.key}`, (into) => {
      if (contains.kind !== 'all') return false;
      let isRough = false;
      // A text that has no separators is listed in its own space only.
      const spaces = isSame ? [JOINED_SPACE] : [JOINED_SPACE, ...JOINED_TEXTS.map(([text]) => text)];
      for (const space of spaces) {
        const count = this.#intersectWord(space * TEXT_KEYS, contains.keys);
        const isMany = count > this.#checkLimit;
        isRough ||= isMany;
        for (let at = 0; at < count; at += 1)
          if (isMany || this.#hasJoined(this.#rows[at] ?? 0, wanted, bytes)) setBit(into, this.#rows[at] ?? 0);
      }
      return isRough;
    });
    this.#isRough ||= found.isRough;
    return found;
  }

  /**
   * The rows of `joined` that do not contain the word with its separators; all of them when this can no longer be
   * determined.
   */
  added(term: number): WordRows {
    const joined = this.joined(term);
    return this.#segment.rowsWith(`added ${this.#terms[term]?.key ?? ''}`, (added) => {
      added.set(joined.rows);
      return false;
    });
  }

  /** Fast check whether a short ASCII row contains the word with its separators; false means unknown. */
  hasPlainly(row: number, term: number): boolean {
    const wanted = this.#terms[term];
    if (wanted === undefined || wanted.address !== null) return false;
    const { arena, offsets } = this.#segment.columns;
    const head = offsets[row] ?? 0;
    if (((arena[head] ?? 0) & SPELLED) !== 0) return false;
    let start = head + 1 + TEXT_COUNT;
    for (let text = 0; text < TEXT_COUNT; text += 1) {
      const length = arena[head + 1 + text] ?? 0;
      if (length >= LONG) return false;
      const isWanted = length >= wanted.bytes.length && isLookedForIn(wanted, PLACE_OF_TEXT[text] ?? -1);
      if (isWanted && findBytes(arena, start, start + length, wanted.bytes) >= 0) return true;
      start += length;
    }
    return false;
  }

  #hasJoined(row: number, wanted: Term, bytes: Uint8Array): boolean {
    const { arena } = this.#segment.columns;
    const { reader } = this.#grader;
    return JOINED_TEXTS.some(([text, isAnywhere]) => {
      if (!isLookedForIn(wanted, PLACE_OF_TEXT[text] ?? -1)) return false;
      reader.openText(row, text);
      if (text === TEXTS.userName && isAscii(arena, reader.foldedStart, reader.foldedEnd)) return false;
      return gradeJoined(arena, reader.foldedStart, reader.foldedEnd, { bytes, isAnywhere }) !== ABSENT;
    });
  }

  /** Every row with a field equal to the word, ignoring separators and spelling; perhaps a few false ones. */
  wholes(term: number): WordRows {
    const wanted = this.#terms[term];
    if (wanted === undefined) return this.#segment.none;
    // Not cached: a guess needs up to a hundred of these, which would evict the words that are being typed.
    return this.#segment.rowsOf((into) => {
      const { exact, address } = wanted;
      // An address is stored in two parts.
      const plans = address === null || address.local === '' ? [exact] : [exact, address.localEnd];
      for (let text = 0; text < TEXT_COUNT; text += 1)
        if (isLookedForIn(wanted, PLACE_OF_TEXT[text] ?? -1))
          for (const plan of plans) this.candidates(text, plan, into);
      if (address?.local === '') this.#addresses(wanted, term, into);
      this.#joinedWholes(wanted, into);
      this.kinds(term, into, (grade) => grade <= SAME);
      this.ids(term, into);
      if (wanted.mac?.isWhole === true) this.macs(term, into);
      return true;
    });
  }

  /** Adds rows with a text that may equal the word when separators are ignored. */
  #joinedWholes({ joined }: Term, into: Bitmap): void {
    if (joined === null) return;
    const spaces = joined.isSame ? [JOINED_SPACE] : [JOINED_SPACE, ...JOINED_TEXTS.map(([text]) => text)];
    for (const space of spaces) this.candidates(space, joined.exact, into);
  }

  /** Every row in which the word starts a text or a later word of it; perhaps a few false ones. */
  starts(term: number): Bitmap {
    const wanted = this.#terms[term];
    if (wanted === undefined) return newBitmap(this.#segment.rows);
    const find = (into: Bitmap): boolean => {
      for (const plan of [wanted.prefix, ...wanted.words])
        for (let text = 0; text < TEXT_COUNT; text += 1) this.candidates(text, plan, into);
      if (wanted.joined !== null) unite(into, this.joined(term).rows);
      this.domains(term, into, (grade) => grade <= WORD);
      this.kinds(term, into, (grade) => grade <= WORD);
      return true;
    };
    return this.#segment.rowsWith(`${wanted.key} `, find, wanted.isLetter).rows;
  }

  #contains(wanted: Term, term: number, into: Bitmap): void {
    if (wanted.unit === null || wanted.places !== null) {
      for (let text = 0; text < TEXT_COUNT; text += 1)
        if (isLookedForIn(wanted, PLACE_OF_TEXT[text] ?? -1)) this.#containsIn(text, wanted, into);
    } else {
      const place = this.#segment.postings.find(UNIT_KEYS + wanted.unit);
      if (place >= 0) this.#segment.postings.unite(place, into);
    }
    if (wanted.joined !== null) {
      const { rows, size } = this.joined(term);
      if (size > 0) {
        this.#segment.rowsWith(`added ${wanted.key}`, (added) => {
          added.set(rows);
          subtract(added, into);
          return false;
        });
        unite(into, rows);
      }
    }
    if (wanted.address !== null) this.#addresses(wanted, term, into);
    this.domains(term, into, (grade) => grade !== ABSENT);
    this.kinds(term, into, (grade) => grade !== ABSENT);
    this.ids(term, into);
    this.macs(term, into);
  }

  /** Adds rows whose MAC address equals the word or ends with it; false when there are none. */
  macs(term: number, into: Bitmap): boolean {
    const wanted = this.#terms[term];
    if (wanted === undefined || wanted.mac === null || !isLookedForIn(wanted, WIFI_MAC)) return false;
    const found = rowsEndingWith(this.#segment.columns.macs, wanted.mac);
    for (const row of found) setBit(into, row);
    return found.length > 0;
  }

  /**
   * Adds rows that may match the plan in one text, without a check where the lists are not exact; false when there are
   * none.
   */
  candidates(text: number, plan: Plan, into: Bitmap): boolean {
    const base = text * TEXT_KEYS;
    if (plan.kind === 'any')
      return (
        plan.ranges.filter(([low, high]) => this.#segment.postings.uniteRange(base + low, base + high, into)).length > 0
      );
    const count = this.#intersectWord(base, plan.keys);
    for (let at = 0; at < count; at += 1) setBit(into, this.#rows[at] ?? 0);
    return count > 0;
  }

  /** Rows that are in all these lists of one text, ascending; perhaps a few false ones. Valid until the next call. */
  listed(text: number, keys: readonly number[]): Uint32Array {
    return this.#rows.subarray(0, this.#intersect(text * TEXT_KEYS, keys));
  }

  /** Rows that may match the plan in one text, ascending. */
  listedAny(text: number, plan: Plan): Uint32Array {
    return withBitmap(this.#segment.rows, (found) => {
      this.candidates(text, plan, found);
      return this.#rows.subarray(0, decodeWords(found, this.#rows));
    });
  }

  /** Adds rows whose domain (of sign-in name or mail) has a grade accepted by `fits`; `only` limits it to one text. */
  domains(term: number, into: Bitmap, fits: (grade: number) => boolean, only: number | null = null): boolean {
    const { shared } = this.#segment;
    const wanted = this.#terms[term];
    const keys: number[] = [];
    for (const [code, grade] of (this.#grader.shared[term]?.domains ?? []).entries()) {
      if (grade === ABSENT || !fits(grade)) continue;
      for (const [text, place] of [
        [TEXTS.upn, UPN],
        [TEXTS.mail, MAIL],
      ] as const) {
        if ((only === null || only === text) && wanted !== undefined && isLookedForIn(wanted, place))
          keys.push(shared.domainKey(text, code));
      }
    }
    return this.#unite(keys, into);
  }

  /** Adds rows whose shared text has a grade accepted by `fits`; `only` limits it to one of KIND_FIELDS. */
  kinds(term: number, into: Bitmap, fits: (grade: number) => boolean, only: number | null = null): boolean {
    const { shared } = this.#segment;
    const wanted = this.#terms[term];
    const keys: number[] = [];
    for (const [value, grade] of (this.#grader.shared[term]?.values ?? []).entries()) {
      if (grade === ABSENT || !fits(grade)) continue;
      for (const [column, { place }] of KIND_FIELDS.entries()) {
        if ((only === null || only === column) && wanted !== undefined && isLookedForIn(wanted, place))
          keys.push(shared.valueKey(column, value));
      }
    }
    return this.#unite(keys, into);
  }

  /** Adds the rows of all lists with these keys; false when there is none. */
  #unite(keys: readonly number[], into: Bitmap): boolean {
    const { postings } = this.#segment;
    let found = false;
    for (const key of keys) {
      const place = postings.find(key);
      if (place < 0) continue;
      postings.unite(place, into);
      found = true;
    }
    return found;
  }

  /** Adds rows whose id or Entra id contains the word; false when there are none. */
  ids(term: number, into: Bitmap): boolean {
    const wanted = this.#terms[term];
    if (wanted === undefined || (wanted.guid === null && this.#segment.columns.odd.size === 0)) return false;
    if (!isLookedForIn(wanted, ID) && !isLookedForIn(wanted, ENTRA_ID)) return false;
    const found = this.#segment.rowsWith(`id ${wanted.key}`, (rows) => {
      this.#addIds(wanted, term, rows);
      return false;
    });
    if (found.size > 0) unite(into, found.rows);
    return found.size > 0;
  }

  #addIds({ guid }: Term, term: number, into: Bitmap): void {
    const { columns, postings } = this.#segment;
    const add = (row: number): void => {
      if (this.#grader.idGrade(row, term, 'id') !== ABSENT || this.#grader.idGrade(row, term, 'entraId') !== ABSENT)
        setBit(into, row);
    };
    for (const row of columns.odd.keys()) add(row);
    if (guid === null) return;
    const { digits } = guid;
    for (const [list, starts] of this.#guidLists(guid)) {
      const count = postings.decode(list, this.#rows);
      for (let at = 0; at < count; at += 1) {
        const row = this.#rows[at] ?? 0;
        if (
          starts.some(
            (start) => standsIn(columns.ids, row, digits, start) || standsIn(columns.entraIds, row, digits, start),
          )
        )
          add(row);
      }
    }
  }

  /** For each digit at which a part of a GUID may start, the shortest list of rows that may have it there. */
  #guidLists(guid: GuidPart): ReadonlyMap<number, readonly number[]> {
    const { postings } = this.#segment;
    const startsOf = new Map<number, number[]>();
    for (const start of guid.starts) {
      const lists = listedIn(guid, start).map((at) =>
        postings.find(hexKey(guid.digits[at] ?? 0, guid.digits[at + 1] ?? 0, guid.digits[at + 2] ?? 0)),
      );
      if (lists.some((list) => list < 0)) continue;
      const shortest = lists.reduce((a, b) => (postings.size(a) <= postings.size(b) ? a : b));
      startsOf.set(shortest, [...(startsOf.get(shortest) ?? []), start]);
    }
    return startsOf;
  }

  #containsIn(text: number, wanted: Term, into: Bitmap): void {
    const plan = wanted.contains;
    const { arena } = this.#segment.columns;
    const { reader } = this.#grader;
    const begins = isWholeAddress(wanted.text);
    const check = (row: number): void => {
      if (hasBit(into, row)) return;
      reader.openText(row, text);
      const { foldedStart: start, foldedEnd: end } = reader;
      const isIn = begins
        ? gradeBytes(arena, start, end, wanted.bytes) !== ABSENT
        : findBytes(arena, start, end, wanted.bytes) >= 0;
      if (isIn) setBit(into, row);
    };
    if (plan.isExact) {
      this.candidates(text, plan, into);
      return;
    }
    if (plan.kind === 'all') {
      const count = this.#intersectWord(text * TEXT_KEYS, plan.keys);
      const isRough = count > this.#checkLimit;
      this.#isRough ||= isRough;
      for (let at = 0; at < count; at += 1) {
        if (isRough) setBit(into, this.#rows[at] ?? 0);
        else check(this.#rows[at] ?? 0);
      }
      return;
    }
    for (const row of this.listedAny(text, plan)) check(row);
  }

  /** A word with `@` may span the end of the local part and the start of the domain. */
  #addresses(wanted: Term, term: number, into: Bitmap): void {
    const { address } = wanted;
    if (address === null) return;
    const { shared, columns } = this.#segment;
    const starts = Uint8Array.from(shared.domains, (domain, code) =>
      code > 0 && startsWith(domain, address.domain) ? 1 : 0,
    );
    if (!starts.includes(1)) return;
    for (const [text, domains, place] of [
      [TEXTS.upn, columns.upnDomains, UPN],
      [TEXTS.mail, columns.mailDomains, MAIL],
    ] as const) {
      if (!isLookedForIn(wanted, place)) continue;
      if (address.local === '') {
        this.#unite(
          Array.from(starts, (start, code) => (start === 1 ? [shared.domainKey(text, code)] : [])).flat(),
          into,
        );
        continue;
      }
      for (const row of this.listedAny(text, address.localEnd)) {
        if (starts[domains[row] ?? 0] !== 1 || hasBit(into, row)) continue;
        this.#grader.reader.open(row);
        if (this.#grader.textGrade(row, text, term) !== ABSENT) setBit(into, row);
      }
    }
  }

  /**
   * Intersects lists into `#rows`: all of them, or only the rarest when checking rows costs less than reading more
   * lists. Returns the number of rows.
   */
  #intersect(base: number, keys: readonly number[]): number {
    const { postings } = this.#segment;
    const places: number[] = [];
    for (const key of keys) {
      const place = postings.find(base + key);
      if (place < 0) return 0;
      places.push(place);
    }
    return this.#narrow(places, null);
  }

  /** The same for the keys of a word. With each further letter only the lists of the new keys are read. */
  #intersectWord(base: number, keys: readonly number[]): number {
    const { postings, narrowed } = this.#segment;
    const places: number[] = [];
    for (const key of keys) {
      const place = postings.find(base + key);
      if (place < 0) return 0;
      places.push(place);
    }
    const key = (length: number): string => `${String(this.#checkLimit)} ${places.slice(0, length).join(' ')}`;
    const same = narrowed.get(key(places.length));
    if (same !== undefined) {
      this.#rows.set(same);
      return same.length;
    }
    const before = places.length > 1 ? narrowed.get(key(places.length - 1)) : undefined;
    const count = this.#narrow(before === undefined ? places : places.slice(-1), before ?? null);
    if (count <= NARROW_ROWS) narrowed.set(key(places.length), this.#rows.slice(0, count));
    return count;
  }

  /** Intersects `before` (null: all rows) with the lists at these indexes into `#rows`; a few false rows may remain. */
  #narrow(places: readonly number[], before: Uint32Array | null): number {
    const { postings, rows } = this.#segment;
    const bySize = [...places].sort((a, b) => postings.size(a) - postings.size(b));
    let count = 0;
    if (before !== null) {
      this.#rows.set(before);
      count = before.length;
    } else {
      const rarest = bySize.shift();
      if (rarest === undefined) {
        for (let row = 0; row < rows; row += 1) this.#rows[row] = row;
        return rows;
      }
      count = postings.decode(rarest, this.#rows);
    }
    for (const place of bySize) {
      if (count === 0) return 0;
      if (postings.isDense(place) || count > this.#checkLimit || postings.size(place) < count * CHECK_COST)
        count = postings.retain(place, this.#rows, count);
    }
    return count;
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  if (start.length > bytes.length) return false;
  for (let at = 0; at < start.length; at += 1) if (bytes[at] !== start[at]) return false;
  return true;
}

let scratch = new Uint32Array(0);
/** Reusable buffer; only one list of rows is processed at a time. */
function scratchRows(rows: number): Uint32Array {
  if (scratch.length < rows) scratch = new Uint32Array(rows);
  return scratch;
}
