import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { DeviceList, DeviceRow, SearchAnswer } from '../../../shared/contract/devices';
import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { isStale } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { compareHits } from '../../../shared/search/rank';
import type { Reading } from '../../../shared/search/reading';
import type { TextReading } from '../../../shared/search/readings';
import type { DevicePage, GraphPort } from '../../graph/port';
import type { DeviceFinder, KeptDevice, ShortlistKeeper } from '../port';
import { toRows } from '../rows/device-row';
import { Continued } from './continued';
import { ask, type Found } from './live-ask';
import { liveQuery, matchQuery, type Query } from './query';

export interface LiveSearchOptions {
  readonly graph: GraphPort;
  readonly clock: Clock;
  readonly shortlist: ShortlistKeeper;
}

export const DEVICE_LIMIT = 100;

const emptyAnswer = (text: string): SearchAnswer => ({
  text,
  devices: [],
  people: [],
  apps: [],
  readings: [],
  truncated: false,
  problems: [],
});

interface Copy {
  readonly device: ManagedDevice;
  readonly source: 'live' | 'recent';
  readonly asOf: string | null;
}

/** One copy of each device; the live one is preferred because it is fresher. */
function copiesOf(kept: readonly KeptDevice[], live: readonly ManagedDevice[], now: string): readonly Copy[] {
  const copies = [
    ...kept.map((device): Copy => ({ device, source: 'recent', asOf: device.asOf })),
    ...live.map((device): Copy => ({ device, source: 'live', asOf: now })),
  ];
  return [...new Map(copies.map((copy) => [copy.device.id, copy])).values()];
}

/**
 * The reading to show. One that ignores a number or an address of the text has found only the rest of it, not the text
 * as typed.
 */
const shownReading = ({ reading, without = [] }: TextReading): Reading =>
  without.length > 0 ? { ...reading, kind: 'rest' } : reading;

interface Ranking {
  readonly rows: readonly DeviceRow[];
  /** The readings by which the devices were found, in the same order. */
  readonly readings: readonly TextReading[];
}

/** The hits of the first stage with any hit, best first, in the order of its readings. */
function rank(query: Query, found: Found, { shortlist, clock }: LiveSearchOptions): Ranking {
  const { pinned, recent } = shortlist.data();
  const pinnedIds = new Set(pinned.map(({ id }) => id));
  const recentIds = new Set(recent.map(({ id }) => id));
  const now = clock.now();
  const all = copiesOf([...recent, ...pinned], found.devices, iso(now)).flatMap((copy) => {
    const { id } = copy.device;
    const hit = matchQuery(copy.device, query, found.owners.get(copy.device.upn.toLowerCase()));
    return hit === null
      ? []
      : [{ ...copy, ...hit, pinned: pinnedIds.has(id), recent: recentIds.has(id), stale: isStale(copy.device, now) }];
  });
  const first = Math.min(...all.map(({ at: [stage] }) => stage));
  const hits = all.filter(({ at: [stage] }) => stage === first).sort((a, b) => a.at[1] - b.at[1] || compareHits(a, b));
  const rows = toRows(
    hits.map(({ match, ...hit }) => ({ ...hit, match: match.reason })),
    now,
  );
  return { rows, readings: [...new Set(hits.map(({ reading }) => reading))] };
}

/** Searches the tenant with every kind of Graph query that can find the text. Every hit is checked again here. */
export function createLiveSearch(options: LiveSearchOptions): DeviceFinder {
  const { graph, clock, shortlist } = options;
  const lists = new Continued();
  /** The search in flight of each box. */
  const running = new Map<string, AbortController>();

  /** A result that arrives after the account or the tenant changed must not be shown. */
  const forAsker = async <T>(asked: Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const asker = shortlist.owner();
    const answer = await asked;
    return shortlist.owner() === asker ? answer : err({ code: 'auth.required' });
  };

  const rowsOf = (devices: readonly ManagedDevice[]): readonly DeviceRow[] => {
    const pinned = new Set(shortlist.data().pinned.map(({ id }) => id));
    return toRows(
      devices.map((device) => ({
        device,
        match: null,
        source: 'live',
        asOf: iso(clock.now()),
        pinned: pinned.has(device.id),
      })),
      clock.now(),
    );
  };

  const list = (page: Outcome<DevicePage>): Outcome<DeviceList> => {
    if (!page.ok) return page;
    const { devices, truncated, rest } = page.value;
    shortlist.learn(devices);
    const rows = rowsOf([...new Map(devices.map((device) => [device.id, device])).values()]);
    return ok({ devices: rows, truncated, ...(rest && { more: lists.keep(rest, shortlist.owner()) }) });
  };

  return {
    async search(text, box = '') {
      running.get(box)?.abort();
      running.delete(box);
      const query = liveQuery(text);
      if (query === null) return ok(emptyAnswer(text));
      const own = new AbortController();
      running.set(box, own);
      const asker = shortlist.owner();
      const found = await ask(graph, query, { signal: own.signal });
      if (own.signal.aborted || shortlist.owner() !== asker) return ok(emptyAnswer(text));
      running.delete(box);
      const { rows, readings } = rank(query, found, options);
      const devices = rows.slice(0, DEVICE_LIMIT);
      const shown = new Set(devices.map(({ id }) => id));
      shortlist.learn(found.devices.filter(({ id }) => shown.has(id)));
      const { people, apps, problems } = found;
      const missing = [...new Set(readings.flatMap(({ without = [] }) => without))];
      const understood = { readings: readings.map(shownReading), ...(missing.length > 0 ? { missing } : {}) };
      return ok({
        text,
        devices,
        people,
        apps,
        ...understood,
        truncated: found.truncated || rows.length > DEVICE_LIMIT,
        problems,
      });
    },
    async read(deviceId, glance = false) {
      const device = await forAsker(graph.device(deviceId));
      if (!device.ok) return device;
      if (glance) shortlist.learn([device.value]);
      else shortlist.touch(device.value);
      const [row] = rowsOf([device.value]);
      return row === undefined ? err({ code: 'internal' }) : ok(row);
    },
    ofPerson: async (userId) => list(await forAsker(graph.devicesOfUser(userId))),
    ofApp: async (appId) => list(await forAsker(graph.devicesOfApp(appId))),
    more: async (handle) => list(await forAsker(lists.goOn(handle, shortlist.owner()))),
  };
}
