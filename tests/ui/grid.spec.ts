import type { Page } from '@playwright/test';
import type { ResultPage } from '../../shared/contract/inventory';
import { expect, test } from './fixtures';
import { HALF_A_MILLION, inTable, inventory, nth } from './inventory-samples';
import * as s from './samples';
import type { Answers, Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

const grid = (page: Page) => page.getByRole('grid');
const LAST = 'PC-499999';
type Prepared = NonNullable<Answers['inventory']>;

async function openTable(
  page: Page,
  stage: Stage,
  prepared: Prepared = inventory(),
  over: Parameters<typeof inTable>[0] = {},
): Promise<void> {
  stage.prepare({ inventory: prepared, settings: { current: s.answer(inTable(over)) } });
  await stage.open();
  await expect(steps.row(page, 'PC-000000')).toBeVisible();
}

async function openAll(page: Page, stage: Stage, prepared: Prepared = inventory()): Promise<void> {
  stage.prepare({ inventory: prepared });
  await stage.open();
  await page.getByRole('row', { name: 'All 500,000 devices' }).click();
  await expect(steps.row(page, 'PC-000000')).toBeVisible();
}

test('with half a million rows, End moves to the last, Home to the first, and few rows are in the page', async ({
  page,
  stage,
}) => {
  await openAll(page, stage);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(steps.chosen(page)).toContainText(LAST);
  await expect(steps.chosen(page)).toHaveAttribute('aria-rowindex', String(HALF_A_MILLION));
  await expect(steps.chosen(page)).toBeInViewport({ ratio: 1 });
  expect(await steps.rows(page).count()).toBeLessThan(40);
  await page.keyboard.press('PageUp');
  await expect(steps.chosen(page)).not.toContainText(LAST);
  await page.keyboard.press('Control+Home');
  await expect(steps.chosen(page)).toContainText('PC-000000');
  await page.keyboard.press('Control+End');
  await expect(steps.chosen(page)).toContainText(LAST);
});

test('only pages of rows in sight are requested, none of them twice', async ({ page, stage }) => {
  await openAll(page, stage);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(steps.chosen(page)).toContainText(LAST);
  await page.keyboard.press('ArrowUp');
  await expect(steps.chosen(page)).toContainText('PC-499998');
  const offsets = stage.asked('inventory.page').map((input) => (input as ResultPage).offset);
  expect(offsets).toEqual([...new Set(offsets)]);
  expect(offsets.every((offset) => offset % 100 === 0 && offset >= 499_900)).toBe(true);
});

test('a held arrow key moves smoothly over rows that arrive page by page', async ({ page, stage }) => {
  await openAll(page, stage);
  await grid(page).focus();
  await page.keyboard.press('Home');
  const frames = await grid(page).evaluate(async (element) => {
    const gaps: number[] = [];
    let last = performance.now();
    for (let index = 0; index < 260; index++) {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
      await new Promise<number>((done) => requestAnimationFrame(done));
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    return gaps.toSorted((a, b) => a - b);
  });
  await expect(steps.chosen(page)).toContainText('PC-000260');
  // A frame is 16.7 ms; the machine that runs the tests does other things beside.
  expect(frames[Math.floor(frames.length / 2)]).toBeLessThan(50);
});

test('rows that are not loaded yet have placeholders that say so', async ({ page, stage }) => {
  const slow = later<null>();
  const base = inventory();
  await openAll(page, stage, {
    ...base,
    page: async (input) => {
      await slow.answer;
      return base.page(input);
    },
  });
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(steps.chosen(page)).toHaveAttribute('aria-busy', 'true');
  await expect(steps.chosen(page)).toContainText('Loading');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Previous: /)).toBeVisible();
  slow.give(null);
  await expect(steps.chosen(page)).toContainText(LAST);
  await expect(steps.chosen(page)).not.toHaveAttribute('aria-busy');
});

test('an expired answer is requested again, and the scroll position is kept', async ({ page, stage }) => {
  const base = inventory();
  let expired = true;
  await openAll(page, stage, {
    ...base,
    page: async (input) => {
      if (!expired) return base.page(input);
      expired = false;
      return s.ok(null);
    },
  });
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(steps.chosen(page)).toContainText(LAST);
  const [first, second] = stage.asked('inventory.page') as ResultPage[];
  expect(second!.offset).toBe(first!.offset);
  expect(second!.resultId).not.toBe(first!.resultId);
});

