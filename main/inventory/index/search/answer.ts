import { termsOf } from '../../../../shared/search/match';
import type { Reading } from '../../../../shared/search/reading';
import type { SearchReading } from '../../../../shared/search/stages';
import { fewestLeftOut } from './rest';
import { ResultSet } from './result-set';
import type { Asked, ReadingSearch } from './stage';
import { askPlainly, askStage } from './stage';

export interface Found {
  /** The searches of the stage that found something; empty when none did. */
  readonly searches: readonly ReadingSearch[];
  /** Number of devices including those hidden by the chips. */
  readonly hidden: number;
  /** Words that were ignored, as they were typed. */
  readonly missing: readonly string[];
}

const listAll: ReadingSearch = {
  reading: { kind: 'text', text: '' },
  mode: 'as-typed',
  fields: null,
  terms: [],
  parts: [],
  mistyped: new Set(),
};

const countOf = (searches: readonly ReadingSearch[]): number => new ResultSet(searches, { sort: null, head: 0 }).total;

function hasChips({ chips = {} }: Asked['query']): boolean {
  return Object.values(chips).some((chip) => (Array.isArray(chip) ? chip.length > 0 : chip !== undefined));
}

/** The first stage that finds anything, even if the chips hide it: better matches than those shown must not go unmentioned. */
function firstStage(asked: Asked, stages: readonly (readonly SearchReading[])[]): Omit<Found, 'missing'> | null {
  const isFiltered = hasChips(asked.query);
  const open = isFiltered ? { ...asked, query: { ...asked.query, chips: {} } } : asked;
  for (const stage of stages) {
    const found = askStage(open, stage);
    if (found.length === 0) continue;
    return isFiltered ? { searches: askStage(asked, stage), hidden: countOf(found) } : { searches: found, hidden: 0 };
  }
  return null;
}

/** Runs the stages of a query until one finds something; if none does, ignores some of the words. */
export function answer(asked: Asked): Found {
  const { stages, rest } = asked.query;
  if (stages.length === 0) {
    const hidden = hasChips(asked.query) ? asked.segments.reduce((sum, { alive }) => sum + alive, 0) : 0;
    return { searches: [{ ...listAll, parts: askPlainly(asked, []) }], hidden, missing: [] };
  }
  const found = firstStage(asked, stages);
  if (found !== null) return { ...found, missing: [] };
  const missing = rest === undefined ? [] : fewestLeftOut(asked.segments, termsOf(rest));
  if (rest === undefined || missing.length === 0) return { searches: [], hidden: 0, missing: [] };
  const words = rest.split(/\s+/u).filter((word) => word !== '');
  const isMissing = (word: string): boolean => termsOf(word).some((term) => missing.includes(term));
  const left = words.filter((word) => !isMissing(word)).join(' ');
  const without = firstStage(asked, [[{ reading: { kind: 'rest', text: left }, text: left, mode: 'as-typed' }]]);
  return without === null ? { searches: [], hidden: 0, missing: [] } : { ...without, missing: words.filter(isMissing) };
}

/** The readings of searches, each once. */
export function readingsOf(searches: readonly ReadingSearch[]): readonly Reading[] {
  const named = searches.filter(({ terms, reading }) => terms.length > 0 || reading.form !== undefined);
  const readings = new Map(
    named.map(({ reading }) => [`${reading.kind} ${reading.text} ${reading.form ?? ''}`, reading]),
  );
  return [...readings.values()];
}
