import { macDigits, macEnding } from '../mac-address';
import type { DeviceField, ManagedDevice, MatchReason } from '../managed-device';
import { fold, foldAll, type Folded, foldText, originalRange } from './fold';
import { isJoined, joinedFields, joinedWord, placesOf, withoutSeparators } from './joined';
import { shownText } from './shown';

/** Quality of a match, best first. `same`: the whole text, except for separators or another spelling. */
export const grades = ['exact', 'same', 'prefix', 'token', 'contains'] as const;
export type Grade = (typeof grades)[number];

/** The field equals the text. */
export const isWholeGrade = (grade: Grade): boolean => grade === 'exact' || grade === 'same';

export interface Match {
  readonly reason: MatchReason;
  /** The grade of the weakest term. */
  readonly grade: Grade;
  /** It has another spelling than the typed text. */
  readonly isRespelled?: true;
}

/** Best reason first. */
export const searchedFields: readonly DeviceField[] = [
  'name',
  'serial',
  'userName',
  'upn',
  'mail',
  'imei',
  'phone',
  'wifiMac',
  'entraId',
  'id',
  'model',
  'manufacturer',
  'category',
  'os',
];

/** Fields in which other spellings of a letter match: not in addresses. */
const spelledFields: ReadonlySet<DeviceField> = new Set([
  'name',
  'serial',
  'userName',
  'imei',
  'phone',
  'model',
  'manufacturer',
  'category',
  'os',
]);
export const isIdField = (field: DeviceField): boolean => field === 'id' || field === 'entraId';
/** Shorter parts of ids would match by chance. */
export const ID_PART_MIN = 8;

const MAX_TERMS = 40;

/** The folded words of a text, each once; a device matches when it contains all of them, in any order. */
export function termsOf(text: string): readonly string[] {
  const words = foldText(text.normalize('NFC'))
    .split(/\s+/u)
    .filter((word) => word !== '');
  return [...new Set(words)].slice(0, MAX_TERMS);
}

const WORD_UNIT = /[\p{L}\p{N}]/u;

interface Found {
  readonly grade: Grade;
  /** Ranges of the original text. */
  readonly range: readonly [number, number];
}

export const isBetterGrade = (a: Grade, b: Grade): boolean => grades.indexOf(a) < grades.indexOf(b);
const worse = (a: Grade, b: Grade): Grade => (isBetterGrade(a, b) ? b : a);

/**
 * A whole address, or a full first and last name before its @, does not match a longer one that only ends the same: it
 * must begin where a word begins.
 */
export function isWholeAddress(term: string): boolean {
  const at = term.indexOf('@');
  const isLocal = at === term.length - 1 && term.indexOf('.') > 0;
  return at > 0 && (isLocal || term.indexOf('.', at + 2) > 0);
}

/** The best position of a term in a folded text; null when it does not occur. */
function locate(text: string, term: string): { readonly grade: Grade; readonly start: number } | null {
  const first = text.indexOf(term);
  if (first < 0) return null;
  if (first === 0) return { grade: text.length === term.length ? 'exact' : 'prefix', start: 0 };
  for (let at = first; at >= 0; at = text.indexOf(term, at + 1)) {
    if (!WORD_UNIT.test(text.charAt(at - 1))) return { grade: 'token', start: at };
  }
  return isWholeAddress(term) ? null : { grade: 'contains', start: first };
}

/** The position of a term when separators are ignored; null when it does not occur. */
function locateJoined(folded: Folded, term: string, from: 'anywhere' | 'at-word'): Found | null {
  const wanted = folded.text.length < 3 ? null : joinedWord(term);
  if (wanted === null || !folded.text.includes(wanted.charAt(0)) || !folded.text.includes(wanted.slice(-1)))
    return null;
  const text = withoutSeparators(folded.text);
  if ((wanted === term && text.length === folded.text.length) || !text.includes(wanted)) return null;
  const places = placesOf(folded.text);
  let best: Found | null = null;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const start = places[at] ?? 0;
    const isWord = start === 0 || !WORD_UNIT.test(folded.text.charAt(start - 1));
    if (from === 'at-word' && !isWord) continue;
    const atStart: Grade = text.length === wanted.length ? 'same' : 'prefix';
    const grade = at === 0 ? atStart : isWord ? 'token' : 'contains';
    const end = (places[at + wanted.length - 1] ?? start) + 1;
    if (best === null || isBetterGrade(grade, best.grade)) best = { grade, range: originalRange(folded, start, end) };
  }
  return best;
}

/** Ranges in ascending order; adjacent ones are merged. */
export function mergeRanges(ranges: readonly (readonly [number, number])[]): MatchReason['ranges'] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

const isWhole = (found: Found | null): boolean => found !== null && isWholeGrade(found.grade);

