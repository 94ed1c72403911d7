import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { landmarks } from '../../practice';
import type { PracticeServer } from '../../practice/server';
import { startPracticeServer } from '../../practice/server';
import { quitApp } from '../support/app-runner';
import type { ProfileFolder } from '../support/profile-folder';
import { Technician } from '../support/technician';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

const { ready, slow } = landmarks;

/** What can happen to a file on a disk. */
const damages: Readonly<Record<string, (path: string) => Promise<void>>> = {
  truncated: async (path) => truncate(path, Math.floor((await readFile(path)).length / 2)),
  empty: (path) => writeFile(path, ''),
  'other types': (path) => writeFile(path, '{"version":1,"data":[1,"two",null]}\n'),
  'no JSON': (path) => writeFile(path, '\u0000\u0001<html>not json</html>\n'),
  'a folder': async (path) => {
    await rm(path);
    await mkdir(path);
  },
};

const notices = (window: Page) => window.getByRole('region', { name: 'Notices' });
const posts = (tenant: PracticeServer): number =>
  tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance')).length;

async function fileUnder(folder: ProfileFolder, pattern: RegExp): Promise<string> {
  const found = (await readdir(folder.path, { recursive: true })).find((name) => pattern.test(name));
  if (found === undefined) throw new Error(`No file fits ${String(pattern)}`);
  return join(folder.path, found);
}

test.describe('settings that something else wrote', () => {
  for (const [how, damage] of Object.entries(damages)) {
    test(`${how}: the app starts, reports it, and keeps the file`, async ({ presetTenant, start, folder, tenant }) => {
      await presetTenant();
      await damage(join(folder.path, 'settings.json'));
      const { window } = await start();
      await expect(notices(window)).toContainText('A saved file was damaged.');
      await expect(notices(window)).toContainText('The damaged file was set aside.');
      expect((await readdir(folder.path)).filter((name) => name.startsWith('settings.damaged-'))).toHaveLength(1);
      expect(tenant.control.requests).toHaveLength(0);
    });
  }

  test('a newer version: the app starts with what it understands and does not change the file', async ({
    folder,
    tenant,
    start,
  }) => {
    const text = JSON.stringify({
      version: 99,
      data: { profiles: [{ id: 'contoso', ...tenant.profile }], preferences: { language: 'en' }, future: { a: 1 } },
      more: true,
    });
    await writeFile(join(folder.path, 'settings.json'), text);
    const { app, window } = await start();
    await expect(notices(window)).toContainText('A saved file comes from a newer version.');
    await new Technician(window).openSection('Settings');
    await window.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await expect(window.getByRole('main')).toContainText('A saved file comes from a newer version.');
    await quitApp(app);
    expect(await readFile(join(folder.path, 'settings.json'), 'utf8')).toBe(text);
  });

  test('one invalid member is left out and named, the others are used', async ({
    presetTenant,
    start,
    folder,
    tenant,
  }) => {
    await presetTenant({ preferences: { language: 'en', theme: 7, retentionDays: -3 }, pins: 'none' });
    const { window } = await start();
    await expect(notices(window)).toContainText('A saved file was damaged.');
    await expect(window.getByText(tenant.profile.name).first()).toBeVisible();
    expect((await readdir(folder.path)).filter((name) => name.startsWith('settings.rejected-'))).toHaveLength(1);
  });
});

let template: string | null = null;

