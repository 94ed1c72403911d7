import { beforeEach, describe, expect, it } from 'vitest';
import { DeviceSearch } from '../../../renderer/features/devices/device-search.svelte';
import { resultGroups, tableTop } from '../../../renderer/features/devices/list-items';
import { ListModel } from '../../../renderer/features/devices/list-model';
import type { GridSight } from '../../../renderer/features/devices/list-place.svelte';
import { ListPlace } from '../../../renderer/features/devices/list-place.svelte';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import { noChips } from '../../../shared/contract/device-query';
import type { DeviceRow, SearchAnswer } from '../../../shared/contract/devices';
import type { LocalAnswer } from '../../../shared/contract/inventory';
import type { Outcome } from '../../../shared/failure';
import { messagesFor } from '../../../shared/i18n/index';
import { ok } from '../../../shared/result';
import type { Deferred } from './fake-clock';
import { deferred, FakeClock, settle } from './fake-clock';
import { Held } from './held.svelte';
import { aRow } from './list-rows';

const live = (id: string, over: Partial<DeviceRow> = {}): DeviceRow => aRow({ id, source: 'live', ...over });
const hits = (devices: readonly DeviceRow[], people = 0): SearchAnswer => ({
  text: '', devices, apps: [], truncated: false, problems: [],
  people: Array.from({ length: people }, (_, index) => ({ id: `p${index}`, name: `P${index}`, upn: '', mail: '' })),
});

