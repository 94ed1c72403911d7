import type { Page } from '@playwright/test';
import { noChips } from '../../shared/contract/device-query';
import type { InventoryView } from '../../shared/contract/inventory';
import type { PreferencesPatch, SettingsView } from '../../shared/contract/settings';
import { expect, test } from './fixtures';
import { inTable, inventory, ready } from './inventory-samples';
import {
  chooseEveryCategory,
  chooseFilters,
  filterButton,
  firstRun,
  line,
  manyCategories,
  openView,
  someChips,
  sync,
} from './inventory-scenes';
import * as s from './samples';
import type { Answers, Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

async function open(stage: Stage, view: Partial<InventoryView> = {}, more: Answers['inventory'] = {}): Promise<void> {
  stage.prepare({ devices: { search: s.answer(s.found()) }, inventory: { ...inventory({ view }), ...more } });
  await stage.open();
}
const speakJapanese = (stage: Stage, view: SettingsView = s.settingsView()): Promise<void> =>
  stage.tell('settings', 'changed', { ...view, locale: 'ja' });
const live = (page: Page): ReturnType<Page['locator']> =>
  page.locator('[role=status][aria-live=polite].visually-hidden');

test.describe('the line', () => {
  test('shows the number of devices, the total and their age, with the exact time', async ({ page, stage }) => {
    await open(stage);
    await expect(line(page)).toContainText('500,000 devices · as of 3 min ago');
    await expect(line(page).locator('time')).toHaveAttribute('title', 'As of Mar 12, 2026, 10:38 AM');
    await steps.find(page, 'PC');
    await expect(line(page)).toContainText('1,204 of 500,000 devices');
    await speakJapanese(stage);
    await expect(page.getByRole('group', { name: 'デバイス一覧の状態' })).toContainText(
      '500,000 台中 1,204 台 · 同期: 3 分前',
    );
  });

  test('says nothing when there is no inventory', async ({ page, stage }) => {
    await open(stage, { state: 'off' });
    await expect(page.getByText('Find a device')).toBeVisible();
    await expect(line(page)).toHaveCount(0);
    await expect(filterButton(page)).toHaveCount(0);
  });

  test('counts a first run without a percentage, and can stop and resume it', async ({ page, stage }) => {
    await open(stage, firstRun, { cancel: s.answer(null) });
    await expect(line(page)).toContainText('12,400 of about 412,000 devices…');
    await expect(line(page)).not.toContainText('%');
    await line(page).getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => stage.asked('inventory.cancel')).toHaveLength(1);
    await stage.tell('inventory', 'changed', ready({ ...firstRun, sync: null, isStopped: true }));
    await expect(line(page)).toContainText('Stopped at 12,400 devices');
    await line(page).getByRole('button', { name: 'Continue' }).press('Enter');
    await expect.poll(() => stage.asked('inventory.refresh')).toEqual([{ full: false }]);
  });

  test('says after a stopped repeated run that nothing is updated, keeps count and age, and can resume it', async ({
    page,
    stage,
  }) => {
    await open(stage, { sync: sync({ expected: 500_000 }) }, { cancel: s.answer(null) });
    await line(page).getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => stage.asked('inventory.cancel')).toHaveLength(1);
    await stage.tell('inventory', 'changed', ready({ isStopped: true }));
    await expect(line(page)).toContainText('500,000 devices · as of 3 min ago');
    await expect(line(page)).toContainText('Reading stopped. The list is not being updated');
    await expect(live(page)).toHaveText('Reading stopped. The list is not being updated');
    await line(page).getByRole('button', { name: 'Continue' }).press('Enter');
    await expect.poll(() => stage.asked('inventory.refresh')).toEqual([{ full: false }]);
    await stage.tell('inventory', 'changed', ready({ sync: sync({ kind: 'changes', devices: 0 }) }));
    await expect(line(page)).not.toContainText('stopped');
  });

  test('reads what changed or everything, by keys', async ({ page, stage }) => {
    await open(stage);
    await page.getByRole('button', { name: 'Refresh the device list' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Refresh', exact: true })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => stage.asked('inventory.refresh')).toEqual([{ full: true }]);
    await expect(page.getByRole('button', { name: 'Refresh the device list' })).toBeFocused();
  });

  test('says why a run waits, and offers a retry after a failure', async ({ page, stage }) => {
    await open(stage, {
      ...firstRun,
      sync: sync({ waitingFor: { code: 'graph.throttled' }, waitingUntil: s.before(-0.2) }),
    });
    await expect(line(page)).toContainText('Intune is busy. Going on in 12 s');
    await stage.tell('inventory', 'changed', ready({ sync: sync({ waitingFor: { code: 'network.offline' } }) }));
    await expect(line(page)).toContainText('No connection. Showing devices from 10:38');
    await stage.tell('inventory', 'changed', ready({ failure: { code: 'graph.server', status: 500 } }));
    await line(page).getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => stage.asked('inventory.refresh')).toEqual([{ full: false }]);
  });

  test('shows doubts, and that nothing is stored on disk', async ({ page, stage }) => {
    stage.prepare({ session: { current: s.answer(s.signedIn({ tenant: s.realTenant })) } });
    await open(stage, { isDoubtful: true, kept: 'memory' });
    await expect(line(page)).toContainText('they are kept until the next one agrees');
    await expect(page.getByTitle('The list is read again after Deskside restarts')).toContainText(
      'Kept in memory only',
    );
    await speakJapanese(stage);
    await expect(page.getByText('メモリにのみ保持').first()).toBeVisible();
  });

  test('does not say for the practice tenant that nothing is stored', async ({ page, stage }) => {
    await open(stage, { kept: 'memory' });
    await expect(line(page)).toContainText('500,000 devices');
    await expect(line(page)).not.toContainText('memory');
  });

  test('announces start and end, not every count', async ({ page, stage }) => {
    await open(stage);
    await expect(line(page)).toBeVisible();
    await stage.tell('inventory', 'changed', ready({ sync: sync() }));
    await expect(live(page)).toHaveText('Reading devices from Intune…');
    await stage.tell('inventory', 'changed', ready({ sync: sync({ devices: 13_000 }) }));
    await expect(line(page)).toContainText('13,000');
    await expect(live(page)).toHaveText('Reading devices from Intune…');
    await stage.tell('inventory', 'changed', ready({ devices: 412_806 }));
    await expect(live(page)).toHaveText('All devices are read: 412,806');
  });
});

