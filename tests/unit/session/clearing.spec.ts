import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Owner } from '../../../main/auth/owner';
import type { ForgettingParts } from '../../../main/desktop/forgetting';
import { createForgetting } from '../../../main/desktop/forgetting';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { anOwner } from '../../support/main-builders';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-clearing-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const mine = anOwner();

/** Two tenants; the other one is opened while `opensAt` is cleared. */
function setUp(opensAt: string | null, fails: string | null = null) {
  const cleared: string[] = [];
  let open = 'profile-a';
  const forget = async (kind: string, of: string): Promise<Outcome<null>> => {
    cleared.push(`${kind} of ${of}`);
    if (kind === opensAt) open = 'profile-b';
    await Promise.resolve();
    return kind === fails ? err({ code: 'storage.read-only' }) : ok(null);
  };
  const parts = {
    userData: folder,
    owner: () => mine,
    activeProfile: () => open,
    profiles: () => ['profile-a', 'profile-b'],
    assistance: {
      forgetEnded: ({ owner = mine }: { owner?: Owner }) => forget('requests', owner.tenantId),
      forgetDrafts: (owner: Owner) => forget('drafts', owner.tenantId),
    },
    phone: { forget: (owner: Owner) => forget('phone', owner.tenantId) },
    history: { clear: (owner: Owner) => forget('history', owner.tenantId) },
    shortlist: { forget: () => forget('list', open) },
    former: {
      forgetShortlist: ({ profileId, owner }: { profileId: string; owner: Owner }) =>
        forget('former list', `${profileId} ${owner.tenantId}`),
    },
  } as unknown as ForgettingParts;
  return { cleared, clear: () => createForgetting(parts).clear(mine), open: () => open };
}

const everything = [
  'list of profile-a',
  'requests of tenant-a',
  'history of tenant-a',
  'drafts of tenant-a',
  'phone of tenant-a',
  'former list of profile-a tenant-a',
];

describe('clearing the stored data of an owner', () => {
  it.each(['list', 'requests', 'history', 'drafts', 'phone', null])(
    'deletes the list of the tenant it was called for, also when another one is opened in the meantime (%s)',
    async (opensAt) => {
      const { cleared, clear, open } = setUp(opensAt);
      expect(await clear()).toEqual(ok(null));
      expect(open()).toBe(opensAt === null ? 'profile-a' : 'profile-b');
      expect(cleared.toSorted()).toEqual(everything.toSorted());
    },
  );

  it('chooses the list before the first await', () => {
    const { cleared, clear } = setUp(null);
    void clear();
    expect(cleared).toEqual(['list of profile-a']);
  });

  it('continues after a failure, and reports it', async () => {
    const { cleared, clear } = setUp(null, 'list');
    expect(await clear()).toEqual(err({ code: 'storage.read-only' }));
    expect(cleared.toSorted()).toEqual(everything.toSorted());
  });

  it('leaves the damaged lines of others', async () => {
    const line = (owner: Owner): string => JSON.stringify({ v: 1, type: 'intent', owner });
    const theirs = line({ ...mine, homeAccountId: 'another.tid' });
    await writeFile(join(folder, 'journal.jsonl.damaged'), `${line(mine)}\n${theirs}\n`);
    expect(await setUp(null).clear()).toEqual(ok(null));
    expect(await readFile(join(folder, 'journal.jsonl.damaged'), 'utf8')).toBe(`${theirs}\n`);
  });
});
