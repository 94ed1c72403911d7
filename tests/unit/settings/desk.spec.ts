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
  const world = {
    agrees: true,
    leaves: ok(true) as Outcome<boolean>,
    askedToLeave: 0,
    file: null as string | null,
    forgotten: ok(null) as Outcome<null>,
  };
  const view = (): SettingsView => ({ activeProfile: settings.current().activeProfile }) as SettingsView;
  const ask = async (): Promise<Outcome<boolean>> => ok(world.agrees);
  const desk = createSettingsDesk({
    settings,
    view,
    change: async (patch: PreferencesPatch) => (done.push(`change ${Object.keys(patch).join()}`), ok(null)),
    apply: async () => void done.push('apply'),
    forget: async () => (done.push('forget'), world.forgotten),
    mayLeave: async () => ((world.askedToLeave += 1), world.leaves),
    ask: { change: ask, removal: ask, file: async () => world.file },
  });
  const imported = async (): Promise<string> => {
    await desk.importProfile(profile);
    done.length = 0;
    world.askedToLeave = 0;
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

describe('a change that leaves the connected tenant', () => {
  const toOther = async () => {
    const world = setUp();
    const first = await world.imported();
    await world.desk.activateProfile('practice');
    world.done.length = 0;
    world.world.askedToLeave = 0;
    return { ...world, first };
  };
  type World = Awaited<ReturnType<typeof toOther>>;
  const ways: readonly (readonly [string, (world: World) => Promise<unknown>])[] = [
    ['another profile becomes active', ({ desk, first }) => desk.activateProfile(first)],
    ['a known profile is imported', ({ desk }) => desk.importProfile(profile)],
    ['a new profile is imported', ({ desk }) => desk.importProfile(profile.replace('Contoso', 'Fabrikam'))],
    ['a file is imported', ({ desk }) => desk.importProfileFile()],
  ];

  it.each(ways)('asks about requests under way first: %s', async (_name, run) => {
    for (const leaves of [ok(false), err({ code: 'question.too-often' as const, retryAfter: 42 })]) {
      const world = await toOther();
      world.world.leaves = leaves;
      const before = world.settings.current();
      expect(await run(world)).toEqual(leaves.ok ? ok(world.view()) : leaves);
      expect([world.done, world.world.askedToLeave]).toEqual([[], 1]);
      expect(world.settings.current()).toEqual(before);
    }
  });

  it('asks before the profile in use is removed', async () => {
    const { desk, done, world, imported } = setUp();
    const first = await imported();
    world.leaves = ok(false);
    await desk.removeProfile(first);
    expect([done, world.askedToLeave]).toEqual([[], 1]);
  });

  it('asks nothing when the connected tenant stays, or the text is no profile', async () => {
    const { desk, world, imported } = setUp();
    const first = await imported();
    world.leaves = ok(false);
    await desk.activateProfile(first);
    await desk.importProfile(profile);
    await desk.importProfile('{');
    await desk.activateProfile('unknown');
    await desk.removeProfile('unknown');
    expect(world.askedToLeave).toBe(0);
  });
});