test('a page that fails keeps its placeholders and is requested again after a pause', async ({ page, stage }) => {
  const base = inventory();
  let fails = true;
  await openAll(page, stage, {
    ...base,
    page: async (input) => (fails ? s.refuse({ code: 'internal', ref: 'x' })() : base.page(input)),
  });
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => stage.asked('inventory.page').length).toBeGreaterThan(0);
  await expect(steps.chosen(page)).toContainText('Loading');
  const asked = stage.asked('inventory.page').length;
  fails = false;
  await expect(steps.chosen(page)).toContainText(LAST);
  await expect(steps.chosen(page)).toHaveAttribute('aria-rowindex', String(HALF_A_MILLION));
  expect(stage.asked('inventory.page').length).toBeLessThan(asked + 4);
});

test('the chosen row is announced, with the focus in the list and in the box', async ({ page, stage }) => {
  await openAll(page, stage);
  for (const driver of [steps.search(page), grid(page)]) {
    await driver.focus();
    await page.keyboard.press('PageDown');
    const id = await driver.getAttribute('aria-activedescendant');
    expect(await page.evaluate((one) => document.getElementById(one ?? '')?.getAttribute('aria-selected'), id)).toBe(
      'true',
    );
  }
  await expect(steps.search(page)).toHaveAttribute('aria-haspopup', 'grid');
  await expect(steps.search(page)).toHaveAttribute('aria-controls', (await grid(page).getAttribute('id'))!);
});

test('a chosen row that is scrolled out of sight is no longer the active descendant; the next key scrolls it back', async ({
  page,
  stage,
}) => {
  await openAll(page, stage);
  await grid(page).focus();
  await page.keyboard.press('Home');
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', /r0$/);
  await grid(page).evaluate((element) => (element.scrollTop = 1_000_000));
  await expect(grid(page)).not.toHaveAttribute('aria-activedescendant');
  await page.keyboard.press('ArrowDown');
  await expect(steps.chosen(page)).toContainText('PC-000001');
  await expect(steps.chosen(page)).toBeInViewport({ ratio: 1 });
});

test('rows are in the page in reading order, with row numbers that include the headers', async ({ page, stage }) => {
  const rows = [nth(0), nth(1)];
  stage.prepare({
    inventory: inventory({ answer: { total: 2, rows } }),
    devices: { search: s.answer(s.found({ people: [s.person], apps: [s.detectedApp] })) },
  });
  await stage.open();
  await steps.find(page, 'PC');
  await expect(steps.section(page, 'Apps')).toHaveCount(1);
  const numbers = await grid(page)
    .getByRole('row')
    .evaluateAll((all) => all.map((row) => row.getAttribute('aria-rowindex')));
  expect(numbers).toEqual(['1', '2', '3', '4', '5', '6']);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '6');
});

test('the table has its columns and one line per device', async ({ page, stage }) => {
  await openTable(page, stage);
  await expect(page.getByRole('columnheader')).toHaveText([
    'Device name',
    'Primary user',
    'System',
    'Compliance',
    'Last check-in',
  ]);
  await expect(grid(page)).toHaveAttribute('aria-colcount', '5');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(HALF_A_MILLION + 1));
  const first = steps.row(page, 'PC-000001');
  await expect(first).toHaveAttribute('aria-rowindex', '3');
  await expect(first.getByRole('rowheader')).toHaveText('PC-000001');
  await expect(first.getByRole('gridcell')).toHaveText(['Jordan Miles', 'Windows 11', 'Not compliant', '1 min ago']);
});

test('the columns are those of the settings, always with the name', async ({ page, stage }) => {
  await openTable(page, stage, inventory(), { columns: ['serial', 'model'] });
  await expect(page.getByRole('columnheader')).toHaveText(['Device name', 'Serial number', 'Model']);
});

test('a header sorts the rows ascending, descending, and back to the best matches', async ({ page, stage }) => {
  await openTable(page, stage);
  const header = page.getByRole('columnheader', { name: 'Primary user' });
  await expect(header).toHaveAttribute('aria-sort', 'none');
  const sorts = [{ column: 'userName', descending: false }, { column: 'userName', descending: true }, null];
  const said = ['ascending', 'descending', 'none'];
  for (const [index, sort] of sorts.entries()) {
    if (index === 0) await header.getByRole('button').click();
    else await page.keyboard.press('Enter');
    await expect(header).toHaveAttribute('aria-sort', said[index]!);
    await expect.poll(() => stage.asked('inventory.find').at(-1)).toMatchObject({ sort });
  }
});

test('a new order scrolls to the top', async ({ page, stage }) => {
  await openTable(page, stage);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(steps.chosen(page)).toContainText(LAST);
  await page.getByRole('button', { name: 'Last check-in' }).click();
  await expect(steps.row(page, 'PC-000000')).toBeInViewport();
  await expect(steps.chosen(page)).toContainText('PC-000000');
});

