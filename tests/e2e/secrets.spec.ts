import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from '@playwright/test';
import { landmarks } from '../../practice';
import { startPracticeServer } from '../../practice/server';
import { quitApp } from '../support/app-runner';
import { callMain } from '../support/page-bridge';
import type { ProfileFolder } from '../support/profile-folder';
import { readXlsx } from '../support/read-xlsx';
import { systemDialog } from '../support/system-dialog';
import { Technician } from '../support/technician';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

const { ready } = landmarks;
const canary = 'CANARYk3y9Q7w2';
const link = `https://get.teamviewer.com/s987654321-${canary}`;
/** Access and identity tokens begin as JSON web tokens do, refresh tokens of the practice tenant with "1." and 160 characters. */
const tokens = /eyJ[A-Za-z0-9_-]{20,}|(?<![\w.-])1\.[A-Za-z0-9_-]{120,}/;

/** Everything that the app wrote, Chromium's own files included. */
async function everyFile(folder: ProfileFolder): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    found.set(
      path,
      [bytes.toString('latin1'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')].join('\n'),
    );
  }
  return found;
}

async function expectNoSecret(folder: ProfileFolder): Promise<number> {
  const files = await everyFile(folder);
  for (const [path, text] of files) {
    expect(text.includes(canary), `${path} holds the session link`).toBe(false);
    expect(tokens.test(text), `${path} holds a token`).toBe(false);
  }
  return files.size;
}

async function listened(window: Page): Promise<() => Promise<string>> {
  await window.evaluate(() => {
    const heard: string[] = [];
    const bridge = (
      globalThis as unknown as {
        deskside: Record<string, Record<string, (listener: (payload: unknown) => void) => unknown>>;
      }
    ).deskside;
    for (const [group, name] of [
      ['session', 'changed'],
      ['requests', 'changed'],
      ['history', 'changed'],
      ['settings', 'changed'],
      ['devices', 'shortlistChanged'],
      ['app', 'noticesChanged'],
    ] as const) {
      bridge[group]?.[name]?.((payload) => heard.push(JSON.stringify(payload)));
    }
    Object.assign(globalThis, { heard });
  });
  return () => window.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.join('\n'));
}

test('the whole main job leaves no token and no session link anywhere', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
  folder,
  systemBrowser,
}) => {
  await presetTenant();
  const { app, window } = await start();
  let output = '';
  const child = app.process();
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  window.on('console', (message) => (output += `${message.text()}\n`));
  const heard = await listened(window);
  const technician = new Technician(window);
  await signIn(window);
  tenant.control.setSessionUrl(ready.id, link);
  await approving(async () => {
    await technician.find(ready.name);
    await technician.prepare();
    await technician.card.getByLabel('Reason').fill(`The user sent me ${link} by mail`);
    await technician.confirm();
  });
  await technician.seeState(ready.name, 'Session ready');
  await technician.requestFor(ready.name).getByRole('button', { name: 'Open session' }).click();
  await technician.seeState(ready.name, /Opened/);
  expect(await systemBrowser.opened()).toContain(link);

  await technician.openSection('History');
  for (const format of ['xlsx', 'csv', 'json'] as const) {
    const path = join(folder.path, `export.${format}`);
    await app.evaluate(({ dialog }, filePath) => {
      Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) });
    }, path);
    await window.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(window.getByText(`saved to export.${format}`).first()).toBeVisible();
    const written = await readFile(path);
    const text = format === 'xlsx' ? JSON.stringify(readXlsx(written)) : written.toString('utf8');
    expect(text).toContain(ready.serial);
    expect(text).not.toMatch(tokens);
    expect(text).not.toContain(canary);
  }
  const query = { text: '', states: [], from: null, to: null, offset: 0, limit: 50 };
  const asked = [
    ['session', 'current'],
    ['requests', 'current'],
    ['history', 'query', query],
    ['settings', 'current'],
    ['devices', 'shortlist'],
    ['devices', 'read', { deviceId: ready.id }],
    ['devices', 'search', { text: ready.name }],
    ['app', 'info'],
  ] as const;
  const answers = await Promise.all(asked.map(([group, name, input]) => callMain(window, group, name, input)));
  for (const text of [output, JSON.stringify(answers), await heard()]) {
    expect(text).not.toMatch(tokens);
    expect(text).not.toContain(canary);
  }
  await quitApp(app);
  const files = await expectNoSecret(folder);
  expect(files).toBeGreaterThan(5);
  tenant.control.setSessionUrl(ready.id, 'https://get.teamviewer.com/s123456789-next');
});

