import { describe, expect, it } from 'vitest';
import { FresherRows } from '../../../../main/inventory/local/fresher-rows';
import type { AskedPage } from '../../../../main/inventory/sync/port';
import { freshState } from '../../../../main/inventory/sync/port';
import { ok } from '../../../../shared/result';
import { deferred } from '../../../support/promises';
import { memorySink, pageOf, rawOf, tenant } from '../sync/support';

describe('a page that was requested before a device was learned on its own', () => {
  const [first, second] = tenant(2);
  /** The ids that are left out of a page during whose way something happened. */
  const leftOut = async (rows: FresherRows, meanwhile: () => void, change = (page: AskedPage) => page) => {
    const excepted: (readonly string[])[] = [];
    const memory = memorySink();
    const sink = rows.sink({
      ...memory.sink,
      take: (bytes, state, except = []) => (excepted.push(except), memory.sink.take({ ...pageOf([]), bytes }, state)),
    });
    const gate = deferred();
    const fetch = async () => (await gate.promise, ok(pageOf([rawOf(first!), rawOf(second!)])));
    const coming = rows.pages({ fetch }).fetch({ kind: 'all' }, new AbortController().signal, () => undefined);
    meanwhile();
    gate.resolve();
    const page = await coming;
    if (page.ok) await sink.take(change(page.value), freshState);
    return excepted[0];
  };

  it('does not overwrite it', async () => {
    const rows = new FresherRows();
    expect(await leftOut(rows, () => rows.note(['d0']))).toEqual(['d0']);
  });

  it('does not overwrite it when its bytes were copied', async () => {
    const rows = new FresherRows();
    const copied = (page: AskedPage): AskedPage => ({ ...page, bytes: page.bytes.slice() });
    expect(await leftOut(rows, () => rows.note(['d0']), copied)).toEqual(['d0']);
  });

  it('is taken completely when it was requested afterwards', async () => {
    const rows = new FresherRows();
    rows.note(['d0']);
    expect(await leftOut(rows, () => undefined)).toEqual([]);
    expect(await leftOut(rows, () => rows.note(['d7']))).toEqual(['d7']);
  });

  it('is also skipped after many others were learned, up to a limit', async () => {
    const rows = new FresherRows();
    const many = Array.from({ length: 9_999 }, (_, at) => `x${at}`);
    expect(await leftOut(rows, () => (rows.note(['d0']), rows.note(many)))).toContain('d0');
    expect(await leftOut(rows, () => (rows.note(['d0']), rows.note([...many, 'y'])))).not.toContain('d0');
  });
});
