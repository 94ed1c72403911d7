import { beforeEach, describe, expect, it } from 'vitest';
import { createLiveSearch, DEVICE_LIMIT } from '../../../../main/inventory/live/live-search';
import type { DeviceFinder, ShortlistKeeper } from '../../../../main/inventory/port';
import { createShortlist } from '../../../../main/inventory/shortlist/shortlist';
import type { SearchAnswer } from '../../../../shared/contract/devices';
import { err, ok } from '../../../../shared/result';
import { aBlankDevice } from '../../../support/builders';
import { FakeGraph } from './fake-graph';

const clock = { now: () => Date.UTC(2026, 10, 23, 9), after: () => () => undefined };
const NOW = '2026-11-23T09:00:00.000Z';
const anna = aBlankDevice({
  id: 'd-anna',
  name: 'TYO-LT-04127',
  serial: 'PF4D7K2Q',
  userId: 'u-anna',
  userName: 'Anna Keller',
  upn: 'anna.keller@contoso.com',
  mail: 'anna.keller@contoso.com',
});
const bob = aBlankDevice({
  id: 'd-bob',
  name: 'TYO-LT-04128',
  serial: 'PF4D7K2R',
  userId: 'u-bob',
  userName: 'Bob Ray',
  upn: 'bob@contoso.com',
  mail: 'bob@contoso.com',
});
const person = { id: 'u-anna', name: 'Anna Keller', upn: 'anna.keller@contoso.com', mail: 'anna.keller@contoso.com' };

let graph: FakeGraph;
let shortlist: ShortlistKeeper;
let finder: DeviceFinder;

beforeEach(() => {
  graph = new FakeGraph();
  graph.devices = [anna, bob];
  shortlist = createShortlist({ clock, changed: () => undefined });
  finder = createLiveSearch({ graph, clock, shortlist });
});

async function search(text: string): Promise<SearchAnswer> {
  const answer = await finder.search(text);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}
const idsOf = ({ devices }: Pick<SearchAnswer, 'devices'>): readonly string[] => devices.map(({ id }) => id);

describe('a result that arrives after the account changed', () => {
  it('is not shown and not remembered under the next account', async () => {
    let open: () => void = () => undefined;
    graph.gate = new Promise<void>((resolve) => (open = resolve));
    const asked = Promise.all([
      finder.read('d-anna'),
      finder.ofPerson('u-anna'),
      finder.ofApp('a'),
      finder.search('4127'),
    ]);
    shortlist.use({
      load: () => ({ pinned: [], recent: [] }),
      save: async () => ok(null),
      forget: async () => ok(null),
    });
    open();
    const [read, ofPerson, ofApp, found] = await asked;
    for (const answer of [read, ofPerson, ofApp]) expect(answer).toEqual(err({ code: 'auth.required' }));
    expect(found).toMatchObject({ ok: true, value: { devices: [], people: [] } });
    expect(shortlist.current()).toEqual({ pinned: [], recent: [] });
    expect(shortlist.known('d-anna')).toBeNull();
  });
});