test.describe('filters', () => {
  test('are chosen in a panel and applied at once', async ({ page, stage }) => {
    await open(stage);
    await chooseFilters(page);
    await expect.poll(() => stage.asked('inventory.find').at(-1)).toEqual({ text: '', chips: someChips, sort: null });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Filter, 5 active' })).toBeFocused();
  });

  test('work using only the keyboard', async ({ page, stage }) => {
    await open(stage);
    await filterButton(page).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Filter devices' });
    await expect(panel.getByRole('checkbox', { name: 'Windows' })).toBeFocused();
    await page.keyboard.press('Space');
    await expect.poll(() => stage.asked('inventory.find').at(-1)).toMatchObject({ chips: { platforms: ['windows'] } });
    await panel.getByRole('radio', { name: 'Any time' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => stage.asked('inventory.find').at(-1)).toMatchObject({ chips: { checkIn: 'day' } });
  });

  test('are shown as chips that can be removed one by one; the focus moves to the next one', async ({
    page,
    stage,
  }) => {
    await open(stage);
    await chooseFilters(page);
    await page.keyboard.press('Escape');
    const chips = page.getByRole('group', { name: 'Active filters' });
    await chips.getByRole('button', { name: 'Remove filter OS: Windows' }).press('Enter');
    await expect(chips.getByRole('button', { name: 'Remove filter OS: macOS' })).toBeFocused();
    await expect
      .poll(() => stage.asked('inventory.find').at(-1))
      .toMatchObject({ chips: { ...someChips, platforms: ['macos'] } });
    await chips.getByRole('button', { name: 'Clear filters' }).click();
    await expect(chips).toHaveCount(0);
    await expect(filterButton(page)).toBeFocused();
    await steps.find(page, 'PC');
    expect(stage.asked('inventory.find').at(-1)).toMatchObject({ chips: noChips });
  });

  test('for categories stop at the limit of main: the others are disabled with the reason until one is removed', async ({
    page,
    stage,
  }) => {
    await open(stage, { categories: manyCategories });
    const said = await page.evaluateHandle(() => {
      const texts: string[] = [];
      const region = document.querySelector('[role=status][aria-live=polite].visually-hidden')!;
      new MutationObserver(() => texts.push(region.textContent)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      return texts;
    });
    await chooseEveryCategory(page);
    const category = page.getByRole('group', { name: 'Category' });
    const rest = category.getByRole('checkbox', { name: 'Room 201' });
    await expect(category.getByRole('checkbox', { checked: true })).toHaveCount(200);
    await expect(rest).toBeDisabled();
    await expect(category).toHaveAccessibleDescription(
      '200 categories are chosen, the most at once. Clear one to choose another.',
    );
    await expect(page.getByText('200 categories are chosen').last()).toBeInViewport();
    await expect
      .poll(() => said.evaluate((texts) => texts.filter((text) => text.startsWith('200 categories'))))
      .toHaveLength(1);
    await expect
      .poll(() => stage.asked('inventory.find').at(-1))
      .toMatchObject({ chips: { categories: manyCategories.slice(0, 200) } });
    await category.getByRole('checkbox', { name: 'Room 007' }).uncheck();
    await rest.check();
    await expect(category.getByRole('checkbox', { name: 'Room 007' })).toBeDisabled();
  });

  test('leave rows in sight, however many filters there are', async ({ page, stage }) => {
    await open(stage, { categories: manyCategories });
    await chooseEveryCategory(page);
    await page.keyboard.press('Escape');
    await expect(
      page.getByRole('group', { name: 'Active filters' }).getByRole('button', { name: /^Remove/ }),
    ).toHaveCount(200);
    expect((await page.getByRole('grid').boundingBox())!.height).toBeGreaterThan(168);
  });

  test('are Japanese in Japanese', async ({ page, stage }) => {
    await open(stage);
    await speakJapanese(stage);
    await page.getByRole('button', { name: 'フィルター' }).click();
    const panel = page.getByRole('dialog', { name: 'デバイスのフィルター' });
    await panel.getByRole('checkbox', { name: '非準拠' }).check();
    await panel.getByRole('radio', { name: '24 時間以内' }).check();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'フィルター 準拠: 非準拠 を解除' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'フィルター (2 件適用中)' })).toBeVisible();
  });
});

