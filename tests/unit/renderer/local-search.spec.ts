import { beforeEach, describe, expect, it } from 'vitest';
import { DeviceSearch } from '../../../renderer/features/devices/device-search.svelte';
import { exactGroup, resultGroups } from '../../../renderer/features/devices/list-items';
import { ListModel } from '../../../renderer/features/devices/list-model';
import { ListPlace } from '../../../renderer/features/devices/list-place.svelte';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import { noChips } from '../../../shared/contract/device-query';
import type { DeviceRow, SearchAnswer } from '../../../shared/contract/devices';
import type { LocalAnswer } from '../../../shared/contract/inventory';
import type { Outcome } from '../../../shared/failure';
import { messagesFor } from '../../../shared/i18n/index';
import { ok } from '../../../shared/result';
import { aRow } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import type { Deferred } from '../../support/promises';
import { deferred, settle } from '../../support/promises';

const live = (id: string, over: Partial<DeviceRow> = {}): DeviceRow => aRow({ id, source: 'live', ...over });
const hits = (devices: readonly DeviceRow[], people = 0): SearchAnswer => ({
  text: '',
  devices,
  apps: [],
  readings: [],
  truncated: false,
  problems: [],
  people: Array.from({ length: people }, (_, index) => ({ id: `p${index}`, name: `P${index}`, upn: '', mail: '' })),
});

