import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDevice } from '../../../support/builders';
import { deferred } from '../../../support/promises';
import { flush, until } from '../../../support/turns';
import { asTyped } from '../../../support/typed-query';
import { fakeTenant, MINUTE, setUp } from './support';

let root = '';
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'deskside-local-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const folder = (name = 'one'): string => join(root, 'inventory', 'contoso', name);
const snapshot = (name = 'one'): string => join(folder(name), 'devices.snapshot');
const key = (name = 'one'): string => join(folder(name), 'key.bin');
const devices = (count: number, name = 'BER-LT') =>
  Array.from({ length: count }, (_, at) => aDevice({ name: `${name}-${at}`, category: 'Office' }));
const named = (text: string) => ({ kind: 'query', lane: 'main', query: asTyped({ text, limit: 5 }) }) as const;

/** What the open inventory finds. */
async function found({ keeper }: ReturnType<typeof setUp>, text: string): Promise<number | null> {
  const answer = await keeper.open()?.ask(named(text));
  return answer?.ok === true ? answer.value.total : null;
}

describe('the inventory of the signed-in account', () => {
  it('is read from the service and can be queried', async () => {
    const set = setUp();
    const { tenant } = fakeTenant(folder(), devices(30));
    expect(set.keeper.current()).toMatchObject({ state: 'off', devices: 0 });
    expect(set.keeper.open()).toBeNull();
    void set.keeper.use(tenant);
    expect(set.keeper.current().state).toBe('opening');
    await set.clock.advance(0);
    await set.isReady();
    await set.clock.advance(0);
    await set.isIdle();
    await until(() => set.keeper.current().categories.length > 0);
    expect(set.keeper.current()).toMatchObject({
      state: 'ready',
      devices: 30,
      kept: 'disk',
      sync: null,
      failure: null,
      isDoubtful: false,
      categories: ['Office'],
    });
    expect(await found(set, 'ber')).toBe(30);
    expect(set.notices).toEqual([]);
  });

  it('is there at once in the next run of the app, without the service', async () => {
    const first = setUp();
    const one = fakeTenant(folder(), devices(30));
    await first.keeper.use(one.tenant);
    await first.clock.advance(0);
    await first.isIdle();
    await first.keeper.finish();
    expect(first.world.stopped).toBe(1);
    const second = setUp();
    one.state.failure = { code: 'network.offline' };
    await second.keeper.use(one.tenant);
    expect(second.keeper.current()).toMatchObject({ state: 'ready', devices: 30, kept: 'disk' });
    expect(second.keeper.current().asOf).not.toBeNull();
    expect(await found(second, 'ber')).toBe(30);
  });

  it('grows in revision with every change, also over another inventory', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    await set.keeper.use(fakeTenant(folder('two'), devices(3), 'two').tenant);
    const revisions = set.views.map(({ revision }) => revision);
    expect([...revisions].sort((a, b) => a - b)).toEqual(revisions);
    expect(new Set(revisions).size).toBeGreaterThan(2);
  });
});

describe('another tenant or account', () => {
  it('gets no result of a query to the previous one', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(30)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    const old = set.keeper.open();
    const going = set.keeper.use(fakeTenant(folder('two'), devices(2, 'TYO'), 'two').tenant);
    expect(set.keeper.open()).toBeNull();
    expect(set.keeper.current()).toMatchObject({ state: 'opening', devices: 0, categories: [] });
    await going;
    await set.clock.advance(0);
    await set.isIdle();
    expect(await old?.ask(named('tyo'))).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(await old?.ask({ kind: 'learn', devices: devices(1, 'BER') })).toMatchObject({ ok: false });
    expect(await found(set, 'ber')).toBe(0);
    expect(await found(set, 'tyo')).toBe(2);
  });

  it('gets no page that was in flight', async () => {
    const set = setUp();
    const one = fakeTenant(folder(), devices(30));
    const gate = deferred();
    one.state.gate = gate.promise;
    await set.keeper.use(one.tenant);
    await set.clock.advance(0);
    expect(one.asked).toHaveLength(1);
    await set.keeper.use(fakeTenant(folder('two'), devices(2, 'TYO'), 'two').tenant);
    gate.resolve();
    await set.clock.advance(0);
    await set.isIdle();
    expect(set.keeper.current().devices).toBe(2);
    expect(await found(set, 'ber')).toBe(0);
    expect(one.asked).toHaveLength(1);
  });

  it('reads only its own snapshot', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(30)).tenant);
    await set.clock.advance(0);
    await set.isIdle();
    await set.keeper.use(null);
    const other = fakeTenant(folder(), [], 'two');
    other.state.failure = { code: 'network.offline' };
    await set.keeper.use(other.tenant);
    expect(set.keeper.current().devices).toBe(0);
    expect(set.notices).toEqual([{ code: 'inventory.dropped', detail: 'foreign' }]);
  });

  it('requested several times at once opens only the last one', async () => {
    const set = setUp();
    const tenants = ['one', 'two', 'three'].map((name) => fakeTenant(folder(name), devices(1, name), name));
    await Promise.all([...tenants, ...tenants].map(({ tenant }) => set.keeper.use(tenant)));
    await set.clock.advance(0);
    await set.isIdle();
    expect(tenants.map(({ asked }) => asked.length)).toEqual([0, 0, 1]);
    expect(set.world.started).toBe(1);
  });

  it('requested twice in a row runs once', async () => {
    const set = setUp();
    const { tenant, asked } = fakeTenant(folder(), devices(3));
    void set.keeper.use(tenant);
    await set.keeper.use(tenant);
    await set.clock.advance(4 * MINUTE);
    await set.isIdle();
    expect(asked).toHaveLength(1);
  });
});

