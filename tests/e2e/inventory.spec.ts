import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { PracticeControl } from '../../practice';
import { landmarks } from '../../practice';
import type { DeviceQuery } from '../../shared/contract/device-query';
import { noChips } from '../../shared/contract/device-query';
import type { ExportAnswer } from '../../shared/contract/export';
import type { InventoryView, LocalAnswer } from '../../shared/contract/inventory';
import { killApp, quitApp } from '../support/app-runner';
import { callMain } from '../support/page-bridge';
import { expect, test } from './fixtures';

const DEVICES = 2_500;
const { ready } = landmarks;
/** Requests for pages of the tenant; those of a search have a filter. */
const pages = '/deviceManagement/managedDevices\\?(?!.*filter=contains|.*filter=[a-zA-Z]+%20eq)';
const everything = '/v1\\.0/';

interface Tenant {
  readonly control: PracticeControl;
}
const pagesRead = ({ control }: Tenant): readonly string[] =>
  control.requests
    .filter(({ path, inBatch }) => inBatch !== true && new RegExp(pages).test(path))
    .map(({ path }) => path);

async function view(window: Page): Promise<InventoryView> {
  const current = await callMain<InventoryView>(window, 'inventory', 'current');
  if (!current.ok) throw new Error(current.error.code);
  return current.value;
}

async function ask(window: Page, text: string, more: Partial<DeviceQuery> = {}): Promise<LocalAnswer | null> {
  const answer = await callMain<LocalAnswer | null>(window, 'inventory', 'find', {
    text,
    chips: noChips,
    sort: null,
    ...more,
  });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

async function find(window: Page, text: string, more: Partial<DeviceQuery> = {}): Promise<LocalAnswer> {
  const answer = await ask(window, text, more);
  if (answer === null) throw new Error('there is no inventory');
  return answer;
}

/** A whole run has ended. */
const complete = (window: Page): Promise<void> =>
  expect.poll(async () => (await view(window)).asOf, { timeout: 30_000 }).not.toBeNull();
const untilDevices = (window: Page, count: number): Promise<void> =>
  expect.poll(async () => (await view(window)).devices, { timeout: 30_000 }).toBe(count);

/** Paths of all stored inventory files, without the folder. */
async function keptFiles(folder: { readonly path: string }): Promise<readonly string[]> {
  const all = await readdir(join(folder.path, 'inventory'), { recursive: true, withFileTypes: true }).catch(() => []);
  return all
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1));
}

