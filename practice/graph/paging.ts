/** Pages of a list scanned in index order, with the opaque continuation that Graph hands out. */

const TOKEN_PREFIX = 'p1.';

const encodeToken = (next: number): string => Buffer.from(`${TOKEN_PREFIX}${next}`).toString('base64url');

/** The position in a skip token; undefined when it is not one of ours. */
export function decodeToken(token: string): number | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const digits = text.startsWith(TOKEN_PREFIX) ? text.slice(TOKEN_PREFIX.length) : '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** `$top` within 1 … limit; anything else is the limit, as the service does. */
export function pageSize(url: URL, limit: number): number {
  const raw = url.searchParams.get('$top');
  const wanted = raw === null ? limit : Number(raw);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, limit) : limit;
}

/** The same request, continued at `next`. */
export function nextLink(url: URL, graphOrigin: string, next: number): string {
  const continued = new URL(url.pathname, graphOrigin);
  for (const [name, value] of url.searchParams) if (name !== '$skiptoken') continued.searchParams.append(name, value);
  continued.searchParams.set('$skiptoken', encodeToken(next));
  return continued.href;
}

/** The start of the page, or undefined for a skip token that is not ours. */
export function pageStart(url: URL): number | undefined {
  const token = url.searchParams.get('$skiptoken');
  return token === null ? 0 : decodeToken(token);
}

export interface Page {
  readonly indices: readonly number[];
  /** Where the next page starts; undefined at the end. */
  readonly next?: number;
}

/** Collects up to `top` fitting indices from `from` on. */
export function scanPage(count: number, from: number, top: number, fits: (index: number) => boolean): Page {
  const indices: number[] = [];
  for (let index = from; index < count; index += 1) {
    if (!fits(index)) continue;
    if (indices.length === top) return { indices, next: index };
    indices.push(index);
  }
  return { indices };
}

/** Names in `$select`, or undefined when the parameter is absent. */
export function selected(url: URL): readonly string[] | undefined {
  const raw = url.searchParams.get('$select');
  if (raw === null) return undefined;
  return raw
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