test.describe('records that something else wrote', () => {
  test.beforeEach(async ({ presetTenant, start, signIn, approving, folder, tenant }) => {
    if (template !== null) {
      await cp(template, folder.path, { recursive: true });
      return;
    }
    await presetTenant();
    const { app, window } = await start();
    await signIn(window);
    const technician = new Technician(window);
    await approving(() => technician.ask(ready.name));
    await technician.seeState(ready.name, 'Session ready');
    await quitApp(app);
    for (const name of await readdir(folder.path)) if (name.startsWith('Singleton')) await rm(join(folder.path, name));
    template = join(tmpdir(), `deskside-template-${String(process.pid)}`);
    await cp(folder.path, template, { recursive: true });
    tenant.control.clearRequests();
  });
  test.afterAll(async () => {
    if (template !== null) await rm(template, { recursive: true, force: true });
    template = null;
  });

  const inHistory = async (window: Page): Promise<void> => {
    await new Technician(window).openSection('History');
    await expect(
      window.getByRole('listbox', { name: 'Requests' }).getByRole('option', { name: ready.name }),
    ).toHaveCount(1);
  };

  for (const [how, damage] of Object.entries(damages)) {
    test(`journal ${how}: reported, the history is complete, nothing is sent`, async ({ start, folder, tenant }) => {
      await damage(join(folder.path, 'journal.jsonl'));
      const { window } = await start();
      await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
      if (how !== 'empty')
        await expect(notices(window)).toContainText(/A saved file was damaged|comes from a newer version/);
      await inHistory(window);
      expect(posts(tenant)).toBe(0);
      if (how !== 'empty')
        expect(
          (await readdir(folder.path)).some(
            (name) => name.startsWith('journal.jsonl.damaged') || name === 'journal.jsonl',
          ),
        ).toBe(true);
    });

    test(`history month ${how}: reported, the last good copy is shown`, async ({ start, folder, tenant }) => {
      await damage(await fileUnder(folder, /^history\/[0-9a-f]{24}\/\d{4}-\d{2}\.json$/));
      const { window } = await start();
      await inHistory(window);
      await expect(notices(window)).toContainText('A saved file was damaged.');
      expect(
        (await readdir(folder.path, { recursive: true })).filter((name) => /\d{4}-\d{2}\.damaged-/.test(name)),
      ).toHaveLength(1);
      expect(posts(tenant)).toBe(0);
    });

    test(`shortlist ${how}: reported, requests and sign-in are intact`, async ({ start, folder }) => {
      await damage(await fileUnder(folder, /^shortlist\/[0-9a-f]{24}\/shortlist\.json$/));
      const { window } = await start();
      await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
      await expect(notices(window)).toContainText('A saved file was damaged.');
      await inHistory(window);
    });

    test(`stored sign-in ${how}: the app asks to sign in, nothing else is lost`, async ({
      start,
      folder,
      signIn,
      tenant,
    }) => {
      await damage(await fileUnder(folder, /^accounts\/.*\.bin$/));
      const { window } = await start();
      await signIn(window);
      await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
      await inHistory(window);
      expect(posts(tenant)).toBe(0);
    });

    test(`window position ${how}: the window opens where it is visible`, async ({ start, folder }) => {
      await writeFile(
        join(folder.path, 'window.json'),
        '{"bounds":{"x":99999,"y":-99999,"width":1e9,"height":2},"maximized":"yes"}',
      );
      await damage(join(folder.path, 'window.json'));
      const { app, window } = await start();
      await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
      const place = await app.evaluate(({ BrowserWindow, screen }) => ({
        window: BrowserWindow.getAllWindows()
          .find((one) => one.isVisible())
          ?.getBounds(),
        screen: screen.getPrimaryDisplay().bounds,
      }));
      expect(place.window?.width).toBeGreaterThan(400);
      expect((place.window?.x ?? -1) < place.screen.width).toBe(true);
    });
  }

  test('a journal and a history that cannot be written: no request is sent, and the reason is shown', async ({
    start,
    folder,
    tenant,
    systemBrowser,
  }) => {
    test.skip(!canProtect(folder.path), 'needs a file system with immutable files, and root');
    const files = [
      join(folder.path, 'journal.jsonl'),
      await fileUnder(folder, /^history\/[0-9a-f]{24}\/\d{4}-\d{2}\.json$/),
    ];
    for (const file of files) execFileSync('chattr', ['+i', file]);
    try {
      const { window } = await start();
      const technician = new Technician(window);
      await technician.find(slow.name);
      await technician.prepare();
      tenant.control.clearRequests();
      const visits = (await systemBrowser.opened()).length;
      await technician.confirm();
      await expect(technician.card).toContainText('The request could not be recorded, so it was not sent.');
      expect(await systemBrowser.opened()).toHaveLength(visits);
      expect(posts(tenant)).toBe(0);
      expect(tenant.control.accepted(slow.id)).toBe(0);
    } finally {
      for (const file of files) execFileSync('chattr', ['-i', file]);
    }
  });
});

