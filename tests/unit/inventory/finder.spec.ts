import { beforeEach, describe, expect, it } from 'vitest';
import { createFinder } from '../../../main/inventory/finder';
import type { InventoryAsker, LocalAnswers } from '../../../main/inventory/local/port';
import type { DeviceFinder } from '../../../main/inventory/port';
import { toRow } from '../../../main/inventory/rows/device-row';
import { noChips } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { aDevice } from '../../support/builders';

const device = aDevice({ id: 'd1' });
const row: DeviceRow = toRow({ device, match: null, source: 'live', asOf: null, pinned: true }, 1, 0);
const known: DeviceRow = { ...row, source: 'local' };
const answer = { text: 'tyo', devices: [row], people: [], apps: [], readings: [], truncated: true, problems: [] };

/** A service and an inventory that say what they are told; `opened` may change while the service is asked. */
let opened: InventoryAsker | null;
let said: unknown[][];
let failure: Outcome<never> | null;
let local: readonly DeviceRow[];
let before: ManagedDevice | null;
let meanwhile: () => void;
let finder: DeviceFinder;

beforeEach(() => {
  opened = { ask: () => Promise.reject(new Error('not asked')), reached: () => undefined };
  said = [];
  failure = null;
  local = [];
  before = null;
  meanwhile = () => undefined;
  const served = async <T>(value: T): Promise<Outcome<T>> => {
    await Promise.resolve();
    meanwhile();
    return failure ?? ok(value);
  };
  const live: DeviceFinder = {
    search: () => served(answer),
    read: () => served(row),
    ofPerson: () => served({ devices: [row], truncated: true }),
    ofApp: () => served({ devices: [row], truncated: false }),
    more: () => served({ devices: [row], truncated: false }),
  };
  const answers: LocalAnswers = {
    opened: () => opened,
    find: () => Promise.reject(new Error('not asked')),
    page: () => Promise.reject(new Error('not asked')),
    known: () => Promise.resolve(before),
    async join(...all) {
      said.push(['join', ...all]);
      return [known];
    },
    async learn(devices: readonly ManagedDevice[], from) {
      said.push(['learn', devices, from]);
    },
    remove: (...all) => void said.push(['remove', ...all]),
    async ofPerson(...all) {
      said.push(['ofPerson', ...all]);
      return local;
    },
    all: () => {
      throw new Error('not asked');
    },
  };
  finder = createFinder(live, answers);
});

describe('a search', () => {
  it('joins the hits with the local result and returns everything else unchanged', async () => {
    const chips = { ...noChips, ownership: ['company' as const] };
    expect(await finder.search('tyo', 'quick', chips)).toEqual(ok({ ...answer, devices: [known] }));
    expect(said).toEqual([['join', [row], { text: 'tyo', chips, lane: 'quick' }, opened]]);
  });

  it('that fails is not joined with anything', async () => {
    failure = err({ code: 'network.offline' });
    expect(await finder.search('tyo')).toEqual(failure);
    expect(said).toEqual([]);
  });
});

describe('data of the service about a device', () => {
  it('is learned without the members that only rows have', async () => {
    expect(await finder.read('d1')).toEqual(ok(row));
    expect(said).toEqual([['learn', [device], opened]]);
  });

  it('keeps known values where a read of the same check-in is blank, for the page and for the inventory', async () => {
    before = { ...device, phone: '+81-3-0000', imei: '490154203237518' };
    const expected = { ...device, phone: before.phone || device.phone, imei: device.imei || before.imei };
    expect(await finder.read('d1')).toEqual(ok({ ...row, ...expected }));
    expect(said).toEqual([['learn', [expected], opened]]);
  });

  it('includes that it was deleted, but no other failure', async () => {
    failure = err({ code: 'graph.not-found' });
    expect(await finder.read('d1')).toEqual(failure);
    expect(said).toEqual([['remove', 'd1', opened]]);
    failure = err({ code: 'graph.forbidden' });
    await finder.read('d1');
    expect(said).toHaveLength(1);
  });

  it('from the list of a user or an app is learned', async () => {
    await finder.ofPerson('u');
    await finder.ofApp('a');
    await finder.more('handle');
    expect(said).toEqual([
      ['learn', [device], opened],
      ['learn', [device], opened],
      ['learn', [device], opened],
    ]);
  });
});

describe('devices of a user while the service cannot be reached', () => {
  it('are those of the local inventory', async () => {
    failure = err({ code: 'network.offline' });
    local = [known];
    expect(await finder.ofPerson('u')).toEqual(ok({ devices: [known], truncated: false }));
    expect(said).toEqual([['ofPerson', 'u', opened]]);
  });

  it('are a failure when that has none, and when no one is signed in', async () => {
    failure = err({ code: 'network.offline' });
    expect(await finder.ofPerson('u')).toEqual(failure);
    failure = err({ code: 'auth.required' });
    local = [known];
    expect(await finder.ofPerson('u')).toEqual(failure);
  });
});

it('a result belongs to the inventory that was open when the call was made', async () => {
  const first = opened;
  const another: InventoryAsker = { ask: () => Promise.reject(new Error('not asked')), reached: () => undefined };
  for (const ask of [
    () => finder.search('tyo'),
    () => finder.read('d1'),
    () => finder.ofPerson('u'),
    () => finder.ofApp('a'),
    () => finder.more('handle'),
  ]) {
    opened = first;
    meanwhile = () => void (opened = another);
    await ask();
  }
  failure = err({ code: 'graph.not-found' });
  for (const ask of [() => finder.read('d1'), () => finder.ofPerson('u')]) {
    opened = first;
    await ask();
  }
  expect(said).toHaveLength(7);
  for (const call of said) expect(call.at(-1)).toBe(first);
});
