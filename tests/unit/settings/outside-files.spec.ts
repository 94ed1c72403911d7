import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dialogs } from '../../../main/desktop/dialogs';
import { settingsHandlers } from '../../../main/desktop/ipc/handlers/settings-handlers';
import { readPolicyFile } from '../../../main/settings/policy';
import type { Settings } from '../../../main/settings/port';
import { createSettings } from '../../../main/settings/settings';
import type { SettingsView } from '../../../shared/contract/settings';
import type { Outcome } from '../../../shared/failure';
import { messagesFor } from '../../../shared/i18n';
import { failureText } from '../../../shared/i18n/failure-text';
import { ok } from '../../../shared/result';
import { agreed } from '../../support/consent';
import { forms, inCodePage } from '../../support/encodings';
import { keepingLog } from '../../support/wire';

const profile = {
  name: 'Zürich ☂ 東京',
  tenantId: 'contoso.example',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud: 'global',
  retentionDays: 30,
};
const clock = { now: () => Date.UTC(2026, 10, 30), after: () => () => undefined };
/** As PowerShell writes it. */
const lines = (value: object): string => `${JSON.stringify(value, null, 4).replaceAll('\n', '\r\n')}\r\n`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outside-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (): Settings => createSettings({ folder, clock, log: keepingLog() });
const named = (settings: Settings): readonly string[] =>
  settings
    .current()
    .profiles.slice(1)
    .map(({ name }) => name);

/** Imports a file that the technician chose, and agrees to what is asked. */
async function chosen(settings: Settings, bytes: string | Uint8Array): Promise<Outcome<SettingsView>> {
  const path = join(folder, 'contoso.deskside.json');
  await writeFile(path, bytes);
  const dialogs: Dialogs = {
    askForPage: agreed,
    askForTechnician: agreed,
    saveFile: async () => null,
    openFile: async () => path,
  };
  const view = { activeProfile: '' } as SettingsView;
  const parts = {
    settings,
    dialogs,
    change: async () => ok(null),
    mayLeave: agreed,
    view: () => view,
    messages: () => messagesFor('en'),
    apply: async () => undefined,
    forget: async () => ok(null),
  };
  return settingsHandlers(parts).importProfileFile(undefined, 'main');
}

describe.each(Object.entries(forms))('%s', (_name, encode) => {
  it('is read in a profile that is imported', async () => {
    const settings = start();
    expect(await chosen(settings, encode(lines(profile)))).toMatchObject({ ok: true });
    expect(named(settings)).toEqual([profile.name]);
    expect(settings.current().preferences.retentionDays).toBe(30);
  });

  it('is read in a preset of the settings, which is then stored as usual', async () => {
    await writeFile(
      join(folder, 'settings.json'),
      encode(lines({ version: 1, data: { profiles: [profile], preferences: { theme: 'dark' } } })),
      { mode: 0o600 },
    );
    const settings = start();
    expect(settings.notices).toEqual([]);
    expect(named(settings)).toEqual([profile.name]);
    expect(await settings.change({ density: 'compact' })).toMatchObject({ ok: true });
    expect(named(start())).toEqual([profile.name]);
    expect(start().current().preferences).toMatchObject({ theme: 'dark', density: 'compact' });
  });

  it('is read in a policy', async () => {
    const path = join(folder, 'policy.json');
    await writeFile(path, encode(lines({ preferences: { inventory: 'memory' } })), { mode: 0o644 });
    expect(readPolicyFile(path, [process.getuid?.() ?? 0])).toEqual({
      preferences: { inventory: 'memory' },
      problems: [],
    });
  });
});

describe('a code page from before Unicode', () => {
  it('is read in a profile and in a preset', async () => {
    const western = { ...profile, name: 'Zürich – Größe' };
    const settings = start();
    expect(await chosen(settings, inCodePage('windows-1252', lines(western)))).toMatchObject({ ok: true });
    expect(named(settings)).toEqual([western.name]);
    await rm(join(folder, 'settings.json'), { force: true });
    await rm(join(folder, 'settings.json.last-good'), { force: true });
    await writeFile(
      join(folder, 'settings.json'),
      inCodePage(
        'shift_jis',
        lines({ version: 1, data: { profiles: [{ ...profile, name: '東京本社ヘルプデスク' }] } }),
      ),
      { mode: 0o600 },
    );
    expect(named(start())).toEqual(['東京本社ヘルプデスク']);
  });

  it('is damage where the app has written the file itself', async () => {
    const settings = start();
    await settings.importProfile(JSON.stringify(profile), agreed);
    await settings.change({ theme: 'dark' });
    await writeFile(
      join(folder, 'settings.json'),
      inCodePage('windows-1252', lines({ version: 1, data: { profiles: [{ ...profile, name: 'Zürich' }] } })),
      { mode: 0o600 },
    );
    const again = start();
    expect(again.notices).toMatchObject([{ code: 'storage.damaged' }]);
    expect(named(again)).toEqual([profile.name]);
  });
});

describe.each(['en', 'ja'] as const)('what cannot be read is reported, in %s', (locale) => {
  const m = messagesFor(locale);
  const cause = async (bytes: string | Uint8Array): Promise<string> => {
    const answer = await chosen(start(), bytes);
    if (answer.ok) throw new Error('not refused');
    expect(failureText(m, answer.error).cause).toContain(m.failure.profileInvalid.unchanged());
    return failureText(m, answer.error).cause;
  };
  const { file } = m.failure.profileInvalid;

  it('with line and column of the first thing that is not JSON', async () => {
    expect(await cause('{\r\n  “name”: “Contoso”\r\n}')).toContain(file.quote({ line: 2, column: 3 }));
    expect(await cause('{\r\n  "name": "Contoso",\r\n}')).toContain(file.comma({ line: 3, column: 1 }));
    expect(await cause('{\n  // ours\n}')).toContain(file.comment({ line: 2, column: 3 }));
    expect(await cause('{ "name": "Contoso"')).toContain(file.end({ line: 1, column: 20 }));
    expect(await cause('{ name: "Contoso" }')).toContain(file.text({ line: 1, column: 3 }));
  });

  it('with its cause: another kind of file, unknown characters, too large', async () => {
    expect(await cause('PK\u0003\u0004rest of an archive')).toContain(file.binary());
    expect(await cause(Uint8Array.of(0x7b, 0x22, 0x81, 0x20, 0x22))).toContain(file.encoding());
    expect(await cause(' '.repeat(70_000))).toContain(file.size());
    expect(await cause('<html>')).toContain(m.failure.profileInvalid.field.file());
  });
});

it('a preset of the settings that is not JSON is reported with its position, and moved aside', async () => {
  await writeFile(join(folder, 'settings.json'), '{\r\n  "version": 1,\r\n  "data": { “profiles”: [] }\r\n}', {
    mode: 0o600,
  });
  const [notice] = start().notices;
  expect(notice).toMatchObject({ code: 'storage.damaged', why: 'quote', place: { line: 3, column: 13 } });
  expect(failureText(messagesFor('en'), notice!).cause).toMatch(/line 3, column 13.*set aside/);
});
