import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { chosenColumns, movedColumn, offeredColumns } from '../../../renderer/features/inventory/column-order';
import { activeChips, filterGroups, isFull, spanOptions } from '../../../renderer/features/inventory/filter-chips';
import {
  countText,
  isOffline,
  momentText,
  newsText,
  runText,
  waitText,
} from '../../../renderer/features/inventory/inventory-text';
import type { DeviceChips } from '../../../shared/contract/device-query';
import {
  CATEGORIES_MAX,
  checkInSpans,
  ChipsSchema,
  deviceColumns,
  noChips,
} from '../../../shared/contract/device-query';
import type { InventoryView, SyncView } from '../../../shared/contract/inventory';
import { formatsFor } from '../../../shared/i18n/format';
import { messagesFor } from '../../../shared/i18n/index';
import { complianceStates, ownerships, platforms } from '../../../shared/managed-device';

const en = messagesFor('en');
const ja = messagesFor('ja');
const now = new Date(2026, 10, 23, 12, 0, 0).getTime();
const at = (hour: number, day = 23): string => new Date(2026, 10, day, hour, 42).toISOString();
const sync = (over: Partial<SyncView> = {}): SyncView => ({
  kind: 'full',
  devices: 12_400,
  expected: null,
  waitingUntil: null,
  waitingFor: null,
  ...over,
});
const view = (over: Partial<InventoryView> = {}): InventoryView => ({
  state: 'ready',
  devices: 500,
  asOf: at(10),
  kept: 'disk',
  sync: null,
  isStopped: false,
  failure: null,
  isDoubtful: false,
  categories: [],
  revision: 1,
  ...over,
});

describe('the number of devices', () => {
  it.each([
    [null, '412,806 devices'],
    [{ total: 412_806, isRough: false }, '412,806 devices'],
    [{ total: 1204, isRough: false }, '1,204 of 412,806 devices'],
    [{ total: 1204, isRough: true }, 'About 1,204 of 412,806 devices'],
  ])('%j reads "%s"', (shown, text) => {
    expect(countText(en, 412_806, shown)).toBe(text);
  });

  it('has a Japanese text too', () => {
    expect(countText(ja, 412_806, { total: 1204, isRough: false })).toBe('412,806 台中 1,204 台');
  });
});

describe('a run', () => {
  it.each([
    [sync({ devices: 0 }), null, 'Reading devices from Intune…'],
    [sync(), null, '12,400 devices so far…'],
    [sync({ expected: 412_000 }), null, '12,400 of about 412,000 devices…'],
    // A guess that was passed is none.
    [sync({ expected: 10_000 }), null, '12,400 devices so far…'],
    [sync({ expected: 412_000 }), at(10), 'Reading again: 12,400 of about 412,000'],
    [sync(), at(10), 'Reading again: 12,400'],
    [sync({ kind: 'changes' }), at(10), 'Refreshing…'],
  ])('%#: reads %s', (run, asOf, text) => {
    expect(runText(en, run, asOf)).toBe(text);
  });

  it('never tells a percentage', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat()), fc.boolean(), (devices, expected, first) => {
        for (const messages of [en, ja])
          expect(runText(messages, sync({ devices, expected }), first ? null : at(10))).not.toMatch(/[%％]/u);
      }),
    );
  });
});

describe('a run that waits', () => {
  const wording = { messages: en, formats: formatsFor('en'), now };

  it('counts the seconds down while Intune is busy', () => {
    const until = (ms: number): SyncView =>
      sync({ waitingFor: { code: 'graph.throttled' }, waitingUntil: new Date(now + ms).toISOString() });
    expect(waitText(wording, until(11_200), null)).toBe('Intune is busy. Going on in 12 s');
    expect(waitText(wording, until(-5000), null)).toBe('Intune is busy. Going on soon');
    expect(waitText(wording, sync({ waitingFor: { code: 'graph.server' } }), null)).toBe(
      'Intune is busy. Going on soon',
    );
  });

  it('says how old the devices are without a connection', () => {
    const offline = sync({ waitingFor: { code: 'network.offline' } });
    expect(waitText(wording, offline, at(10))).toBe('No connection. Showing devices from 10:42');
    expect(waitText(wording, offline, at(10, 22))).toContain('Nov 22, 2026');
    expect(waitText(wording, offline, null)).toBe('No connection. Going on when it is back');
  });

  it('has a text for every other cause, and none when it does not wait', () => {
    expect(waitText(wording, sync({ waitingFor: { code: 'auth.required' } }), null)).toBe('Sign in again.');
    expect(waitText(wording, sync(), null)).toBeNull();
  });
});

