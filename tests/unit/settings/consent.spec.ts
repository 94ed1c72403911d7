import { chmod, chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicyFile } from '../../../main/settings/policy';
import type { AllowsChange, ProfileChange, Settings } from '../../../main/settings/port';
import { createSettings } from '../../../main/settings/settings';
import { ok } from '../../../shared/result';
import { agreed, declined, notAsked } from '../../support/consent';
import { keepingLog } from '../../support/wire';

const clock = { now: () => Date.UTC(2026, 10, 30), after: () => () => undefined };
const cloud = { authority: 'https://login.contoso.example', graph: 'https://graph.contoso.example' };
const contoso = {
  name: 'Contoso',
  tenantId: 'contoso.example',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud,
  sessionHosts: ['help.contoso.example'],
};
const id = `${contoso.tenantId}.${contoso.clientId}`;
const text = (over: object = {}): string => JSON.stringify({ ...contoso, ...over });
const isRoot = process.getuid?.() === 0;

let folder = '';
const file = (): string => join(folder, 'settings.json');
const start = (): Settings => createSettings({ folder, clock, log: keepingLog() });
const preset = (data: object): Promise<void> =>
  writeFile(file(), JSON.stringify({ version: 1, data }), { mode: 0o600 });
const names = (settings: Settings): readonly string[] => settings.current().profiles.map(({ name }) => name);
/** Answers with `says` and keeps what was asked. */
function person(says: boolean): { readonly asked: ProfileChange[]; readonly allows: AllowsChange } {
  const asked: ProfileChange[] = [];
  return { asked, allows: async (change) => (asked.push(change), ok(says)) };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a profile that a page hands over', () => {
  it('changes nothing before the technician agreed, in memory or on the disk', async () => {
    const settings = start();
    let give: (says: boolean) => void = () => undefined;
    const importing = settings.importProfile(
      text(),
      () =>
        new Promise((settle) => {
          give = (says) => settle(ok(says));
        }),
    );
    await settings.change({ theme: 'dark' });
    expect(names(settings)).toEqual(['Practice tenant']);
    expect(await readFile(file(), 'utf8')).not.toContain('contoso');
    give(true);
    expect(await importing).toMatchObject({ ok: true, value: { activeProfile: id } });
  });

  it('leaves no trace when the technician declines', async () => {
    const settings = start();
    const before = settings.current();
    expect(await settings.importProfile(text(), declined)).toEqual({ ok: true, value: before });
    expect(await readdir(folder)).toEqual([]);
  });

  it('changes nothing when the technician could not be asked, and says why', async () => {
    const settings = start();
    const before = settings.current();
    expect(await settings.importProfile(text(), notAsked)).toMatchObject({
      ok: false,
      error: { code: 'question.too-often' },
    });
    expect(settings.current()).toEqual(before);
    await settings.importProfile(text(), agreed);
    expect(await settings.removeProfile(id, notAsked)).toMatchObject({ ok: false });
    expect(settings.current().activeProfile).toBe(id);
  });

  it('needs no question when an identical one exists; any difference needs one', async () => {
    const settings = start();
    await settings.importProfile(text({ color: '#112233' }), agreed);
    await settings.activate('practice');
    const { asked, allows } = person(false);
    expect(await settings.importProfile(text({ color: '#112233' }), allows)).toMatchObject({
      ok: true,
      value: { activeProfile: id },
    });
    expect(asked).toEqual([]);
    const others = [
      {},
      { name: 'Contoso Ltd' },
      { cloud: { ...cloud, authority: 'https://evil.example' } },
      { cloud: { ...cloud, graph: 'https://evil.example' } },
      { cloud: 'global' },
      { sessionHosts: ['help.contoso.example', 'evil.example'] },
      { sessionHosts: [] },
      { color: '#445566' },
    ];
    for (const over of others) await settings.importProfile(text(over), allows);
    expect(asked.map(({ kind }) => kind)).toEqual(others.map(() => 'replace'));
    expect(asked[2]).toMatchObject({ profile: { cloud: { authority: 'https://evil.example' } }, before: { cloud } });
    expect(settings.current().profiles.find((profile) => profile.id === id)).toMatchObject({
      name: 'Contoso',
      color: '#112233',
      cloud,
    });
  });

  it('is not imported when what it would replace changed while the technician read', async () => {
    const settings = start();
    await settings.importProfile(text(), agreed);
    const slow = settings.importProfile(text({ name: 'Second' }), async () => {
      await settings.importProfile(text({ name: 'First' }), agreed);
      return ok(true);
    });
    expect(await slow).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(names(settings)).toEqual(['Practice tenant', 'First']);
  });

  it('is shown with another one whose name looks the same', async () => {
    const settings = start();
    await settings.importProfile(text(), agreed);
    const { asked, allows } = person(false);
    await settings.importProfile(text({ name: 'Cοntoso', tenantId: 'other.example' }), allows);
    await settings.importProfile(text({ name: 'Fabrikam', tenantId: 'third.example' }), allows);
    expect(asked.map((change) => change.kind === 'add' && change.isNamedLikeAnother)).toEqual([true, false]);
  });

  it('is removed only when the technician agrees', async () => {
    const settings = start();
    await settings.importProfile(text(), agreed);
    expect(await settings.removeProfile(id, declined)).toMatchObject({ ok: true, value: { activeProfile: id } });
    expect(names(start())).toContain('Contoso');
    await settings.removeProfile(id, agreed);
    expect(names(start())).toEqual(['Practice tenant']);
  });
});