describe('a process that dies', () => {
  it('is restarted after a second, with the stored data and new reads', async () => {
    const set = setUp();
    const { tenant } = fakeTenant(folder(), devices(3));
    await set.keeper.use(tenant);
    await set.clock.advance(0);
    await set.isIdle();
    const old = set.keeper.open();
    set.kill();
    expect(set.keeper.open()).toBeNull();
    expect(set.keeper.current().state).toBe('opening');
    expect(await old?.ask({ kind: 'status' })).toMatchObject({ ok: false });
    await set.clock.advance(999);
    expect(set.world.started).toBe(1);
    await set.clock.advance(1);
    await set.isReady();
    await set.clock.advance(0);
    await set.isIdle();
    expect(set.world.started).toBe(2);
    expect(await found(set, 'ber')).toBe(3);
  });

  it('while it opens is restarted too', async () => {
    const set = setUp();
    set.world.mute = true;
    const opening = set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    await until(() => set.world.started === 1);
    await until(() => existsSync(key()));
    await flush(30);
    set.world.mute = false;
    set.kill();
    await opening;
    await set.clock.advance(1_000);
    await set.isReady();
    expect(set.world.started).toBe(2);
  });

  it('repeatedly while it opens finally gets a new snapshot', async () => {
    await mkdir(folder(), { recursive: true });
    await writeFile(snapshot(), 'whatever kills it');
    const set = setUp();
    set.world.mute = true;
    void set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    for (let deaths = 1; deaths <= 3; deaths += 1) {
      await until(() => set.world.started === deaths && set.keeper.current().state === 'opening' && existsSync(key()));
      await flush(30);
      if (deaths === 3) set.world.mute = false;
      set.kill();
      await set.clock.advance(10_000);
    }
    await set.isReady();
    expect(set.notices).toEqual([{ code: 'inventory.dropped', detail: 'damaged' }]);
    expect(set.keeper.current().kept).toBe('disk');
  });

  it('too often is not restarted, which is reported, until a run is requested', async () => {
    const set = setUp();
    const { tenant } = fakeTenant(null, devices(3));
    await set.keeper.use(tenant);
    for (let deaths = 0; deaths < 4; deaths += 1) {
      set.kill();
      await set.clock.advance(10_000);
      await flush(30);
    }
    expect(set.world.started).toBe(4);
    expect(set.keeper.current()).toMatchObject({ state: 'off', failure: { code: 'internal' } });
    expect(set.notices).toEqual([{ code: 'internal', detail: 'inventory process' }]);
    await set.clock.advance(60 * MINUTE);
    expect(set.world.started).toBe(4);
    set.keeper.refresh(false);
    await set.isReady();
    expect(set.world.started).toBe(5);
    expect(set.keeper.current().failure).toBeNull();
  });

  it('now and then is restarted every time', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(null, devices(3)).tenant);
    for (let deaths = 1; deaths <= 8; deaths += 1) {
      set.kill();
      await set.clock.advance(11 * MINUTE);
      await set.isReady();
      expect(set.world.started).toBe(deaths + 1);
    }
    expect(set.notices).toEqual([]);
  });

  it('does not resume a run that the technician stopped', async () => {
    const set = setUp();
    const { tenant, state, asked } = fakeTenant(null, devices(3));
    const gate = deferred();
    state.gate = gate.promise;
    await set.keeper.use(tenant);
    await set.clock.advance(0);
    set.keeper.cancel();
    set.kill();
    expect(set.keeper.current().isStopped).toBe(true);
    await set.clock.advance(60 * MINUTE);
    await set.isReady();
    expect(asked).toHaveLength(1);
    expect(set.keeper.current()).toMatchObject({ isStopped: true, sync: null });
    gate.resolve();
    set.keeper.refresh(false);
    await set.isIdle();
    expect(set.keeper.current()).toMatchObject({ isStopped: false, devices: 3 });
  });

  it('is not started after a sign-out, nor after the end', async () => {
    for (const leave of ['use', 'finish'] as const) {
      const set = setUp();
      await set.keeper.use(fakeTenant(null, devices(3)).tenant);
      set.kill();
      await (leave === 'use' ? set.keeper.use(null) : set.keeper.finish());
      await set.clock.advance(MINUTE);
      expect(set.world.started).toBe(1);
      expect(set.keeper.current().state).toBe('off');
    }
  });

  it('is started once when the account changes in the meantime', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(null, devices(3)).tenant);
    set.kill();
    const two = fakeTenant(null, devices(2, 'TYO'), 'two');
    await set.keeper.use(two.tenant);
    await set.clock.advance(MINUTE);
    await set.isIdle();
    expect(set.world.started).toBe(2);
    expect(two.asked).toHaveLength(1);
    expect(await found(set, 'ber')).toBe(0);
  });

  it('that cannot be started at all is reported', async () => {
    const set = setUp();
    set.world.refuse = true;
    await set.keeper.use(fakeTenant(null, devices(3)).tenant);
    expect(set.keeper.current()).toMatchObject({ state: 'off', failure: { code: 'internal' } });
    expect(set.log.lines).toContain('fault inventory.not-started no process');
    set.world.refuse = false;
    set.keeper.refresh(false);
    await set.isReady();
  });
});

