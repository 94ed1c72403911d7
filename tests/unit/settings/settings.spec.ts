import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../../main/settings/port';
import { practiceId, practiceProfile } from '../../../main/settings/practice-profile';
import { createSettings } from '../../../main/settings/settings';
import { defaultPreferences } from '../../../shared/contract/preferences';
import { silentLog } from '../../support/builders';
import { agreed } from '../../support/consent';

const clock = { now: () => Date.UTC(2026, 10, 23), after: () => () => undefined };
const contoso = {
  name: 'Contoso',
  tenantId: '11111111-2222-3333-4444-555555555555',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud: 'global',
};
const contosoId = `${contoso.tenantId}.${contoso.clientId}`;

let folder = '';
let file = '';
const start = (): Settings => createSettings({ folder, clock, log: silentLog });
const preset = (data: unknown, more: object = {}): Promise<void> =>
  writeFile(file, JSON.stringify({ version: 1, ...more, data }));
const onDisk = async (): Promise<{ version: number; data: Record<string, unknown> }> =>
  JSON.parse(await readFile(file, 'utf8')) as { version: number; data: Record<string, unknown> };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('settings of a first start', () => {
  it('are the practice tenant and the defaults', () => {
    const settings = start();
    expect(settings.current()).toEqual({
      profiles: [practiceProfile],
      activeProfile: practiceId,
      preferences: defaultPreferences,
      retention: { practice: 90 },
    });
    expect(settings.notices).toEqual([]);
  });

  it('can be preset by a file in the format of the profile file', async () => {
    await preset({
      profiles: [{ ...contoso, color: '#0F6CBD', sessionHosts: ['Help.Contoso.example'] }],
      activeProfile: contosoId,
      preferences: { language: 'ja' },
    });
    const settings = start();
    expect(settings.notices).toEqual([]);
    expect(settings.current().activeProfile).toBe(contosoId);
    expect(settings.current().profiles).toEqual([
      practiceProfile,
      { ...contoso, id: contosoId, color: '#0f6cbd', provider: 'graph', sessionHosts: ['help.contoso.example'] },
    ]);
    expect(settings.current().preferences).toEqual({ ...defaultPreferences, language: 'ja' });
  });

  it.each([
    ['by its own id', { ...contoso, id: 'contoso' }, 'contoso', 'contoso'],
    ['by its name', contoso, 'Contoso', contosoId],
    ['by its tenant', contoso, contoso.tenantId, contosoId],
    ['not at all', contoso, undefined, contosoId],
    ['practice all the same', contoso, 'practice', 'practice'],
  ])('name the active profile %s', async (_how, profile, activeProfile, expected) => {
    await preset({ profiles: [profile], activeProfile });
    const settings = start();
    expect(settings.current().activeProfile).toBe(expected);
    expect(settings.notices).toEqual([]);
  });

  it('fall back to practice when the active profile is missing', async () => {
    await preset({ profiles: [], activeProfile: 'gone' });
    expect(start().current().activeProfile).toBe(practiceId);
    expect(start().notices).toEqual([{ code: 'storage.damaged', detail: 'activeProfile' }]);
  });
});

