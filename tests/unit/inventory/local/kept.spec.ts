import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretFile } from '../../../../main/auth/secret-file';
import { keepInventoriesOf } from '../../../../main/inventory/local/kept-files';
import { openKey } from '../../../../main/inventory/local/key';
import { inventoryTenant } from '../../../../main/inventory/local/tenant';
import { practiceProfile } from '../../../../main/settings/practice-profile';
import { aDevice } from '../../../support/builders';
import { flush, until } from '../../../support/turns';
import { fakeTenant, MINUTE, openSecret, setUp } from './support';

let root = '';
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'deskside-local-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const folder = (name = 'one'): string => join(root, 'inventory', 'contoso', name);
const snapshot = (name = 'one'): string => join(folder(name), 'devices.snapshot');
const key = (name = 'one'): string => join(folder(name), 'key.bin');
const devices = (count: number, name = 'BER-LT') =>
  Array.from({ length: count }, (_, at) => aDevice({ name: `${name}-${at}`, category: 'Office' }));
describe('signing out', () => {
  it('keeps the snapshot unless it is to be deleted', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    await set.keeper.use(null);
    expect(await readdir(folder())).toEqual(['devices.snapshot', 'key.bin']);
    expect(set.keeper.current()).toMatchObject({ state: 'off', devices: 0, kept: 'memory' });
  });

  it('deletes snapshot and key when requested', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    await set.keeper.use(null);
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    expect(existsSync(snapshot())).toBe(true);
    await set.keeper.use(null, { forget: true });
    expect(existsSync(folder())).toBe(false);
    await set.keeper.finish();
    expect(existsSync(folder())).toBe(false);
  });

  it('deletes them also before they were opened, and after their process was given up', async () => {
    await mkdir(folder(), { recursive: true });
    await writeFile(snapshot(), 'x');
    const early = setUp();
    void early.keeper.use(fakeTenant(folder(), []).tenant);
    await early.keeper.use(null, { forget: true });
    expect(existsSync(folder())).toBe(false);

    const late = setUp();
    await late.keeper.use(fakeTenant(folder(), devices(1)).tenant);
    for (let deaths = 0; deaths < 4; deaths += 1) {
      late.kill();
      await late.clock.advance(MINUTE);
      await flush(30);
      await until(() => late.keeper.current().state !== 'opening');
    }
    expect(late.keeper.current().state).toBe('off');
    expect(existsSync(folder())).toBe(true);
    await late.keeper.use(null, { forget: true });
    expect(existsSync(folder())).toBe(false);
  });

  it('of one account leaves the stored data of another', async () => {
    const set = setUp();
    for (const name of ['one', 'two']) {
      await set.keeper.use(fakeTenant(folder(name), devices(3), name).tenant);
      await set.clock.advance(0);
      await set.isIdle();
    }
    await set.keeper.use(null, { forget: true });
    expect(existsSync(snapshot('one'))).toBe(true);
    expect(existsSync(folder('two'))).toBe(false);
  });

  it('and in again at once starts empty', async () => {
    const set = setUp();
    const { tenant } = fakeTenant(folder(), devices(3));
    await set.keeper.use(tenant);
    await set.clock.advance(0);
    await set.isIdle();
    void set.keeper.use(null, { forget: true });
    await set.keeper.use(tenant);
    await set.clock.advance(0);
    await set.isIdle();
    expect(set.keeper.current()).toMatchObject({ devices: 3, kept: 'disk' });
    expect(existsSync(key())).toBe(true);
  });

  it('reports what could not be deleted', async () => {
    const set = setUp({ tidy: () => Promise.reject(Object.assign(new Error('busy'), { code: 'EACCES' })) });
    await flush(30);
    expect(set.notices).toEqual([{ code: 'storage.read-only', detail: 'EACCES' }]);
  });
});