describe('search', () => {
  it('returns why a device is in the result', async () => {
    const { devices, text } = await search('4127');
    expect(text).toBe('4127');
    expect(devices).toEqual([
      {
        ...anna,
        match: { field: 'name', ranges: [[8, 12]] },
        source: 'live',
        asOf: NOW,
        twins: 0,
        stale: false,
        pinned: false,
      },
    ]);
  });

  it('sends nothing for an empty text', async () => {
    expect(await search('  ')).toEqual({
      text: '  ',
      devices: [],
      people: [],
      apps: [],
      readings: [],
      truncated: false,
      problems: [],
    });
    expect(graph.filters).toEqual([]);
  });

  it('drops what an ignored filter lets through', async () => {
    graph.ignored = new Set(['deviceName', 'serialNumber', 'emailAddress', 'model', 'userPrincipalName']);
    graph.truncated = true;
    expect(idsOf(await search('04128'))).toEqual(['d-bob']);
    expect(await search('no-such-device-1')).toMatchObject({ devices: [], truncated: false });
  });

  it('lists a device found by several queries once', async () => {
    expect(idsOf(await search('TYO-LT-04127'))).toEqual(['d-anna']);
  });

  it('puts the exact name before those that contain it', async () => {
    graph.devices = [
      aBlankDevice({ id: 'x', name: 'A-TYO-LT' }),
      aBlankDevice({ id: 'y', name: 'TYO-LT-1' }),
      aBlankDevice({ id: 'z', name: 'TYO-LT' }),
    ];
    expect(idsOf(await search('tyo-lt'))).toEqual(['z', 'y', 'x']);
  });

  it('finds the devices of a user by name, even when the device does not contain it', async () => {
    graph.people = [person];
    graph.devices = [aBlankDevice({ ...anna, userName: '', mail: '' }), bob];
    const answer = await search('Keller, Anna'.replace(',', ''));
    expect(answer.people).toEqual([person]);
    expect(idsOf(answer)).toEqual(['d-anna']);
  });

  it('shows the whole UPN as the reason when only the user was found by the text', async () => {
    graph.people = [{ ...person, name: '佐藤 美咲', upn: 'misaki@contoso.com' }];
    graph.devices = [aBlankDevice({ id: 'm', upn: 'misaki@contoso.com' })];
    const { devices } = await search('佐藤');
    expect(devices[0]?.match).toEqual({ field: 'upn', ranges: [[0, 18]] });
  });

  it('includes the devices of the people it shows, those whose name begins with the text first', async () => {
    graph.people = Array.from({ length: 12 }, (_, n) => ({
      ...person,
      id: `u${n}`,
      name: n === 11 ? 'Keller' : `A. Keller ${n}`,
      upn: `a.keller${n}@contoso.com`,
      mail: '',
    }));
    const answer = await search('keller');
    expect(answer.people).toHaveLength(8);
    expect(answer.people[0]?.id).toBe('u11');
    expect(answer.truncated).toBe(true);
    expect(graph.filters.filter(({ field }) => field === 'userPrincipalName')).toHaveLength(8);
  });

  it('checks people and apps again too', async () => {
    graph.people = [person, { ...person, id: 'u-x', name: 'Xaver', upn: 'x@contoso.com', mail: '' }];
    graph.apps = [
      { id: 'a', name: 'Keller Tool', version: '1', publisher: '', deviceCount: 2 },
      { id: 'b', name: 'Other', version: '', publisher: '', deviceCount: 1 },
    ];
    const answer = await search('keller');
    expect(answer.people.map(({ id }) => id)).toEqual(['u-anna']);
    expect(answer.apps.map(({ id }) => id)).toEqual(['a']);
  });

  it('reads a device by its Intune id', async () => {
    const id = '0000000d-0000-4000-8000-000000000001';
    graph.devices = [aBlankDevice({ id }), bob];
    expect((await search(id)).devices[0]).toMatchObject({ id, match: { field: 'id' } });
    expect((await search('0000000d-0000-4000-8000-00000000ffff')).problems).toEqual([]);
  });

  it('finds the devices of a user by the id of the directory', async () => {
    const id = '9d3e8a11-2222-4333-8444-555566667777';
    graph.people = [{ ...person, id }];
    const answer = await search(`user id: ${id.toUpperCase()}`);
    expect(idsOf(answer)).toEqual(['d-anna']);
    expect(answer.readings).toEqual([{ kind: 'id', text: id }]);
    expect(answer.problems).toEqual([]);
  });

  it('returns the readings that found something, and the words that nothing contains', async () => {
    graph.people = [person];
    expect(await search('S/N: PF4D7K2R')).toMatchObject({
      devices: [{ id: 'd-bob' }],
      readings: [{ kind: 'serial', text: 'PF4D7K2R' }],
    });
    const rest = await search('Anna Keller PF4D7K9Z');
    expect(rest).toMatchObject({
      devices: [{ id: 'd-anna' }],
      readings: [{ kind: 'rest', text: 'Anna Keller' }],
      missing: ['PF4D7K9Z'],
    });
    expect((await search('PF4D7K2Q PF4D7K2R')).devices.map(({ id }) => id)).toEqual(['d-anna', 'd-bob']);
    expect(await search('Anna Keller <anna.keller@contoso.com>')).toMatchObject({
      devices: [{ id: 'd-anna' }],
      readings: [{ kind: 'address', text: 'anna.keller@contoso.com' }],
    });
  });

  it('keeps the device of the user that Graph returned, whatever alphabet was typed', async () => {
    graph.people = [{ ...person, name: 'Łukasz Großmann', upn: 'l.grossmann@contoso.com', mail: '' }];
    graph.devices = [aBlankDevice({ id: 'l', userName: 'Łukasz Großmann', upn: 'l.grossmann@contoso.com' })];
    expect(idsOf(await search('grossmann'))).toEqual(['l']);
  });

  it.each(['--', '??', '('])('sends nothing for %s, and no part of it fails', async (text) => {
    expect(await search(text)).toMatchObject({ devices: [], people: [], problems: [] });
    expect(graph.filters).toEqual([]);
    expect(graph.peopleTexts).toEqual([]);
  });

  it('finds what only looks alike, and marks it as similar', async () => {
    graph.devices = [aBlankDevice({ id: 'z', serial: '012345' })];
    expect(await search('12345')).toMatchObject({ devices: [{ id: 'z' }] });
    expect(await search('0012345')).toMatchObject({ devices: [{ id: 'z' }], readings: [{ kind: 'heard' }] });
  });

  it('reports a failed part once, and keeps the rest', async () => {
    graph.people = [person];
    graph.failing = {
      people: err({ code: 'graph.scope-missing', scopes: ['User.ReadBasic.All'] }),
      apps: err({ code: 'graph.server' }),
    };
    const answer = await search('keller');
    expect(idsOf(answer)).toEqual(['d-anna']);
    expect(answer.problems.map(({ code }) => code)).toEqual(['graph.scope-missing', 'graph.server']);
    graph.failing = { devices: err({ code: 'graph.throttled', retryAfter: 3 }) };
    expect((await search('tyo-lt-1')).problems).toEqual([{ code: 'graph.throttled', retryAfter: 3 }]);
  });

  it('marks twins and stale devices', async () => {
    graph.devices = [
      aBlankDevice({ id: 'a', name: 'TWIN-1' }),
      aBlankDevice({ id: 'b', name: 'twin-1', lastCheckIn: '2026-10-24T08:59:00.000Z' }),
      aBlankDevice({ id: 'c', name: 'TWIN-1', lastCheckIn: null }),
      aBlankDevice({ id: 'd', name: 'TWIN-10', lastCheckIn: '2026-10-24T09:01:00.000Z' }),
    ];
    const { devices } = await search('twin-1');
    expect(devices.map(({ id, twins, stale }) => [id, twins, stale])).toEqual([
      ['a', 2, false],
      ['b', 2, true],
      ['c', 2, true],
      ['d', 0, false],
    ]);
  });

  it('returns a hundred devices and that there are more', async () => {
    graph.devices = Array.from({ length: DEVICE_LIMIT + 1 }, (_, n) =>
      aBlankDevice({ id: `d${n}`, name: `MANY-${n}` }),
    );
    const answer = await search('many-');
    expect(answer.devices).toHaveLength(DEVICE_LIMIT);
    expect(answer.truncated).toBe(true);
  });

  it('ends the previous search, which returns an empty result', async () => {
    let open = (): void => undefined;
    graph.gate = new Promise((resolve) => (open = resolve));
    const first = finder.search('04127');
    const second = finder.search('04128');
    expect(graph.signals.map((signal) => signal?.aborted)).toEqual([true, false]);
    open();
    expect(await first).toEqual({
      ok: true,
      value: { text: '04127', devices: [], people: [], apps: [], readings: [], truncated: false, problems: [] },
    });
    expect(await second).toMatchObject({ ok: true, value: { text: '04128', devices: [{ id: 'd-bob' }] } });
  });

  it('does not affect the search of another window', async () => {
    const [one, other] = [finder.search('tyo-lt', 'main'), finder.search('nyc-lt', 'quick')];
    await Promise.all([one, other]);
    expect(graph.signals.map((signal) => signal?.aborted)).toEqual([false, false]);
  });

  it('uses pins and recents when Graph fails', async () => {
    shortlist.touch(anna, '2026-11-20T07:00:00.000Z');
    graph.failing = {
      devices: err({ code: 'network.offline' }),
      people: err({ code: 'network.offline' }),
      apps: err({ code: 'network.offline' }),
    };
    const answer = await search('keller');
    expect(answer.devices).toMatchObject([{ id: 'd-anna', source: 'recent', asOf: '2026-11-20T07:00:00.000Z' }]);
    expect(answer.problems).toEqual([{ code: 'network.offline' }]);
  });

  it('ranks a pin before better matches that are neither exact nor pinned', async () => {
    graph.devices = [aBlankDevice({ id: 'p', name: 'A-KEL' }), aBlankDevice({ id: 'q', name: 'KEL-9' })];
    shortlist.learn(graph.devices);
    await shortlist.pin('p', true);
    expect((await search('kel')).devices).toMatchObject([
      { id: 'p', pinned: true, source: 'live' },
      { id: 'q', pinned: false },
    ]);
  });
});

