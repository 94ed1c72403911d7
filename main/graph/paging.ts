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

/** Characters of a link at most. */
export const LINK_LIMIT = 8_192;

/** `undefined`: there is none; `null`: there is one that cannot be used. */
export function nextLinkOf(body: unknown): string | null | undefined {
  const link = v.safeParse(v.object({ '@odata.nextLink': v.unknown() }), body);
  if (!link.success || link.output['@odata.nextLink'] === null) return undefined;
  const value = link.output['@odata.nextLink'];
  return typeof value === 'string' && value.length <= LINK_LIMIT ? value : null;
}

/** The first page of an answer that is already there, and whether more follow. */
export function firstPage(answer: Answer): Outcome<Collected> {
  const items = collectionOf(answer.body);
  return items === null ? err({ code: 'graph.malformed' }) : ok({ items, truncated: nextLinkOf(answer.body) !== undefined });
}

/**
 * Follows next links, which the transport checks like every address. A page may be empty and still have a next link;
 * a link that came before ends in `graph.malformed`.
 */
export async function collectPages(
  transport: Transport,
  address: string,
  options: ReadOptions & { readonly limits: PageLimits },
): Promise<Outcome<Collected>> {
  const { limits } = options;
  const seen = new Set<string>();
  let items: readonly unknown[] = [];
  let next: string | null | undefined = address;
  while (next !== undefined) {
    if (next === null || seen.has(next)) return err({ code: 'graph.malformed' });
    if (seen.size >= limits.pages || items.length >= limits.items) break;
    seen.add(next);
    const answer: Outcome<Answer> = await transport.get(next, options);
    if (!answer.ok) return answer;
    const page = collectionOf(answer.value.body);
    if (page === null) return err({ code: 'graph.malformed' });
    items = items.concat(page);
    next = nextLinkOf(answer.value.body);
  }
  return ok({ items: items.slice(0, limits.items), truncated: next !== undefined || items.length > limits.items });
}