describe('DeviceSearch with a local inventory', () => {
  let clock: FakeClock;
  let rows: readonly DeviceRow[];
  let finds: DeviceQuery[];
  let searches: { input: unknown; answer: Deferred<Outcome<SearchAnswer>> }[];
  let search: DeviceSearch;
  let model: () => ListModel;
  let place: ListPlace;

  beforeEach(() => {
    clock = new FakeClock();
    rows = [aRow({ id: 'a' }), aRow({ id: 'b' })];
    [finds, searches] = [[], []];
    search = new DeviceSearch(
      {
        devices: {
          search: (input) => {
            const answer = deferred<Outcome<SearchAnswer>>();
            searches.push({ input, answer });
            return answer.promise;
          },
          ofPerson: async () => ok({ devices: [live('x')], truncated: false }),
          ofApp: async () => ok({ devices: [], truncated: false }),
        },
        inventory: {
          find: async (query): Promise<Outcome<LocalAnswer>> => {
            finds.push(query);
            return ok({ text: query.text, resultId: finds.length, total: rows.length, isRough: false, isTypo: false, rows });
          },
          page: async () => ok([]),
        },
      },
      clock,
    );
    model = () => {
      const { shown } = search.local;
      const local = { label: '', total: shown?.answer.total ?? 0, at: (index: number) => search.local.at(index), rows: () => search.local.rows() };
      return new ListModel(search.isLocal ? local : null, { below: search.empty ? [] : resultGroups(messagesFor('en'), search) });
    };
    place = new ListPlace(() => model());
  });

  const keys = (): (string | null)[] => Array.from({ length: model().count }, (_, index) => model().itemAt(index)?.key ?? null);
  const type = async (text: string): Promise<void> => {
    search.type(text);
    await settle();
  };
  const answer = async (found: SearchAnswer, index = searches.length - 1): Promise<void> => {
    searches[index]!.answer.resolve(ok(found));
    await settle();
  };

  it('asks the inventory with every key press and Intune when typing pauses', async () => {
    await type('a');
    await type('ab');
    expect(finds.map(({ text }) => text)).toEqual(['a', 'ab']);
    clock.pass(249);
    expect(searches).toEqual([]);
    clock.pass(1);
    expect(searches.map(({ input }) => input)).toEqual([{ text: 'ab' }]);
  });

  it('answers the text at once, before Intune does', async () => {
    await type('a');
    expect(search.upToDate).toBe(true);
    expect(search.settled).toBe(false);
    expect(keys()).toEqual(['d-a', 'd-b']);
  });

  it('asks nobody while an input method composes', async () => {
    search.composing(true);
    await type('さ');
    expect(finds).toEqual([]);
    search.composing(false);
    await settle();
    expect(finds.map(({ text }) => text)).toEqual(['さ']);
  });

  it('appends what only Intune knows, marked, and never moves the chosen row', async () => {
    await type('a');
    place.choose(1);
    clock.pass(250);
    await answer(hits([live('new'), live('a', { source: 'local' })], 2));
    expect(keys()).toEqual(['d-a', 'd-b', 'd-new', 'p-p0', 'p-p1']);
    expect(model().itemAt(2)).toMatchObject({ isNew: true });
    expect(model().sections.map(({ key }) => key)).toEqual(['local', 'new', 'people']);
    expect(place.index).toBe(1);
    expect(place.item?.key).toBe('d-b');
  });

  it('shows a device once, though both know it', async () => {
    await type('a');
    clock.pass(250);
    await answer(hits([live('b'), live('new')]));
    expect(keys()).toEqual(['d-a', 'd-b', 'd-new']);
  });

  it('leaves out no hit: one said to be here is shown below when it is not', async () => {
    await type('a');
    clock.pass(250);
    await answer(hits([live('c', { source: 'local' }), live('d', { source: 'recent' })]));
    expect(keys()).toEqual(['d-a', 'd-b', 'd-c', 'd-d']);
  });

  it('shows nothing of Intune that belongs to an older text', async () => {
    await type('a');
    clock.pass(250);
    await answer(hits([live('new')]));
    await type('ab');
    expect(keys()).toEqual(['d-a', 'd-b']);
    clock.pass(250);
    await answer(hits([live('other')]));
    expect(keys()).toEqual(['d-a', 'd-b', 'd-other']);
  });

  it('sends filters to both, and order to the inventory', async () => {
    const chips = { ...noChips, platforms: ['ios' as const] };
    await type('a');
    search.filter(chips);
    await settle();
    search.order({ column: 'upn', descending: true });
    await settle();
    clock.pass(250);
    expect(finds.at(-1)).toEqual({ text: 'a', chips, sort: { column: 'upn', descending: true } });
    expect(searches.map(({ input }) => input)).toEqual([{ text: 'a', chips }]);
  });

  it('lists every device for an empty text only where that is asked for', async () => {
    await type('');
    expect(finds).toEqual([]);
    expect(search.empty).toBe(true);
    search.listAll(true);
    await settle();
    expect(search.empty).toBe(false);
    expect(search.upToDate && search.settled).toBe(true);
    expect(search.showsAll).toBe(true);
    await type('a');
    expect(search.showsAll).toBe(false);
    await type('');
    search.filter({ ...noChips, platforms: ['ios'] });
    await settle();
    expect(search.showsAll).toBe(false);
    search.filter(noChips);
    await settle();
    search.listAll(false);
    expect(search.showsAll).toBe(false);
    await search.show({ kind: 'all' });
    expect(keys()).toEqual(['d-a', 'd-b']);
    await search.show(null);
    expect(search.empty).toBe(true);
    expect(searches).toEqual([]);
  });

  it('shows the devices of a person as Intune, or whoever stands in for it, answers', async () => {
    await type('a');
    await search.show({ kind: 'person', person: { id: 'u', name: 'U', upn: '', mail: '' } });
    expect(search.isLocal).toBe(false);
    expect(keys()).toEqual(['d-x']);
  });

  it('follows a changed inventory, at most every two seconds, and not while somebody is in the list', async () => {
    await type('a');
    search.follow({ state: 'ready', revision: 1 });
    await settle();
    const asked = finds.length;
    search.follow({ state: 'ready', revision: 2 });
    search.follow({ state: 'ready', revision: 3 });
    expect(finds).toHaveLength(asked);
    clock.pass(2000);
    expect(finds).toHaveLength(asked + 1);
    clock.pass(2000);
    search.browse(() => false);
    search.follow({ state: 'ready', revision: 4 });
    clock.pass(60_000);
    expect(finds).toHaveLength(asked + 1);
    search.browse(null);
    expect(finds).toHaveLength(asked + 2);
  });

  describe('with a row chosen', () => {
    const sight = { from: 0, to: 12, first: 0, last: 9, page: 10, atTop: true };
    const many = (...ids: string[]): readonly DeviceRow[] => ids.map((id) => aRow({ id }));
    let revision = 1;

    beforeEach(async () => {
      search.follow({ state: 'ready', revision: ++revision });
      await type('a');
      await settle();
      clock.pass(250);
      await answer(hits([live('new'), live('b', { source: 'local', userName: 'Suzuki' })]));
      place.sight = sight;
      place.choose(1);
      search.browse((next) => place.keeps(next));
    });
    const become = async (...ids: string[]): Promise<void> => {
      rows = many(...ids);
      search.follow({ state: 'ready', revision: ++revision });
      await settle();
      clock.pass(2000);
      await settle();
    };

    it('rows that come leave it chosen, with what Intune said of it, and those of Intune below', async () => {
      await become('a', '0', 'b', 'c');
      expect(keys()).toEqual(['d-a', 'd-0', 'd-b', 'd-c', 'd-new']);
      expect(place.index).toBe(2);
      expect(place.item).toMatchObject({ key: 'd-b', device: { userName: 'Suzuki' } });
      await become('a', '0', 'b', 'c', 'new');
      expect(keys()).toEqual(['d-a', 'd-0', 'd-b', 'd-c', 'd-new']);
      expect(search.local.shown?.answer.total).toBe(5);
    });

    it('the answer stays as found where that would move it, and is not asked for again until the person leaves', async () => {
      await become('b', 'c');
      expect(keys()).toEqual(['d-a', 'd-b', 'd-new']);
      const asked = finds.length;
      await become('a', 'b', 'c');
      expect(finds).toHaveLength(asked);
      place.leave();
      search.browse(null);
      await settle();
      expect(keys()).toEqual(['d-a', 'd-b', 'd-c', 'd-new']);
    });

    it('a text that is typed meanwhile wins', async () => {
      rows = many('a', 'b', 'c');
      search.follow({ state: 'ready', revision: ++revision });
      clock.pass(2000);
      search.type('ab');
      await settle();
      expect(search.local.shown?.query.text).toBe('ab');
      expect(search.upToDate).toBe(true);
    });

    it('nothing is asked for while another row than one of this computer is chosen', async () => {
      place.choose(2);
      expect(place.item?.key).toBe('d-new');
      const asked = finds.length;
      await become('a', 'b', 'c');
      expect(finds).toHaveLength(asked);
    });
  });

  it('asks once more when the inventory becomes ready, and drops its rows when it goes', async () => {
    await type('a');
    search.follow({ state: 'opening', revision: 0 });
    expect(search.isLocal).toBe(false);
    search.follow({ state: 'ready', revision: 1 });
    await settle();
    expect(search.isLocal).toBe(true);
    search.follow({ state: 'off', revision: 1 });
    expect(search.isLocal).toBe(false);
  });

  it('keeps the rows of this computer when Intune fails', async () => {
    await type('a');
    clock.pass(250);
    searches[0]!.answer.resolve({ ok: false, error: { code: 'network.offline' } });
    await settle();
    expect(search.problems).toEqual([{ code: 'network.offline' }]);
    expect(search.upToDate && search.settled).toBe(true);
    expect(keys()).toEqual(['d-a', 'd-b']);
  });
});

