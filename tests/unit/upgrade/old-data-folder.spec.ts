import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCachedSignIn } from '../../../main/auth/cached-sign-in';
import { createSecretFile } from '../../../main/desktop/platform/secret-file';
import { createHistory, historyPartition } from '../../../main/history/history';
import type { Proposal, Retention } from '../../../main/history/retention';
import { createRetention } from '../../../main/history/retention';
import { openRetentionFile } from '../../../main/history/retention-file';
import { createShortenings, wantedRetentions } from '../../../main/history/shortening';
import { settleFormerPlaces } from '../../../main/inventory/former-places';
import { deviceAt } from '../../../main/inventory/index/columns/columns';
import { columnsOf } from '../../../main/inventory/index/segments/draft';
import { keepInventoriesOf, KEY, SNAPSHOT } from '../../../main/inventory/local/kept-files';
import { inventoryTenant } from '../../../main/inventory/local/tenant';
import { createShortlistStore } from '../../../main/inventory/shortlist/shortlist-store';
import { readSnapshot } from '../../../main/inventory/snapshot/snapshot';
import { cloudRoots, customCloud } from '../../../main/settings/clouds';
import { createSettings } from '../../../main/settings/settings';
import { durableWrite } from '../../../main/store/durable-write';
import { createJournalFile } from '../../../main/store/journal-file';
import { ok } from '../../../shared/result';
import { silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { declined } from '../../support/consent';
import type { OldData } from '../../support/old-data-folder';
import { copyOldData, decryptAsChromium, makeYoung, readOldData } from '../../support/old-data-folder';
import { flush } from '../../support/turns';
import { anActor, aWorld } from '../assistance/support';

const day = 86_400_000;
const everything = { text: '', states: [], from: null, to: null, offset: 0, limit: 500 };

let folder: string;
let old: OldData;
let clock: ManualClock;
beforeEach(async () => {
  old = await readOldData();
  folder = await mkdtemp(join(tmpdir(), 'deskside-upgrade-'));
  await copyOldData(folder);
  clock = new ManualClock(Date.parse(old.madeAt) + 60_000);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const settings = () => createSettings({ folder, clock, log: silentLog });

/** The stores of a start that have to do with records, and what a person would be asked. */
function start() {
  const chosen = settings();
  const asked: Proposal[] = [];
  const retention: Retention = createRetention({
    file: openRetentionFile(folder, clock),
    clock,
    uptime: () => 5 * day,
    log: silentLog,
    wanted: () => wantedRetentions(chosen),
    count: (isMeant, cutoff) => history.count(isMeant, cutoff),
    announce: (proposal) => void asked.push(proposal),
  });
  const history = createHistory({
    folder: join(folder, 'history'),
    clock,
    log: silentLog,
    retentionDays: (place) => retention.daysOf(place),
    deletingNow: () => retention.now(),
  });
  const shortenings = createShortenings({
    retention,
    settings: chosen,
    ask: { inWindow: declined, found: async (proposal) => (asked.push(proposal), ok(false)) },
  });
  return { retention, history, shortenings, asked };
}

const statesIn = async ({ history }: ReturnType<typeof start>): Promise<Record<string, string>> =>
  Object.fromEntries((await history.query(old.owner, everything)).entries.map(({ id, state }) => [id, state]));
const setAside = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => /damaged|rejected/.test(name));

const connected = () => {
  const profile = settings()
    .current()
    .profiles.find(({ id }) => id === old.profileId);
  if (profile === undefined) throw new Error('the profile is lost');
  return profile;
};

/** The sign-in and the key of the snapshot, as the keyring of that desktop would give them back. */
async function secret(...place: string[]): Promise<string> {
  const vault = {
    protection: () => Promise.resolve('real' as const),
    backend: () => 'gnome_libsecret',
    encrypt: () => Promise.reject(new Error('nothing is written here')),
    decrypt: (bytes: Uint8Array) => Promise.resolve({ text: decryptAsChromium(bytes, old), stale: false }),
  };
  const text = await createSecretFile({
    path: join(folder, ...place),
    vault,
    writeDurably: durableWrite,
    log: silentLog,
  }).read();
  if (text === null) throw new Error(`${place.join('/')} is lost`);
  return text;
}

describe('the data folder of version 0.1.0', () => {
  it('has more than one of everything that could be lost', () => {
    expect(Object.keys(old.history).length).toBeGreaterThan(25);
    expect(new Set(Object.values(old.history)).size).toBeGreaterThan(4);
    expect(Object.values(old.running).toSorted()).toEqual(['opened', 'ready', 'sending', 'waiting']);
    expect([old.pinned.length, old.recent.length, old.devices]).toEqual([2, 6, 20]);
  });

  it('keeps every setting; its one retention becomes that of each profile', () => {
    const { current, notices } = settings();
    expect(notices).toEqual([]);
    expect(current().activeProfile).toBe(old.profileId);
    expect(current().preferences).toMatchObject(old.settings);
    expect(current().profiles.map(({ id }) => id)).toContain(old.profileId);
    expect(connected().cloud).toEqual({
      authority: `https://localhost:${old.port}`,
      graph: `https://localhost:${old.port}`,
    });
    expect(wantedRetentions(settings()).map(({ days }) => days)).toEqual([365, 365]);
  });

  it('keeps every record at the first start and its daily run, without a question', async () => {
    const first = start();
    expect(await first.shortenings.settle()).toBeUndefined();
    await first.history.purge();
    expect(await statesIn(first)).toEqual(old.history);
    expect(first.retention.kept(old.profileId)?.days).toBe(365);
    expect(first.asked).toEqual([]);
    expect(await setAside()).toEqual([]);
  });

  it('that is first opened after more than its retention asks before anything is deleted', async () => {
    clock.pass(400 * day);
    for (const [number, app] of [start(), start()].entries()) {
      // The person of that sign-in is there again.
      await app.retention.learn(historyPartition(old.owner), old.profileId);
      await app.shortenings.settle();
      await app.history.purge();
      clock.pass(3 * day);
      await app.retention.settle();
      await app.history.purge();
      expect(await statesIn(app), `start ${number}`).toEqual(old.history);
      expect(app.asked.map(({ to, count }) => [to, count])).toEqual([[365, Object.keys(old.history).length]]);
    }
  });

  it('restores every request that was under way, and resends none', async () => {
    const world = aWorld();
    const actor = anActor();
    world.actor = {
      ...actor,
      account: { ...actor.account, homeAccountId: old.owner.homeAccountId },
      tenant: { ...actor.tenant, tenantId: old.owner.tenantId },
      cloud: old.owner.cloud,
    };
    const { lines, damaged } = await createJournalFile(join(folder, 'journal.jsonl')).read();
    expect(damaged).toBe(0);
    world.journal.lines = [...lines];
    world.clock.jump(clock.now() - world.clock.now());
    world.graph.hang = true;
    await world.restart();
    await flush();
    const found = Object.fromEntries(world.assistance.current().map(({ id, state }) => [id, state]));
    const expected = Object.entries(old.running).map(([id, state]) => [id, state === 'sending' ? 'unknown' : state]);
    expect(found).toMatchObject(Object.fromEntries(expected));
    // What ended badly in that run is still in sight; nothing else has come.
    expect(Object.keys(found).filter((id) => !(id in old.running) && old.history[id] !== 'failed')).toEqual([]);
    expect(world.graph.posts).toEqual([]);
  });

  it('keeps pins and recent devices, at their new path', async () => {
    const former = await settleFormerPlaces(
      folder,
      settings()
        .current()
        .profiles.map(({ id, cloud }) => ({ id, cloud: customCloud(cloud) })),
      silentLog,
    );
    const place = { profileId: old.profileId, owner: old.owner };
    former.settleShortlist(place);
    const store = createShortlistStore(folder, place);
    expect(store.notice).toBeNull();
    const { pinned, recent } = store.load();
    expect(pinned.map(({ id }) => id)).toEqual(old.pinned);
    expect(recent.map(({ id }) => id)).toEqual(old.recent);
  });

  it('keeps the sign-in and the device list for those who have the keyring', async () => {
    const profile = connected();
    const { tenantId, clientId } = profile;
    const signIn = parseCachedSignIn(await secret('accounts', `${old.profileId}.bin`), {
      tenantId,
      clientId,
      ...cloudRoots(profile.cloud),
    });
    expect(signIn?.account).toMatchObject({ homeAccountId: old.owner.homeAccountId, upn: old.account });

    await settleFormerPlaces(
      folder,
      settings()
        .current()
        .profiles.map(({ id, cloud }) => ({ id, cloud: customCloud(cloud) })),
      silentLog,
    );
    await keepInventoriesOf(folder, [old.profileId]);
    const never = (): never => {
      throw new Error('asks nobody');
    };
    const tenant = inventoryTenant(folder, old.owner, { profile, graph: { devicePage: never } as never, quiet: never });
    const { folder: place } = tenant;
    if (place === null) throw new Error('has no folder');
    const key = Buffer.from(await secret(place.slice(folder.length + 1), KEY), 'base64');
    const snapshot = await readSnapshot({ path: join(place, SNAPSHOT), owner: tenant.owner, key });
    expect(
      snapshot.kind === 'read' && snapshot.segments.reduce((sum, { columns }) => sum + columns.compliance.length, 0),
    ).toBe(old.devices);
    // Its texts are folded as this version folds them.
    const segments = snapshot.kind === 'read' ? snapshot.segments : [];
    for (const { columns } of segments)
      expect(
        Buffer.from(columns.arena).equals(
          columnsOf(Array.from({ length: columns.rows }, (_, row) => deviceAt(columns, row))).arena,
        ),
      ).toBe(true);
  });
});

describe('a copy with recent dates for an app on the real clock', () => {
  it('has the same records in the months of their new dates', async () => {
    await makeYoung(folder, old, 30_000);
    clock = new ManualClock(Date.now());
    const app = start();
    await app.shortenings.settle();
    await app.history.purge();
    expect(await statesIn(app)).toEqual(old.history);
    expect(await readdir(join(folder, 'history'))).toEqual([historyPartition(old.owner)]);
    const last = Math.max(
      ...[...(await readFile(join(folder, 'journal.jsonl'), 'utf8')).matchAll(/"at":"([^"]+)"/g)].map(([, at]) =>
        Date.parse(at ?? ''),
      ),
    );
    expect(clock.now() - last).toBeGreaterThan(0);
    expect(clock.now() - last).toBeLessThan(5 * 60_000);
  });
});