describe('settings with mistakes', () => {
  it('lose only invalid parts, report them, and keep the file unchanged', async () => {
    await preset({
      profiles: [{ ...contoso, tenantId: 'common' }, contoso, 7, { ...contoso, name: 'Twin' }],
      preferences: { theme: 'pink', density: 'compact', retentionDays: -1 },
    });
    const before = await readFile(file, 'utf8');
    const settings = start();
    expect(settings.current().profiles.map(({ name }) => name)).toEqual(['Practice tenant', 'Contoso']);
    expect(settings.current().preferences).toEqual({ ...defaultPreferences, density: 'compact' });
    expect(settings.notices).toEqual([
      { code: 'profile.invalid', detail: 'profiles[0].tenantId' },
      { code: 'profile.invalid', detail: 'profiles[2]' },
      { code: 'profile.invalid', detail: 'profiles[3].id' },
      { code: 'storage.damaged', detail: 'preferences.theme' },
      { code: 'storage.damaged', detail: 'preferences.retentionDays' },
    ]);
    await settings.change({ theme: 'dark' });
    const copies = (await readdir(folder)).filter((name) => name.includes('rejected'));
    expect(await Promise.all(copies.map((name) => readFile(join(folder, name), 'utf8')))).toEqual([before]);
    expect(start().notices).toEqual([]);
    expect(start().current().preferences).toMatchObject({ theme: 'dark', density: 'compact' });
  });

  it('make one copy however often the app starts', async () => {
    await preset({ preferences: { theme: 'pink' } });
    start();
    start();
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('never prevent the start', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), async (profiles, preferences, rest) => {
        await preset({ profiles, preferences, pins: rest, activeProfile: rest });
        const { profiles: found, preferences: kept } = start().current();
        expect(found[0]).toEqual(practiceProfile);
        expect(Object.keys(kept)).toEqual(Object.keys(defaultPreferences));
      }),
      { numRuns: 200 },
    ));

  it('of a later version are read but not changed', async () => {
    await writeFile(
      file,
      JSON.stringify({ version: 7, data: { profiles: [contoso], preferences: { theme: 'dark' } } }),
    );
    const before = await readFile(file, 'utf8');
    const settings = start();
    expect(settings.current()).toMatchObject({ activeProfile: contosoId, preferences: { theme: 'dark' } });
    expect(settings.notices).toEqual([{ code: 'storage.newer', detail: 'settings.json' }]);
    expect(await settings.change({ theme: 'light' })).toMatchObject({ ok: false, error: { code: 'storage.newer' } });
    expect(settings.current().preferences.theme).toBe('dark');
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});

describe('changing settings', () => {
  it.each([['link'], [{ kind: 'link', template: 'https-template' }]])(
    'keeps a profile with a provider of a later version, and the provider unchanged: %j',
    async (provider) => {
      await preset({ profiles: [{ ...contoso, provider }] });
      const settings = start();
      expect(settings.notices).toEqual([]);
      expect(settings.current().profiles[1]).toMatchObject({ id: contosoId, provider: 'other' });
      expect(await settings.change({ theme: 'dark' })).toMatchObject({ ok: true });
      expect(await settings.activate(contosoId)).toMatchObject({ ok: true });
      expect((await onDisk()).data['profiles']).toMatchObject([{ provider }]);
      expect(start().current().profiles[1]).toMatchObject({ provider: 'other' });
      expect(await settings.importProfile(JSON.stringify(contoso), agreed)).toMatchObject({ ok: true });
      expect((await onDisk()).data['profiles']).toMatchObject([{ provider: 'graph' }]);
    },
  );

  it('keeps members that only another version knows', async () => {
    await preset(
      { profiles: [{ ...contoso, policy: 1 }], preferences: { theme: 'dark', motion: 'less' }, more: [1] },
      { $schema: 'x' },
    );
    await start().change({ language: 'ja' });
    expect(await onDisk()).toMatchObject({
      $schema: 'x',
      data: {
        more: [1],
        profiles: [{ name: 'Contoso', policy: 1 }],
        preferences: { theme: 'dark', motion: 'less', language: 'ja' },
      },
    });
  });

  it('keeps every one of several changes at once', async () => {
    const settings = start();
    await Promise.all([
      settings.change({ theme: 'dark' }),
      settings.change({ language: 'ja' }),
      settings.change({ density: 'compact' }),
    ]);
    expect(start().current().preferences).toMatchObject({ theme: 'dark', language: 'ja', density: 'compact' });
  });

  it('imports a profile, makes it active, and replaces it on the next import', async () => {
    const settings = start();
    await settings.importProfile(JSON.stringify({ ...contoso, id: 'practice' }), agreed);
    const again = await settings.importProfile(JSON.stringify({ ...contoso, name: 'Contoso Ltd' }), agreed);
    expect(again.ok && again.value.profiles.map(({ id, name }) => [id, name])).toEqual([
      ['practice', 'Practice tenant'],
      [contosoId, 'Contoso Ltd'],
    ]);
    expect(start().current().activeProfile).toBe(contosoId);
  });

  it('refuses a profile file with nonsense and changes nothing', async () => {
    const settings = start();
    expect(await settings.importProfile('<html>', agreed)).toEqual({
      ok: false,
      error: { code: 'profile.invalid', detail: 'file' },
    });
    expect(settings.current().profiles).toEqual([practiceProfile]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('falls back to practice when the active profile is removed', async () => {
    const settings = start();
    await settings.importProfile(JSON.stringify(contoso), agreed);
    expect(await settings.removeProfile(contosoId, agreed)).toMatchObject({
      ok: true,
      value: { activeProfile: practiceId, profiles: [practiceProfile] },
    });
  });

  it('neither removes practice nor activates a missing profile', async () => {
    const settings = start();
    const refused = { ok: false, error: { code: 'input.invalid' } };
    expect(await settings.removeProfile(practiceId, agreed)).toMatchObject(refused);
    expect(await settings.removeProfile('x', agreed)).toMatchObject(refused);
    expect(await settings.activate('x')).toMatchObject(refused);
    expect(await settings.activate(practiceId)).toMatchObject({ ok: true });
  });
});