describe('ListPlace', () => {
  const groups = (ids: readonly string[]) => [{ key: 'g', label: 'G', items: ids.map((id) => ({ kind: 'device' as const, key: `d-${id}`, device: aRow({ id }), isNew: false })) }];
  const placeOn = (first: ListModel): { place: ListPlace; become: (model: ListModel) => void } => {
    const held = new Held(first);
    return { place: new ListPlace(() => held.value), become: (next) => (held.value = next) };
  };
  const local = (at: (index: number) => DeviceRow | null, total = 500_000): ListModel => new ListModel({ label: '', total, at, rows: () => [] }, {});

  it('follows its row when others come before it', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.choose(1);
    become(new ListModel(null, { below: groups(['new', 'a', 'b']) }));
    expect(place.index).toBe(2);
  });

  it('is nowhere when its row is gone: no other row takes the place', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.choose(0);
    become(new ListModel(null, { below: groups(['b']) }));
    expect(place.index).toBe(-1);
    expect(place.entered(true)).toBeNull();
    expect(place.target('ArrowDown')).toBe(0);
  });

  it('waits at its place while the row is not here, and takes no other', () => {
    const { place, become } = placeOn(local((index) => aRow({ id: `d${index}` })));
    place.choose(400_000);
    become(local(() => null));
    expect(place.index).toBe(400_000);
    expect(place.item).toBeNull();
    become(local((index) => aRow({ id: `other${index}` })));
    expect(place.index).toBe(-1);
    become(local((index) => aRow({ id: `d${index}` })));
    expect(place.index).toBe(400_000);
  });

  it('follows a row that Intune had added and the local answer now has', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['x', 'new']) }));
    place.choose(1);
    become(local((index) => aRow({ id: index === 3 ? 'new' : `d${index}` }), 5));
    expect(place.index).toBe(3);
  });

  it('stands in the local answer below rows that are above it', () => {
    const rows = [aRow({ id: 'a' }), aRow({ id: 'b' })];
    const list = { label: 'All', total: 2, at: (index: number) => rows[index] ?? null, rows: () => rows };
    const shortlist = { pinned: [aRow({ id: 'b' })], recent: [aRow({ id: 'c' })] };
    const { place, become } = placeOn(new ListModel(list, { above: tableTop(messagesFor('en'), [], shortlist) }));
    const model = new ListModel(list, { above: tableTop(messagesFor('en'), [], shortlist) });
    expect(model.sections.map(({ key, headed, first }) => [key, headed, first])).toEqual([['pinned', true, 0], ['local', true, 1]]);
    expect([model.localFirst, model.count, model.beyondLocal]).toEqual([1, 3, -1]);
    place.choose(2);
    expect(place.item?.key).toBe('d-b');
    // The pinned row of the same device is another row: the place is not taken over by it.
    become(new ListModel(list, { above: tableTop(messagesFor('en'), [], { pinned: [...rows, aRow({ id: 'x' })], recent: [] }) }));
    expect(place.index).toBe(4);
    become(new ListModel(list, {}));
    expect(place.index).toBe(1);
    expect(new ListModel(list, {}).sections.map(({ headed }) => headed)).toEqual([false]);
  });

  describe('lets another answer to the same question come', () => {
    const listed = (ids: readonly string[], total: number) => ({ text: '', resultId: 2, total, isRough: false, isTypo: false, rows: ids.map((id) => aRow({ id })) });
    const ids = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => `d${from + index}`);
    const chosen = (index: number, over: Partial<GridSight> = {}): ListPlace => {
      const { place } = placeOn(local((at) => (at < 100 ? aRow({ id: `d${at}` }) : null)));
      place.sight = { from: 0, to: 30, first: 0, last: 20, page: 20, atTop: true, ...over };
      place.choose(index);
      return place;
    };
    it.each([
      ['the same rows', chosen(5), listed(ids(0, 100), 500_000), true],
      ['more rows below', chosen(5), listed(ids(0, 100), 500_009), true],
      ['more rows above', chosen(5), listed(['x', 'y', ...ids(0, 98)], 500_002), true],
      ['fewer rows above', chosen(5), listed(ids(1, 100), 500_000), false],
      ['fewer rows below', chosen(5), listed(ids(0, 100), 400_000), false],
      ['without the row', chosen(5), listed(['x', ...ids(6, 99)], 500_000), false],
      ['rows in sight that would not be there yet', chosen(90, { from: 70, to: 100, first: 76, last: 92 }), listed(['x', ...ids(0, 99)], 500_001), false],
      ['a row that is not here', chosen(4000, { from: 3990, to: 4020, first: 3996, last: 4016 }), listed(ids(0, 100), 500_000), false],
      ['a row scrolled out of sight', chosen(5, { from: 30, to: 60, first: 36, last: 54 }), listed(ids(0, 100), 500_000), false],
      ['no row chosen', placeOn(local(() => null)).place, listed(ids(0, 100), 500_000), false],
    ])('%s', (_name, place, next, keeps) => {
      expect(place.keeps(next)).toBe(keeps);
    });
  });

  it('moves by the rows that fit, from one end to the other', () => {
    const { place } = placeOn(local(() => null));
    place.sight = { from: 0, to: 20, first: 0, last: 12, page: 11, atTop: true };
    expect(place.target('PageDown')).toBe(11);
    place.choose(499_995);
    expect([place.target('PageDown'), place.target('End'), place.target('Home'), place.target('ArrowUp'), place.target('x')]).toEqual([499_999, 499_999, 0, 499_994, null]);
  });

  it('acts on the first row of an answer while nothing is chosen', () => {
    const { place } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    expect(place.entered(true)?.key).toBe('d-a');
    expect(place.entered(false)).toBeNull();
    place.choose(1);
    expect(place.entered(true)?.key).toBe('d-b');
    place.leave();
    expect(place.index).toBe(-1);
  });
});