describe('DeviceSearch with a local inventory', () => {
  let clock: ManualClock;
  let rows: readonly DeviceRow[];
  let isSimilar: boolean;
  let finds: DeviceQuery[];
  let searches: { input: unknown; answer: Deferred<Outcome<SearchAnswer>> }[];
  let search: DeviceSearch;
  let model: () => ListModel;
  let place: ListPlace;

  beforeEach(() => {
    clock = new ManualClock();
    rows = [aRow({ id: 'a' }), aRow({ id: 'b' })];
    [finds, searches, isSimilar] = [[], [], false];
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
          more: async () => ok({ devices: [], truncated: false }),
        },
        inventory: {
          find: async (query): Promise<Outcome<LocalAnswer>> => {
            finds.push(query);
            return ok({
              text: query.text,
              resultId: finds.length,
              total: rows.length,
              isRough: false,
              isSimilar,
              readings: [],
              missing: [],
              hidden: 0,
              rows,
            });
          },
          page: async () => ok([]),
        },
      },
      clock,
    );
    model = () => {
      const messages = messagesFor('en');
      return new ListModel(search.isLocal ? { label: '', ...search.localRows } : null, {
        above: exactGroup(messages, search),
        below: search.view.kind === 'shortlist' ? [] : resultGroups(messages, search),
      });
    };
    place = new ListPlace(() => model());
  });

  const keys = (): (string | null)[] =>
    Array.from({ length: model().count }, (_, index) => model().itemAt(index)?.key ?? null);
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
    expect(search.progress).toBe('partly');
    expect(keys()).toEqual(['d-a', 'd-b']);
  });

  it('sends nothing while an input method composes', async () => {
    search.composing(true);
    await type('さ');
    expect(finds).toEqual([]);
    search.composing(false);
    await settle();
    expect(finds.map(({ text }) => text)).toEqual(['さ']);
  });

  it('puts no hit of Intune above similar rows that was found by only the rest of the text', async () => {
    isSimilar = true;
    await type('Anna Keller PF4D7K9Z');
    clock.pass(250);
    await answer({ ...hits([live('c')]), readings: [{ kind: 'rest', text: 'Anna Keller' }], missing: ['PF4D7K9Z'] });
    expect(search.exact).toEqual([]);
    expect(search.isOnlySimilar).toBe(true);
    expect(model().itemAt(2)).toMatchObject({ device: { id: 'c' }, isSimilar: true });
  });

  it('appends devices that only Intune has, marked, and never moves the chosen row', async () => {
    await type('a');
    place.choose(1);
    clock.pass(250);
    await answer(hits([live('new'), live('a', { listed: true })], 2));
    expect(keys()).toEqual(['d-a', 'd-b', 'd-new', 'p-p0', 'p-p1']);
    expect(model().itemAt(2)).toMatchObject({ isNew: true });
    expect(model().sections.map(({ key }) => key)).toEqual(['local', 'new', 'people']);
    expect(place.index).toBe(1);
    expect(place.item?.key).toBe('d-b');
  });

  it('shows a device once, even if both have it', async () => {
    await type('a');
    clock.pass(250);
    await answer(hits([live('b'), live('new')]));
    expect(keys()).toEqual(['d-a', 'd-b', 'd-new']);
  });

  it('does not treat a stored copy as Intune’s answer', async () => {
    await type('a');
    clock.pass(250);
    await answer(
      hits([
        live('a', { listed: true, source: 'recent', name: 'OLD' }),
        live('b', { listed: true, name: 'NEW' }),
        live('c', { source: 'recent' }),
      ]),
    );
    expect([0, 1, 2].map((index) => model().itemAt(index))).toMatchObject([
      { device: { name: 'A' } },
      { device: { name: 'NEW', source: 'live' } },
      { device: { source: 'recent' } },
    ]);
  });

  it('does not replace a row by one with an older check-in', async () => {
    await type('a');
    clock.pass(250);
    await answer(hits([live('a', { listed: true, name: 'OLD', lastCheckIn: '2026-11-22T09:00:00Z' })]));
    expect(model().itemAt(0)).toMatchObject({ device: { name: 'A' } });
  });

  describe('puts exact before similar', () => {
    const serial = (id: string, value: string, over: Partial<DeviceRow> = {}): DeviceRow =>
      aRow({ id, serial: value, match: { field: 'serial', ranges: [[0, value.length]] }, ...over });
    const neighbours = ['PF4D7K21', 'PF4D7K23', 'PF4D7K25'].map((value, index) => serial(`n${index}`, value));

    it('every hit of Intune stands above rows found by a typo, and each device once', async () => {
      [rows, isSimilar] = [neighbours, true];
      await type('PF4D7K22');
      expect(place.item).toMatchObject({ key: 'd-n0', isSimilar: true });
      expect(place.isArmed).toBe(false);
      clock.pass(250);
      await answer(hits([serial('own', 'PF4D7K22', { source: 'live' }), serial('n1', 'PF4D7K22', { source: 'live' })]));
      expect(keys()).toEqual(['d-own', 'd-n1', 'd-n0', 'd-n2']);
      expect(
        model()
          .devices()
          .map(({ device, isSimilar }) => [device.id, isSimilar]),
      ).toEqual([
        ['own', false],
        ['n1', false],
        ['n0', true],
        ['n2', true],
      ]);
      expect(place.item).toMatchObject({ key: 'd-own', isSimilar: false });
      expect(place.isArmed).toBe(true);
    });

    it('a similar row that was chosen by hand keeps the highlight', async () => {
      [rows, isSimilar] = [neighbours, true];
      await type('PF4D7K22');
      place.choose(1);
      clock.pass(250);
      await answer(hits([serial('own', 'PF4D7K22', { source: 'live' })]));
      expect([place.index, place.item?.key]).toEqual([2, 'd-n1']);
    });

    it('an exact hit of Intune stands above rows that only begin with the text, but not above another exact one', async () => {
      rows = [aRow({ id: 'longer', name: 'PC-10', match: { field: 'name', ranges: [[0, 4]] } })];
      const exact = live('exact', { name: 'PC-1', match: { field: 'name', ranges: [[0, 4]] } });
      const other = live('other', { name: 'PC-12', match: { field: 'name', ranges: [[0, 4]] } });
      await type('pc-1');
      clock.pass(250);
      await answer(hits([exact, other]));
      expect(keys()).toEqual(['d-exact', 'd-longer', 'd-other']);
      rows = [aRow({ id: 'same', name: 'PC-1', match: { field: 'name', ranges: [[0, 4]] } }), ...rows];
      await type('PC-1');
      clock.pass(250);
      await answer(hits([exact, other]));
      expect(keys()).toEqual(['d-same', 'd-longer', 'd-exact', 'd-other']);
    });
  });

  it('leaves out no hit: one reported as local is shown below if it is not loaded', async () => {
    await type('a');
    clock.pass(250);
    await answer(hits([live('c', { listed: true }), live('d', { source: 'recent' })]));
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

  it('sends filters to both, and the sort order to the inventory', async () => {
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

  it('lists every device for an empty text only on request', async () => {
    await type('');
    expect(finds).toEqual([]);
    expect(search.view.kind).toBe('shortlist');
    search.listAll(true);
    await settle();
    expect(search.view.kind).toBe('everything');
    expect(search.progress).toBe('whole');
    await type('a');
    expect(search.view.kind).toBe('local');
    await type('');
    search.filter({ ...noChips, platforms: ['ios'] });
    await settle();
    expect(search.view.kind).toBe('local');
    search.filter(noChips);
    await settle();
    search.listAll(false);
    expect(search.view.kind).toBe('shortlist');
    await search.show({ kind: 'all' });
    expect(keys()).toEqual(['d-a', 'd-b']);
    await search.show(null);
    expect(search.view.kind).toBe('shortlist');
    expect(searches).toEqual([]);
  });

  it('shows the devices of a person as Intune, or its replacement, returns them', async () => {
    await type('a');
    await search.show({ kind: 'person', person: { id: 'u', name: 'U', upn: '', mail: '' } });
    expect(search.isLocal).toBe(false);
    expect(keys()).toEqual(['d-x']);
  });

  it('follows a changed inventory, at most every two seconds, and not while the technician is in the list', async () => {
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
    // The inventory learns what Intune says.
    const many = (...ids: string[]): readonly DeviceRow[] =>
      ids.map((id) => aRow(id === 'b' ? { id, userName: person } : { id }));
    let person = 'Suzuki';
    let revision = 1;

    beforeEach(async () => {
      search.follow({ state: 'ready', revision: ++revision });
      await type('a');
      await settle();
      clock.pass(250);
      await answer(hits([live('new'), live('b', { listed: true, userName: 'Suzuki' })]));
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

    it('new rows leave it chosen with Intune’s values, and Intune’s rows below', async () => {
      await become('a', '0', 'b', 'c');
      expect(keys()).toEqual(['d-a', 'd-0', 'd-b', 'd-c', 'd-new']);
      expect(place.index).toBe(2);
      expect(place.item).toMatchObject({ key: 'd-b', device: { userName: 'Suzuki' } });
      await become('a', '0', 'b', 'c', 'new');
      expect(keys()).toEqual(['d-a', 'd-0', 'd-b', 'd-c', 'd-new']);
      expect(search.local.shown?.answer.total).toBe(5);
    });

    it('newer values of the inventory replace older ones of Intune', async () => {
      person = 'Chloe Roy';
      await become('a', 'b', 'c');
      expect(place.item).toMatchObject({ key: 'd-b', device: { userName: 'Chloe Roy' } });
    });

    it('an answer that would move it is not shown, nor requested again until the technician leaves the list', async () => {
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

    it('a text typed in the meantime replaces the answer', async () => {
      rows = many('a', 'b', 'c');
      search.follow({ state: 'ready', revision: ++revision });
      clock.pass(2000);
      search.type('ab');
      await settle();
      expect(search.local.shown?.query.text).toBe('ab');
      expect(search.progress).not.toBe('older');
    });

    it('nothing is requested while the chosen row is not a local one', async () => {
      place.choose(2);
      expect(place.item?.key).toBe('d-new');
      const asked = finds.length;
      await become('a', 'b', 'c');
      expect(finds).toHaveLength(asked);
    });
  });

  it('asks again when the inventory becomes ready, and drops its rows when it is removed', async () => {
    await type('a');
    search.follow({ state: 'opening', revision: 0 });
    expect(search.isLocal).toBe(false);
    search.follow({ state: 'ready', revision: 1 });
    await settle();
    expect(search.isLocal).toBe(true);
    search.follow({ state: 'off', revision: 1 });
    expect(search.isLocal).toBe(false);
  });

  it('keeps the local rows when Intune fails', async () => {
    await type('a');
    clock.pass(250);
    searches[0]!.answer.resolve({ ok: false, error: { code: 'network.offline' } });
    await settle();
    expect(search.problems).toEqual([{ code: 'network.offline' }]);
    expect(search.progress).toBe('whole');
    expect(keys()).toEqual(['d-a', 'd-b']);
  });
});