test('the sticky header never covers the chosen row', async ({ page, stage }) => {
  await openTable(page, stage);
  await grid(page).focus();
  for (const key of ['End', 'PageUp', 'PageUp', 'PageUp', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
  await expect(steps.chosen(page)).not.toHaveAttribute('aria-busy');
  const [row, head] = await Promise.all([
    steps.chosen(page).boundingBox(),
    page.getByRole('columnheader').first().boundingBox(),
  ]);
  expect(row!.y).toBeGreaterThanOrEqual(head!.y + head!.height - 1);
});

test('a match in a column is marked there; a match in another field is shown with the name', async ({
  page,
  stage,
}) => {
  const rows = [
    nth(0, { match: { field: 'userName', ranges: [[0, 2]] } }),
    nth(1, { match: { field: 'imei', ranges: [[0, 3]] }, imei: '490154203237518' }),
  ];
  await openTable(page, stage, inventory({ answer: { total: 2, rows } }));
  await expect(page.getByRole('gridcell').filter({ has: page.locator('mark') })).toHaveText('佐藤 美咲');
  await expect(page.getByRole('rowheader', { name: 'PC-000001' })).toContainText('490154203237518 (IMEI)');
  await expect(page.getByRole('rowheader', { name: 'PC-000001' }).locator('mark')).toHaveText('490');
});

test('the table scrolls sideways within its pane, and the name stays in sight', async ({ page, stage }) => {
  const { deviceColumns } = await import('../../shared/contract/device-query');
  await openTable(page, stage, inventory(), { columns: [...deviceColumns] });
  const name = page.getByRole('rowheader', { name: 'PC-000000' });
  const before = await name.boundingBox();
  await grid(page).evaluate((element) => (element.scrollLeft = 600));
  await expect.poll(() => grid(page).evaluate((element) => element.scrollLeft)).toBe(600);
  expect((await name.boundingBox())!.x).toBe(before!.x);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
});

test('the pane of a table grows until the detail has its minimum width', async ({ page, stage }) => {
  await openTable(page, stage);
  const bar = page.getByRole('separator');
  await bar.focus();
  await page.keyboard.press('End');
  expect((await page.getByRole('region', { name: 'Device details' }).boundingBox())!.width).toBeGreaterThanOrEqual(354);
  expect((await grid(page).boundingBox())!.width).toBeGreaterThan(800);
});

test('people and apps are below the table over its whole width', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.found({ devices: [{ ...s.nair, source: 'live' }], people: [s.person] })) },
  });
  await openTable(page, stage, inventory({ answer: { total: 2, rows: [nth(0), nth(1)] } }));
  await steps.search(page).fill('PC');
  await expect(steps.section(page, 'New from Intune').getByRole('rowheader')).toContainText('New');
  await expect(steps.section(page, 'People').getByRole('gridcell')).toHaveAttribute('aria-colspan', '5');
});

test('in the table, Enter opens, Ctrl+C copies the name, Ctrl+Enter opens the card', async ({ page, stage }) => {
  stage.prepare({
    app: { copyText: s.answer(null) },
    requests: { prepare: s.answer(s.card()) },
    devices: { read: async () => s.ok(nth(1)) },
  });
  await openTable(page, stage);
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'PC-000001' })).toBeFocused();
  await grid(page).focus();
  await page.keyboard.press('Control+c');
  await expect.poll(() => stage.asked('app.copyText')).toEqual([{ text: 'PC-000001' }]);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => stage.asked('requests.prepare')).toEqual([{ deviceId: 'local-1' }]);
});

