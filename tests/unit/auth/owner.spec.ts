import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Owner } from '../../../main/auth/owner';
import { isSameOwner, withCloud } from '../../../main/auth/owner';
import { createHistory } from '../../../main/history/history';
import { settleFormerPlaces } from '../../../main/inventory/former-places';
import { inventoryTenant } from '../../../main/inventory/local/tenant';
import { createShortlistStore, formerShortlistPlace } from '../../../main/inventory/shortlist/shortlist-store';
import type { Cloud } from '../../../main/settings/port';
import { practiceProfile } from '../../../main/settings/practice-profile';
import { partitionName } from '../../../main/store/partition';
import { aClosedRequest, aLaptop, silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anActor, aWorld } from '../assistance/support';

const clouds: Readonly<Record<string, Cloud>> = {
  microsoft: 'global',
  mallory: { authority: 'https://mallory.example', graph: 'https://graph.microsoft.com' },
  'mallory with a Graph of her own': { authority: 'https://mallory.example', graph: 'https://graph.mallory.example' },
  'another authority': { authority: 'https://login.other.example', graph: 'https://graph.microsoft.com' },
};
/** As the composition makes it: `settings/clouds` names a custom cloud by both of its roots. */
const cloudOf = (cloud: Cloud): string | null =>
  typeof cloud === 'string' ? null : `${cloud.authority} ${cloud.graph}`;
/** All claim to be the same account of the same tenant. */
const owners = Object.entries(clouds).map(([name, cloud]) => ({
  name,
  cloud,
  owner: { homeAccountId: 'oid.tid', tenantId: 'tid', cloud: cloudOf(cloud) } satisfies Owner,
}));

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-owner-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const everything = { text: '', states: [], from: null, to: null, offset: 0, limit: 10 };
const inventory = ({ cloud, owner }: (typeof owners)[number]) =>
  inventoryTenant(folder, owner, {
    profile: { ...practiceProfile, id: 'contoso', cloud },
    graph: {} as never,
    quiet: () => Promise.resolve(),
  });

/** Everything that stores data of an owner: how it is written, and what the same or another owner finds there. */
const stores: Readonly<
  Record<
    string,
    (whose: (typeof owners)[number]) => {
      readonly keep: () => Promise<unknown>;
      readonly found: () => Promise<boolean>;
    }
  >
> = {
  history({ owner }) {
    const history = createHistory({
      folder,
      clock: new ManualClock(Date.UTC(2026, 10, 23)),
      log: silentLog,
      retentionDays: () => 90,
    });
    return {
      keep: () => history.save(aClosedRequest('a', '2026-11-02T10:00:00Z'), owner),
      found: async () => (await history.query(owner, everything)).total > 0,
    };
  },
  shortlist({ owner }) {
    const partition = { profileId: 'contoso', owner };
    return {
      keep: () => createShortlistStore(folder, partition).save({ pinned: [{ ...aLaptop(), asOf: null }], recent: [] }),
      found: async () => createShortlistStore(folder, partition).load().pinned.length > 0,
    };
  },
  'inventory and its key'(whose) {
    const place = inventory(whose).folder ?? '';
    return {
      keep: async () =>
        createShortlistStore(place, { profileId: 'x', owner: whose.owner }).save({
          pinned: [{ ...aLaptop(), asOf: null }],
          recent: [],
        }),
      found: async () => (await readdir(place).catch(() => [])).length > 0,
    };
  },
};

test.each(Object.keys(stores))('%s: a cloud that claims the same ids finds nothing of anyone else', async (name) => {
  for (const one of owners) {
    await rm(folder, { recursive: true });
    await stores[name]?.(one).keep();
    for (const other of owners)
      expect(await stores[name]?.(other).found(), `${one.name} → ${other.name}`).toBe(one === other);
  }
});

