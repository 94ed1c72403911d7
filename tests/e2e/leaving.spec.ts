import type { Page } from '@playwright/test';
import { landmarks } from '../../practice';
import type { SettingsView } from '../../shared/contract/settings';
import { mainWindow } from '../support/app-runner';
import { callMain } from '../support/page-bridge';
import { isOpen, pressInWindow, systemDialog } from '../support/system-dialog';
import { Technician } from '../support/technician';
import { expect, test, visitSignInPage } from './fixtures';

const { never } = landmarks;

const leaveTitle = 'Requests are still waiting';
const connectTitle = 'Connect a tenant';
const practiceName = 'Practice tenant';
const contosoOf = (profile: object) => ({ ...profile, id: 'contoso', name: 'Contoso' });
const fabrikam = {
  id: 'fabrikam',
  name: 'Fabrikam',
  tenantId: 'bbbbbbbb-0000-4000-8000-000000000001',
  clientId: 'bbbbbbbb-0000-4000-8000-000000000002',
  cloud: { authority: 'https://login.fabrikam.invalid', graph: 'https://graph.fabrikam.invalid' },
  provider: 'graph',
  sessionHosts: [],
};

/** Names of all tenants, the active one marked. */
async function tenants(window: Page): Promise<readonly string[]> {
  const view = await callMain<SettingsView>(window, 'settings', 'current');
  if (!view.ok) throw new Error(view.error.code);
  return view.value.profiles.map(({ profileId, name }) => (profileId === view.value.activeProfile ? `*${name}` : name));
}

test('signing out or quitting while a request waits first says what will be missed', async ({
  withRequest,
  start,
  desktop,
}) => {
  const { app, window } = await withRequest(never.name, /Waiting|Accepted/);
  const account = window.getByRole('button', { name: 'Account: Alex Morgan' });
  await account.click();
  await window.getByRole('menuitem', { name: 'Sign out' }).click();
  await (await systemDialog(leaveTitle)).escape();
  await expect(account).toBeVisible();

  const gone = new Promise((settle) => app.process().once('exit', settle));
  const tray = await desktop.tray();
  await tray.click('Quit');
  await (await systemDialog(leaveTitle)).pressDefault();
  await expect(account).toBeVisible();
  await tray.click('Quit');
  await (await systemDialog(leaveTitle)).proceed();
  await gone;

  const again = await start();
  await expect(again.window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  // The system ends the app: no question is shown.
  const ended = new Promise((settle) => again.app.process().once('exit', settle));
  again.app.process().kill('SIGTERM');
  await ended;
});

test('Ctrl+Q while a request waits asks first; every safe key cancels, and only the other button quits', async ({
  withRequest,
}) => {
  const { app, window, technician } = await withRequest(never.name, /Waiting|Accepted/);
  const gone = new Promise((settle) => app.process().once('exit', settle));
  const title = await app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.isVisible())
        ?.getTitle() ?? '',
  );
  for (const safe of ['escape', 'pressDefault'] as const) {
    await pressInWindow(title, 'ctrl+q');
    await (await systemDialog(leaveTitle))[safe]();
    await technician.seeState(never.name, /Waiting/);
  }
  expect(app.process().exitCode).toBeNull();
  expect(window.isClosed()).toBe(false);
  await pressInWindow(title, 'ctrl+q');
  await (await systemDialog(leaveTitle)).proceed();
  await gone;
});

test('a page that has tired the technician of questions is not asked for, and cannot keep them from quitting', async ({
  withRequest,
  desktop,
}) => {
  const { app, window } = await withRequest(never.name, /Waiting|Accepted/);
  const gone = new Promise((settle) => app.process().once('exit', settle));
  for (let time = 0; time < 3; time += 1) {
    const asked = callMain(window, 'session', 'signOut');
    await (await systemDialog(leaveTitle)).escape();
    expect(await asked).toMatchObject({ ok: true, value: { state: 'signed-in' } });
  }
  expect(await callMain(window, 'session', 'signOut')).toMatchObject({ error: { code: 'question.too-often' } });
  const tray = await desktop.tray();
  for (let time = 0; time < 4; time += 1) {
    await tray.click('Quit');
    await (await systemDialog(leaveTitle)).escape();
  }
  await tray.click('Quit');
  await (await systemDialog(leaveTitle)).proceed();
  await gone;
});

