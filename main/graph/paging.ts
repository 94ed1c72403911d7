import * as v from 'valibot';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { collectionOf } from './managed-device';
import type { Answer, ReadOptions, Transport } from './transport';

export interface PageLimits {
  readonly pages: number;
  readonly items: number;
}

export interface Collected {
  readonly items: readonly unknown[];
  readonly truncated: boolean;
}

/** Longest link, in characters. */
export const LINK_LIMIT = 8_192;

/** `undefined`: there is no link; `null`: there is one, but it is unusable. */
export function nextLinkOf(body: unknown): string | null | undefined {
  const link = v.safeParse(v.object({ '@odata.nextLink': v.unknown() }), body);
  if (!link.success || link.output['@odata.nextLink'] === null) return undefined;
  const value = link.output['@odata.nextLink'];
  return typeof value === 'string' && value.length <= LINK_LIMIT ? value : null;
}

/** Reads a response as a first page, and whether more pages follow. */
export function firstPage(answer: Answer): Outcome<Collected> {
  const items = collectionOf(answer.body);
  return items === null
    ? err({ code: 'graph.malformed' })
    : ok({ items, truncated: nextLinkOf(answer.body) !== undefined });
}

/** Complete pages, and the link to the next one. */
interface Followed {
  readonly items: readonly unknown[];
  /** The first link that was not followed; absent when the list is complete. */
  readonly next?: string;
}

/**
 * Follows next links, which the transport checks like every URL. A page may be empty and still have a next link; a
 * repeated link fails with `graph.malformed`. `seen`: the links already followed; pass it on to a later call that
 * continues.
 */
export async function followPages(
  transport: Transport,
  address: string,
  options: ReadOptions & { readonly limits: PageLimits },
  seen: Set<string> = new Set(),
): Promise<Outcome<Followed>> {
  const { limits } = options;
  let items: readonly unknown[] = [];
  let next: string | null | undefined = address;
  for (let pages = 0; next !== undefined && pages < limits.pages && items.length < limits.items; pages += 1) {
    if (next === null || seen.has(next)) return err({ code: 'graph.malformed' });
    const answer: Outcome<Answer> = await transport.get(next, options);
    if (!answer.ok) return answer;
    seen.add(next);
    const page = collectionOf(answer.value.body);
    if (page === null) return err({ code: 'graph.malformed' });
    items = items.concat(page);
    next = nextLinkOf(answer.value.body);
  }
  if (next === null || (next !== undefined && seen.has(next))) return err({ code: 'graph.malformed' });
  return ok({ items, ...(next !== undefined && { next }) });
}

/** The same, truncated to the limits. */
export async function collectPages(
  transport: Transport,
  address: string,
  options: ReadOptions & { readonly limits: PageLimits },
): Promise<Outcome<Collected>> {
  const followed = await followPages(transport, address, options);
  if (!followed.ok) return followed;
  const { items, next } = followed.value;
  return ok({
    items: items.slice(0, options.limits.items),
    truncated: next !== undefined || items.length > options.limits.items,
  });
}
