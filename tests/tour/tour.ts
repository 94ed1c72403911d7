import type { ElectronApplication } from '@playwright/test';
import { landmarkPeople, landmarks } from '../../practice';
import type { Running } from '../e2e/fixtures';
import { expect, test } from '../e2e/fixtures';
import { quickWindow } from '../support/app-runner';
import type { Desktop } from '../support/desktop-bus';
import { Technician } from '../support/technician';
import { beginStory } from './story';

const { ready, lingering } = landmarks;
const ticket = 'INC-4711';
const person = landmarkPeople[0]!;

test('the main job on the practice tenant', async ({ start, desktop }) => {
  const { step } = beginStory();
  let running: Running | null = null;
  const now = (): Running => {
    if (running === null) throw new Error('The app is not running');
    return running;
  };
  const technician = (): Technician => new Technician(now().window);

  await step('Start the app', async () => {
    running = await start();
    await expect(now().window.getByRole('heading', { name: 'Sign in to start' })).toBeVisible();
    return now().window;
  });
  await step('Sign in', () => signIn(now()));

  await step('Search a device by part of its name', async () => {
    await technician().search.fill(ready.name.slice(0, -2));
    await expect(technician().results.getByRole('row', { name: ready.name })).toBeVisible();
    return now().window;
  });
  await step('Search a person by a Japanese name', async () => {
    await technician().search.fill(person.displayName);
    // People stand below the devices; with many of them a button leads there.
    const jump = now().window.getByRole('button', { name: 'Below the devices' });
    await expect(ofPerson(technician()).or(jump).first()).toBeVisible();
    if (await jump.isVisible()) await jump.click();
    await expect(ofPerson(technician())).toBeVisible();
    return now().window;
  });
  await step('See the devices of that person', async () => {
    await ofPerson(technician()).click();
    await expect(now().window.getByText(`Devices of ${person.displayName}`)).toBeVisible();
    await expect(technician().results.getByRole('row', { name: ready.name })).toBeVisible();
    return now().window;
  });
  await step('Pick the device', async () => {
    await technician().results.getByRole('row', { name: ready.name }).click();
    await expect(now().window.getByRole('heading', { name: ready.name })).toBeVisible();
    return now().window;
  });
  await step('Read the confirm card', async () => {
    await technician().prepare();
    await expect(technician().card).toContainText(ready.serial);
    await technician().card.getByLabel('Ticket').fill(ticket);
    return now().window;
  });
  await step('Send the request', async () => {
    await technician().confirm();
    await technician().seeState(ready.name, /Waiting/);
    return now().window;
  });
  await step('Follow it until the session is ready', async () => {
    await technician().seeState(ready.name, 'Session ready');
    return now().window;
  });
  await step('See the desktop notification', async () => {
    await readyNotification(desktop, ready.name);
    return now().window;
  });
  await step('Open the session', async () => {
    await technician().requestFor(ready.name).getByRole('button', { name: 'Open session' }).click();
    await technician().seeState(ready.name, /Opened/);
    return now().window;
  });
  await step('Find it in the history', async () => {
    await technician().openSection('History');
    await expect(now().window.getByText(ticket).first()).toBeVisible();
    return now().window;
  });

  await step('Quick action from the tray', async () => {
    await (await desktop.tray()).click('Ask for assistance…');
    await expect.poll(() => isQuickVisible(now().app)).toBe(true);
    const quick = await quickWindow(now().app);
    await quick.keyboard.type(lingering.name, { delay: 100 });
    await expect(quick.getByRole('option', { name: lingering.name })).toBeVisible();
    return quick;
  });
  await step('Confirm it by keyboard', async () => {
    const quick = await quickWindow(now().app);
    await quick.keyboard.press('Enter');
    await expect(quick.getByRole('button', { name: 'Send request' })).toBeEnabled();
    return quick;
  });
  await step('Click the notification to open the session', async () => {
    const quick = await quickWindow(now().app);
    await expect(quick.getByRole('button', { name: 'Send request' })).toBeEnabled();
    await quick.keyboard.press('Enter');
    desktop.clickNotification(await readyNotification(desktop, lingering.name));
    await technician().openSection('Devices');
    await technician().find(lingering.name);
    await technician().seeState(lingering.name, /Opened/);
    return now().window;
  });

  await step('Quit from the tray and start again', async () => {
    const { app } = now();
    const ended = app.waitForEvent('close');
    await (await desktop.tray()).click('Quit');
    await ended;
    running = await start();
    return signIn(now());
  });
  await step('The history still remembers', async () => {
    await technician().openSection('History');
    for (const known of [ticket, ready.name, lingering.name])
      await expect(now().window.getByText(known).first()).toBeVisible();
    return now().window;
  });
});

const ofPerson = ({ results }: Technician) =>
  results.getByRole('rowgroup', { name: 'People' }).getByRole('row').filter({ hasText: person.userPrincipalName });

async function signIn({ window }: Running): Promise<Running['window']> {
  await window.getByRole('button', { name: 'Sign in to the practice tenant' }).click();
  await expect(new Technician(window).search).toBeFocused();
  await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
  return window;
}

async function readyNotification(desktop: Desktop, device: string): Promise<number> {
  const find = (): number | undefined =>
    desktop.notifications.findLast(({ summary }) => summary.startsWith('Session ready') && summary.includes(device))
      ?.id;
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  return find() ?? 0;
}

const isQuickVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.isVisible() && one.webContents.getURL().endsWith('quick.html')),
  );
