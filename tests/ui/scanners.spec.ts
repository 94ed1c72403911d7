import type { DeviceRow } from '../../shared/contract/devices';
import { expect, test } from './fixtures';
import { inventory } from './inventory-samples';
import * as s from './samples';
import { scan } from './scanner';
import type { Answers } from './stage';
import * as steps from './steps';

const bySerial = (name: string, serial: string): DeviceRow =>
  s.device({
    id: name.toLowerCase(),
    name,
    serial,
    source: 'local',
    asOf: s.before(6),
    match: { field: 'serial', ranges: [[0, serial.length]] },
  });
const machines = [bySerial('PC-22', 'PF4D7K22'), bySerial('PC-23', 'PF4D7K23')];

/** A list of two machines, each found by its serial alone. */
const two = (): Answers => {
  const played = inventory({ view: { devices: 2 } });
  return {
    inventory: {
      ...played,
      find: async (query) => {
        const rows = machines.filter(({ serial }) => query.text.includes(serial));
        const found = await played.find(query);
        return found.ok ? s.ok({ ...found.value, total: rows.length, rows }) : found;
      },
    },
    devices: {
      search: s.answer(s.found()),
      read: async ({ deviceId }) => s.ok(machines.find(({ id }) => id === deviceId) ?? s.sato),
    },
    requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
  };
};

/** The time it takes to pick up the next machine: without a suffix nothing else ends a scan. */
async function nextMachine(): Promise<void> {
  const from = Date.now();
  await expect.poll(() => Date.now() - from).toBeGreaterThan(500);
}

for (const pace of [5, 40]) {
  for (const [name, ends] of [
    ['Enter', ['Enter']],
    ['Tab', ['Tab']],
    ['no suffix', []],
  ] as const) {
    test(`at ${pace} ms with ${name}: each of several scans finds its device, and nothing is requested or sent`, async ({
      page,
      stage,
    }) => {
      stage.prepare(two());
      await stage.open();
      await expect(steps.search(page)).toBeFocused();
      for (const { name: device, serial } of [...machines, ...machines]) {
        if (ends.length === 0) await nextMachine();
        await scan(page, serial, pace, ends);
        await expect(page.getByRole('heading', { name: device })).toBeVisible();
        await expect(steps.search(page)).toHaveValue(serial);
        if (ends.length > 0) await expect(page.locator('#device-name')).toBeFocused();
      }
      expect(stage.asked('requests.prepare')).toEqual([]);
    });
  }
}

test('a scan while a button has the focus finds the device and presses nothing', async ({ page, stage }) => {
  stage.prepare(two());
  await stage.open();
  await scan(page, 'PF4D7K22', 10);
  await expect(page.getByRole('heading', { name: 'PC-22' })).toBeVisible();
  await page.getByRole('button', { name: 'Request remote assistance' }).focus();
  await scan(page, 'SN PF4D7K23', 10, ['Enter']);
  await expect(page.getByRole('heading', { name: 'PC-23' })).toBeVisible();
  await expect(steps.search(page)).toHaveValue('SN PF4D7K23');
  expect(stage.asked('requests.prepare')).toEqual([]);
});

test('in the settings and in a card a scan does not go to the search box', async ({ page, stage }) => {
  stage.prepare(two());
  await stage.open();
  await scan(page, 'PF4D7K22', 10);
  await expect(page.getByRole('heading', { name: 'PC-22' })).toBeVisible();
  await page.getByRole('button', { name: 'Request remote assistance' }).click();
  await steps.seen(page);
  await scan(page, 'PF4D7K23', 10);
  await expect(steps.cardOf(page)).toBeVisible();
  await expect(steps.search(page)).toHaveValue('PF4D7K22');
  await page.keyboard.press('Escape');
  await steps.openSection(page, 'Settings');
  await scan(page, 'PF4D7K23', 10);
  await expect(steps.search(page)).toHaveValue('PF4D7K22');
});

test('quick: a scan that ends with Tab opens the card, and never confirms it', async ({ page, stage }) => {
  stage.prepare(two());
  await stage.open('quick');
  await expect(steps.search(page)).toBeFocused();
  await scan(page, 'PF4D7K22', 10, ['Tab']);
  await expect(steps.cardOf(page)).toBeVisible();
  await scan(page, 'PF4D7K23', 10, ['Tab', 'Enter']);
  expect(stage.asked('requests.prepare')).toEqual([{ deviceId: 'pc-22' }]);
});