describe('the end of the app', () => {
  it('writes pending changes, and nothing runs afterwards', async () => {
    const set = setUp();
    const one = fakeTenant(folder(), devices(3));
    await set.keeper.use(one.tenant);
    await set.clock.advance(0);
    await set.isIdle();
    expect(existsSync(snapshot())).toBe(false);
    await set.keeper.finish();
    expect(existsSync(snapshot())).toBe(true);
    set.keeper.refresh(true);
    await set.keeper.use(one.tenant);
    await set.clock.advance(60 * MINUTE);
    expect(set.world).toMatchObject({ started: 1, stopped: 1 });
    expect(one.asked).toHaveLength(1);
    expect(set.keeper.current().state).toBe('off');
  });

  it('right after signing out still deletes', async () => {
    const set = setUp();
    await set.keeper.use(fakeTenant(folder(), devices(3)).tenant);
    void set.keeper.use(null, { forget: true });
    await set.keeper.finish();
    expect(existsSync(folder())).toBe(false);
  });
});

describe('a device that the technician reads during a run', () => {
  it('is not overwritten by a page requested before, nor restored by it', async () => {
    const set = setUp();
    const [changed, removed, other] = devices(3);
    const one = fakeTenant(folder(), [changed!, removed!, other!]);
    const gate = deferred();
    one.state.gate = gate.promise;
    await set.keeper.use(one.tenant);
    await set.clock.advance(0);
    expect(one.asked).toHaveLength(1);
    await set.keeper.open()?.ask({ kind: 'learn', devices: [{ ...changed!, name: 'RENAMED' }] });
    await set.keeper.open()?.ask({ kind: 'remove', ids: [removed!.id] });
    gate.resolve();
    await set.isIdle();
    await until(() => set.keeper.current().devices === 2);
    expect(await found(set, 'renamed')).toBe(1);
    expect(await set.keeper.open()?.ask({ kind: 'read', ids: [changed!.id, removed!.id, other!.id] })).toEqual({
      ok: true,
      value: [{ ...changed!, name: 'RENAMED' }, other!],
    });
  });

  it('shows that the network is back, and the waiting run resumes', async () => {
    const set = setUp();
    const one = fakeTenant(folder(), devices(3));
    one.state.failure = { code: 'network.offline' };
    await set.keeper.use(one.tenant);
    await set.clock.advance(0);
    expect(set.keeper.current().sync?.waitingFor).toEqual({ code: 'network.offline' });
    one.state.failure = null;
    set.keeper.open()?.reached();
    await set.isIdle();
    expect(set.keeper.current().devices).toBe(3);
  });
});
