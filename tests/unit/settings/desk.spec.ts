import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsDesk } from '../../../main/settings/desk';
import { readProfileFile } from '../../../main/settings/import-profile';
import { createSettings } from '../../../main/settings/settings';
import type { PreferencesPatch, SettingsView } from '../../../shared/contract/settings';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { keepingLog } from '../../support/wire';

const profile = JSON.stringify({
  name: 'Contoso',
  tenantId: 'contoso.example',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud: 'global',
});
const clock = { now: () => Date.UTC(2026, 10, 30), after: () => () => undefined };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function setUp() {
  const done: string[] = [];
  const settings = createSettings({ folder, clock, log: keepingLog() });
  const world = { agrees: true, file: null as string | null, forgotten: ok(null) as Outcome<null> };
  const view = (): SettingsView => ({ activeProfile: settings.current().activeProfile }) as SettingsView;
  const ask = async (): Promise<boolean> => world.agrees;
  const desk = createSettingsDesk({
    settings,
    view,
    change: async (patch: PreferencesPatch) => (done.push(`change ${Object.keys(patch).join()}`), ok(null)),
    apply: async () => void done.push('apply'),
    forget: async () => (done.push('forget'), world.forgotten),
    ask: { change: ask, removal: ask, file: async () => world.file },
  });
  const imported = async (): Promise<string> => {
    await desk.importProfile(profile);
    done.length = 0;
    return settings.current().activeProfile;
  };
  return { desk, done, settings, world, view, imported };
}

describe('a change of the settings', () => {
  it('is applied to the running app, and returns the view after that', async () => {
    const { desk, done, view } = setUp();
    expect(await desk.importProfile(profile)).toEqual(ok(view()));
    expect(await desk.change({ theme: 'dark', shortcut: 'Control+Alt+D' })).toEqual(ok(view()));
    expect(await desk.change({ shortcut: ' ' })).toEqual(ok(view()));
    expect(done).toEqual(['apply', 'change theme,shortcut', 'apply', 'change shortcut', 'apply']);
  });

  it.each(['A', 'Control+C', 'nonsense'])('with %s as the global shortcut is refused whole', async (shortcut) => {
    const { desk, done } = setUp();
    expect(await desk.change({ theme: 'dark', shortcut })).toEqual(err({ code: 'input.invalid', detail: 'shortcut' }));
    expect(done).toEqual([]);
  });

  it('that fails is not applied', async () => {
    const { desk, done } = setUp();
    expect(await desk.activateProfile('unknown')).toMatchObject({ ok: false });
    expect(await desk.importProfile('{')).toMatchObject({ ok: false, error: { code: 'profile.invalid' } });
    expect(done).toEqual([]);
  });
});

describe('a removed profile', () => {
  it('takes its stored data with it, after the change is applied', async () => {
    const { desk, done, imported, settings } = setUp();
    const id = await imported();
    expect(await desk.removeProfile(id)).toMatchObject({ ok: true });
    expect(settings.current().profiles.map((one) => one.id)).not.toContain(id);
    expect(done).toEqual(['apply', 'forget']);
  });

  it('whose data cannot be deleted is reported', async () => {
    const { desk, imported, world } = setUp();
    const id = await imported();
    world.forgotten = err({ code: 'storage.read-only' });
    expect(await desk.removeProfile(id)).toEqual(err({ code: 'storage.read-only' }));
  });

  it('stays with all its data when the technician does not confirm', async () => {
    const { desk, done, imported, settings, world } = setUp();
    const id = await imported();
    world.agrees = false;
    await desk.removeProfile(id);
    expect(settings.current().profiles.map((one) => one.id)).toContain(id);
    expect(done).not.toContain('forget');
  });
});

describe('a profile file', () => {
  it('is imported like its text', async () => {
    const { desk, done, settings, world } = setUp();
    world.file = join(folder, 'contoso.json');
    await writeFile(world.file, `\uFEFF${profile}`);
    expect(await desk.importProfileFile()).toMatchObject({ ok: true });
    expect(settings.current().profiles.map(({ name }) => name)).toContain('Contoso');
    expect(done).toEqual(['apply']);
  });

  it('changes nothing when none is chosen', async () => {
    const { desk, done, view } = setUp();
    expect(await desk.importProfileFile()).toEqual(ok(view()));
    expect(done).toEqual([]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['binary', 'PK\u0003\u0004', 'file.binary'],
    ['in an unknown encoding', Uint8Array.of(0x7b, 0x81, 0x20), 'file.encoding'],
    ['too large', ' '.repeat(65_537), 'file.size'],
  ])('that is %s is refused', async (_, bytes, detail) => {
    const path = join(folder, 'odd.json');
    await writeFile(path, bytes);
    expect(await readProfileFile(path)).toEqual(err({ code: 'profile.invalid', detail }));
  });

  it('is read up to the limit, and refused where there is none', async () => {
    const path = join(folder, 'large.json');
    await writeFile(path, ' '.repeat(65_536));
    expect(await readProfileFile(path)).toEqual(ok(' '.repeat(65_536)));
    expect(await readProfileFile(join(folder, 'none.json'))).toEqual(
      err({ code: 'profile.invalid', detail: 'file.unread' }),
    );
  });
});
