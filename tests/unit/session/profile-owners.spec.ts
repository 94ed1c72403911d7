import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Owner } from '../../../main/auth/owner';
import { createProfileOwners } from '../../../main/session/profile-owners';
import { err, ok } from '../../../shared/result';
import { ManualClock } from '../../support/clock';
import { anOwner } from '../../support/main-builders';

const alex = anOwner({ homeAccountId: 'alex.tid', tenantId: 'tid' });
const yui = anOwner({ homeAccountId: 'yui.tid', tenantId: 'tid' });
const claims: Owner = { ...alex, cloud: 'https://login.mallory.example https://graph.mallory.example' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-owners-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const owners = () => createProfileOwners(folder, new ManualClock(0));
async function removing(profileId: string, fails: (owner: Owner) => boolean = () => false) {
  const forgotten: (readonly [Owner, boolean])[] = [];
  const outcome = await owners().remove(profileId, async (owner, isElsewhere) => {
    forgotten.push([owner, isElsewhere]);
    return fails(owner) ? err({ code: 'storage.full' }) : ok(null);
  });
  return { outcome, forgotten };
}

it('a removed profile names everyone who used it, also in earlier runs, and no one else', async () => {
  for (const [profileId, owner] of [
    ['contoso', alex],
    ['contoso', yui],
    ['contoso', alex],
    ['fabrikam', claims],
  ] as const)
    await owners().note(profileId, owner);
  expect(await removing('contoso')).toEqual({
    outcome: ok(null),
    forgotten: [
      [alex, false],
      [yui, false],
    ],
  });
  expect((await removing('contoso')).forgotten).toEqual([]);
  expect((await removing('fabrikam')).forgotten).toEqual([[claims, false]]);
});

it('an owner who also uses another profile is marked as such', async () => {
  for (const profileId of ['contoso', 'contoso-two']) await owners().note(profileId, alex);
  expect((await removing('contoso')).forgotten).toEqual([[alex, true]]);
  expect((await removing('contoso-two')).forgotten).toEqual([[alex, false]]);
});

it('what could not be deleted is reported, remembered, and tried again', async () => {
  for (const owner of [alex, yui]) await owners().note('contoso', owner);
  expect(await removing('contoso', (owner) => owner.homeAccountId === alex.homeAccountId)).toEqual({
    outcome: err({ code: 'storage.full' }),
    forgotten: [
      [alex, false],
      [yui, false],
    ],
  });
  expect((await removing('contoso')).forgotten).toEqual([[alex, false]]);
});

it('a profile that no one used leaves no file', async () => {
  expect((await removing('toString')).forgotten).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});
