import { describe, expect, it } from 'vitest';
import { FresherRows } from '../../../../main/inventory/local/fresher-rows';
import { freshState } from '../../../../main/inventory/sync/port';
import { ok } from '../../../../shared/result';
import { memorySink, rawOf, tenant } from '../sync/support';
import { deferred } from './support';

describe('a page that was asked for before a device was learned otherwise', () => {
  const [first, second] = tenant(2);
  const pageOf = async (rows: FresherRows, items: readonly unknown[], meanwhile: () => void) => {
    const taken: (readonly unknown[])[] = [];
    const memory = memorySink();
    const sink = rows.sink({ ...memory.sink, take: (some, state) => (taken.push(some), memory.sink.take(some, state)) });
    const gate = deferred();
    const coming = rows.pages({ fetch: async () => (await gate.promise, ok({ items, next: null, serverTime: null })) }).fetch({ kind: 'all' }, new AbortController().signal);
    meanwhile();
    gate.resolve();
    const page = await coming;
    if (page.ok) await sink.take(page.value.items, freshState);
    return taken[0];
  };
  const items = [rawOf(first!), rawOf(second!), null, 7, { id: 9 }];

  it('does not overwrite it', async () => {
    const rows = new FresherRows();
    expect(await pageOf(rows, items, () => rows.note(['d0']))).toEqual(items.slice(1));
  });

  it('is taken whole when it was asked for afterwards, or when others were learned', async () => {
    const rows = new FresherRows();
    rows.note(['d0']);
    expect(await pageOf(rows, items, () => undefined)).toBe(items);
    expect(await pageOf(rows, items, () => rows.note(['d7']))).toEqual(items);
  });

  it('is also passed over after very many others were learned, but not endlessly many', async () => {
    const rows = new FresherRows();
    const many = Array.from({ length: 9_999 }, (_, at) => `x${at}`);
    expect(await pageOf(rows, items, () => (rows.note(['d0']), rows.note(many)))).toHaveLength(4);
    expect(await pageOf(rows, items, () => (rows.note(['d0']), rows.note([...many, 'y'])))).toHaveLength(5);
  });
});
