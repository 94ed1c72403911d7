import type { Page } from '@playwright/test';
import type { DeviceRow } from '../../shared/contract/devices';
import { expect, test } from './fixtures';
import { inTable, inventory } from './inventory-samples';
import { beyondHelp } from './mark-scenes';
import * as s from './samples';
import * as steps from './steps';

const local = (row: DeviceRow): DeviceRow => ({ ...row, source: 'local', asOf: s.before(6) });
const few = (rows: readonly DeviceRow[], isSimilar = false): ReturnType<typeof inventory> =>
  inventory({ answer: { total: rows.length, rows: rows.map(local), isSimilar }, view: { devices: 1000 } });
const ask = (page: Page) => page.getByRole('button', { name: 'Request remote assistance' });
const heading = (page: Page, row: DeviceRow) => page.getByRole('heading', { name: row.name });
const asked = { requests: { prepare: s.answer(s.card()) } };
const whole = (row: DeviceRow): DeviceRow => ({ ...row, match: { field: 'name', ranges: [[0, row.name.length]] } });

test('the next search shows its first row, and keys and the main button act on that row', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: async ({ text }) => s.ok(s.found({ devices: text === 'TYO' ? [s.sato, s.suzuki] : [s.nair] })),
      read: () => new Promise(() => undefined),
    },
    ...asked,
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await steps.search(page).fill('nair');
  await expect(heading(page, s.nair)).toBeVisible();
  await expect(steps.chosen(page)).toContainText(s.nair.name);
  await page.keyboard.press('Control+Shift+KeyR');
  await expect(steps.cardOf(page)).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(steps.cardOf(page)).toBeVisible();
  expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.nair.id }]);
});

test('arrow keys preview devices from the list, and a held key reads nothing', async ({ page, stage }) => {
  stage.prepare({ inventory: few([s.sato, s.suzuki, s.tanaka]), devices: { search: s.answer(s.found()) } });
  await stage.open();
  await steps.find(page, 'TYO');
  await expect(heading(page, s.sato)).toBeVisible();
  for (const row of [s.suzuki, s.tanaka]) {
    await page.keyboard.press('ArrowDown');
    await expect(heading(page, row)).toBeVisible();
    await expect(page.getByText('From this computer’s list, read 6 min ago')).toBeVisible();
  }
  await page.keyboard.press('Enter');
  await expect(heading(page, s.tanaka)).toBeFocused();
  const read = stage.asked('devices.read');
  expect(read.filter((one) => (one as { deviceId: string }).deviceId !== s.tanaka.id)).toEqual([]);
});

test('a highlighted person leaves the earlier device marked and disarmed until a device is highlighted again', async ({
  page,
  stage,
}) => {
  stage.prepare({
    devices: {
      search: async ({ text }) =>
        s.ok(s.found(text === 'TYO' ? { devices: [s.sato] } : { devices: [], people: [s.person] })),
    },
    ...asked,
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await steps.search(page).fill('nobody');
  await expect(page.getByText(`Previous: ${s.sato.name} – ${s.sato.userName}`)).toBeVisible();
  await expect(ask(page)).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect(steps.cardOf(page)).toHaveCount(0);
  expect(stage.asked('requests.prepare')).toEqual([]);
  await page.getByRole('region', { name: 'Device details' }).getByRole('button', { name: 'Back' }).last().click();
  await expect(page.getByText(/^Previous:/)).toHaveCount(0);
  await expect(heading(page, s.sato)).toBeFocused();
  await ask(page).click();
  await expect(steps.cardOf(page)).toBeVisible();
  expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.sato.id }]);
});

test.describe('a device that is only similar', () => {
  const refused = 'Only similar to what you typed. Check it, then choose it with an arrow key or a click.';

  test('is shown, says so, and gets a card only after it was chosen', async ({ page, stage }) => {
    stage.prepare({ inventory: few([s.sato], true), devices: { search: s.answer(s.found()) }, ...asked });
    await stage.open();
    await steps.find(page, 'TYO-LT-04172');
    await expect(heading(page, s.sato)).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('[role=status][aria-live=polite].visually-hidden')).toHaveText(refused);
    await ask(page).click();
    expect(stage.asked('requests.prepare')).toEqual([]);
    await steps.search(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Enter');
    await expect(steps.cardOf(page)).toBeVisible();
    expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.sato.id }]);
  });

  test('is treated the same in the quick window, and typing disarms it', async ({ page, stage }) => {
    stage.prepare({ inventory: few([s.sato], true), devices: { search: s.answer(s.found()) }, ...asked });
    await stage.open('quick');
    await steps.find(page, 'TYO-LT-04172');
    await page.keyboard.press('ArrowDown');
    await steps.search(page).fill('TYO-LT-04171');
    await expect(steps.results(page)).toBeVisible();
    await expect(page.locator('footer')).toHaveText(/^↓ Choose\s*Esc Clear$/);
    await page.keyboard.press('Enter');
    await expect(page.getByText(refused).first()).toBeVisible();
    expect(stage.asked('requests.prepare')).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('footer')).toContainText('Enter Ask for assistance');
    await page.keyboard.press('Enter');
    await expect(steps.cardOf(page)).toBeVisible();
  });

  test('never replaces the device that Intune has when text and Enter come in one go', async ({ page, stage }) => {
    const own = whole(s.device({ id: 'own', name: 'TYO-LT-04172' }));
    stage.prepare({
      inventory: few([s.sato, s.suzuki], true),
      devices: { search: s.answer(s.found({ devices: [own] })) },
      ...asked,
    });
    await stage.open('quick');
    await expect(steps.search(page)).toBeFocused();
    await page.keyboard.insertText('TYO-LT-04172');
    await page.keyboard.press('Enter');
    await expect(steps.cardOf(page)).toBeVisible();
    expect(stage.asked('requests.prepare')).toEqual([{ deviceId: 'own' }]);
  });
});

test('text typed while a request is followed goes to the box of the quick window, including the first letter', async ({
  page,
  stage,
}) => {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: { prepare: s.answer(s.card()), send: s.answer(s.request('waiting')) },
  });
  await stage.open('quick');
  await steps.find(page, 'TYO');
  await expect(steps.chosen(page)).toContainText(s.sato.name);
  await page.keyboard.press('Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  await steps.sendButton(page).click();
  await expect(page.getByRole('heading', { name: `Request for ${s.sato.name}` })).toBeVisible();
  await page.keyboard.type('emma');
  await expect(steps.search(page)).toHaveValue('emma');
  await expect(steps.results(page)).toBeVisible();
  await expect.poll(() => stage.asked('devices.search').at(-1)).toEqual({ text: 'emma' });
});

for (const view of ['list', 'table'] as const) {
  test(`${view}: a row says that its device has no remote assistance, and only that row`, async ({ page, stage }) => {
    stage.prepare({
      inventory: few([s.sato, beyondHelp]),
      devices: { search: s.answer(s.found()) },
      settings: { current: s.answer(view === 'table' ? inTable() : s.settingsView()) },
    });
    await stage.open();
    await steps.find(page, 'O');
    await expect(steps.row(page, beyondHelp.name)).toContainText(
      view === 'list' ? 'No remote assistance' : 'No assistance',
    );
    await expect(steps.row(page, s.sato.name)).not.toContainText(/assistance/);
  });
}