describe.skipIf(process.platform === 'win32')('profiles of a settings file that others could have written', () => {
  const data = {
    profiles: [
      { id: 'other', ...contoso, name: 'Other', tenantId: 'other.example' },
      { id: 'contoso', ...contoso },
    ],
    activeProfile: 'contoso',
    preferences: { theme: 'dark' },
  };
  const openings: readonly (readonly [string, () => Promise<void>])[] = [
    ['the file is writable by a group', () => chmod(file(), 0o620)],
    ['the file is writable by everyone', () => chmod(file(), 0o602)],
    ['the folder is writable by a group', () => chmod(folder, 0o770)],
    ['the folder is writable by everyone', () => chmod(folder, 0o777)],
    ...(isRoot ? [['the folder belongs to another user', () => chown(folder, 12_345, 0)] as const] : []),
  ];

  it('count as agreed to when only the technician or the administrator could write them', async () => {
    await preset(data);
    expect(start().current().activeProfile).toBe('contoso');
    expect(start().pending()).toEqual([]);
  });

  it.each(openings)('are stored and not used: %s', async (_what, open) => {
    await preset(data);
    await open();
    const settings = start();
    expect(names(settings)).toEqual(['Practice tenant']);
    expect(settings.current()).toMatchObject({ activeProfile: 'practice', preferences: { theme: 'dark' } });
    expect(settings.notices).toContainEqual({ code: 'storage.untrusted', detail: 'settings.json' });
    expect(settings.pending().map((profile) => profile.id)).toEqual(['other', 'contoso']);
    // Every later start, too, though the file is private by now.
    await settings.change({ density: 'compact' });
    await chmod(folder, 0o700);
    // Writing as root leaves the owner as it was.
    if (isRoot) for (const path of [folder, file()]) await chown(path, 0, 0);
    const again = start();
    expect(names(again)).toEqual(['Practice tenant']);
    expect(again.pending()).toHaveLength(2);
    const { asked, allows } = person(true);
    await again.settlePending(allows);
    expect(asked).toMatchObject([
      { kind: 'add', isFound: true, profile: { id: 'other' } },
      { kind: 'add', isFound: true, profile: { id: 'contoso' } },
    ]);
    expect(start().current()).toMatchObject({
      activeProfile: 'contoso',
      profiles: [{}, { id: 'other' }, { id: 'contoso' }],
    });
    expect(await readFile(file(), 'utf8')).not.toContain('"confirmed"');
  });

  it.skipIf(!isRoot)('of another user are moved aside with the whole file', async () => {
    await preset(data);
    await chown(file(), 12_345, 0);
    const settings = start();
    expect(names(settings)).toEqual(['Practice tenant']);
    expect(settings.pending()).toEqual([]);
    expect(settings.notices).toMatchObject([{ code: 'storage.foreign' }]);
  });

  it('stay where they are when the technician declines', async () => {
    await preset(data);
    await chmod(file(), 0o666);
    const settings = start();
    await settings.settlePending(declined);
    await settings.change({});
    expect(names(settings)).toEqual(['Practice tenant']);
    expect(start().pending()).toHaveLength(2);
  });

  it('are checked against the copy that replaces a missing file', async () => {
    await writeFile(`${file()}.last-good`, JSON.stringify({ version: 1, data }), { mode: 0o666 });
    await chmod(`${file()}.last-good`, 0o666);
    const settings = start();
    expect(settings.pending()).toHaveLength(2);
    await settings.change({});
  });
});

describe.skipIf(process.platform === 'win32')('a policy', () => {
  it('that others could have written is not used, which is reported', async () => {
    const path = join(folder, 'policy.json');
    await writeFile(path, '{ "preferences": { "inventory": "off" } }', { mode: 0o644 });
    const own = [process.getuid?.() ?? 0];
    expect(readPolicyFile(path, own).preferences).toEqual({ inventory: 'off' });
    const untrusted = { preferences: {}, problems: [{ code: 'storage.untrusted', detail: 'policy' }] };
    expect(readPolicyFile(path, [54_321])).toEqual(untrusted);
    for (const [what, mode] of [
      [path, 0o664],
      [path, 0o646],
      [folder, 0o775],
      [folder, 0o757],
    ] as const) {
      await chmod(path, 0o644);
      await chmod(folder, 0o755);
      await chmod(what, mode);
      expect(readPolicyFile(path, own), mode.toString(8)).toEqual(untrusted);
    }
  });
});