test.describe('the view', () => {
  async function openTable(stage: Stage, view = inTable()): Promise<void> {
    let { preferences } = view;
    const change = async (patch: PreferencesPatch): Promise<ReturnType<typeof s.ok<SettingsView>>> => {
      preferences = { ...preferences, ...patch } as SettingsView['preferences'];
      return s.ok({ ...view, preferences });
    };
    stage.prepare({ settings: { current: s.answer(view), change } });
    await open(stage);
  }

  test('is list or table, comfortable or compact', async ({ page, stage }) => {
    await openTable(stage, s.settingsView());
    await openView(page);
    await expect(page.getByRole('group', { name: 'Columns' })).toHaveCount(0);
    await page.getByRole('radio', { name: 'Table', exact: true }).check();
    await expect(page.getByRole('group', { name: 'Columns' })).toBeVisible();
    await page.getByRole('radio', { name: 'Compact' }).check();
    await expect.poll(() => stage.asked('settings.change')).toEqual([{ listView: 'table' }, { density: 'compact' }]);
  });

  test('cannot be changed if the organization has set it', async ({ page, stage }) => {
    await openTable(stage, { ...inTable(), managed: ['density', 'columns'] });
    await openView(page);
    await expect(page.getByRole('radio', { name: 'Compact' })).toBeDisabled();
    await expect(page.getByRole('checkbox', { name: 'Compliance' })).toBeDisabled();
    await expect(page.getByRole('radio', { name: 'List', exact: true })).toBeEnabled();
    await expect(page.getByText('Managed by your organization')).toHaveCount(2);
  });

  test('shows and hides columns; the name stays', async ({ page, stage }) => {
    await openTable(stage);
    await openView(page);
    await expect(page.getByRole('checkbox', { name: 'Device name (always shown)' })).toBeDisabled();
    await page.getByRole('checkbox', { name: 'Compliance' }).uncheck();
    await page.getByRole('checkbox', { name: 'Model' }).check();
    await expect
      .poll(() => stage.asked('settings.change'))
      .toEqual([
        { columns: ['name', 'userName', 'os', 'lastCheckIn'] },
        { columns: ['name', 'userName', 'os', 'lastCheckIn', 'model'] },
      ]);
    await expect(page.getByRole('columnheader', { name: 'Model' })).toBeVisible();
  });

  test('orders the columns by keys, announces the position, and keeps the focus', async ({ page, stage }) => {
    await openTable(stage);
    await openView(page);
    const up = page.getByRole('button', { name: 'Move Compliance up' });
    await up.focus();
    await page.keyboard.press('Enter');
    await expect(up).toBeFocused();
    await expect(live(page)).toHaveText('Compliance, 3 of 13');
    await page.keyboard.press('Enter');
    // There is no way further up: the other button takes the focus.
    await expect(page.getByRole('button', { name: 'Move Compliance down' })).toBeFocused();
    await expect
      .poll(() => stage.asked('settings.change').at(-1))
      .toEqual({ columns: ['name', 'compliance', 'userName', 'os', 'lastCheckIn'] });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'View', exact: true })).toBeFocused();
  });
});