it('a network that is slow, closed or untrusted counts as no connection', () => {
  expect([isOffline({ code: 'network.timeout' }), isOffline({ code: 'graph.server' }), isOffline(null)]).toEqual([
    true,
    false,
    false,
  ]);
});

it('a time on another day has its date', () => {
  expect(momentText(formatsFor('en'), Date.parse(at(10)), now)).toBe('10:42');
  expect(momentText(formatsFor('ja'), Date.parse(at(10, 1)), now)).toContain('2026/11/01');
});

describe('news for a screen reader', () => {
  const running = view({ sync: sync() });
  it.each([
    ['a full run starts', view(), running, 'Reading devices from Intune…'],
    ['its counts', running, view({ sync: sync({ devices: 13_000 }) }), ''],
    ['it ends', running, view({ devices: 412_806 }), 'All devices are read: 412,806'],
    [
      'the first one was stopped',
      view({ sync: sync(), asOf: null }),
      view({ isStopped: true, asOf: null }),
      'Stopped at 12,400 devices',
    ],
    ['a later one was stopped', running, view({ isStopped: true }), 'Reading stopped. The list is not being updated'],
    ['it failed', running, view({ failure: { code: 'auth.required' } }), 'Sign in again.'],
    ['a small refresh starts', view(), view({ sync: sync({ kind: 'changes' }) }), ''],
    ['a small refresh ends', view({ sync: sync({ kind: 'changes' }) }), view(), ''],
    [
      'a small refresh fails',
      view({ sync: sync({ kind: 'changes' }) }),
      view({ failure: { code: 'network.offline' } }),
      'No connection to Microsoft Graph.',
    ],
    ['another account', running, view({ state: 'off' }), ''],
  ])('%s', (_name, before, after, said) => {
    expect(newsText(en, before, after)).toBe(said);
  });

  it('a cause announced elsewhere is not announced again, another one is', () => {
    const failed = view({ failure: { code: 'network.proxy', host: 'proxy.contoso.example' } });
    expect(newsText(en, running, failed, [{ code: 'network.proxy' }])).toBe('');
    expect(newsText(en, running, failed, [{ code: 'graph.license' }])).toBe('A proxy answered, not Intune.');
  });
});

