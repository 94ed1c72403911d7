import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptDevice } from '../../../../main/inventory/port';
import { createShortlistStore } from '../../../../main/inventory/shortlist/shortlist-store';
import { aBlankDevice } from '../../../support/builders';
import { anOwner } from '../../../support/main-builders';

const device = (id: string): KeptDevice => ({
  ...aBlankDevice({
    id,
    name: `NB-${id}`,
    serial: 'S1',
    userId: 'u1',
    userName: '山田 花子',
    upn: 'hanako@contoso.example',
    os: 'Windows',
    osVersion: '10.0',
    enrollment: 'windowsAzureADJoin',
    lastCheckIn: '2026-11-20T10:00:00Z',
  }),
  asOf: '2026-11-20T10:05:00.000Z',
});

let folder = '';
const owner = anOwner({ tenantId: 'tid' });
const mine = { profileId: 'contoso', owner };
const start = (partition = mine) => createShortlistStore(folder, partition);
const fileOf = async (): Promise<string> => {
  const names = await readdir(folder, { recursive: true });
  return join(folder, names.find((name) => name.endsWith('shortlist.json')) ?? '');
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shortlist-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the shortlist on disk', () => {
  it('is empty at first and there after a restart', async () => {
    expect(start().load()).toEqual({ pinned: [], recent: [] });
    const data = { pinned: [device('a')], recent: [device('b'), device('a')] };
    expect(await start().save(data)).toEqual({ ok: true, value: null });
    expect(start().load()).toEqual(data);
  });

  it('keeps the MAC address of the socket if it is valid', async () => {
    const known = { ...device('a'), ethernetMac: '00:1A:2B:3C:4D:5E' };
    await start().save({ pinned: [known], recent: [] });
    expect(start().load().pinned).toEqual([known]);
    for (const bad of ['<b>', 7, null]) {
      await writeFile(
        await fileOf(),
        JSON.stringify({ version: 1, data: { pinned: [{ ...known, ethernetMac: bad }], recent: [] } }),
      );
      expect(start().load().pinned).toEqual([device('a')]);
    }
  });

  it('belongs to one account in one tenant profile, which its folder does not name', async () => {
    await start().save({ pinned: [device('a')], recent: [] });
    expect(start({ ...mine, owner: { ...owner, homeAccountId: 'other.tid' } }).load().pinned).toEqual([]);
    expect(start({ ...mine, profileId: 'fabrikam' }).load().pinned).toEqual([]);
    expect((await readdir(folder, { recursive: true })).join()).not.toMatch(/contoso|oid|tid/);
    if (process.platform !== 'win32') expect((await stat(await fileOf())).mode & 0o777).toBe(0o600);
  });

  it('loses only the devices that cannot be read', async () => {
    await start().save({ pinned: [device('a')], recent: [] });
    const strange = { ...device('c'), name: 7, compliance: 'new-state', secret: 'x' };
    const data = { pinned: [device('a'), { id: '../x' }, strange, null], recent: 'none' };
    await writeFile(await fileOf(), JSON.stringify({ version: 1, data }));
    expect(start().load()).toEqual({
      pinned: [device('a'), { ...device('c'), name: '', compliance: 'other' }],
      recent: [],
    });
  });

  it('of an earlier version without times is read completely', async () => {
    await start().save({ pinned: [], recent: [] });
    const { asOf: _asOf, ...old } = device('a');
    await writeFile(
      await fileOf(),
      JSON.stringify({ version: 1, data: { pinned: [old], recent: [{ ...old, asOf: 'yesterday' }] } }),
    );
    expect(start().load()).toEqual({ pinned: [{ ...old, asOf: null }], recent: [{ ...old, asOf: null }] });
  });

  it('does not grow without bound', async () => {
    const many = Array.from({ length: 500 }, (_, n) => device(`d${n}`));
    await start().save({ pinned: many, recent: [] });
    expect(start().load().pinned).toHaveLength(200);
  });
});
