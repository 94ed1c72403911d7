import { chmod, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNotices } from '../../../main/session/notices';
import { noPolicySource, POLICY_PAUSE_MS, policyFile } from '../../../main/settings/policy-source';
import { openPolicy } from '../../../main/settings/policy-watch';
import type { Settings } from '../../../main/settings/port';
import { createSettings } from '../../../main/settings/settings';
import type { PreferencesPatch } from '../../../shared/contract/preferences';
import { ManualClock } from '../../support/clock';
import { keepingLog } from '../../support/wire';

const owners = [0, process.getuid?.() ?? 0];

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-policy-watch-'));
  path = join(folder, 'etc', 'policy.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const set = async (preferences: PreferencesPatch | Record<string, unknown>): Promise<void> => {
  await mkdir(join(folder, 'etc'), { recursive: true });
  await writeFile(path, JSON.stringify({ preferences }), { mode: 0o644 });
};

interface Running {
  readonly settings: Settings;
  /** What the notices are about. */
  readonly told: () => readonly (string | null)[];
  readonly dismissAll: () => void;
  /** How often something was changed. */
  readonly changes: () => number;
  readonly waiting: () => number;
  readonly stop: () => void;
  /** Lets time pass until the file has been read this many times. */
  readonly read: (times: number) => void;
}

function start(): Running {
  const clock = new ManualClock(Date.UTC(2026, 10, 30));
  const policy = openPolicy(policyFile(path, clock, owners));
  const settings = createSettings({ folder, clock, log: keepingLog(), policy: policy.first });
  const notices = createNotices(() => undefined);
  let changes = 0;
  const stop = policy.follow({ settings, log: keepingLog(), notices, changed: () => (changes += 1) });
  return {
    settings,
    told: () => notices.current().map(({ about }) => about),
    dismissAll: () => notices.current().forEach(({ id }) => notices.dismiss(id)),
    changes: () => changes,
    waiting: () => clock.waiting,
    stop,
    read(times) {
      for (let done = 0; done < times; done += 1) clock.pass(POLICY_PAUSE_MS);
    },
  };
}

describe('a policy that changes while the app runs', () => {
  it('applies and locks other settings once two reads agree', async () => {
    await set({ theme: 'dark' });
    const app = start();
    await app.settings.change({ density: 'compact' });
    await set({ inventory: 'off', closeToTray: false });
    app.read(1);
    expect(app.settings.managed).toEqual(['theme']);
    expect(app.changes()).toBe(0);
    app.read(1);
    expect(app.settings.managed).toEqual(['closeToTray', 'inventory']);
    expect(app.settings.current().preferences).toMatchObject({ theme: 'system', inventory: 'off', closeToTray: false });
    expect(app.changes()).toBe(1);
    await app.settings.change({ inventory: 'disk', theme: 'light' });
    expect(app.settings.current().preferences).toMatchObject({ inventory: 'off', theme: 'light' });
  });

  it('restores the technician’s own choices when it is removed, and is never stored as one', async () => {
    await set({});
    const app = start();
    await app.settings.change({ inventory: 'memory' });
    await set({ inventory: 'off', theme: 'dark' });
    app.read(2);
    await app.settings.change({ language: 'ja' });
    await rm(path);
    app.read(2);
    expect(app.settings.managed).toEqual([]);
    expect(app.settings.current().preferences).toMatchObject({ inventory: 'memory', theme: 'system', language: 'ja' });
    expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
      data: { preferences: { inventory: 'memory', language: 'ja' } },
    });
  });

  it('may appear with a new folder, or at the target of a link', async () => {
    const app = start();
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere', 'one.json'), '{"preferences":{"theme":"dark"}}', { mode: 0o644 });
    await mkdir(join(folder, 'etc'));
    await symlink(join(folder, 'elsewhere', 'one.json'), path);
    app.read(2);
    expect(app.settings.managed).toEqual(['theme']);
    await writeFile(join(folder, 'elsewhere', 'one.json'), '{"preferences":{"density":"compact"}}');
    app.read(2);
    expect(app.settings.managed).toEqual(['density']);
  });

  it('changes nothing while it is written or replaced in two steps', async () => {
    await set({ theme: 'dark' });
    const app = start();
    for (const between of ['', '{"preferences":{"the']) {
      await writeFile(path, between);
      app.read(1);
      await set({ theme: 'dark' });
      app.read(1);
    }
    await rename(path, `${path}.old`);
    app.read(1);
    await rename(`${path}.old`, path);
    app.read(3);
    expect(app.changes()).toBe(0);
    expect(app.told()).toEqual([]);
    expect(app.settings.managed).toEqual(['theme']);
  });

  it('stays in force while the file is unusable, which is reported until it is fixed', async () => {
    await set({ theme: 'dark' });
    const app = start();
    await writeFile(path, '{ "preferences": { "theme": "light", } }');
    app.read(5);
    expect(app.told()).toEqual([path]);
    expect(app.settings.current().preferences.theme).toBe('dark');
    expect(app.changes()).toBe(0);
    await set({ theme: 'light' });
    app.read(2);
    expect(app.told()).toEqual([]);
    expect(app.settings.current().preferences.theme).toBe('light');
  });

  it.skipIf(process.platform === 'win32')(
    'stays in force when others can write the file, and is reported',
    async () => {
      await set({ theme: 'dark' });
      const app = start();
      await writeFile(path, '{ "preferences": { "theme": "light" } }');
      await chmod(path, 0o666);
      app.read(2);
      expect(app.told()).toEqual([path]);
      expect(app.settings.current().preferences.theme).toBe('dark');
      await chmod(path, 0o644);
      app.read(2);
      expect(app.told()).toEqual([]);
      expect(app.settings.current().preferences.theme).toBe('light');
    },
  );

  it('reports each unusable value once, and withdraws it when it is fixed', async () => {
    await set({ theme: 'pink', inventory: 'cloud' });
    const app = start();
    expect(app.told()).toEqual([`${path}: theme`, `${path}: inventory`]);
    app.dismissAll();
    await set({ theme: 'pink', inventory: 'off', closeToTray: 'no' });
    app.read(4);
    expect(app.told()).toEqual([`${path}: closeToTray`]);
    expect(app.settings.managed).toEqual(['inventory']);
  });

  it('is no longer watched once the app ends', async () => {
    const app = start();
    app.read(3);
    expect(app.waiting()).toBe(1);
    app.stop();
    expect(app.waiting()).toBe(0);
  });
});

describe('a system without a place for policies', () => {
  it('sets nothing', () => {
    const notices = createNotices(() => undefined);
    const policy = openPolicy(noPolicySource);
    const settings = createSettings({ folder, clock: new ManualClock(0), log: keepingLog(), policy: policy.first });
    policy.follow({ settings, log: keepingLog(), notices, changed: () => undefined })();
    expect(settings.managed).toEqual([]);
    expect(notices.current()).toEqual([]);
  });
});
