import { landmarks } from '../../practice';
import { killApp, quitApp } from '../support/app-runner';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready, slow, never, lingering, error, refused } = landmarks;

test('finds a device, sends one request, follows it, opens the session and records it', async ({
  presetTenant,
  start,
  signIn,
  approving,
  systemBrowser,
  tenant,
  desktop,
  folder,
}) => {
  await presetTenant();
  const { window } = await start();
  const technician = new Technician(window);
  await signIn(window);
  const asked = tenant.control.accepted(ready.id);

  await technician.find(ready.name);
  await technician.prepare();
  await expect(technician.card).toContainText(ready.serial);
  await expect(technician.card).toContainText(tenant.profile.name);
  await technician.card.getByLabel('Ticket').fill('INC-4711');
  const consent = await approving(() => technician.confirm());
  expect(consent.searchParams.get('scope')).toContain('DeviceManagementManagedDevices.ReadWrite.All');
  await technician.seeState(ready.name, 'Session ready');
  expect(tenant.control.accepted(ready.id)).toBe(asked + 1);
  await expect.poll(() => desktop.notifications.some(({ summary }) => summary.includes(ready.name))).toBe(true);

  const before = (await systemBrowser.opened()).length;
  await technician.requestFor(ready.name).getByRole('button', { name: 'Open session' }).click();
  await technician.seeState(ready.name, /Opened/);
  await expect.poll(async () => (await systemBrowser.opened()).length).toBe(before + 1);
  const link = (await systemBrowser.opened()).at(-1) ?? '';
  expect(new URL(link).host).toBe('get.teamviewer.com');

  await technician.openSection('History');
  await expect(window.getByText('INC-4711').first()).toBeVisible();

  const secret = new URL(link).pathname;
  for (const [name, text] of await folder.files())
    expect(text.includes(secret), `${name} holds the session link`).toBe(false);
});

test('a notification opens the session', async ({ presetTenant, start, signIn, approving, systemBrowser, desktop }) => {
  await presetTenant();
  const { window } = await start();
  const technician = new Technician(window);
  await signIn(window);
  const seen = desktop.notifications.length;
  await approving(() => technician.ask(lingering.name));
  await expect
    .poll(() => desktop.notifications.slice(seen).find(({ summary }) => summary.startsWith('Session ready'))?.id ?? 0, {
      timeout: 15_000,
    })
    .toBeGreaterThan(0);
  const opened = (await systemBrowser.opened()).length;
  desktop.clickNotification(desktop.notifications.at(-1)?.id ?? 0);
  await expect.poll(async () => (await systemBrowser.opened()).length).toBe(opened + 1);
  await technician.seeState(lingering.name, /Opened/);
});

test('a restart while a request waits resumes it', async ({ presetTenant, start, signIn, approving, tenant }) => {
  await presetTenant();
  const first = await start();
  await signIn(first.window);
  const asked = tenant.control.accepted(slow.id);
  await approving(() => new Technician(first.window).ask(slow.name));
  await new Technician(first.window).seeState(slow.name, /Waiting/);
  await quitApp(first.app);

  const second = await start();
  const technician = new Technician(second.window);
  await expect(second.window.getByText(slow.name).first()).toBeVisible();
  await second.window.getByText(slow.name).first().click();
  await technician.seeState(slow.name, 'Session ready', 30_000);
  expect(tenant.control.accepted(slow.id)).toBe(asked + 1);
});

test('a request whose app was killed between the POST and its answer is unknown, shown with evidence, and never sent again', async ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
}) => {
  await presetTenant();
  const first = await start();
  await signIn(first.window);
  const technician = new Technician(first.window);
  const asked = tenant.control.accepted(never.id);
  // One request before, so that the permission to write is already there and the next POST is the action itself.
  await approving(() => technician.ask(ready.name));
  await technician.seeState(ready.name, 'Session ready');
  tenant.control.fault({
    match: { method: 'POST', path: 'requestRemoteAssistance' },
    kind: 'delay',
    delayMs: 20_000,
    times: 1,
  });
  await technician.find(never.name);
  await technician.prepare();
  await technician.confirm();
  await expect.poll(() => tenant.control.accepted(never.id)).toBe(asked + 1);
  await killApp(first.app);

  const second = await start();
  await second.window.getByText(never.name).first().click();
  const request = new Technician(second.window).requestFor(never.name);
  await expect(request.getByRole('group', { name: /We don’t know yet/ })).toBeVisible();
  await request.getByRole('button', { name: 'Check now' }).click();
  await expect(request).toContainText(/A new action is listed|A new session link/);
  expect(tenant.control.accepted(never.id)).toBe(asked + 1);
  await request.getByRole('button', { name: 'It arrived — keep watching' }).click();
  await new Technician(second.window).seeState(never.name, /Waiting/);
  expect(tenant.control.accepted(never.id)).toBe(asked + 1);
});

test('a dead connection is never used for the request, and a dropped answer never repeats it', async ({
  signedIn,
  approving,
  tenant,
}) => {
  const { technician } = await signedIn();
  await approving(() => technician.ask(ready.name));
  await technician.seeState(ready.name, 'Session ready');
  const asked = tenant.control.accepted(slow.id);
  tenant.control.fault({
    match: { method: 'POST', path: 'requestRemoteAssistance' },
    kind: 'drop-after-accept',
    times: 1,
  });
  await technician.ask(slow.name);
  await technician.seeState(slow.name, /ready|unknown/i, 30_000);
  expect(tenant.control.accepted(slow.id)).toBe(asked + 1);
});

test('a refusal and an error of the service lead to an explanation and a remedy', async ({ signedIn, approving }) => {
  const { technician } = await signedIn();
  await approving(() => technician.askAnyway(refused.name));
  await expect(technician.requestFor(refused.name)).toContainText('Remote assistance isn’t available for this device.');
  await technician.find(error.name);
  await technician.prepare();
  // Sooner than three seconds after the one before: it waits and goes out by itself.
  await technician.confirm();
  await expect(technician.requestFor(error.name)).toContainText('Intune could not make the session.', {
    timeout: 15_000,
  });
});
