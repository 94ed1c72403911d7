import { beforeEach, describe, expect, it } from 'vitest';
import type { InventoryAsker } from '../../../../main/inventory/local/port';
import type { KeptDevice, ShortlistKeeper } from '../../../../main/inventory/port';
import { createShortlist } from '../../../../main/inventory/shortlist/shortlist';
import { createShortlistNews } from '../../../../main/inventory/shortlist/shortlist-news';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { ok } from '../../../../shared/result';
import { aBlankDevice } from '../../../support/builders';
import { ManualClock } from '../../../support/clock';
import { flush } from '../../../support/turns';

const VISIT = '2026-11-20T10:00:00.000Z';
const BEFORE_IT = '2026-11-20T09:00:00.000Z';
const AFTER_IT = '2026-11-20T11:00:00.000Z';
const kept = (more: Partial<ManagedDevice> = {}): KeptDevice => ({
  ...aBlankDevice({ id: 'a', name: 'OLD', userName: 'Emma Taylor', ...more }),
  asOf: VISIT,
});

/** What the list holds by now. */
let listed: readonly ManagedDevice[];
let asked: (readonly string[])[];
let clock: ManualClock;
let shortlist: ShortlistKeeper;
let open: InventoryAsker | null;
let news: ReturnType<typeof createShortlistNews>;

const asker = (): InventoryAsker => ({
  ask: async (request) => {
    if ('ids' in request) asked.push(request.ids);
    // The kind of the answer follows from the question, which a type cannot tell here.
    return ok(listed);
  },
  reached: () => undefined,
});

async function changed(asOf: string | null, revision = 1): Promise<void> {
  news.follow({ state: 'ready', revision, asOf });
  clock.pass(1_000);
  await flush();
}

beforeEach(() => {
  listed = [aBlankDevice({ id: 'a', name: 'NEW', userName: 'Chloe Roy' })];
  asked = [];
  clock = new ManualClock();
  open = asker();
  shortlist = createShortlist({ clock, changed: () => undefined });
  shortlist.use({
    load: () => ({ pinned: [kept()], recent: [kept(), kept({ id: 'b', name: 'GONE' })] }),
    save: async () => ok(null),
    forget: async () => ok(null),
  });
  news = createShortlistNews({ open: () => open, clock, shortlist });
});

describe('pins and recents with a local list', () => {
  it('take the name and the user from a run that ended after they were stored', async () => {
    await changed(AFTER_IT);
    const fresh = { name: 'NEW', userName: 'Chloe Roy', asOf: AFTER_IT };
    expect(shortlist.current()).toMatchObject({ pinned: [fresh], recent: [fresh, { name: 'GONE', asOf: VISIT }] });
  });

  it.each<[string, string | null]>([
    ['a list that is older than the visit', BEFORE_IT],
    ['a list that was never read to its end', null],
  ])('learn nothing from %s', async (_what, asOf) => {
    await changed(asOf);
    expect(shortlist.current().pinned).toMatchObject([{ name: 'OLD', asOf: VISIT }]);
  });

  it('learn a later check-in from an older list', async () => {
    listed = [aBlankDevice({ id: 'a', name: 'NEW', lastCheckIn: '2026-11-23T08:30:00.000Z' })];
    await changed(BEFORE_IT);
    expect(shortlist.current().pinned).toMatchObject([{ name: 'NEW' }]);
  });

  it('look up once for many changes, and then the newest state', async () => {
    for (let revision = 1; revision < 50; revision += 1) news.follow({ state: 'ready', revision, asOf: BEFORE_IT });
    await changed(AFTER_IT, 50);
    expect(asked).toEqual([['a', 'b']]);
    expect(shortlist.current().pinned).toMatchObject([{ name: 'NEW' }]);
    await changed(AFTER_IT, 50);
    expect(asked).toHaveLength(1);
  });

  it('never learn from the inventory of another account', async () => {
    const mine = open;
    news.follow({ state: 'ready', revision: 1, asOf: AFTER_IT });
    clock.pass(1_000);
    open = asker();
    await flush();
    expect(open).not.toBe(mine);
    expect(shortlist.current().pinned).toMatchObject([{ name: 'OLD' }]);
    news.follow({ state: 'off', revision: 1, asOf: AFTER_IT });
    clock.pass(1_000);
    expect(asked).toHaveLength(1);
  });
});
