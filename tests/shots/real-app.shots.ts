import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { landmarkPeople, landmarks } from '../../practice';
import { expect, test } from '../e2e/fixtures';
import { quickWindow } from '../support/app-runner';
import { Technician } from '../support/technician';

const folder = resolve(import.meta.dirname, '../../out/shots');
mkdirSync(folder, { recursive: true });
const picture = (name: string): { path: string; animations: 'disabled'; caret: 'initial' } => ({
  path: join(folder, `${name}.png`),
  animations: 'disabled',
  caret: 'initial',
});

// The pictures of the README: the real app on the practice tenant. After a change of the look, copy them to docs/images.
test('the real app, as the README shows it', async ({ start, desktop }) => {
  const { slow } = landmarks;
  const { app, window } = await start();
  await window.emulateMedia({ colorScheme: 'light' });
  await window.getByRole('button', { name: 'Sign in to the practice tenant' }).click();
  const technician = new Technician(window);
  await expect(technician.search).toBeFocused();
  // The tenant as it is on every day but the first one.
  await expect(window.getByRole('group', { name: 'Device list status' })).toContainText(/[\d,]+ devices · as of/);

  await technician.find('TYO-LT-0', slow.name);
  await technician.prepare();
  await window.screenshot(picture('readme-card'));
  await technician.card.getByLabel('Ticket').fill('INC-4711');
  await technician.confirm();
  await technician.seeState(slow.name, 'Waiting');
  await expect(technician.requestFor(slow.name).getByRole('timer')).toHaveText(/0:0[3-9]/);
  await window.mouse.move(0, 0);
  await window.screenshot(picture('readme-main'));

  await (await desktop.tray()).click('Ask for assistance…');
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((one) => one.isVisible() && one.webContents.getURL().endsWith('quick.html')),
      ),
    )
    .toBe(true);
  const quick = await quickWindow(app);
  await quick.emulateMedia({ colorScheme: 'dark' });
  await quick.keyboard.type(landmarkPeople[0]!.displayName);
  await expect(quick.getByRole('option', { name: landmarks.ready.name })).toBeVisible();
  await expect(quick.getByText('Enter', { exact: true })).toBeVisible();
  // What Intune adds below the person's devices.
  await expect(quick.getByRole('group', { name: 'People' }).getByRole('option').last()).toBeAttached();
  await quick.screenshot(picture('readme-quick'));
});
