import { foldText } from '../../../../shared/search/fold';
import { ID_PART_MIN, searchedFields } from '../../../../shared/search/match';
import { lowered, spelledOut } from '../../../../shared/search/respelled';
import type { Columns } from '../columns/columns';
import { RowReader, TEXT_COUNT, TEXTS } from '../columns/columns';
import {
  CLASS_STEP,
  classOf,
  ENTRA_ID,
  FIELDS,
  ID,
  KIND_FIELDS,
  PLACE_OF_TEXT,
  TEXT_OF_PLACE,
  WIFI_MAC,
} from '../columns/field-order';
import { GUID_BYTES, renderGuid } from '../columns/guid';
import {
  ABSENT,
  EXACT,
  gradeBytes,
  gradeJoined,
  gradeOne,
  hasSeparator,
  INSIDE,
  PREFIX,
  SAME,
  WORD,
} from '../columns/locate';
import { endsWith } from '../columns/mac';
import { isAscii, JOINED_TEXTS } from '../lists/grams';
import type { Segment, SharedGrades } from '../segments/segment';
import type { Term } from './term';
import { isLookedForIn } from './term';

export const NO_MATCH = -1;
/** Texts that are also searched without their separators, and whether a word may start anywhere in them. */
const JOINED_ANYWHERE = new Map(JOINED_TEXTS);
const IS_SPELLED_OUT: readonly boolean[] = searchedFields.map((field) => spelledOut.has(field));
const encoder = new TextEncoder();
/** Reusable buffer for one text assembled from its parts. */
const scratch = new Uint8Array(32_768);

function sharedGrades({ shared }: Segment, { bytes, joined }: Term): SharedGrades {
  const valueGrade = (value: Uint8Array): number => {
    const grade = gradeBytes(value, 0, value.length, bytes);
    return joined === null || grade <= SAME
      ? grade
      : Math.min(grade, gradeJoined(value, 0, value.length, { bytes: joined.bytes, isAnywhere: false }));
  };
  const domainGrade = (domain: Uint8Array): number => {
    const grade = gradeBytes(domain, 0, domain.length, bytes);
    return grade <= PREFIX ? WORD : grade;
  };
  return {
    values: Uint8Array.from(shared.values, valueGrade),
    domains: Uint8Array.from(shared.domains, (domain, code) => (code === 0 ? ABSENT : domainGrade(domain))),
  };
}

/** Grades single rows of a segment exactly as the shared rules do. */
export class Grader {
  readonly shared: readonly SharedGrades[];
  readonly reader: RowReader;
  readonly #columns: Columns;
  readonly #segment: Segment;
  readonly #terms: readonly Term[];
  readonly #joined: Uint8Array;
  readonly #grades: Uint8Array;
  readonly #isTypedPlain: boolean;

  constructor(segment: Segment, terms: readonly Term[]) {
    this.#segment = segment;
    this.#columns = segment.columns;
    this.#terms = terms;
    this.#joined = encoder.encode(terms.map(({ text }) => text).join(' '));
    this.#isTypedPlain = terms.every(({ text, typed }) => text === typed);
    this.#grades = new Uint8Array(terms.length * FIELDS);
    this.shared = terms.map((term) => segment.gradesOf(term.text, () => sharedGrades(segment, term)));
    this.reader = new RowReader(segment.columns);
  }

