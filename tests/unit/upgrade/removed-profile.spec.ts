import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Owner } from '../../../main/auth/owner';
import { settleFormerPlaces } from '../../../main/inventory/former-places';
import { createShortlistStore } from '../../../main/inventory/shortlist/shortlist-store';
import { forgetAll } from '../../../main/session/forgetting';
import { createProfileOwners } from '../../../main/session/profile-owners';
import { createForgetProfile } from '../../../main/session/removed-profile';
import { durableWrite } from '../../../main/store/durable-write';
import { ok } from '../../../shared/result';
import { silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { anOwner } from '../../support/main-builders';
import type { OldData } from '../../support/old-data-folder';
import { copyOldData, readOldData } from '../../support/old-data-folder';

const formerList = '77cc054037b95e4169f22d05';

let folder: string;
let old: OldData;
beforeEach(async () => {
  old = await readOldData();
  folder = await mkdtemp(join(tmpdir(), 'deskside-removed-'));
  await copyOldData(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lists = (): Promise<readonly string[]> => readdir(join(folder, 'shortlist'));
const yui = anOwner({ homeAccountId: 'yui.tid', tenantId: 'tid' });

/** The first start of this version with these earlier profiles; no one signs in. */
async function upgraded(...more: readonly string[]) {
  const contoso = { id: old.profileId, cloud: old.owner.cloud };
  const practice = { id: 'practice', cloud: 'https://login.practice.invalid https://graph.practice.invalid' };
  const profiles = [practice, contoso, ...more.map((id) => ({ id, cloud: null }))];
  const former = await settleFormerPlaces(folder, profiles, silentLog);
  const owners = createProfileOwners(folder, new ManualClock(0));
  let remaining = profiles.map(({ id }) => id);
  const forget = createForgetProfile({
    owners,
    forgetDrafts: () => Promise.resolve(ok(null)),
    forgetList: (profileId, owner) =>
      forgetAll(owner, [
        () => createShortlistStore(folder, { profileId, owner }).forget(),
        () => former.forgetShortlist({ profileId, owner }),
      ]),
    forgetFormer: (profileId) => former.forgetProfile(profileId, { remaining, known: owners.known() }),
  });
  return {
    owners,
    former,
    remembers: (homes: Readonly<Record<string, Owner>>) =>
      owners.learn(profiles, ({ id }) => Promise.resolve(homes[id] ?? null)),
    remove(profileId: string) {
      remaining = remaining.filter((id) => id !== profileId);
      return forget(profileId);
    },
  };
}

/** Pins that version 0.1.0 stored for an account in a profile of one of Microsoft's clouds. */
const pinsOf = async (profileId: string, owner: Owner): Promise<string> => {
  const before = await lists();
  await createShortlistStore(folder, { profileId, owner }).save({ pinned: [], recent: [] });
  return (await lists()).find((name) => !before.includes(name)) ?? '';
};

describe('pins of version 0.1.0 of an account that has not signed in since', () => {
  it('are deleted with the profile of their stored sign-in', async () => {
    const { remembers, remove } = await upgraded('fabrikam');
    await remembers({ [old.profileId]: old.owner });
    expect(await lists()).toEqual([formerList]);
    expect(await remove(old.profileId)).toEqual(ok(null));
    expect(await lists()).toEqual([]);
  });

  it('are deleted with the profile when no sign-in is stored and they can belong to no other', async () => {
    const { remove } = await upgraded();
    expect(await remove(old.profileId)).toEqual(ok(null));
    expect(await lists()).toEqual([]);
  });

  it('stay while they may belong to another profile, and are deleted with the last', async () => {
    const { remove } = await upgraded('fabrikam');
    await remove(old.profileId);
    expect(await lists()).toEqual([formerList]);
    await remove('fabrikam');
    expect(await lists()).toEqual([]);
  });

  it('stay when they are known to belong to another profile', async () => {
    const others = await pinsOf('fabrikam', yui);
    const { remembers, remove } = await upgraded('fabrikam');
    await remembers({ fabrikam: yui });
    await remove(old.profileId);
    expect((await lists()).toSorted()).toEqual([others, formerList].toSorted());
    await remove('fabrikam');
    expect(await lists()).toEqual([]);
  });

  it('are not affected by the removal of a later profile', async () => {
    const { remove } = await upgraded();
    await remove('came-later');
    expect(await lists()).toEqual([formerList]);
  });

  it('at a former path are deleted when they are cleared', async () => {
    const { former } = await upgraded();
    const mine = { profileId: old.profileId, owner: old.owner };
    await createShortlistStore(folder, mine).save({ pinned: [], recent: [] });
    former.settleShortlist(mine);
    expect(
      await former.forgetShortlist({
        ...mine,
        owner: { ...old.owner, cloud: 'https://login.mallory.example https://graph.mallory.example' },
      }),
    ).toEqual(ok(null));
    expect(await lists()).toContain(formerList);
    expect(await former.forgetShortlist(mine)).toEqual(ok(null));
    expect(await lists()).not.toContain(formerList);
  });

  it('whose profiles an interim version did not record stay while any profile remains', async () => {
    await durableWrite(
      join(folder, 'former-places.json'),
      JSON.stringify({ version: 1, data: { clouds: {}, shortlists: [formerList] } }),
    );
    const { remove } = await upgraded('fabrikam');
    await remove(old.profileId);
    expect(await lists()).toEqual([formerList]);
    await remove('fabrikam');
    expect(await lists()).toEqual([]);
  });
});

it('the stored sign-in is read only when no owner is known yet, and a failing keyring does no harm', async () => {
  const { owners } = await upgraded();
  const asked: string[] = [];
  await owners.note('contoso', old.owner);
  await owners.learn([{ id: 'contoso' }, { id: 'fabrikam' }, { id: 'later' }], async ({ id }) => {
    asked.push(id);
    if (id === 'fabrikam') throw new Error('locked');
    return yui;
  });
  expect(asked).toEqual(['fabrikam', 'later']);
  expect(owners.known()).toEqual([
    { profileId: 'contoso', owner: old.owner },
    { profileId: 'later', owner: yui },
  ]);
});