/** The best match of a term in the spellings of a field, the plain one first. */
function find(field: DeviceField, spellings: readonly Folded[], term: string): Found | null {
  let best: Found | null = null;
  const consider = (found: Found | null): void => {
    if (found !== null && (best === null || isBetterGrade(found.grade, best.grade))) best = found;
  };
  for (const [spelling, folded] of spellings.entries()) {
    const place = locate(folded.text, term);
    if (place !== null) {
      const grade = place.grade === 'exact' && spelling > 0 ? 'same' : place.grade;
      consider({ grade, range: originalRange(folded, place.start, place.start + term.length) });
    }
    const from = joinedFields.get(field);
    if (from !== undefined && !isWhole(best) && isJoined(field, folded.text))
      consider(locateJoined(folded, term, from));
  }
  return best;
}

/** A MAC address matches as a whole, or by its last digits. */
function findMac(text: string, term: string): Found | null {
  const digits = macDigits(text);
  if (digits === null) return null;
  if (macDigits(term) === digits) return { grade: 'exact', range: [0, text.length] };
  const ending = macEnding(term);
  if (ending === null || !digits.endsWith(ending)) return null;
  const places = placesOf(text);
  return { grade: 'contains', range: [places[places.length - ending.length] ?? 0, text.length] };
}

interface FieldMatch {
  readonly field: DeviceField;
  readonly text: string;
  readonly found: ReadonlyMap<string, Found>;
}

function matchField(field: DeviceField, text: string, terms: readonly string[]): FieldMatch | null {
  if (text === '') return null;
  const spellings = spelledFields.has(field) ? foldAll(text) : [fold(text)];
  const whole = spellings[0]?.text ?? '';
  const found = new Map<string, Found>();
  for (const term of terms) {
    if (isIdField(field) && term.length < ID_PART_MIN && term !== whole) continue;
    if (field === 'wifiMac') {
      const place = findMac(text, term);
      if (place !== null) found.set(term, place);
      continue;
    }
    const place = find(field, spellings, term);
    if (place) found.set(term, place);
  }
  return found.size === 0 ? null : { field, text: whole, found };
}

function gradeIn(match: FieldMatch, terms: readonly string[]): Grade {
  if (terms.length > 1 && match.text === terms.join(' ')) return 'exact';
  return [...match.found.values()].map(({ grade }) => grade).reduce(worse, 'exact');
}

const rangesOf = ({ found }: FieldMatch): MatchReason['ranges'] =>
  mergeRanges([...found.values()].map(({ range }) => range));

/** The field that explains the match best: most terms, then the better grade, then the order of the fields. */
function bestField(matches: readonly FieldMatch[], terms: readonly string[]): FieldMatch | null {
  let best: FieldMatch | null = null;
  for (const match of matches) {
    const gain = best === null ? 1 : match.found.size - best.found.size;
    if (gain > 0 || (best !== null && gain === 0 && isBetterGrade(gradeIn(match, terms), gradeIn(best, terms))))
      best = match;
  }
  return best;
}

/**
 * Why a device matches the terms, or null when one of them is in none of its fields. A device matches if and only if
 * each term is contained in a field as it is shown (only in `only`, if given): in the folded text, in another spelling
 * of it, or with separators left out on both sides. Parts of ids need at least eight characters; a MAC address matches
 * by its last digits.
 */
export function matchDevice(
  device: ManagedDevice,
  terms: readonly string[],
  fields: readonly DeviceField[] | null = null,
): Match | null {
  if (terms.length === 0) return null;
  const looked = fields === null ? searchedFields : searchedFields.filter((field) => fields.includes(field));
  const matches = looked.flatMap((field) => matchField(field, shownText(device, field), terms) ?? []);
  const best = bestField(matches, terms);
  if (best === null || !terms.every((term) => matches.some(({ found }) => found.has(term)))) return null;
  const gradeOfTerm = (term: string): Grade =>
    matches
      .flatMap(({ found }) => found.get(term)?.grade ?? [])
      .reduce((a, b) => (isBetterGrade(b, a) ? b : a), 'contains');
  const reason: MatchReason = { field: best.field, ranges: rangesOf(best) };
  if (best.found.size === terms.length) return { reason, grade: gradeIn(best, terms) };
  return { reason, grade: terms.map(gradeOfTerm).reduce(worse, 'exact') };
}

/** The match of the terms that one field contains; null when it contains none. */
export function reasonIn(device: ManagedDevice, terms: readonly string[], field: DeviceField): MatchReason | null {
  const match = matchField(field, shownText(device, field), terms);
  return match === null ? null : { field, ranges: rangesOf(match) };
}

/** Whether every term is contained in one of the texts, in any of their spellings. */
export function matchesAll(texts: readonly string[], terms: readonly string[]): boolean {
  const folded = texts.flatMap((text) => foldAll(text).map((spelling) => spelling.text));
  return terms.length > 0 && terms.every((term) => folded.some((text) => text.includes(term)));
}