  /** The class of the row (grade and field), or NO_MATCH. */
  grade(row: number): number {
    const grades = this.#grades.fill(ABSENT);
    this.reader.open(row);
    for (let term = 0; term < this.#terms.length; term += 1) {
      for (let text = 0; text < TEXT_COUNT; text += 1)
        grades[term * FIELDS + (PLACE_OF_TEXT[text] ?? 0)] = this.textGrade(row, text, term);
      this.#gradeKind(row, term);
      this.#gradeIds(row, term);
      const mac = this.#terms[term]?.mac ?? null;
      if (mac !== null && endsWith(this.#columns.macs, row, mac))
        grades[term * FIELDS + WIFI_MAC] = mac.isWhole ? EXACT : INSIDE;
      this.#leaveFields(term);
    }
    return this.#terms.length === 1 ? this.#best() : this.#combined(row);
  }

  /**
   * Whether the row that was graded last has its class because of a spelling other than the typed one, by the shared
   * rules (`isRespelled`).
   */
  isRespelled(matchClass: number): boolean {
    const place = matchClass % CLASS_STEP;
    const text = TEXT_OF_PLACE[place] ?? -1;
    if (IS_SPELLED_OUT[place] !== true || text < 0) return false;
    const isHeldPlain = ((this.reader.mask >>> text) & 1) === 0;
    if (isHeldPlain && this.#isTypedPlain) return false;
    const held = lowered(this.reader.text(this.reader.starts[text] ?? 0, this.reader.ends[text] ?? 0));
    return this.#terms.some(
      (term, at) =>
        !(isHeldPlain && term.typed === term.text) &&
        this.#grades[at * FIELDS + place] !== ABSENT &&
        !held.includes(term.typed),
    );
  }

  /** The grade of one word in one text of the row that is open in `reader`. */
  textGrade(row: number, text: number, term: number): number {
    const wanted = this.#terms[term];
    if (wanted === undefined) return ABSENT;
    const domain = this.domainOf(row, text);
    const start = this.reader.foldedStarts[text] ?? 0;
    const end = this.reader.foldedEnds[text] ?? 0;
    if (domain === 0) return start === end ? ABSENT : this.#ownGrade(text, start, end, wanted);
    if (wanted.address !== null) return gradeBytes(scratch, 0, this.#assemble(text, domain), wanted.bytes);
    const local = this.#plainGrade(text, start, end, wanted.bytes);
    return Math.min(local === EXACT ? PREFIX : local, this.shared[term]?.domains[domain] ?? ABSENT);
  }

  /** The grade of a word with its separators. Only a text that differs from its folded form has several spellings. */
  #plainGrade(text: number, start: number, end: number, bytes: Uint8Array): number {
    const { arena } = this.#columns;
    const grade = ((this.reader.mask >>> text) & 1) === 0 ? gradeOne : gradeBytes;
    return grade(arena, start, end, bytes);
  }

  #ownGrade(text: number, start: number, end: number, { bytes, joined }: Term): number {
    const grade = this.#plainGrade(text, start, end, bytes);
    const isAnywhere = JOINED_ANYWHERE.get(text);
    const isLeft =
      joined === null ||
      isAnywhere === undefined ||
      grade <= SAME ||
      (text === TEXTS.userName && isAscii(this.#columns.arena, start, end)) ||
      (joined.isSame && !hasSeparator(this.#columns.arena, start, end));
    return isLeft
      ? grade
      : Math.min(grade, gradeJoined(this.#columns.arena, start, end, { bytes: joined.bytes, isAnywhere }));
  }

  domainOf(row: number, text: number): number {
    if (text === TEXTS.upn) return this.#columns.upnDomains[row] ?? 0;
    return text === TEXTS.mail ? (this.#columns.mailDomains[row] ?? 0) : 0;
  }

  /** The best grade of one word in the id or the Entra id, stored at the index of that field. */
  idGrade(row: number, term: number, which: 'id' | 'entraId'): number {
    const wanted = this.#terms[term];
    if (wanted === undefined || !isLookedForIn(wanted, which === 'id' ? ID : ENTRA_ID)) return ABSENT;
    const odd = this.#columns.odd.get(row)?.[which] ?? null;
    if (odd !== null) {
      const bytes = encoder.encode(foldText(odd));
      const grade = gradeBytes(bytes, 0, bytes.length, wanted.bytes);
      return grade === EXACT || wanted.text.length >= ID_PART_MIN ? grade : ABSENT;
    }
    if (wanted.guid === null) return ABSENT;
    const length = renderGuid(which === 'id' ? this.#columns.ids : this.#columns.entraIds, row * GUID_BYTES, scratch);
    return length === 0 ? ABSENT : gradeBytes(scratch, 0, length, wanted.bytes);
  }

  #gradeKind(row: number, term: number): void {
    const { ofKind } = this.#segment.shared;
    const kind = (this.#columns.kinds[row] ?? 0) * KIND_FIELDS.length;
    const values = this.shared[term]?.values;
    for (let column = 0; column < KIND_FIELDS.length; column += 1) {
      const grade = values?.[ofKind[kind + column] ?? 0] ?? ABSENT;
      if (grade !== ABSENT) this.#grades[term * FIELDS + (KIND_FIELDS[column]?.place ?? 0)] = grade;
    }
  }

  #gradeIds(row: number, term: number): void {
    if (this.#terms[term]?.guid === null && this.#columns.odd.size === 0) return;
    this.#grades[term * FIELDS + ENTRA_ID] = this.idGrade(row, term, 'entraId');
    this.#grades[term * FIELDS + ID] = this.idGrade(row, term, 'id');
  }

  /** Removes the grades of fields in which the word is not searched. */
  #leaveFields(term: number): void {
    const wanted = this.#terms[term];
    if (wanted === undefined || wanted.places === null) return;
    for (let place = 0; place < FIELDS; place += 1)
      if (!isLookedForIn(wanted, place)) this.#grades[term * FIELDS + place] = ABSENT;
  }

  #assemble(text: number, domain: number): number {
    const start = this.reader.foldedStarts[text] ?? 0;
    const end = this.reader.foldedEnds[text] ?? 0;
    const after = this.#segment.shared.domains[domain] ?? new Uint8Array();
    scratch.set(this.#columns.arena.subarray(start, end));
    scratch[end - start] = 0x40;
    scratch.set(after, end - start + 1);
    return end - start + 1 + after.length;
  }

  #best(): number {
    let best = ABSENT * CLASS_STEP;
    for (let place = 0; place < FIELDS; place += 1)
      best = Math.min(best, classOf(this.#grades[place] ?? ABSENT, place));
    return best < ABSENT * CLASS_STEP ? best : NO_MATCH;
  }

  /** Several words: the reason shown is the field that contains most of them, with the grade of its weakest word. */
  #combined(row: number): number {
    const terms = this.#terms.length;
    let best = { count: 0, grade: ABSENT, place: 0 };
    for (let place = 0; place < FIELDS; place += 1) {
      let count = 0;
      let weakest = EXACT;
      for (let term = 0; term < terms; term += 1) {
        const grade = this.#grades[term * FIELDS + place] ?? ABSENT;
        if (grade === ABSENT) continue;
        count += 1;
        weakest = Math.max(weakest, grade);
      }
      if (count === terms && this.#isJoined(row, place)) weakest = EXACT;
      if (count > best.count || (count === best.count && count > 0 && weakest < best.grade))
        best = { count, grade: weakest, place };
    }
    if (best.count === terms) return classOf(best.grade, best.place);
    let weakest = EXACT;
    for (let term = 0; term < terms; term += 1) {
      let strongest = ABSENT;
      for (let place = 0; place < FIELDS; place += 1)
        strongest = Math.min(strongest, this.#grades[term * FIELDS + place] ?? ABSENT);
      weakest = Math.max(weakest, strongest);
    }
    return weakest <= INSIDE ? classOf(weakest, best.place) : NO_MATCH;
  }

  #isJoined(row: number, place: number): boolean {
    const joined = this.#joined;
    const text = PLACE_OF_TEXT.indexOf(place);
    if (text >= 0) {
      const domain = this.domainOf(row, text);
      if (domain !== 0) return gradeBytes(scratch, 0, this.#assemble(text, domain), joined) === EXACT;
      return (
        gradeBytes(
          this.#columns.arena,
          this.reader.foldedStarts[text] ?? 0,
          this.reader.foldedEnds[text] ?? 0,
          joined,
        ) === EXACT
      );
    }
    const column = KIND_FIELDS.findIndex((field) => field.place === place);
    const value =
      this.#segment.shared.values[
        this.#segment.shared.ofKind[(this.#columns.kinds[row] ?? 0) * KIND_FIELDS.length + column] ?? 0
      ];
    return column >= 0 && value !== undefined && gradeBytes(value, 0, value.length, joined) === EXACT;
  }
}
