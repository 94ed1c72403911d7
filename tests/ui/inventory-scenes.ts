import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { DeviceChips } from '../../shared/contract/device-query';
import type { InventoryView, SyncView } from '../../shared/contract/inventory';
import type { Preferences } from '../../shared/contract/settings';
import { inTable, inventory } from './inventory-samples';
import * as s from './samples';
import type { Scene } from './scenes';
import { later } from './stage';
import * as steps from './steps';

const DEVICES = 412_806;
const never = later<never>().answer;

export const sync = (over: Partial<SyncView> = {}): SyncView => ({
  kind: 'full',
  devices: 12_400,
  expected: null,
  waitingUntil: null,
  waitingFor: null,
  ...over,
});
export const firstRun: Partial<InventoryView> = { devices: 12_400, asOf: null, sync: sync({ expected: 412_000 }) };
/** The line below the search box. */
export const line = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('group', { name: 'Device list status' });
export const filterButton = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name: /^Filter/ });

const lineScene = (name: string, view: Partial<InventoryView>, says: string | RegExp): Scene => ({
  name: `inventory-${name}`,
  answers: { inventory: inventory({ view: { devices: DEVICES, ...view } }) },
  play: (page) => expect(page.getByText(says).first()).toBeVisible(),
});

const inRealTenant = (scene: Scene): Scene => ({
  ...scene,
  answers: { ...scene.answers, session: { current: s.answer(s.signedIn({ tenant: s.realTenant })) } },
});

const lines: readonly Scene[] = [
  lineScene('opening', { state: 'opening', devices: 0, asOf: null }, 'Opening the device list…'),
  lineScene('age', {}, 'as of 3 min ago'),
  lineScene('first-run', firstRun, '12,400 of about 412,000 devices…'),
  lineScene('refreshing', { sync: sync({ kind: 'changes', devices: 12 }) }, 'as of 3 min ago'),
  lineScene('again', { sync: sync({ expected: DEVICES }) }, 'Reading again: 12,400 of about 412,806'),
  lineScene(
    'busy',
    { ...firstRun, sync: sync({ waitingFor: { code: 'graph.throttled', status: 429 }, waitingUntil: s.before(-0.2) }) },
    'Intune is busy. Going on in 12 s',
  ),
  lineScene(
    'no-connection',
    { sync: sync({ waitingFor: { code: 'network.offline' } }) },
    'No connection. Showing devices from 10:38',
  ),
  lineScene('stopped', { devices: 12_400, asOf: null, isStopped: true }, 'Stopped at 12,400 devices'),
  lineScene('stopped-again', { isStopped: true }, 'Reading stopped.'),
  lineScene('failed', { failure: { code: 'graph.forbidden', status: 403 } }, 'You can’t see this in Intune.'),
  inRealTenant(lineScene('doubtful-memory', { isDoubtful: true, kept: 'memory' }, 'Kept in memory only')),
];

export const someChips: DeviceChips = {
  platforms: ['windows', 'macos'],
  compliance: ['noncompliant'],
  ownership: [],
  categories: ['Front desk'],
  checkIn: 'month',
};

/** Chooses filters as a person does, in English. */
export async function chooseFilters(page: Page): Promise<void> {
  await filterButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'Filter devices' });
  for (const name of ['Windows', 'macOS', 'Not compliant', 'Front desk'])
    await dialog.getByRole('checkbox', { name }).check();
  await dialog.getByRole('radio', { name: 'Within 30 days' }).check();
}

export const manyCategories = Array.from({ length: 230 }, (_, index) => `Room ${String(index + 1).padStart(3, '0')}`);

/** Chooses categories one by one, as long as there is one that can be chosen. */
export async function chooseEveryCategory(page: Page): Promise<void> {
  await filterButton(page).click();
  const category = page.getByRole('dialog', { name: 'Filter devices' }).getByRole('group', { name: 'Category' });
  await category.evaluate(async (group) => {
    for (let box = next(); box !== null; box = next()) {
      box.click();
      await new Promise((done) => setTimeout(done, 0));
    }
    function next(): HTMLInputElement | null {
      return [...group.querySelectorAll('input')].find(({ checked, disabled }) => !checked && !disabled) ?? null;
    }
  });
}

export async function openView(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'View of the device list' })).toBeVisible();
}

const findAll = (page: Page): Promise<void> => steps.find(page, 'PC');
const searching = { devices: { search: s.answer(s.found()) } };

const tools: readonly Scene[] = [
  { name: 'inventory-filters-open', answers: { inventory: inventory() }, play: chooseFilters },
  {
    name: 'inventory-chips',
    answers: { inventory: inventory() },
    play: async (page) => {
      await chooseFilters(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('group', { name: 'Active filters' })).toBeVisible();
    },
  },
  {
    name: 'inventory-filters-full',
    answers: { inventory: inventory({ view: { categories: manyCategories } }) },
    play: chooseEveryCategory,
  },
  { name: 'inventory-view', answers: { inventory: inventory() }, play: openView },
  { name: 'inventory-columns', answers: { inventory: inventory() }, settings: inTable(), play: openView },
  {
    name: 'inventory-refresh-menu',
    answers: { inventory: inventory() },
    play: (page) => page.getByRole('button', { name: 'Refresh the device list' }).click(),
  },
  {
    name: 'inventory-export-running',
    answers: { ...searching, inventory: { ...inventory(), export: () => never } },
    play: async (page, stage) => {
      await findAll(page);
      await page.getByRole('button', { name: 'Export as Excel, CSV or JSON' }).click();
      await expect.poll(() => stage.asked('inventory.export')).toHaveLength(1);
      await stage.tell('inventory', 'exportProgress', { done: 12_000, total: DEVICES });
      await expect(page.getByText('12,000 of 412,806')).toBeVisible();
    },
  },
  {
    name: 'inventory-export-failed',
    answers: { ...searching, inventory: { ...inventory(), export: s.refuse({ code: 'storage.full' }) } },
    play: async (page) => {
      await findAll(page);
      await page.getByRole('button', { name: 'Export as Excel, CSV or JSON' }).click();
      await expect(page.getByRole('dialog', { name: 'The devices were not exported' })).toBeVisible();
    },
  },
];

export const everyPreference = Object.keys(s.preferences) as (keyof Preferences)[];
const settings: readonly Scene[] = [
  {
    name: 'settings-managed',
    settings: s.settingsView({ managed: everyPreference }),
    play: async (page) => {
      await steps.openSection(page, 'Settings');
      await page.getByRole('heading', { name: 'Device list' }).scrollIntoViewIfNeeded();
    },
  },
];

/** The line above the list, its tools, and what the settings say of them. */
export const inventoryScenes: readonly Scene[] = [...lines, ...tools, ...settings];