describe('lists', () => {
  it('reads one device again and makes it recent, except for a glance', async () => {
    expect(await finder.read('d-bob')).toMatchObject({
      ok: true,
      value: { id: 'd-bob', match: null, source: 'live', asOf: NOW },
    });
    expect(shortlist.current().recent.map(({ id }) => id)).toEqual(['d-bob']);
    shortlist.touch(bob);
    expect(await finder.read('d-anna', true)).toMatchObject({ ok: true, value: { source: 'live', asOf: NOW } });
    expect(shortlist.current().recent.map(({ id }) => id)).toEqual(['d-bob']);
    expect(shortlist.known('d-anna')).toMatchObject(anna);
    expect(await finder.read('nobody')).toMatchObject({ ok: false, error: { code: 'graph.not-found' } });
  });

  it('returns the devices of a user and of an app, each once', async () => {
    expect(await finder.ofPerson('u-anna')).toMatchObject({
      ok: true,
      value: { devices: [{ id: 'd-anna' }], truncated: false },
    });
    const ofApp = await finder.ofApp('a');
    expect(ofApp.ok && ofApp.value.devices.map(({ id }) => id)).toEqual(['d-anna', 'd-bob']);
    graph.failing = { devices: err({ code: 'graph.forbidden' }) };
    expect(await finder.ofPerson('u-anna')).toMatchObject({ ok: false, error: { code: 'graph.forbidden' } });
  });

  it('allows pinning a device once it was read', async () => {
    expect(await shortlist.pin('d-bob', true)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    await finder.read('d-bob');
    expect(await shortlist.pin('d-bob', true)).toMatchObject({
      ok: true,
      value: { pinned: [{ id: 'd-bob', pinned: true }] },
    });
  });
});