test('a page that closes its own window does not end the app: the window opens again', async ({ withRequest }) => {
  const { app, window } = await withRequest(never.name, /Waiting|Accepted/);
  const gone = window.waitForEvent('close');
  await window.evaluate(() => setTimeout(() => globalThis.close()));
  await gone;
  const again = await mainWindow(app);
  await expect(again.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  await new Technician(again).find(never.name);
  await new Technician(again).seeState(never.name, /Waiting/);
  expect(await isOpen(leaveTitle)).toBe(false);
});

test('Quit in the tray while another question is open is asked about after it, once', async ({
  withRequest,
  tenant,
  desktop,
}) => {
  const { app, window } = await withRequest(never.name, /Waiting|Accepted/, {
    profiles: [contosoOf(tenant.profile), fabrikam],
    activeProfile: 'contoso',
  });
  const gone = new Promise((settle) => app.process().once('exit', settle));
  void callMain(window, 'settings', 'removeProfile', { profileId: 'fabrikam' });
  const removal = await systemDialog('Remove a tenant');
  const tray = await desktop.tray();
  await tray.click('Quit');
  await tray.click('Quit');
  expect(await isOpen(leaveTitle)).toBe(false);
  await removal.escape();
  await (await systemDialog(leaveTitle)).escape();
  expect(await tenants(window)).toEqual([practiceName, '*Contoso', 'Fabrikam']);
  expect(await isOpen(leaveTitle)).toBe(false);
  await tray.click('Quit');
  await (await systemDialog(leaveTitle)).proceed();
  await gone;
});

test('switching the tenant while a request waits asks first, and a safe key changes nothing', async ({
  withRequest,
  tenant,
}) => {
  const contoso = contosoOf(tenant.profile);
  const { window, technician } = await withRequest(never.name, /Waiting|Accepted/, {
    profiles: [contoso, fabrikam],
    activeProfile: 'contoso',
  });
  const asked = tenant.control.accepted(never.id);
  await technician.openSection('Settings');
  const use = window.getByRole('button', { name: 'Use Fabrikam' });
  for (const safe of ['escape', 'pressDefault'] as const) {
    await use.press('Enter');
    await (await systemDialog(leaveTitle))[safe]();
    await expect(use).toBeEnabled();
    expect(await tenants(window)).toEqual([practiceName, '*Contoso', 'Fabrikam']);
  }
  // A page by itself gets no further.
  void callMain(window, 'settings', 'activateProfile', { profileId: 'fabrikam' });
  const dialog = await systemDialog(leaveTitle);
  expect(await tenants(window)).toEqual([practiceName, '*Contoso', 'Fabrikam']);
  await dialog.proceed();
  await expect.poll(() => tenants(window)).toEqual([practiceName, 'Contoso', '*Fabrikam']);

  // Back in the first tenant the request is still followed, and was never sent again.
  await window.getByRole('button', { name: 'Use Contoso' }).click();
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  await technician.openSection('Devices');
  await technician.find(never.name);
  await technician.seeState(never.name, /Waiting/);
  expect(tenant.control.accepted(never.id)).toBe(asked);
});

test('importing a profile while a request waits asks about the request first, then about the hosts', async ({
  withRequest,
  tenant,
}) => {
  const { window } = await withRequest(never.name, /Waiting|Accepted/, { profiles: [contosoOf(tenant.profile)] });
  const importing = (): void => void callMain(window, 'settings', 'importProfile', { text: JSON.stringify(fabrikam) });
  importing();
  await (await systemDialog(leaveTitle)).escape();
  expect(await isOpen(connectTitle)).toBe(false);
  expect(await tenants(window)).toEqual([practiceName, '*Contoso']);

  importing();
  await (await systemDialog(leaveTitle)).proceed();
  await (await systemDialog(connectTitle)).pressDefault();
  expect(await tenants(window)).toEqual([practiceName, '*Contoso']);

  importing();
  await (await systemDialog(leaveTitle)).proceed();
  await (await systemDialog(connectTitle)).proceed();
  await expect.poll(() => tenants(window)).toEqual([practiceName, 'Contoso', '*Fabrikam']);
});

test('a profile from a file, or the removal of the tenant in use, while a request waits: the same question comes first', async ({
  withRequest,
  tenant,
}) => {
  const { window } = await withRequest(never.name, /Waiting|Accepted/, { profiles: [contosoOf(tenant.profile)] });
  void callMain(window, 'settings', 'importProfileFile');
  await (await systemDialog(leaveTitle)).escape();
  expect(await isOpen('Import tenant profile'), 'the file dialog').toBe(false);

  const removing = (): void => void callMain(window, 'settings', 'removeProfile', { profileId: 'contoso' });
  removing();
  await (await systemDialog(leaveTitle)).pressDefault();
  expect(await isOpen('Remove a tenant')).toBe(false);
  removing();
  await (await systemDialog(leaveTitle)).proceed();
  await (await systemDialog('Remove a tenant')).escape();
  expect(await tenants(window)).toEqual([practiceName, '*Contoso']);
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
});

test('another account while a request waits: no browser before the question, and no switch to the account that came back', async ({
  withRequest,
  systemBrowser,
}) => {
  const { window, technician } = await withRequest(never.name, /Waiting|Accepted/);
  const opened = async (): Promise<number> => (await systemBrowser.opened()).length;
  const before = await opened();
  await window.getByRole('button', { name: 'Account: Alex Morgan' }).click();
  await window.getByRole('menuitem', { name: 'Switch account' }).click();
  await (await systemDialog(leaveTitle)).pressDefault();
  expect(await opened()).toBe(before);
  await technician.seeState(never.name, /Waiting/);

  // The same account is asked for, and another one comes back.
  void callMain(window, 'session', 'signIn', { switchAccount: false });
  await expect.poll(opened).toBe(before + 1);
  await visitSignInPage((await systemBrowser.opened()).at(-1) ?? '', '高橋 結衣');
  const question = window.getByRole('region', { name: 'You came back as somebody else' });
  const change = question.getByRole('button', { name: /^Switch to / });
  await change.click();
  await (await systemDialog(leaveTitle)).escape();
  await expect(change).toBeEnabled();
  await change.click();
  await (await systemDialog(leaveTitle)).proceed();
  await expect(window.getByRole('button', { name: 'Account: 高橋 結衣' })).toBeVisible();
});