test('names, types, dates and texts that violate every rule of the API are shown safely', async ({
  folder,
  start,
  signIn,
}) => {
  const hostile = await startPracticeServer({ hostile: true, devices: 400 });
  await trustAuthority(hostile.caPem, 'deskside-hostile');
  try {
    await folder.preset({
      profiles: [{ id: 'contoso', ...hostile.profile }],
      activeProfile: 'contoso',
      preferences: { language: 'en' },
    });
    const { app, window } = await start();
    const errors: string[] = [];
    window.on('pageerror', ({ message }) => errors.push(message));
    window.on('dialog', (dialog) => errors.push(dialog.message()));
    await signIn(window);
    const technician = new Technician(window);
    const rows = technician.results.locator('[role=row][aria-selected]');
    for (const [text, shown] of [
      ['LONGNAME1', 'XXXX'],
      ['BADTYPES1', 'BADTYPES1'],
      ['BAD-ENUMS-1', 'Other'],
      ['BADENUMS1', 'BAD-ENUMS-1'],
      ['MISSING1', 'MISSING1'],
      ['PF3S0101', 'Never'],
      ['PAR-LT-', '00666<script>alert(1)</script>'],
    ] as const) {
      await technician.search.fill(text);
      // Its serial number is no text, so that nothing is left to find it by.
      const none = text === 'BADTYPES1';
      if (none) await expect(window.getByText(`No device matches “${text}”`)).toBeVisible();
      else {
        await expect(rows.first(), text).toBeVisible();
        await expect(technician.results, text).not.toHaveAttribute('aria-busy');
        await rows.first().click();
      }
      await expect(window.getByRole('main'), text).toContainText(new RegExp(shown.replace(/[()]/g, '.'), 'i'));
      const seen = await window.locator('body').innerText();
      expect(seen, text).not.toMatch(/[\u0000-\u0008\u001B\u202A-\u202E\u2066-\u2069\uFEFF]/u);
      expect(seen, text).not.toMatch(/0001-01-01|1\/1\/1\b|NaN|undefined|\[object/);
      expect(seen.length, text).toBeLessThan(20_000);
    }
    const width = await window.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(width[0]).toBeLessThanOrEqual(width[1]);
    expect(errors).toEqual([]);
    expect(posts(hostile)).toBe(0);
    await quitApp(app);
  } finally {
    await hostile.stop();
  }
});

function canProtect(folder: string): boolean {
  try {
    execFileSync('chattr', ['+i', folder], { stdio: 'ignore' });
    execFileSync('chattr', ['-i', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('an invalid profile file leads to a clear message and does not change the settings', async ({
  presetTenant,
  start,
  folder,
  tenant,
}) => {
  await presetTenant();
  const { window } = await start();
  const before = await readFile(join(folder.path, 'settings.json'), 'utf8');
  await new Technician(window).openSection('Settings');
  await window.getByRole('button', { name: 'Paste profile text' }).click();
  const good = { ...tenant.profile, name: 'Evil' };
  const nonsense = [
    'nonsense',
    '{"name":',
    'null',
    '[]',
    '{"__proto__":{"name":"x"}}',
    JSON.stringify({ ...good, tenantId: 'common' }),
    JSON.stringify({ ...good, clientId: 'x' }),
    JSON.stringify({ ...good, cloud: { authority: 'http://evil.example', graph: 'https://evil.example' } }),
    JSON.stringify({ ...good, cloud: { authority: 'https://user:pass@evil.example', graph: 'https://evil.example' } }),
    JSON.stringify({ ...good, cloud: 'moon' }),
    JSON.stringify({ ...good, name: '\u202E\u200B' }),
    JSON.stringify({ ...good, sessionHosts: ['https://evil.example/'] }),
    JSON.stringify({ ...good, name: 42 }),
    '9'.repeat(65_000),
  ];
  for (const text of nonsense) {
    await window.getByRole('textbox', { name: 'Text of the profile file' }).fill('');
    await window.getByRole('textbox', { name: 'Text of the profile file' }).fill(text);
    await window.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(window.getByText('This is not a valid tenant profile.'), text.slice(0, 80)).toBeVisible();
    await expect(window.getByText('Evil')).toHaveCount(0);
    expect(await readFile(join(folder.path, 'settings.json'), 'utf8'), text.slice(0, 80)).toBe(before);
  }
  expect(tenant.control.requests).toHaveLength(0);
});

test.describe('links and answers that lead elsewhere', () => {
  test('a session link of another kind is never opened; the session stays ready', async ({
    presetTenant,
    start,
    signIn,
    approving,
    systemBrowser,
    tenant,
  }) => {
    await presetTenant();
    const { window } = await start();
    const technician = new Technician(window);
    await signIn(window);
    await approving(() => technician.ask(ready.name));
    await technician.seeState(ready.name, 'Session ready');
    const opened = (await systemBrowser.opened()).length;
    const request = technician.requestFor(ready.name);
    const bad = [
      'https://get.teamviewer.com.evil.example/s1',
      'http://get.teamviewer.com/s1',
      'https://user:pw@get.teamviewer.com/s1',
      'https://get.teamviewer.com:8443/s1',
      'https://evil.example\\@get.teamviewer.com/s1',
      'https://xn--get-teamviewer.com/s1',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'teamviewer10://control?device=1',
      'https://get.teamviewer.com/s1\u0000--calc',
      `https://get.teamviewer.com/${'x'.repeat(100_000)}`,
      'not a link',
    ];
    for (const link of bad) {
      tenant.control.setSessionUrl(ready.id, link);
      await request.getByRole('button', { name: 'Open session' }).click();
      await expect(request.getByText('We don’t open this session link.'), link.slice(0, 60)).toBeVisible();
      await technician.seeState(ready.name, 'Session ready');
      expect(await systemBrowser.opened(), link.slice(0, 60)).toHaveLength(opened);
      // One that stays would end the session, as it should.
      tenant.control.setSessionUrl(ready.id, 'https://get.teamviewer.com/s123456789-good');
    }
    tenant.control.setSessionUrl(ready.id, 'https://get.teamviewer.com/s123456789-good');
    await request.getByRole('button', { name: 'Open session' }).click();
    await technician.seeState(ready.name, /Opened/);
    expect((await systemBrowser.opened()).slice(opened)).toEqual(['https://get.teamviewer.com/s123456789-good']);
    tenant.control.setSessionUrl(ready.id, 'https://get.teamviewer.com/s123456789-next');
  });

  const faults = [
    { kind: 'foreign-next-link', words: /refused to call this address|could not be understood/ },
    { kind: 'malformed', words: /The answer could not be understood/ },
    { kind: 'html', words: /This network wants a sign-in first/ },
    { kind: 'redirect', words: /This network wants a sign-in first/ },
  ] as const;
  for (const { kind, words } of faults) {
    test(`${kind} in the answer to a search is reported and not followed`, async ({ signedIn, tenant }) => {
      const { window, technician } = await signedIn();
      tenant.control.fault({ kind, match: { path: '/v1.0/(deviceManagement|users|\\$batch)' } });
      await technician.search.fill(ready.name);
      if (kind !== 'foreign-next-link') await expect(window.getByText(words).first()).toBeVisible();
      else
        await expect(
          technician.results.getByRole('row', { name: ready.name }).or(window.getByText(words)).first(),
        ).toBeVisible();
      expect(tenant.control.requests.filter(({ path }) => path.includes('stolen'))).toEqual([]);
      tenant.control.clearFaults();
      await technician.search.fill('');
      await technician.find(ready.name);
    });
  }
});
