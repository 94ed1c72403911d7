import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { earlierEntries, historyEntries } from './history-samples';
import * as s from './samples';
import type { Scene } from './scenes';
import { later } from './stage';
import * as steps from './steps';

const openHistory = async (page: Page): Promise<void> => {
  await steps.openSection(page, 'History');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
};
const all = s.answer({ entries: historyEntries, total: historyEntries.length });
const earlier = s.answer({ entries: earlierEntries, total: 7 });
const openSato = (page: Page): Promise<void> => steps.openDevice(page, 'TYO-LT', s.sato.name);
const none = s.answer({ entries: [], total: 0 });
/** The history, and its export. */
export const historyScenes: readonly Scene[] = [
  {
    name: 'history',
    answers: { history: { query: all } },
    play: async (page) => {
      await openHistory(page);
      await steps.row(page, /TYO-LT-04131/).click();
      await expect(steps.requestOf(page, 'TYO-LT-04131')).toBeVisible();
    },
  },
  {
    name: 'device-earlier',
    answers: { devices: { search: s.answer(s.everything) }, history: { query: earlier } },
    play: async (page) => {
      await openSato(page);
      await expect(page.getByRole('region', { name: 'Earlier on this device' })).toBeVisible();
    },
  },
  {
    name: 'history-of-device',
    answers: { devices: { search: s.answer(s.everything) }, history: { query: earlier } },
    play: async (page) => {
      await openSato(page);
      await page.keyboard.press('Control+Shift+H');
      await expect(steps.row(page, /INC-3/)).toBeVisible();
    },
  },
  { name: 'history-empty', answers: { history: { query: none } }, play: openHistory },
  {
    name: 'history-no-match',
    answers: { history: { query: none } },
    play: async (page) => {
      await openHistory(page);
      await page.getByRole('button', { name: 'Failed' }).click();
      await expect(page.getByText('No request matches the filters')).toBeVisible();
    },
  },
  {
    name: 'history-export-running',
    answers: { history: { query: all, export: () => later<never>().answer } },
    play: async (page, stage) => {
      await openHistory(page);
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await expect.poll(() => stage.asked('history.export')).toHaveLength(1);
      await stage.tell('history', 'exportProgress', { done: 12_000, total: 100_000 });
      await expect(page.getByText('12,000 of 100,000')).toBeVisible();
    },
  },
  {
    name: 'history-export-failed',
    answers: { history: { query: all, export: s.refuse({ code: 'storage.full' }) } },
    play: async (page) => {
      await openHistory(page);
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await expect(page.getByRole('dialog', { name: 'The requests were not exported' })).toBeVisible();
    },
  },
  {
    name: 'history-damaged',
    answers: { history: { query: s.refuse({ code: 'storage.damaged' }) } },
    play: async (page) => {
      await openHistory(page);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
];