test.describe('the local inventory', () => {
  test('contains the whole tenant after the first run, and finds devices without the service', async ({
    presetTenant,
    start,
    signIn,
    tenant,
  }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    await complete(window);
    expect(await view(window)).toMatchObject({
      state: 'ready',
      devices: DEVICES,
      kept: 'disk',
      sync: null,
      failure: null,
      isDoubtful: false,
    });
    tenant.control.clearRequests();
    const answer = await find(window, 'tyo-lt-04127');
    expect(answer.rows[0]).toMatchObject({ name: ready.name, source: 'local' });
    expect(tenant.control.requests).toHaveLength(0);
  });

  test('is available at the next start with its age while the service cannot be reached', async ({
    presetTenant,
    start,
    signIn,
    tenant,
  }) => {
    await presetTenant();
    const first = await start();
    await signIn(first.window);
    await complete(first.window);
    const { asOf } = await view(first.window);
    await quitApp(first.app);
    tenant.control.fault({ kind: 'drop-before', match: { path: everything } });
    const second = await start();
    await untilDevices(second.window, DEVICES);
    expect((await find(second.window, ready.name)).rows[0]?.name).toBe(ready.name);
    expect((await view(second.window)).asOf).toBe(asOf);
  });

  test('reads only what changed at the next start', async ({ presetTenant, start, signIn, tenant }) => {
    await presetTenant();
    const first = await start();
    await signIn(first.window);
    await complete(first.window);
    await quitApp(first.app);
    tenant.control.clearRequests();
    const second = await start();
    await untilDevices(second.window, DEVICES);
    await callMain(second.window, 'inventory', 'refresh', { full: false });
    await expect.poll(() => pagesRead(tenant).length).toBeGreaterThan(0);
    expect(pagesRead(tenant).every((path) => decodeURIComponent(path).includes('lastSyncDateTime gt'))).toBe(true);
  });

  test('stops on request, stays stopped, and resumes from the last good page after a restart', async ({
    presetTenant,
    start,
    signIn,
    tenant,
  }) => {
    await presetTenant();
    tenant.control.fault({ kind: 'delay', delayMs: 60_000, match: { path: `${pages}.*skiptoken` } });
    const first = await start();
    await signIn(first.window);
    await untilDevices(first.window, 1_000);
    await callMain(first.window, 'inventory', 'cancel');
    await expect.poll(async () => (await view(first.window)).isStopped).toBe(true);
    await quitApp(first.app);
    tenant.control.clearFaults();
    tenant.control.clearRequests();
    const second = await start();
    await untilDevices(second.window, DEVICES);
    await complete(second.window);
    expect(pagesRead(tenant).every((path) => path.includes('skiptoken'))).toBe(true);
    expect(pagesRead(tenant)).toHaveLength(2);
  });

  test('is complete again after the app was killed during the first run', async ({
    presetTenant,
    start,
    signIn,
    tenant,
  }) => {
    await presetTenant();
    tenant.control.fault({ kind: 'delay', delayMs: 60_000, match: { path: `${pages}.*skiptoken` } });
    const first = await start();
    await signIn(first.window);
    await untilDevices(first.window, 1_000);
    await killApp(first.app);
    tenant.control.clearFaults();
    const second = await start();
    await untilDevices(second.window, DEVICES);
    await complete(second.window);
    expect(await view(second.window)).toMatchObject({ failure: null, isDoubtful: false });
  });

  test('waits while the service is busy, but answers the technician at once', async ({
    presetTenant,
    start,
    signIn,
    tenant,
  }) => {
    await presetTenant();
    tenant.control.fault({ kind: 'throttle', retryAfter: '600', match: { path: pages } });
    const { window } = await start();
    await signIn(window);
    await expect.poll(async () => (await view(window)).sync?.waitingFor?.code).toBe('graph.throttled');
    const live = await callMain<{ devices: readonly { name: string }[] }>(window, 'devices', 'search', {
      text: ready.name,
    });
    expect(live.ok && live.value.devices[0]?.name).toBe(ready.name);
    // What the technician found is known from then on.
    await expect.poll(async () => (await find(window, ready.name)).rows.length).toBeGreaterThan(0);
  });

  test('still finds devices when the session has ended', async ({ presetTenant, start, signIn, tenant }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    await complete(window);
    tenant.control.revokeTokens({ refreshTokens: true });
    await callMain(window, 'devices', 'search', { text: ready.name });
    await expect(window.getByText('Your session ended.').first()).toBeVisible();
    expect((await find(window, ready.name)).rows[0]?.name).toBe(ready.name);
  });

  test('is encrypted on the disk: no file of it contains the name of a device or a person', async ({
    presetTenant,
    start,
    signIn,
    folder,
  }) => {
    await presetTenant();
    const { app, window } = await start();
    await signIn(window);
    await complete(window);
    await quitApp(app);
    const files = await keptFiles(folder);
    expect(files.filter((file) => file.endsWith('devices.snapshot'))).toHaveLength(1);
    for (const file of files) {
      const bytes = await readFile(join(folder.path, file));
      for (const text of [ready.name, 'TYO-', '@', '佐藤'])
        expect(bytes.includes(Buffer.from(text)) && text.length > 1, `${text} in ${file}`).toBe(false);
    }
  });

  test('belongs to one account: another account of the same tenant has its own', async ({
    presetTenant,
    start,
    signIn,
    tenant,
    folder,
  }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    await complete(window);
    await callMain(window, 'session', 'signOut');
    expect(await view(window)).toMatchObject({ state: 'off', devices: 0 });
    expect(await ask(window, ready.name)).toBeNull();
    tenant.control.fault({ kind: 'drop-before', match: { path: everything } });
    await signIn(window, '高橋 結衣');
    await expect.poll(async () => (await view(window)).state).toBe('ready');
    expect(await find(window, ready.name)).toMatchObject({ total: 0 });
    expect((await keptFiles(folder)).filter((file) => file.endsWith('key.bin'))).toHaveLength(2);
  });

  test('is deleted with its key on sign-out if the setting says so', async ({
    presetTenant,
    start,
    signIn,
    folder,
  }) => {
    await presetTenant({ preferences: { language: 'en', forgetInventory: true } });
    const { window } = await start();
    await signIn(window);
    await complete(window);
    await expect.poll(() => keptFiles(folder)).not.toHaveLength(0);
    await callMain(window, 'session', 'signOut');
    await expect.poll(() => keptFiles(folder)).toHaveLength(0);
  });

  test('is neither stored nor created while it is switched off', async ({
    presetTenant,
    start,
    signIn,
    tenant,
    folder,
  }) => {
    await presetTenant({ preferences: { language: 'en', inventory: 'off' } });
    const { window } = await start();
    await signIn(window);
    const live = await callMain<{ devices: readonly { name: string }[] }>(window, 'devices', 'search', {
      text: ready.name,
    });
    expect(live.ok && live.value.devices[0]?.name).toBe(ready.name);
    expect(await ask(window, ready.name)).toBeNull();
    expect(await keptFiles(folder)).toHaveLength(0);
    expect(pagesRead(tenant)).toHaveLength(0);
  });

  test('is deleted from the disk when the setting changes', async ({ presetTenant, start, signIn, folder }) => {
    await presetTenant();
    const { window } = await start();
    await signIn(window);
    await complete(window);
    await callMain(window, 'settings', 'change', { inventory: 'memory' });
    await expect.poll(() => keptFiles(folder)).toHaveLength(0);
    await complete(window);
    expect(await view(window)).toMatchObject({ kept: 'memory', devices: DEVICES });
  });

  test('is in memory only without a real keyring, and says so', async ({ presetTenant, start, signIn, folder }) => {
    await presetTenant();
    const { window } = await start({ args: ['--password-store=basic'] });
    await signIn(window);
    await complete(window);
    expect(await view(window)).toMatchObject({ kept: 'memory', devices: DEVICES });
    expect(await keptFiles(folder)).toHaveLength(0);
  });

  test('restarts by itself when its process crashes', async ({ presetTenant, start, signIn }) => {
    await presetTenant();
    const { app, window } = await start();
    await signIn(window);
    await complete(window);
    await app.evaluate(({ app: electron }) =>
      process.kill(electron.getAppMetrics().find(({ name }) => name === 'Deskside inventory')?.pid ?? 0, 'SIGKILL'),
    );
    await expect.poll(async () => (await view(window)).state).not.toBe('ready');
    await untilDevices(window, DEVICES);
    expect((await find(window, ready.name)).rows[0]?.name).toBe(ready.name);
  });

  test('is exported as CSV with every row of the answer and without formulas', async ({
    presetTenant,
    start,
    signIn,
    folder,
  }) => {
    await presetTenant();
    const { app, window } = await start();
    await signIn(window);
    await complete(window);
    const path = join(folder.path, 'devices.csv');
    await app.evaluate(({ dialog }, filePath) => {
      Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) });
    }, path);
    const { total } = await find(window, 'TYO-LT');
    const saved = await callMain<ExportAnswer>(window, 'inventory', 'export', {
      text: 'TYO-LT',
      chips: noChips,
      sort: { column: 'name', descending: false },
    });
    expect(saved).toEqual({ ok: true, value: { file: 'devices.csv', count: total } });
    const [head = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
    expect(head.startsWith('\uFEFF"device_name","serial"')).toBe(true);
    expect(lines).toHaveLength(total);
    expect(lines.every((line) => /^"[^=+\-@]/.test(line))).toBe(true);
  });
});