test.describe('the export', () => {
  test('contains what the list shows, and says what was saved', async ({ page, stage }) => {
    await open(stage, {}, { export: s.answer({ file: 'devices.csv', count: 1204 }) });
    await steps.find(page, 'PC');
    await page.getByRole('button', { name: 'Export as Excel, CSV or JSON' }).click();
    await expect(page.getByText('1,204 devices saved to devices.csv').first()).toBeVisible();
    await expect.poll(() => stage.asked('inventory.export')).toEqual([{ text: 'PC', chips: noChips, sort: null }]);
  });

  test('shows its progress, and can be stopped by keys', async ({ page, stage }) => {
    const { answer, give } = later<ReturnType<typeof s.err>>();
    await open(stage, {}, { export: () => answer, cancelExport: s.answer(null) });
    await steps.find(page, 'PC');
    await page.getByRole('button', { name: 'Export as Excel, CSV or JSON' }).press('Enter');
    await expect.poll(() => stage.asked('inventory.export')).toHaveLength(1);
    await stage.tell('inventory', 'exportProgress', { done: 12_000, total: 412_806 });
    await expect(page.getByRole('group', { name: 'Exporting devices' })).toContainText('12,000 of 412,806');
    const stop = page.getByRole('button', { name: 'Cancel the export' });
    await expect(stop).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(() => stage.asked('inventory.cancelExport')).toHaveLength(1);
    give(s.err({ code: 'cancelled' }));
    await expect(page.getByRole('button', { name: 'Export as Excel, CSV or JSON' })).toBeFocused();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('shows a failure with its own text, in both languages, and can be retried', async ({ page, stage }) => {
    await open(stage, {}, { export: s.refuse({ code: 'storage.full' }) });
    await steps.find(page, 'PC');
    await page.getByRole('button', { name: 'Export as Excel, CSV or JSON' }).click();
    const dialog = page.getByRole('dialog', { name: 'The devices were not exported' });
    await expect(dialog.getByRole('alert')).toContainText('The disk is full.');
    await speakJapanese(stage);
    await expect(page.getByRole('dialog', { name: 'デバイスをエクスポートできませんでした' })).toBeVisible();
    stage.prepare({ inventory: { export: s.answer({ file: 'devices.csv', count: 1204 }) } });
    await page.getByRole('dialog').getByRole('button', { name: '再試行' }).click();
    await expect(page.getByText('1,204 台のデバイスを devices.csv に保存しました').first()).toBeVisible();
  });

  test('waits until there is something to export', async ({ page, stage }) => {
    await open(stage);
    await expect(page.getByRole('button', { name: 'Export as Excel, CSV or JSON' })).toBeDisabled();
  });
});
