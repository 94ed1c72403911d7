import { expect, test } from './fixtures';
import { earlierEntries, historyEntries } from './history-samples';
import * as s from './samples';
import * as steps from './steps';

const query = s.answer({ entries: earlierEntries, total: 7 });
const list = { name: 'Earlier on this device' };

test('the device page shows what was done on the device before, newest first', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, history: { query } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  const rows = page.getByRole('region', list).getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('Closed');
  await expect(rows.first()).toContainText('INC-1');
  await expect(rows.first()).toContainText('Reset the Outlook profile.');
  await expect(rows.first()).toContainText('alex.morgan@contoso.example');
  expect(stage.asked('history.query').at(-1)).toMatchObject({ deviceId: s.sato.id });
});

test('one key shows the whole history of the device, and one press that of every device', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, history: { query } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await expect(page.getByRole('region', list)).toBeVisible();
  await page.keyboard.press('Control+Shift+H');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
  await expect.poll(() => stage.asked('history.query').at(-1)).toMatchObject({ deviceId: s.sato.id, limit: 100 });
  await expect(page.locator('#history-search')).toBeFocused();
  stage.prepare({ history: { query: s.answer({ entries: historyEntries, total: 5 }) } });
  const only = page.getByRole('button', { name: 'Show the requests for every device' });
  await expect(only).toContainText(s.sato.name);
  await only.press('Enter');
  await expect(only).toHaveCount(0);
  await expect(page.locator('#history-search')).toBeFocused();
  await expect(page.getByText('5 requests')).toBeVisible();
  expect(stage.asked('history.query').at(-1)).not.toHaveProperty('deviceId');
});

test('a request of the list is opened in the history', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, history: { query } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await page.getByRole('region', list).getByRole('button', { name: /INC-3/ }).press('Enter');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
  await expect(steps.requestOf(page, s.sato.name)).toContainText('Expired');
  await expect(page.locator('[data-area=detail]')).toBeFocused();
});

test('a device without earlier requests shows no such list', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.openDevice(page, 'TYO-LT', s.sato.name);
  await expect.poll(() => stage.asked('history.query')).toHaveLength(1);
  await expect(page.getByRole('region', list)).toHaveCount(0);
});