describe('filters', () => {
  const some: DeviceChips = {
    platforms: ['windows'],
    compliance: ['noncompliant'],
    ownership: [],
    categories: ['Sales'],
    checkIn: 'older',
  };
  const anyChips = fc.record({
    platforms: fc.uniqueArray(fc.constantFrom(...platforms)),
    compliance: fc.uniqueArray(fc.constantFrom(...complianceStates)),
    ownership: fc.uniqueArray(fc.constantFrom(...ownerships)),
    categories: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 5 }),
    checkIn: fc.option(fc.constantFrom(...checkInSpans)),
  });

  it('active filters are shown with their kind', () => {
    expect(activeChips(en, some).map(({ text }) => text)).toEqual([
      'OS: Windows',
      'Compliance: Not compliant',
      'Category: Sales',
      'Last check-in: Longer ago or never',
    ]);
    expect(activeChips(ja, some)[1]?.text).toBe('準拠: 非準拠');
    expect(activeChips(en, noChips)).toEqual([]);
  });

  it('an active category that no device has any longer can still be removed', () => {
    const category = filterGroups(en, some, ['Front desk']).find(({ key }) => key === 'categories');
    expect(category?.options.map(({ label, isOn }) => [label, isOn])).toEqual([
      ['Front desk', false],
      ['Sales', true],
    ]);
    expect(filterGroups(en, noChips, []).some(({ key }) => key === 'categories')).toBe(false);
  });

  it('at the limit of main only the chosen categories can be toggled', () => {
    const every = Array.from({ length: CATEGORIES_MAX + 30 }, (_, index) => `c${index}`);
    let chips: DeviceChips = noChips;
    const offered = () => filterGroups(en, chips, every).find(({ key }) => key === 'categories')!.options;
    for (let one = offered()[0]; one !== undefined; one = offered().find(({ isOn, isBarred }) => !isOn && !isBarred))
      chips = one.flipped();
    expect(isFull(chips)).toBe(true);
    expect(v.parse(ChipsSchema, chips)).toEqual(chips);
    expect(offered().every(({ isOn, isBarred }) => isOn !== isBarred)).toBe(true);
    expect(
      filterGroups(en, chips, every)
        .filter(({ key }) => key !== 'categories')
        .flatMap(({ options }) => options)
        .some(({ isBarred }) => isBarred),
    ).toBe(false);
    chips = offered()[3]!.flipped();
    expect(offered().filter(({ isBarred }) => isBarred)).toEqual([]);
  });

  it('the last check-in is one of the spans or any time', () => {
    expect(spanOptions(en).map(({ value }) => value)).toEqual([null, ...checkInSpans]);
  });

  it('main accepts any combination, and toggling twice changes nothing', () => {
    fc.assert(
      fc.property(anyChips, fc.nat(), (chips, pick) => {
        const all = filterGroups(en, chips, [...chips.categories, 'Sales']).flatMap(({ options }) => options);
        const option = all[pick % all.length]!;
        const next = option.flipped();
        expect(v.parse(ChipsSchema, next)).toEqual(next);
        const back = filterGroups(en, next, [...chips.categories, 'Sales'])
          .flatMap(({ options }) => options)
          .find(({ key }) => key === option.key)!
          .flipped();
        expect(
          activeChips(en, back)
            .map(({ key }) => key)
            .sort(),
        ).toEqual(
          activeChips(en, chips)
            .map(({ key }) => key)
            .sort(),
        );
      }),
    );
  });

  it('removing all one by one leaves none', () => {
    fc.assert(
      fc.property(anyChips, (chips) => {
        let left: DeviceChips = chips;
        for (let chip = activeChips(en, left)[0]; chip !== undefined; chip = activeChips(en, left)[0])
          left = chip.without();
        expect(left).toEqual(noChips);
      }),
    );
  });
});

describe('columns', () => {
  it('are offered with the name first, then the chosen ones, then the others', () => {
    const offered = offeredColumns(['model', 'name', 'serial']);
    expect(offered.slice(0, 3)).toEqual(['name', 'model', 'serial']);
    expect([...offered].sort()).toEqual([...deviceColumns].sort());
  });

  it('move by one position; none passes the name or the end', () => {
    const offered = offeredColumns(['model', 'serial']);
    expect(movedColumn(offered, 'serial', -1).slice(0, 3)).toEqual(['name', 'serial', 'model']);
    expect(movedColumn(offered, 'model', 1).slice(0, 3)).toEqual(['name', 'serial', 'model']);
    expect(movedColumn(offered, 'model', -1)).toBe(offered);
    expect(movedColumn(offered, 'name', 1)).toBe(offered);
    expect(movedColumn(offered, offered.at(-1)!, 1)).toBe(offered);
  });

  it('keep every column once and the name first after any moves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...deviceColumns), fc.constantFrom(-1 as const, 1 as const))),
        (moves) => {
          const end = moves.reduce<ReturnType<typeof offeredColumns>>(
            (offered, [column, by]) => movedColumn(offered, column, by),
            offeredColumns([]),
          );
          expect(end[0]).toBe('name');
          expect([...end].sort()).toEqual([...deviceColumns].sort());
        },
      ),
    );
  });

  it('are saved in the order of the menu, always with the name', () => {
    expect(chosenColumns(['name', 'model', 'serial'], (column) => column === 'serial')).toEqual(['name', 'serial']);
  });
});
