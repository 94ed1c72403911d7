import type { Page } from '@playwright/test';
import type { DeviceRow } from '../../shared/contract/devices';
import { expect, test } from './fixtures';
import { inventory, nth, ready } from './inventory-samples';
import * as s from './samples';
import type { Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

const never = later<never>().answer;
const localRow = (row: DeviceRow): DeviceRow => ({ ...row, source: 'local', asOf: s.before(6) });
const listedRow = (row: DeviceRow): DeviceRow => ({ ...row, listed: true });
const liveRow = (row: DeviceRow): DeviceRow => ({ ...row, source: 'live' });
const few = (...rows: readonly DeviceRow[]): ReturnType<typeof inventory> =>
  inventory({ answer: { total: rows.length, rows: rows.map(localRow) }, view: { devices: 1000 } });

test('every key press is answered from the local inventory, without waiting for Intune', async ({ page, stage }) => {
  stage.prepare({ inventory: few(s.sato, s.suzuki), devices: { search: () => never } });
  await stage.open();
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.type('TYO');
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  await expect
    .poll(() => stage.asked('inventory.find').map((query) => (query as { text: string }).text))
    .toEqual(['T', 'TY', 'TYO']);
});

test('Enter opens the local row at once, also for a serial number and Enter typed in one go', async ({
  page,
  stage,
}) => {
  stage.prepare({ inventory: few(s.suzuki), devices: { search: () => never, read: () => never } });
  await stage.open();
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.insertText('5CG2481TQZ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: s.suzuki.name })).toBeVisible();
  await expect(page.getByText('From this computer’s list, read 6 min ago')).toBeVisible();
});

test('Enter does not act on the rows of an older text', async ({ page, stage }) => {
  const slow = later<null>();
  const { find, ...others } = few(s.sato);
  stage.prepare({
    inventory: {
      ...others,
      find: async (query) => {
        if (query.text === 'TYO-X') await slow.answer;
        return query.text === 'TYO-X'
          ? s.ok({
              text: 'TYO-X',
              resultId: 9,
              total: 0,
              isRough: false,
              isSimilar: false,
              readings: [],
              missing: [],
              hidden: 0,
              rows: [],
            })
          : find(query);
      },
    },
    devices: { search: () => never },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  await steps.search(page).fill('TYO-X');
  await page.keyboard.press('Control+Enter');
  await expect(steps.results(page)).toHaveAttribute('aria-busy', 'true');
  slow.give(null);
  await expect(steps.rows(page)).toHaveCount(0);
  await expect(page.getByText(`Previous: ${s.sato.name} – ${s.sato.userName}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Request remote assistance' })).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => stage.asked('requests.prepare')).toEqual([]);
});

test('devices that only Intune has are added below, marked, and the chosen row stays', async ({ page, stage }) => {
  const slow = later<null>();
  stage.prepare({
    inventory: few(s.sato, s.suzuki),
    devices: {
      search: async () => {
        await slow.answer;
        return s.ok(
          s.found({
            devices: [liveRow(s.nair), { ...listedRow(s.suzuki), userName: '鈴木 次郎' }],
            people: [s.person],
            apps: [s.detectedApp],
          }),
        );
      },
    },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(steps.chosen(page)).toContainText(s.suzuki.name);
  slow.give(null);
  await expect(steps.section(page, 'New from Intune')).toHaveText([/LON-VM-00044.*New/s]);
  await expect(steps.section(page, 'People')).toHaveCount(1);
  await expect(steps.section(page, 'Apps')).toHaveCount(1);
  await expect(steps.section(page, 'Devices')).toHaveCount(2);
  await expect(steps.chosen(page)).toContainText(s.suzuki.name);
  // What Intune says of a row that was here already is shown in its place, with its mark.
  await expect(steps.chosen(page)).toContainText('鈴木 次郎');
  await expect(steps.chosen(page).locator('mark')).toHaveText('TYO-LT');
  await expect(steps.section(page, 'Devices').filter({ hasText: 'New' })).toHaveCount(0);
});

test('late answers to older texts are dropped, from the local inventory and from Intune', async ({ page, stage }) => {
  const [slowFind, slowSearch] = [later<null>(), later<null>()];
  const base = inventory();
  stage.prepare({
    inventory: {
      ...base,
      find: async (query) => {
        const old = query.text === 'OLD';
        if (old) await slowFind.answer;
        return s.ok({
          text: query.text,
          resultId: old ? 1 : 2,
          total: 1,
          isRough: false,
          isSimilar: false,
          readings: [],
          missing: [],
          hidden: 0,
          rows: [localRow(old ? s.miles : s.sato)],
        });
      },
    },
    devices: {
      search: async ({ text }) => {
        if (text === 'OLD') await slowSearch.answer;
        return s.ok(s.found({ devices: text === 'OLD' ? [liveRow(s.nair)] : [] }));
      },
    },
  });
  await stage.open();
  await steps.search(page).fill('OLD');
  await expect.poll(() => stage.asked('devices.search')).toEqual([{ text: 'OLD' }]);
  await steps.search(page).fill('TYO');
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  slowFind.give(null);
  slowSearch.give(null);
  await stage.tell('app', 'noticesChanged', []);
  await expect(steps.rows(page)).toHaveCount(1);
  await expect(steps.row(page, s.sato.name)).toBeVisible();
});

test('an answer cancelled by a newer query changes nothing', async ({ page, stage }) => {
  const base = few(s.sato);
  stage.prepare({ inventory: base, devices: { search: s.answer(s.found()) } });
  await stage.open();
  await steps.find(page, 'TYO');
  stage.prepare({ inventory: { ...base, find: s.refuse({ code: 'cancelled' }) } });
  await steps.search(page).fill('TYO-');
  await expect.poll(() => stage.asked('inventory.find').length).toBeGreaterThan(1);
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the local inventory is not queried while an input method composes', async ({ page, stage }) => {
  stage.prepare({ inventory: few(s.sato), devices: { search: s.answer(s.found()) } });
  await stage.open();
  const box = steps.search(page);
  await expect(box).toBeFocused();
  const asked = stage.asked('inventory.find').length;
  await box.evaluate((field: HTMLInputElement) => {
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' }));
    field.value = 'さとう';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
  });
  await expect.poll(() => stage.asked('inventory.find').length).toBe(asked);
  await box.evaluate((field) => field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })));
  await expect(steps.row(page, s.sato.name)).toBeVisible();
  expect(stage.asked('inventory.find').at(-1)).toMatchObject({ text: 'さとう' });
});

test('similar rows say that nothing matches exactly', async ({ page, stage }) => {
  stage.prepare({
    inventory: inventory({ answer: { total: 1, rows: [localRow(s.nair)], isSimilar: true } }),
    devices: { search: s.answer(s.found()) },
  });
  await stage.open();
  await steps.find(page, 'LOM-VM');
  await expect(page.getByText('No exact match – showing similar')).toBeVisible();
});

test('only when neither the local inventory nor Intune has a row, it says that nothing matches', async ({
  page,
  stage,
}) => {
  const slow = later<null>();
  stage.prepare({
    inventory: inventory({ answer: { total: 0, rows: [] } }),
    devices: {
      search: async () => {
        await slow.answer;
        return s.ok(s.found());
      },
    },
  });
  await stage.open();
  await steps.search(page).fill('xyz');
  await expect.poll(() => stage.asked('devices.search').length).toBe(1);
  await expect(page.getByText('No device matches “xyz”')).toHaveCount(0);
  slow.give(null);
  await expect(page.getByText('No device matches “xyz”')).toBeVisible();
});

test('people and apps below many devices are mentioned, and one key moves to them', async ({ page, stage }) => {
  stage.prepare({
    inventory: inventory(),
    devices: { search: s.answer(s.found({ people: [s.person], apps: [s.detectedApp] })) },
  });
  await stage.open();
  await steps.find(page, 'PC');
  const jump = page.getByRole('button', { name: 'Below the devices: 1 person, 1 app' });
  await expect(jump).toBeVisible();
  await jump.click();
  await expect(steps.chosen(page)).toContainText(s.person.upn);
  await expect(steps.results(page)).toBeFocused();
  await expect(jump).toBeHidden();
});

test('the empty box shows the shortlist and a way to all devices', async ({ page, stage }) => {
  stage.prepare({ inventory: inventory(), devices: { shortlist: s.answer(s.shortlist) } });
  await stage.open();
  await expect(steps.section(page, 'Pinned')).toHaveCount(1);
  const all = page.getByRole('row', { name: 'All 500,000 devices' });
  await expect(all).toBeVisible();
  await all.click();
  await expect(page.getByText('All devices', { exact: true })).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '500000');
  expect(stage.asked('inventory.find').at(-1)).toMatchObject({ text: '', sort: null });
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(steps.section(page, 'Pinned')).toHaveCount(1);
});

test('without Intune the local rows stay usable, and a line says so with their age', async ({ page, stage }) => {
  stage.prepare({
    inventory: few(s.sato, s.suzuki),
    devices: { search: s.refuse({ code: 'network.offline' }), read: s.refuse({ code: 'network.offline' }) },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  const line = page.getByRole('status').filter({ hasText: 'No connection to Microsoft Graph.' });
  await expect(line).toContainText('Showing devices as of 3 min ago.');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await steps.row(page, s.suzuki.name).click();
  await expect(page.getByRole('heading', { name: s.suzuki.name })).toBeVisible();
  const asked = stage.asked('devices.search').length;
  await line.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => stage.asked('devices.search').length).toBe(asked + 1);
});

test('without Intune and without rows the whole failure is shown', async ({ page, stage }) => {
  stage.prepare({
    inventory: inventory({ answer: { total: 0, rows: [] } }),
    devices: { search: s.refuse({ code: 'network.offline' }) },
  });
  await stage.open();
  await steps.search(page).fill('TYO');
  await expect(page.getByRole('alert')).toContainText('Check your network, VPN or proxy.');
});

test('a changed inventory removes no row while the technician is in the list', async ({ page, stage }) => {
  const base = few(s.sato, s.suzuki);
  stage.prepare({ inventory: base, devices: { search: s.answer(s.found()) } });
  await stage.open();
  await steps.find(page, 'TYO');
  const renamed = few({ ...s.sato, name: 'TYO-LT-RENAMED' }, s.suzuki);
  stage.prepare({ inventory: renamed });
  await stage.tell('inventory', 'changed', ready({ devices: 1000, revision: 2 }));
  await expect(steps.row(page, 'TYO-LT-RENAMED')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  stage.prepare({ inventory: few(s.suzuki) });
  const asked = stage.asked('inventory.find').length;
  await stage.tell('inventory', 'changed', ready({ devices: 999, revision: 3 }));
  await expect.poll(() => stage.asked('inventory.find').length).toBe(asked + 1);
  await expect(steps.rows(page)).toHaveCount(2);
  await expect(steps.chosen(page)).toContainText('TYO-LT-RENAMED');
  await steps.search(page).fill('TYO-');
  await expect(steps.rows(page)).toHaveCount(1);
});

for (const window of ['main', 'quick'] as const) {
  test(`${window}: when the list changes before the key, the request is for the highlighted device`, async ({
    page,
    stage,
  }) => {
    stage.prepare({
      inventory: few(s.sato, s.suzuki),
      devices: { search: s.answer(s.found()) },
      requests: {
        prepare: async ({ deviceId }) => s.ok(s.card({ of: deviceId === s.suzuki.id ? s.suzuki : s.nair })),
        discard: s.answer(null),
      },
    });
    await stage.open(window);
    await steps.find(page, 'TYO');
    await expect(steps.rows(page)).toHaveCount(2);
    while (!(await steps.chosen(page).innerText()).includes(s.suzuki.name)) await page.keyboard.press('ArrowDown');
    const key = window === 'main' ? 'Control+Enter' : 'Enter';
    stage.prepare({ inventory: few(s.nair, s.suzuki, s.sato) });
    await stage.tell('inventory', 'changed', ready({ devices: 1000, revision: 2 }));
    await page.keyboard.press(key);
    await expect(steps.cardOf(page)).toContainText(s.suzuki.name);
    expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.suzuki.id }]);
  });
}

test.describe('during the first run', () => {
  const rooms = (count: number, ...first: readonly DeviceRow[]): ReturnType<typeof inventory> =>
    few(...first, ...Array.from({ length: count }, (_, index) => nth(index)));
  const comes = async (stage: Stage, revision: number, next: ReturnType<typeof inventory>): Promise<void> => {
    stage.prepare({ inventory: next });
    await stage.tell('inventory', 'changed', ready({ devices: 1000 + revision, revision }));
  };
  const placeOf = async (page: Page): Promise<number> => Math.round((await steps.chosen(page).boundingBox())!.y);

  test('new rows leave the chosen one in place on screen and are not announced', async ({ page, stage }) => {
    stage.prepare({ inventory: rooms(30), devices: { search: s.answer(s.found()) } });
    await stage.open();
    await steps.find(page, 'PC');
    for (let index = 0; index < 3; index++) await page.keyboard.press('ArrowDown');
    await expect(steps.chosen(page)).toContainText('PC-000003');
    const region = page.locator('[role=status][aria-live=polite].visually-hidden');
    await expect(region).toHaveText('30 devices found');
    const before = await placeOf(page);
    await comes(stage, 2, rooms(40, s.sato, s.suzuki));
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '42');
    await expect(steps.chosen(page)).toContainText('PC-000003');
    await expect(steps.chosen(page)).toHaveAttribute('aria-rowindex', '6');
    expect(await placeOf(page)).toBe(before);
    await expect(steps.search(page)).toHaveAttribute('aria-activedescendant', /r5$/);
    await page.keyboard.press('ArrowDown');
    await expect(steps.chosen(page)).toContainText('PC-000004');
    await expect(region).toHaveText('30 devices found');
  });

  test('nothing changes under the pointer', async ({ page, stage }) => {
    stage.prepare({ inventory: rooms(30), devices: { search: s.answer(s.found()), read: async () => s.ok(nth(2)) } });
    await stage.open();
    await steps.find(page, 'PC');
    await steps.row(page, 'PC-000002').click();
    const asked = stage.asked('inventory.find').length;
    await comes(stage, 2, rooms(40, s.sato));
    await page.getByRole('heading', { name: 'PC-000002' }).hover();
    expect(stage.asked('inventory.find')).toHaveLength(asked);
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '30');
    await expect(async () => {
      await comes(stage, 3, rooms(40, s.sato));
      await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '41', { timeout: 500 });
    }).toPass();
    await expect(steps.chosen(page)).toContainText('PC-000002');
  });
});

test('when the inventory is removed, the answer of Intune stays', async ({ page, stage }) => {
  stage.prepare({
    inventory: few(s.sato),
    devices: { search: s.answer(s.found({ devices: [listedRow(s.sato), liveRow(s.nair)] })) },
  });
  await stage.open();
  await steps.find(page, 'TYO');
  await expect(steps.section(page, 'New from Intune')).toHaveCount(1);
  await stage.tell('inventory', 'changed', s.inventoryOff);
  await expect(steps.section(page, 'Devices')).toHaveCount(2);
});

test('the list is the same in Japanese and in compact rows', async ({ page, stage }) => {
  stage.prepare({
    settings: {
      current: s.answer(s.settingsView({ locale: 'ja', preferences: { ...s.preferences, density: 'compact' } })),
    },
    inventory: few(s.sato, s.suzuki),
    devices: { search: s.answer(s.found({ devices: [liveRow(s.nair)] })) },
  });
  await stage.open();
  await page.getByRole('combobox', { name: 'デバイスの検索' }).fill('佐藤');
  await expect(page.getByRole('rowgroup', { name: 'Intune で新しく見つかったデバイス' })).toContainText('新規');
  const heights = await steps.rows(page).evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(heights).toEqual([32, 32, 32]);
});

test('the quick window shows local rows first and adds to them', async ({ page, stage }) => {
  const slow = later<null>();
  await page.setViewportSize({ width: 640, height: 440 });
  stage.prepare({
    inventory: inventory({ row: nth }),
    devices: {
      search: async () => {
        await slow.answer;
        return s.ok(s.found({ devices: [liveRow(s.nair)] }));
      },
    },
    requests: { prepare: s.answer(s.card()) },
  });
  await stage.open('quick');
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.type('PC');
  await expect(page.getByRole('group', { name: 'Devices' }).getByRole('option')).toHaveCount(40);
  await page.keyboard.press('ArrowDown');
  await expect(steps.chosen(page)).toContainText('PC-000001');
  slow.give(null);
  await expect(page.getByRole('group', { name: 'New from Intune' }).getByRole('option')).toHaveCount(1);
  await expect(steps.chosen(page)).toContainText('PC-000001');
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('requests.prepare')).toEqual([{ deviceId: 'local-1' }]);
  await expect
    .poll(() => (stage.asked('app.resizeQuick') as { height: number }[]).every(({ height }) => height <= 440))
    .toBe(true);
});