test.describe('the empty box above a table', () => {
  const running = [s.request('waiting', { of: s.sato })];
  const pins = {
    pinned: [
      { ...nth(1), pinned: true },
      { ...nth(70), pinned: true },
    ],
    recent: [s.miles],
  };
  async function openHome(page: Page, stage: Stage): Promise<void> {
    stage.prepare({
      devices: { shortlist: s.answer(pins), search: s.answer(s.found()), read: async () => s.ok(nth(70)) },
      requests: { current: s.answer(running) },
    });
    await openTable(page, stage);
  }
  /** Pixels from the top of the window. */
  const placeOf = async (page: Page): Promise<number> => Math.round((await steps.chosen(page).boundingBox())!.y);

  test('shows running requests and pinned devices first, in separate sections, with the columns', async ({
    page,
    stage,
  }) => {
    await openHome(page, stage);
    await expect(steps.section(page, 'Requests')).toHaveCount(1);
    await expect(steps.section(page, 'Requests').getByRole('gridcell')).toHaveAttribute('aria-colspan', '5');
    await expect(steps.section(page, 'Pinned').getByRole('rowheader')).toContainText(['PC-000001', 'PC-000070']);
    await expect(steps.section(page, 'All devices').first()).toContainText('PC-000000');
    await expect(page.getByText(s.miles.name)).toHaveCount(0);
    const numbers = await grid(page)
      .getByRole('row')
      .evaluateAll((all) => all.slice(0, 9).map((row) => row.getAttribute('aria-rowindex')));
    expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(HALF_A_MILLION + 7));
  });

  test('is navigated by keys, from the box and in the table, to the last device', async ({ page, stage }) => {
    await openHome(page, stage);
    await expect(steps.search(page)).toBeFocused();
    await expect(steps.chosen(page)).toContainText(s.sato.name);
    for (const name of ['PC-000001', 'PC-000070', 'PC-000000']) {
      await page.keyboard.press('ArrowDown');
      await expect(steps.chosen(page)).toContainText(name);
      const id = await steps.search(page).getAttribute('aria-activedescendant');
      expect(await page.evaluate((one) => document.getElementById(one ?? '')?.getAttribute('aria-selected'), id)).toBe(
        'true',
      );
    }
    await grid(page).focus();
    await page.keyboard.press('End');
    await expect(steps.chosen(page)).toContainText(LAST);
    await page.keyboard.press('Home');
    await expect(steps.chosen(page)).toContainText(s.sato.name);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'PC-000070' })).toBeVisible();
  });

  test('requests the right rows below the sections above the table', async ({ page, stage }) => {
    await openHome(page, stage);
    await grid(page).evaluate((element) => (element.scrollTop = 40 * 5000));
    await expect(steps.row(page, 'PC-005000')).toBeVisible();
    const offsets = stage.asked('inventory.page').map((input) => (input as ResultPage).offset);
    expect(offsets.every((offset) => offset % 100 === 0 && offset >= 4800 && offset <= 5100)).toBe(true);
  });

  test('a text, a filter or the list of all devices is shown without these sections', async ({ page, stage }) => {
    await openHome(page, stage);
    await steps.search(page).fill('PC');
    await expect(steps.section(page, 'Pinned')).toHaveCount(0);
    await expect(page.getByRole('rowgroup', { name: 'Devices', exact: true })).toBeVisible();
    await steps.search(page).fill('');
    await expect(steps.section(page, 'Pinned')).toHaveCount(2);
  });

  test('a request that ends or a new pin leaves the chosen row where it is on screen', async ({ page, stage }) => {
    await openHome(page, stage);
    await grid(page).evaluate((element) => (element.scrollTop = 40 * 30));
    await steps.row(page, 'PC-000033').click();
    const before = await placeOf(page);
    await stage.tell('requests', 'changed', []);
    await expect(steps.section(page, 'Requests')).toHaveCount(0);
    await expect.poll(() => placeOf(page)).toBe(before);
    await stage.tell('devices', 'shortlistChanged', {
      ...pins,
      pinned: [...pins.pinned, { ...nth(33), pinned: true }],
    });
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(HALF_A_MILLION + 6));
    await expect(steps.chosen(page)).toHaveText(/PC-000033/);
    await expect.poll(() => placeOf(page)).toBe(before);
  });

  test('a new request is visible when the list is scrolled to the top', async ({ page, stage }) => {
    stage.prepare({
      devices: { shortlist: s.answer({ pinned: [], recent: [] }) },
      requests: { current: s.answer([]) },
    });
    await openTable(page, stage);
    await expect(page.getByRole('rowgroup', { name: 'All devices' }).getByText('All devices')).toHaveCount(0);
    await steps.row(page, 'PC-000002').click();
    await stage.tell('requests', 'changed', running);
    await expect(steps.section(page, 'Requests')).toBeInViewport({ ratio: 1 });
    await expect(steps.chosen(page)).toContainText('PC-000002');
  });

  test('is Japanese in Japanese', async ({ page, stage }) => {
    await openHome(page, stage);
    await stage.tell('settings', 'changed', { ...inTable(), locale: 'ja' });
    for (const name of ['要求', 'ピン留め', 'すべてのデバイス'])
      await expect(page.getByRole('rowgroup', { name, exact: true })).toBeVisible();
  });
});

test('a window too narrow for a table shows the list', async ({ page, stage }) => {
  await page.setViewportSize({ width: 400, height: 640 });
  stage.prepare({
    inventory: inventory(),
    settings: { current: s.answer(inTable()) },
    devices: { shortlist: s.answer(s.shortlist) },
  });
  await stage.open();
  await expect(steps.section(page, 'Pinned')).toHaveCount(1);
  await expect(page.getByRole('columnheader')).toHaveCount(0);
});
