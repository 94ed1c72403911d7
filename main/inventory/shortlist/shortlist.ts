import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { Shortlist } from '../../../shared/contract/devices';
import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import type { KeptDevice, ShortlistData, ShortlistKeeper, ShortlistStore } from '../port';
import { toRows } from '../rows/device-row';
import { withKnown } from '../rows/with-known';
import { parseShortlist } from './shortlist-data';

export const RECENT_LIMIT = 20;
export const PIN_LIMIT = 50;
/** The most rows seen in this run of the app that can still be pinned. */
const SEEN_LIMIT = 500;

export interface ShortlistOptions {
  readonly clock: Clock;
  readonly changed: (shortlist: Shortlist) => void;
}

const EMPTY: ShortlistData = { pinned: [], recent: [] };
const without = (devices: readonly KeptDevice[], id: string): readonly KeptDevice[] =>
  devices.filter((device) => device.id !== id);
/** Whether two copies of a device have the same values, regardless of when each was read. */
const saysTheSame = (one: KeptDevice, other: KeptDevice): boolean =>
  Object.entries({ ...other, asOf: one.asOf }).every(([key, value]) => value === Reflect.get(one, key));
const bounded = ({ pinned, recent }: ShortlistData): ShortlistData => ({
  pinned: pinned.slice(0, PIN_LIMIT),
  recent: recent.slice(0, RECENT_LIMIT),
});

/** Pins and recents of the signed-in account. Nothing of one account is shown under another. */
export function createShortlist({ clock, changed }: ShortlistOptions): ShortlistKeeper {
  let store: ShortlistStore | null = null;
  let owner: object = {};
  let data = EMPTY;
  let seen = new Map<string, KeptDevice>();
  let saving: Promise<unknown> = Promise.resolve();

  const current = (): Shortlist => {
    const pinnedIds = new Set(data.pinned.map(({ id }) => id));
    const rows = (devices: readonly KeptDevice[]) =>
      toRows(
        devices.map((device) => ({
          device,
          match: null,
          source: 'recent',
          asOf: device.asOf,
          pinned: pinnedIds.has(device.id),
        })),
        clock.now(),
      );
    return { pinned: rows(data.pinned), recent: rows(data.recent) };
  };

  /** Saves are serialized, each with the state of its own change. */
  const change = (next: ShortlistData): Promise<Outcome<null>> => {
    const target = store;
    data = bounded(next);
    const kept = data;
    changed(current());
    if (target === null) return Promise.resolve(ok(null));
    const saved = saving.then(() => target.save(kept));
    saving = saved.catch(() => undefined);
    return saved;
  };

  const known = (deviceId: string): KeptDevice | null =>
    seen.get(deviceId) ?? [...data.pinned, ...data.recent].find(({ id }) => id === deviceId) ?? null;

  /** Returns whether a stored device has changed. */
  const renew = (news: readonly KeptDevice[]): boolean => {
    const devices = news.map((device): KeptDevice => ({ ...withKnown(device, known(device.id)), asOf: device.asOf }));
    for (const device of devices) {
      seen.delete(device.id);
      seen.set(device.id, device);
    }
    for (const id of [...seen.keys()].slice(0, Math.max(0, seen.size - SEEN_LIMIT))) seen.delete(id);
    const fresh = new Map(devices.map((device) => [device.id, device]));
    const rows = [...data.pinned, ...data.recent];
    const renewed = (kept: readonly KeptDevice[]): readonly KeptDevice[] => kept.map((row) => fresh.get(row.id) ?? row);
    data = { pinned: renewed(data.pinned), recent: renewed(data.recent) };
    return rows.some((row) => !saysTheSame(row, fresh.get(row.id) ?? row));
  };

  const dated = (devices: readonly ManagedDevice[], asOf: string | null): readonly KeptDevice[] =>
    devices.map((device) => ({ ...device, asOf }));

  return {
    current,
    data: () => data,
    owner: () => owner,
    use(next) {
      store = next;
      owner = {};
      seen = new Map();
      data = next === null ? EMPTY : bounded(parseShortlist(next.load()));
      changed(current());
    },
    known,
    learn(devices, asOf = iso(clock.now())) {
      if (renew(dated(devices, asOf))) void change(data).catch(() => undefined);
    },
    touch(device, asOf = iso(clock.now())) {
      renew(dated([device], asOf));
      const kept = known(device.id);
      if (kept === null) return;
      // The list is a convenience: a failed save is reported when the technician pins, not at every look.
      void change({ ...data, recent: [kept, ...without(data.recent, device.id)] }).catch(() => undefined);
    },
    async pin(deviceId, pinned) {
      const others = without(data.pinned, deviceId);
      const device = known(deviceId);
      if (pinned && device === null) return err({ code: 'input.invalid' });
      const saved = await change({ ...data, pinned: pinned && device ? [device, ...others] : others });
      return saved.ok ? ok(current()) : saved;
    },
    forget() {
      const target = store;
      seen = new Map();
      data = EMPTY;
      changed(current());
      if (target === null) return Promise.resolve(ok(null));
      const forgotten = saving.then(() => target.forget());
      saving = forgotten.catch(() => undefined);
      return forgotten;
    },
  };
}