describe('where it is stored', () => {
  it.each([
    ['off', 'off', null],
    ['memory', 'ready', 'memory'],
  ] as const)('set to %s deletes what is on the disk', async (place, state, kept) => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    await set.keeper.use(null);
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    expect(existsSync(snapshot())).toBe(true);
    set.world.place = place;
    set.keeper.reconsider();
    await until(() => set.keeper.current().state === state && !existsSync(folder()));
    await set.clock.advance(0);
    if (kept !== null) {
      await set.isIdle();
      expect(set.keeper.current().kept).toBe(kept);
    }
    await set.keeper.finish();
    expect(existsSync(folder())).toBe(false);
  });

  it('set to off needs no process and sends nothing', async () => {
    const set = setUp({ place: 'off' });
    const { tenant, asked } = fakeTenant(folder(), devices(3));
    await mkdir(folder(), { recursive: true });
    await set.keeper.use(tenant);
    await set.clock.advance(10 * MINUTE);
    set.keeper.refresh(true);
    set.keeper.wake();
    set.keeper.cancel();
    expect(set.world.started).toBe(0);
    expect(asked).toEqual([]);
    expect(existsSync(folder())).toBe(false);
    expect(set.keeper.current()).toMatchObject({ state: 'off', failure: null });
  });

  it('switched there and back opens once, not twice', async () => {
    const set = setUp();
    const { tenant, asked } = fakeTenant(folder(), devices(3));
    await set.keeper.use(tenant);
    await set.clock.advance(0);
    await set.isIdle();
    for (const place of ['off', 'memory', 'off', 'disk'] as const) {
      set.world.place = place;
      set.keeper.reconsider();
    }
    await set.isReady();
    await set.clock.advance(0);
    await set.isIdle();
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(set.keeper.current().kept).toBe('disk');
  });

  it('is cleaned up at start and whenever the settings change, after pending writes', async () => {
    let times = 0;
    const set = setUp({ tidy: async () => void (times += 1) });
    await flush(30);
    expect(times).toBe(1);
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    set.keeper.reconsider();
    await flush(30);
    expect(times).toBe(2);
  });

  it('is deleted for removed profiles and stays for others', async () => {
    for (const profile of ['contoso', 'fabrikam'])
      await mkdir(join(root, 'inventory', profile, 'x'), { recursive: true });
    await keepInventoriesOf(root, ['contoso']);
    expect(await readdir(join(root, 'inventory'))).toEqual(['contoso']);
    await keepInventoriesOf(root, []);
    expect(await readdir(join(root, 'inventory'))).toEqual([]);
    await keepInventoriesOf(join(root, 'nowhere'), []);
  });

  it('is a separate folder for each account, and none for the practice tenant', () => {
    const account = { homeAccountId: 'o.t', tenantId: 't', cloud: null };
    const graph = {} as never;
    const quiet = () => Promise.resolve();
    const contoso = { ...practiceProfile, id: 'contoso', cloud: 'global' } as const;
    const one = inventoryTenant(root, account, { profile: contoso, graph, quiet });
    const two = inventoryTenant(root, { ...account, homeAccountId: 'p.t' }, { profile: contoso, graph, quiet });
    expect(one.folder).toMatch(/inventory.contoso.[0-9a-f]{24}$/);
    expect(two.folder).not.toBe(one.folder);
    expect(two.owner).not.toEqual(one.owner);
    expect(inventoryTenant(root, account, { profile: { ...contoso, cloud: 'china' }, graph, quiet }).owner).not.toEqual(
      one.owner,
    );
    expect(inventoryTenant(root, account, { profile: practiceProfile, graph, quiet }).folder).toBeNull();
  });
});

describe('the key', () => {
  const kept = (text: string | null, fails = false): SecretFile & { text: string | null } => ({
    persistence: 'encrypted',
    text,
    async read() {
      return this.text;
    },
    async write(next) {
      if (fails) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      this.text = next;
    },
    async remove() {
      this.text = null;
    },
  });

  it('is created once and then reused', async () => {
    const file = kept(null);
    const made = await openKey(file);
    expect(made).toHaveLength(32);
    expect(await openKey(file)).toEqual(made);
  });

  it.each(['', 'AAAA', 'no key at all', 'A'.repeat(100)])('%j is invalid, and is replaced', async (text) => {
    const file = kept(text);
    expect(await openKey(file)).toHaveLength(32);
    expect(file.text).not.toBe(text);
  });

  it('is not created without real encryption: memory only, which is reported', async () => {
    const set = setUp({ keyFile: () => ({ ...kept(null), persistence: 'memory' }) });
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    expect(set.keeper.current()).toMatchObject({ devices: 3, kept: 'memory' });
    await set.keeper.finish();
    expect(existsSync(folder())).toBe(false);
  });

  it('that is lost costs the snapshot, which is reported and recreated', async () => {
    const first = setUp();
    const { tenant } = fakeTenant(folder(), devices(3));
    await first.keeper.use(tenant);
    await first.clock.advance(0);
    await first.isIdle();
    await first.keeper.finish();
    await rm(key());
    const second = setUp();
    await second.keeper.use(tenant);
    expect(second.keeper.current()).toMatchObject({ state: 'ready', kept: 'disk' });
    expect(second.notices).toEqual([{ code: 'inventory.dropped', detail: 'damaged' }]);
    await second.clock.advance(0);
    await second.isIdle();
    expect(second.keeper.current().devices).toBe(3);
  });

  it('that cannot be written or read costs the snapshot, never the inventory', async () => {
    const broken: SecretFile = {
      ...kept(null, true),
      read: () => Promise.reject(Object.assign(new Error('locked'), { code: 'EACCES' })),
    };
    for (const [file, code] of [
      [kept(null, true), 'storage.full'],
      [broken, 'storage.read-only'],
    ] as const) {
      const set = setUp({ keyFile: () => file });
      await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
      await set.clock.advance(0);
      await set.isIdle();
      expect(set.keeper.current()).toMatchObject({ devices: 3, kept: 'memory' });
      expect(set.notices).toMatchObject([{ code }]);
      await set.keeper.finish();
    }
    expect(existsSync(snapshot())).toBe(false);
  });

  it('is never stored in the snapshot', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), [aDevice({ name: 'CANARY-DEVICE' })]).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    await set.keeper.finish();
    const bytes = await readFile(snapshot());
    expect(bytes.includes('CANARY')).toBe(false);
    expect(bytes.includes(Buffer.from((await openSecret(key()).read()) ?? '', 'base64'))).toBe(false);
  });
});

describe('a snapshot that cannot be read', () => {
  it('because of the disk stays unchanged: a new one in memory, and a report', async () => {
    await mkdir(snapshot(), { recursive: true });
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    expect(set.keeper.current()).toMatchObject({ devices: 3, kept: 'memory' });
    expect(set.notices).toEqual([{ code: 'storage.damaged', detail: 'EISDIR' }]);
  });

  it('because it is truncated is replaced, and reported', async () => {
    await mkdir(folder(), { recursive: true });
    await writeFile(snapshot(), 'DSKINV');
    await writeFile(`${snapshot()}.tmp-0011223344556677`, 'left by a killed process');
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    expect(set.notices).toEqual([{ code: 'inventory.dropped', detail: 'damaged' }]);
    expect(await readdir(folder())).toEqual(['key.bin']);
  });
});
