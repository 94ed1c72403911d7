import { clean } from './clean';
import type { DeviceFilter } from './port';

/** Longest search value that is sent. */
const VALUE_LIMIT = 120;

/** A value that is safe in a query: visible characters only, bounded. An empty result must not be sent. */
export const searchValue = (raw: string): string => clean(raw.slice(0, VALUE_LIMIT), VALUE_LIMIT);

const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The `$filter` text, or null for an empty value: an empty UPN filter would return every device. */
export function filterText(filter: DeviceFilter): string | null {
  const value = searchValue(filter.value);
  if (value === '') return null;
  return filter.op === 'contains'
    ? `contains(${filter.field},${literal(value)})`
    : `${filter.field} eq ${literal(value)}`;
}

/** `contains(...)` on one property, or null for an empty value. */
export function containsText(property: string, raw: string): string | null {
  const value = searchValue(raw);
  return value === '' ? null : `contains(${property},${literal(value)})`;
}

/** `"a:x" OR "b:x"` for `$search`, or null for an empty value. */
export function searchText(properties: readonly string[], raw: string): string | null {
  const value = searchValue(raw).replace(/[\\"]/g, '\\$&');
  return value === '' ? null : properties.map((property) => `"${property}:${value}"`).join(' OR ');
}

/** A path with encoded query values; the `$` of the names stays readable. */
export const withQuery = (path: string, query: Readonly<Record<string, string | number>>): string =>
  `${path}?${Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
