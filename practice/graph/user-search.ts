/** Graph's `$search` on users: quoted `property:text` clauses joined by AND and OR. */
export interface SearchClause {
  readonly property: string;
  readonly text: string;
}

/** OR of ANDs. */
export type SearchExpression = readonly (readonly SearchClause[])[];

const CLAUSE = /\s*"((?:[^"\\]|\\.)*)"\s*/y;
const JOIN = /(AND|OR)(?=\s*")/y;

function clauseOf(quoted: string): SearchClause | undefined {
  const text = quoted.replaceAll(/\\(.)/g, '$1');
  const colon = text.indexOf(':');
  return colon > 0 && colon < text.length - 1
    ? { property: text.slice(0, colon).trim(), text: text.slice(colon + 1).trim() }
    : undefined;
}

/** Undefined for anything that is not a search expression. */
export function parseSearch(source: string): SearchExpression | undefined {
  const groups: SearchClause[][] = [[]];
  let at = 0;
  for (;;) {
    CLAUSE.lastIndex = at;
    const match = CLAUSE.exec(source);
    const clause = match === null ? undefined : clauseOf(match[1] ?? '');
    if (clause === undefined || clause.text === '') return undefined;
    groups.at(-1)?.push(clause);
    at = CLAUSE.lastIndex;
    if (at >= source.length) return groups;
    JOIN.lastIndex = at;
    const join = JOIN.exec(source)?.[1];
    if (join === undefined) return undefined;
    if (join === 'OR') groups.push([]);
    at = JOIN.lastIndex;
  }
}

/** displayName is matched by the beginnings of its words, in any order. */
export function matchesTokens(value: string, text: string): boolean {
  const words = value.toLowerCase().split(/[\s\-_.,'’]+/u);
  return text
    .toLowerCase()
    .split(/[\s\-_.,'’]+/u)
    .filter((word) => word !== '')
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}
