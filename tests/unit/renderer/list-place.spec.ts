import { describe, expect, it } from 'vitest';
import { deviceItem, shortGroups, tableTop } from '../../../renderer/features/devices/list-items';
import { ListModel } from '../../../renderer/features/devices/list-model';
import { ListPlace } from '../../../renderer/features/devices/list-place.svelte';
import type { GridSight } from '../../../renderer/ui/grid-layout';
import type { DeviceRow } from '../../../shared/contract/devices';
import { messagesFor } from '../../../shared/i18n/index';
import { aRow } from '../../support/builders';
import { Held } from './held.svelte';

describe('ListPlace', () => {
  const groups = (ids: readonly string[]) => [
    { key: 'g', label: 'G', items: ids.map((id) => deviceItem(aRow({ id }))) },
  ];
  const placeOn = (first: ListModel): { place: ListPlace; become: (model: ListModel) => void } => {
    const held = new Held(first);
    return { place: new ListPlace(() => held.value), become: (next) => (held.value = next) };
  };
  const local = (at: (index: number) => DeviceRow | null, total = 500_000): ListModel =>
    new ListModel({ label: '', total, at, rows: () => [] }, {});

  it('follows its row when others come before it', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.choose(1);
    become(new ListModel(null, { below: groups(['new', 'a', 'b']) }));
    expect(place.index).toBe(2);
  });

  it('has no position when its row is gone: no other row takes it', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.choose(0);
    become(new ListModel(null, { below: groups(['b']) }));
    expect(place.index).toBe(-1);
    expect([place.item, place.deviceId]).toEqual([null, 'a']);
    expect(place.target('ArrowDown')).toBe(0);
  });

  it('stays while its row is not loaded, and takes no other', () => {
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

  it('follows a row that Intune had added and the local answer now contains', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['x', 'new']) }));
    place.choose(1);
    become(local((index) => aRow({ id: index === 3 ? 'new' : `d${index}` }), 5));
    expect(place.index).toBe(3);
  });

  it('counts the rows above the local answer', () => {
    const rows = [aRow({ id: 'a' }), aRow({ id: 'b' })];
    const list = { label: 'All', total: 2, at: (index: number) => rows[index] ?? null, rows: () => rows };
    const shortlist = { pinned: [aRow({ id: 'b' })], recent: [aRow({ id: 'c' })] };
    const { place, become } = placeOn(new ListModel(list, { above: tableTop(messagesFor('en'), [], shortlist) }));
    const model = new ListModel(list, { above: tableTop(messagesFor('en'), [], shortlist) });
    expect(model.sections.map(({ key, headed, first }) => [key, headed, first])).toEqual([
      ['pinned', true, 0],
      ['local', true, 1],
    ]);
    expect([model.localFirst, model.count, model.beyondLocal]).toEqual([1, 3, -1]);
    place.choose(2);
    expect(place.item?.key).toBe('d-b');
    // The pinned row of the same device is another row: the place is not taken over by it.
    become(
      new ListModel(list, {
        above: tableTop(messagesFor('en'), [], { pinned: [...rows, aRow({ id: 'x' })], recent: [] }),
      }),
    );
    expect(place.index).toBe(4);
    become(new ListModel(list, {}));
    expect(place.index).toBe(1);
    expect(new ListModel(list, {}).sections.map(({ headed }) => headed)).toEqual([false]);
  });

  describe('accepts another answer to the same question', () => {
    const listed = (ids: readonly string[], total: number) => ({
      text: '',
      resultId: 2,
      total,
      isRough: false,
      isSimilar: false,
      readings: [],
      missing: [],
      hidden: 0,
      rows: ids.map((id) => aRow({ id })),
    });
    const ids = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `d${from + index}`);
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
      [
        'rows in sight that would not be there yet',
        chosen(90, { from: 70, to: 100, first: 76, last: 92 }),
        listed(['x', ...ids(0, 99)], 500_001),
        false,
      ],
      [
        'a row that is not here',
        chosen(4000, { from: 3990, to: 4020, first: 3996, last: 4016 }),
        listed(ids(0, 100), 500_000),
        false,
      ],
      [
        'a row scrolled out of sight',
        chosen(5, { from: 30, to: 60, first: 36, last: 54 }),
        listed(ids(0, 100), 500_000),
        false,
      ],
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
    expect([
      place.target('PageDown'),
      place.target('End'),
      place.target('Home'),
      place.target('ArrowUp'),
      place.target('x'),
    ]).toEqual([499_999, 499_999, 0, 499_994, null]);
  });

  it('is the first row while nothing is chosen, and none without rows', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    expect([place.index, place.item?.key, place.deviceId, place.isChosen, place.isInList]).toEqual([
      0,
      'd-a',
      'a',
      false,
      false,
    ]);
    expect(place.target('ArrowDown')).toBe(1);
    become(new ListModel(null, { below: groups(['new', 'a', 'b']) }));
    expect(place.item?.key).toBe('d-new');
    place.choose(1);
    expect(place.item?.key).toBe('d-a');
    place.leave();
    expect(place.item?.key).toBe('d-new');
    become(new ListModel(null, {}));
    expect([place.index, place.item, place.deviceId]).toEqual([-1, null, null]);
  });

  it('stays on the first row when the technician works with it and other rows come before it', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.hold();
    become(new ListModel(null, { below: groups(['new', 'a', 'b']) }));
    expect([place.index, place.deviceId]).toEqual([1, 'a']);
  });

  it('moves to another row of the same device when its own is gone', () => {
    const shortlist = (recent: readonly string[]) =>
      new ListModel(null, {
        below: shortGroups(messagesFor('en'), [], { pinned: [], recent: recent.map((id) => aRow({ id })) }),
      });
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.choose(1);
    become(shortlist(['c', 'b']));
    expect([place.index, place.deviceId]).toEqual([1, 'b']);
    become(shortlist(['c']));
    expect([place.index, place.deviceId]).toEqual([-1, 'b']);
  });

  it('is the row of a device opened from elsewhere, or none, until the technician moves', () => {
    const { place, become } = placeOn(new ListModel(null, { below: groups(['a', 'b']) }));
    place.open('x');
    expect([place.index, place.deviceId, place.isInList]).toEqual([-1, 'x', false]);
    become(new ListModel(null, { below: groups(['a', 'x']) }));
    expect([place.index, place.deviceId]).toEqual([1, 'x']);
    place.open('gone');
    expect(place.target('ArrowDown')).toBe(0);
    place.choose(0);
    expect(place.deviceId).toBe('a');
  });

  it('is armed on a row that is only similar after it was chosen by hand', () => {
    const rows = [aRow({ id: 'a' }), aRow({ id: 'b' })];
    const { place } = placeOn(
      new ListModel({ label: '', total: 2, at: (index) => rows[index] ?? null, rows: () => rows, isSimilar: true }, {}),
    );
    expect(place.isArmed).toBe(false);
    place.hold();
    expect(place.isArmed).toBe(false);
    place.choose(0);
    expect(place.isArmed).toBe(true);
    place.leave();
    expect(place.isArmed).toBe(false);
  });

  it('is not armed when its similar row disappears, only by a choice', () => {
    const similar = (ids: readonly string[]): ListModel => {
      const rows = ids.map((id) => aRow({ id }));
      return new ListModel(
        { label: '', total: rows.length, at: (index) => rows[index] ?? null, rows: () => rows, isSimilar: true },
        {},
      );
    };
    const { place, become } = placeOn(similar(['a', 'b']));
    place.hold();
    become(similar(['b']));
    expect([place.item, place.deviceId, place.isSimilar, place.isArmed]).toEqual([null, 'a', true, false]);
    become(similar(['a', 'b']));
    place.choose(0);
    become(similar(['b']));
    expect([place.deviceId, place.isArmed]).toEqual(['a', true]);
  });
});
