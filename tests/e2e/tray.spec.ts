import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { electronPath } from '../../build/electron.mjs';
import { landmarks } from '../../practice';
import { definedOnly, quickWindow } from '../support/app-runner';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready, slow } = landmarks;
const root = resolve(import.meta.dirname, '../..');

test('the tray shows the state in words and opens a ready session', async ({
  presetTenant,
  start,
  signIn,
  approving,
  desktop,
  systemBrowser,
}) => {
  await presetTenant();
  const { window } = await start();
  const tray = await desktop.tray();
  await expect.poll(() => tray.tooltip()).toContain('not signed in');
  await signIn(window);
  const technician = new Technician(window);
  await approving(() => technician.ask(ready.name));
  await expect.poll(() => tray.tooltip()).toContain('waiting');
  await technician.seeState(ready.name, 'Session ready');
  await expect
    .poll(async () => (await tray.entries()).map(({ label }) => label))
    .toContain(`Open session: ${ready.name}`);
  const opened = (await systemBrowser.opened()).length;
  await tray.click(`Open session: ${ready.name}`);
  await expect.poll(async () => (await systemBrowser.opened()).length).toBe(opened + 1);
});

test('a device in the tray opens its confirm card and sends nothing', async ({ signedIn, desktop, tenant }) => {
  const { technician } = await signedIn();
  await technician.find(slow.name);
  const asked = tenant.control.accepted(slow.id);
  const tray = await desktop.tray();
  await expect
    .poll(async () => (await tray.entries()).some(({ label }) => label.startsWith(`Ask for assistance: ${slow.name}`)))
    .toBe(true);
  await tray.click(`Ask for assistance: ${slow.name}`);
  await expect(technician.card.getByRole('button', { name: 'Send request' })).toBeEnabled();
  await expect(technician.card).toContainText(slow.serial);
  expect(tenant.control.accepted(slow.id)).toBe(asked);
});

test('a device chosen before the sign-in opens its confirm card after it, once, and sends nothing', async ({
  presetTenant,
  start,
  signIn,
  tenant,
}) => {
  await presetTenant();
  const { window } = await start();
  await expect(window.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
  const asked = tenant.control.accepted(slow.id);
  const opened = await window.evaluate(
    (id) =>
      (
        window as unknown as { deskside: { app: { open(intent: unknown): Promise<{ ok: boolean }> } } }
      ).deskside.app.open({ kind: 'device', by: 'id', value: id, card: true }),
    slow.id,
  );
  expect(opened.ok).toBe(true);
  await signIn(window);
  const { card } = new Technician(window);
  await expect(card.getByRole('button', { name: 'Send request' })).toBeEnabled();
  await expect(card).toContainText(slow.serial);
  await card.press('Escape');
  await expect(card).toBeHidden();
  expect(tenant.control.accepted(slow.id)).toBe(asked);
});

test('the whole job can be done in the quick window by keyboard', async ({
  presetTenant,
  start,
  signIn,
  approving,
  desktop,
  tenant,
}) => {
  await presetTenant();
  const { app, window } = await start();
  await signIn(window);
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  const asked = tenant.control.accepted(ready.id);
  await (await desktop.tray()).click('Ask for assistance…');
  const quick = await quickWindow(app);
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((one) => one.webContents.getURL().endsWith('quick.html'))
          ?.isVisible(),
      ),
    )
    .toBe(true);
  // As a person types: keys that come as fast as a scanner's make the next Enter a scanner's, too.
  await quick.keyboard.type(ready.name, { delay: 100 });
  await expect(quick.getByRole('option', { name: ready.name })).toBeVisible();
  await quick.keyboard.press('Enter');
  await expect(quick.getByRole('button', { name: 'Send request' })).toBeEnabled();
  expect(tenant.control.accepted(ready.id)).toBe(asked);
  await approving(() => quick.keyboard.press('Enter'));
  await expect.poll(() => tenant.control.accepted(ready.id)).toBe(asked + 1);
});

test('a second start shows the window of the first and ends itself', async ({ launch, folder }) => {
  const app = await launch({ args: ['--hidden'] });
  await quickWindow(app);
  const isVisible = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((one) => one.isVisible() && one.webContents.getURL().endsWith('index.html')),
    );
  expect(await isVisible()).toBe(false);
  const words = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, `--user-data-dir=${folder.path}`];
  const second = spawn(electronPath(), words, { env: definedOnly(process.env), stdio: 'ignore' });
  const code = await new Promise<number | null>((settle) => second.once('exit', settle));
  expect(code).toBe(0);
  await expect.poll(isVisible).toBe(true);
});