test('the name of a device is only in the files of records', async ({
  presetTenant,
  start,
  signIn,
  approving,
  folder,
}) => {
  await presetTenant();
  const { app, window } = await start();
  const technician = new Technician(window);
  await signIn(window);
  await technician.find(ready.name);
  await approving(async () => {
    await technician.prepare();
    await technician.confirm();
  });
  await technician.seeState(ready.name, 'Session ready');
  await quitApp(app);
  const holders = [...(await everyFile(folder))]
    .filter(([, text]) => text.includes(ready.name))
    .map(([path]) => relative(folder.path, path));
  const records = /^(?:journal\.jsonl|history\/|shortlist\/|drafts\/)/;
  expect(holders.filter((path) => !records.test(path))).toEqual([]);
  // It is looked for rightly: the records do hold it.
  for (const record of [/^history\//, /^shortlist\//])
    expect(
      holders.some((path) => record.test(path)),
      String(record),
    ).toBe(true);
});

test('finding devices never asks for the permission to write', async ({
  presetTenant,
  start,
  signIn,
  systemBrowser,
}) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  const technician = new Technician(window);
  for (const text of [ready.name, '佐藤', 'PF4D', 'Chrome']) {
    await technician.search.fill(text);
    await expect(technician.results).toBeVisible();
  }
  await technician.find(ready.name);
  await technician.prepare();
  await technician.card.getByRole('button', { name: 'Cancel' }).click();
  const scopes = (await systemBrowser.opened()).map((address) => new URL(address).searchParams.get('scope') ?? '');
  expect(scopes).toHaveLength(1);
  expect(scopes.join(' ')).not.toContain('ReadWrite');
  expect(scopes.join(' ')).not.toContain('PrivilegedOperations');
});

test('after signing out nothing of the sign-in is on the disk', async ({ presetTenant, start, signIn, folder }) => {
  await presetTenant();
  const { app, window } = await start();
  await signIn(window);
  await window.getByRole('button', { name: 'Account: Alex Morgan' }).click();
  await window.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(window.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
  expect(await readdir(join(folder.path, 'accounts')).catch(() => [])).toEqual([]);
  await quitApp(app);
  await expectNoSecret(folder);
  const again = await start();
  await expect(again.window.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
});

test('a profile that sends the calls of the same tenant to another host gets no token', async ({
  start,
  signIn,
  folder,
  tenant,
}) => {
  const thief = await startPracticeServer({ devices: 20 });
  await trustAuthority(thief.caPem, 'deskside-thief');
  try {
    await folder.preset({ preferences: { language: 'en' } });
    const { window } = await start();
    const imported = async (profile: object, title: string) => {
      const answer = callMain(window, 'settings', 'importProfile', { text: JSON.stringify(profile) });
      await (await systemDialog(title)).proceed();
      expect((await answer).ok).toBe(true);
    };
    await imported(tenant.profile, 'Connect a tenant');
    await signIn(window);
    await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
    const { authority, graph } = tenant.profile.cloud as { authority: string; graph: string };
    for (const cloud of [
      { authority, graph: thief.origin },
      { authority: thief.origin, graph },
      { authority: thief.origin, graph: thief.origin },
    ]) {
      await imported({ ...tenant.profile, cloud }, 'Replace a tenant');
      const read = await callMain(window, 'devices', 'read', { deviceId: ready.id });
      expect(read.ok, JSON.stringify(cloud)).toBe(false);
    }
    const reached = thief.control.requests.filter(({ path }) => path.startsWith('/v1.0/') || path.endsWith('/token'));
    expect(reached).toEqual([]);
  } finally {
    await thief.stop();
  }
});