test('requests and their journal: a cloud that claims the same ids finds nothing of anyone else', async () => {
  for (const one of owners) {
    const world = aWorld();
    world.actor = { ...anActor(), cloud: one.owner.cloud };
    await world.ask();
    for (const other of owners) {
      world.actor = { ...anActor(), cloud: other.owner.cloud };
      await world.restart();
      expect(world.assistance.current(), `${one.name} → ${other.name}`).toHaveLength(one === other ? 1 : 0);
    }
  }
});

test('owners are the same only with the same account, tenant and cloud', () => {
  for (const one of owners) for (const other of owners) expect(isSameOwner(one.owner, other.owner)).toBe(one === other);
  const [{ owner }] = owners as [(typeof owners)[number]];
  expect(isSameOwner(owner, { ...owner, homeAccountId: 'other.tid' })).toBe(false);
  expect(isSameOwner(owner, { ...owner, tenantId: 'other' })).toBe(false);
  expect(isSameOwner(owner, null)).toBe(false);
  expect(new Set(owners.map((each) => partitionName(...withCloud(each.owner, 'a')))).size).toBe(owners.length);
});

test('data of a custom cloud from an earlier version is moved to that cloud and to no later one', async () => {
  const [microsoft, mallory, , other] = owners as [
    (typeof owners)[number],
    (typeof owners)[number],
    (typeof owners)[number],
    (typeof owners)[number],
  ];
  const formerList = formerShortlistPlace(folder, 'contoso', 'oid.tid');
  const pins = async (): Promise<void> => {
    // The place of Microsoft's clouds is the one that the version before used for all.
    await createShortlistStore(folder, { profileId: 'contoso', owner: microsoft.owner }).save({
      pinned: [{ ...aLaptop(), asOf: null }],
      recent: [],
    });
    expect(await readdir(formerList)).toContain('shortlist.json');
  };
  await pins();
  await createShortlistStore(join(folder, 'inventory', 'contoso', partitionName('oid.tid')), {
    profileId: 'x',
    owner: microsoft.owner,
  }).save({ pinned: [], recent: [] });
  const found = (whose: (typeof owners)[number]): number =>
    createShortlistStore(folder, { profileId: 'contoso', owner: whose.owner }).load().pinned.length;

  // The profile was that of `other` when this version first started.
  await settleFormerPlaces(folder, [{ id: 'contoso', cloud: other.owner.cloud }], silentLog);
  expect(await readdir(inventory(other).folder ?? '')).not.toEqual([]);
  // Later it is replaced by one of Mallory's, and again by one of Microsoft's.
  const later = await settleFormerPlaces(folder, [{ id: 'contoso', cloud: mallory.owner.cloud }], silentLog);
  for (const whose of [mallory, microsoft, other]) later.settleShortlist({ profileId: 'contoso', owner: whose.owner });
  expect([found(mallory), found(microsoft), found(other)]).toEqual([0, 0, 1]);
  expect(await readdir(inventory(mallory).folder ?? '').catch(() => [])).toEqual([]);
  expect(await readdir(inventory(microsoft).folder ?? '').catch(() => [])).toEqual([]);
});

test('a folder created by this version has nothing to move, even when a profile changes its cloud', async () => {
  const [microsoft, mallory] = owners as [(typeof owners)[number], (typeof owners)[number]];
  await settleFormerPlaces(folder, [], silentLog);
  await createShortlistStore(folder, { profileId: 'contoso', owner: microsoft.owner }).save({
    pinned: [{ ...aLaptop(), asOf: null }],
    recent: [],
  });
  const places = await settleFormerPlaces(folder, [{ id: 'contoso', cloud: mallory.owner.cloud }], silentLog);
  places.settleShortlist({ profileId: 'contoso', owner: mallory.owner });
  expect(createShortlistStore(folder, { profileId: 'contoso', owner: mallory.owner }).load().pinned).toEqual([]);
  expect(createShortlistStore(folder, { profileId: 'contoso', owner: microsoft.owner }).load().pinned).toHaveLength(1);
});
