import { landmarks } from '../../practice';
import { isOpen, systemDialog } from '../support/system-dialog';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const { ready } = landmarks;

const clearTitle = 'Clear the history?';

test('the history is cleared only by a person at the system’s own dialog', async ({ presetTenant, start, signIn, approving }) => {
  await presetTenant();
  const { window } = await start();
  await signIn(window);
  const technician = new Technician(window);
  await approving(() => technician.ask(ready.name));
  await technician.seeState(ready.name, 'Session ready');
  await technician.openSection('History');
  const recorded = window.getByRole('listbox').getByText(ready.name);
  const clear = window.getByRole('button', { name: 'Clear history' });
  await expect(recorded).toBeVisible();

  // The safe button has the focus, and Esc means the same.
  for (const keep of ['pressDefault', 'escape'] as const) {
    await clear.press('Enter');
    await (await systemDialog(clearTitle))[keep]();
    await expect(clear).not.toHaveAttribute('aria-busy');
    await expect(recorded).toBeVisible();
  }

  // A page that asks on its own gets no further than the dialog, and no second one on top.
  await window.evaluate(() => {
    const { history } = (globalThis as unknown as { deskside: { history: { clear(): Promise<unknown> } } }).deskside;
    for (let time = 0; time < 20; time += 1) void history.clear();
  });
  const dialog = await systemDialog(clearTitle);
  await expect(recorded).toBeVisible();
  await dialog.proceed();
  await expect(window.getByText('No requests yet')).toBeVisible();
  expect(await isOpen(clearTitle)).toBe(false);
});
