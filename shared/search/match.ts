import type { DeviceField, ManagedDevice, MatchReason } from '../managed-device';
import { fold, type Folded, foldText, originalRange } from './fold';

/** How well a text was found, best first. */
export const grades = ['exact', 'prefix', 'token', 'contains'] as const;
export type Grade = (typeof grades)[number];

export interface Match {
  readonly reason: MatchReason;
  /** The weakest of its terms counts. */
  readonly grade: Grade;
}

/** Best reason first. */
export const searchedFields: readonly DeviceField[] = [
  'name', 'serial', 'userName', 'upn', 'mail', 'imei', 'phone', 'entraId', 'id', 'model', 'manufacturer', 'category', 'os',
];

const MAX_TERMS = 12;

/** The folded words of a text, each once; a device matches when it contains all of them, in any order. */
export function termsOf(text: string): readonly string[] {
  const words = foldText(text.normalize('NFC')).split(/\s+/u).filter((word) => word !== '');
  return [...new Set(words)].slice(0, MAX_TERMS);
}

const WORD_UNIT = /[\p{L}\p{N}]/u;

interface Found {
  readonly grade: Grade;
  readonly start: number;
}

const worse = (a: Grade, b: Grade): Grade => (grades.indexOf(a) > grades.indexOf(b) ? a : b);

/** Where a term stands best in a folded text; null when it is not in it. */
function locate(text: string, term: string): Found | null {
  const first = text.indexOf(term);
  if (first < 0) return null;
  if (first === 0) return { grade: text.length === term.length ? 'exact' : 'prefix', start: 0 };
  for (let at = first; at >= 0; at = text.indexOf(term, at + 1)) {
    if (!WORD_UNIT.test(text.charAt(at - 1))) return { grade: 'token', start: at };
  }
  return { grade: 'contains', start: first };
}

/** Ranges in ascending order; those that touch become one. */
export function mergeRanges(ranges: readonly (readonly [number, number])[]): MatchReason['ranges'] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

interface FieldMatch {
  readonly field: DeviceField;
  readonly folded: Folded;
  readonly found: ReadonlyMap<string, Found>;
}

function matchField(field: DeviceField, text: string, terms: readonly string[]): FieldMatch | null {
  if (text === '') return null;
  const folded = fold(text);
  const found = new Map<string, Found>();
  for (const term of terms) {
    const place = locate(folded.text, term);
    if (place) found.set(term, place);
  }
  return found.size === 0 ? null : { field, folded, found };
}

function gradeIn(match: FieldMatch, terms: readonly string[]): Grade {
  if (terms.length > 1 && match.folded.text === terms.join(' ')) return 'exact';
  return [...match.found.values()].map(({ grade }) => grade).reduce(worse, 'exact');
}

function rangesOf({ folded, found }: FieldMatch): MatchReason['ranges'] {
  return mergeRanges([...found].map(([term, { start }]) => originalRange(folded, start, start + term.length)));
}

/** The field that shows best why: most terms, then the better grade, then the order of the fields. */
function bestField(matches: readonly FieldMatch[], terms: readonly string[]): FieldMatch | null {
  let best: FieldMatch | null = null;
  for (const match of matches) {
    const gain = best === null ? 1 : match.found.size - best.found.size;
    const better = best !== null && gain === 0 && grades.indexOf(gradeIn(match, terms)) < grades.indexOf(gradeIn(best, terms));
    if (gain > 0 || better) best = match;
  }
  return best;
}

/**
 * Why a device answers the terms, or null when one of them is in none of its fields.
 * A device matches if and only if each term is contained in the folded text of some field, of those named if any are.
 */
export function matchDevice(device: ManagedDevice, terms: readonly string[], fields: readonly DeviceField[] | null = null): Match | null {
  if (terms.length === 0) return null;
  const looked = fields === null ? searchedFields : searchedFields.filter((field) => fields.includes(field));
  const matches = looked.flatMap((field) => matchField(field, device[field], terms) ?? []);
  const best = bestField(matches, terms);
  if (best === null || !terms.every((term) => matches.some(({ found }) => found.has(term)))) return null;
  const gradeOfTerm = (term: string): Grade =>
    matches.flatMap(({ found }) => found.get(term)?.grade ?? []).reduce((a, b) => (worse(a, b) === a ? b : a), 'contains');
  const reason: MatchReason = { field: best.field, ranges: rangesOf(best) };
  if (best.found.size === terms.length) return { reason, grade: gradeIn(best, terms) };
  return { reason, grade: terms.map(gradeOfTerm).reduce(worse, 'exact') };
}

/** Whether every term is contained in one of the texts. */
export function matchesAll(texts: readonly string[], terms: readonly string[]): boolean {
  const folded = texts.map(foldText);
  return terms.length > 0 && terms.every((term) => folded.some((text) => text.includes(term)));
}
