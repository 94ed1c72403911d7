import type { Page } from '@playwright/test';
import type { HistoryPage } from '../../shared/contract/history';
import { expect, test } from './fixtures';
import { historyEntries } from './history-samples';
import * as s from './samples';
import type { Answers, Stage } from './stage';
import { later } from './stage';
import * as steps from './steps';

const all: HistoryPage = { entries: historyEntries, total: historyEntries.length };
const nothing: HistoryPage = { entries: [], total: 0 };

async function openHistory(page: Page, stage: Stage, history: Answers['history'] = {}): Promise<void> {
  stage.prepare({ history: { query: s.answer(all), ...history } });
  await stage.open();
  await steps.openSection(page, 'History');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
}

test('requests are grouped by day, newest first', async ({ page, stage }) => {
  await openHistory(page, stage);
  const list = page.getByRole('listbox', { name: 'Requests' });
  await expect(list.getByRole('group', { name: 'Today' }).getByRole('option')).toHaveCount(2);
  await expect(list.getByRole('group', { name: 'Yesterday' }).getByRole('option')).toHaveCount(2);
  await expect(list.getByRole('group', { name: 'Sunday, March 8, 2026' }).getByRole('option')).toHaveCount(1);
  await expect(page.getByText('5 requests')).toBeVisible();
});

test('text, outcome and days filter the list, and can be cleared together', async ({ page, stage }) => {
  await openHistory(page, stage);
  await page.getByRole('textbox', { name: 'Search history' }).fill('INC-4711');
  await expect.poll(() => stage.asked('history.query').at(-1)).toMatchObject({ text: 'INC-4711', offset: 0 });
  await page.getByRole('button', { name: 'Failed' }).click();
  await page.getByLabel('From', { exact: true }).fill('2026-03-01');
  await page.getByLabel('To', { exact: true }).fill('2026-03-11');
  await expect
    .poll(() => stage.asked('history.query').at(-1))
    .toMatchObject({ text: 'INC-4711', states: ['failed'], from: '2026-03-01', to: '2026-03-11' });
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect
    .poll(() => stage.asked('history.query').at(-1))
    .toMatchObject({ text: '', states: [], from: null, to: null });
  await expect(page.getByRole('textbox', { name: 'Search history' })).toBeFocused();
});

test('an empty history and a filter without a match have different texts', async ({ page, stage }) => {
  await openHistory(page, stage, { query: s.answer(nothing) });
  await expect(page.getByText('No requests yet')).toBeVisible();
  await page.getByRole('button', { name: 'Expired' }).click();
  await expect(page.getByText('No request matches the filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Search history' })).toBeFocused();
});

test('an entry opens by keys and shows its timeline and numbers', async ({ page, stage }) => {
  await openHistory(page, stage);
  await page.getByRole('textbox', { name: 'Search history' }).press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = steps.requestOf(page, s.suzuki.name);
  await expect(steps.currentStep(panel)).toContainText('Closed');
  await expect(panel).toContainText('Reset the Outlook profile.');
  const details = page.getByRole('region', { name: 'Request details' });
  await expect(details).toContainText('INC-4711');
  const answeredAt = s.request('closed', { of: s.suzuki, minutesAgo: 90 }).steps[1]?.answeredAt ?? 'a time';
  const term = details.getByRole('term').filter({ hasText: 'Graph answered (UTC)' });
  await expect(term.locator('xpath=following-sibling::*[1]')).toHaveText(answeredAt);
});

test('Request again opens the card of the device with the old ticket, and sends nothing', async ({ page, stage }) => {
  await openHistory(page, stage);
  stage.prepare({ requests: { prepare: s.answer(s.card({ of: s.suzuki })), discard: s.answer(null) } });
  await steps.row(page, s.suzuki.name).click();
  await page.getByRole('button', { name: 'Request again' }).click();
  await expect(steps.cardOf(page)).toContainText(s.suzuki.name);
  await expect(page.getByLabel('Ticket')).toHaveValue('INC-4711');
  await expect(page.getByLabel('Reason')).toHaveValue('Outlook does not start');
  expect(stage.asked('requests.send')).toEqual([]);
});

test('an export uses the filters and says what was saved', async ({ page, stage }) => {
  await openHistory(page, stage, { export: s.answer({ file: 'deskside-history.csv', count: 5 }) });
  await page.getByRole('button', { name: 'Expired' }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('5 requests saved to deskside-history.csv').first()).toBeVisible();
  expect(stage.asked('history.export')).toEqual([{ text: '', states: ['expired'], from: null, to: null }]);
  await page.keyboard.press('Control+e');
  await expect.poll(() => stage.asked('history.export').length).toBe(2);
});

test('a cancelled or failed export does not claim that a file was saved', async ({ page, stage }) => {
  await openHistory(page, stage, { export: s.answer({ file: null, count: 0 }) });
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText(/saved to/)).toHaveCount(0);
  stage.prepare({ history: { export: s.refuse({ code: 'storage.full' }) } });
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'The requests were not exported' });
  await expect(dialog.getByRole('alert')).toContainText('The disk is full.');
  stage.prepare({ history: { export: s.answer({ file: 'deskside-history.csv', count: 5 }) } });
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('5 requests saved to deskside-history.csv').first()).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test('a long export shows its progress, continues while another section is shown, and can be stopped by keys', async ({
  page,
  stage,
}) => {
  const { answer, give } = later<ReturnType<typeof s.err>>();
  await openHistory(page, stage, { export: () => answer, cancelExport: s.answer(null) });
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await expect.poll(() => stage.asked('history.export')).toHaveLength(1);
  await stage.tell('history', 'exportProgress', { done: 12_000, total: 100_000 });
  await expect(page.getByRole('group', { name: 'Exporting requests' })).toContainText('12,000 of 100,000');
  await steps.openSection(page, 'Devices');
  await stage.tell('history', 'exportProgress', { done: 40_000, total: 100_000 });
  await steps.openSection(page, 'History');
  await expect(page.getByRole('group', { name: 'Exporting requests' })).toContainText('40,000 of 100,000');
  await page.getByRole('button', { name: 'Cancel the export' }).press('Enter');
  await expect.poll(() => stage.asked('history.cancelExport')).toHaveLength(1);
  give(s.err({ code: 'cancelled' }));
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText(/saved to/)).toHaveCount(0);
});

test('main asks before clearing: declined, nothing changes; accepted, the list is empty', async ({ page, stage }) => {
  await openHistory(page, stage, { clear: s.answer({ cleared: false }) });
  const open = page.getByRole('button', { name: 'Clear history' });
  await open.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('history.clear')).toHaveLength(1);
  await expect(page.getByText('History cleared')).toBeHidden();
  await expect(open).toBeFocused();
  expect(await page.getByRole('option').count()).toBeGreaterThan(0);

  stage.prepare({ history: { query: s.answer(nothing), clear: s.answer({ cleared: true }) } });
  await open.click();
  await expect(page.getByText('No requests yet')).toBeVisible();
  expect(stage.asked('history.clear')).toHaveLength(2);
});

test('a history that could not be asked about is not cleared, and says why', async ({ page, stage }) => {
  await openHistory(page, stage, { clear: s.refuse({ code: 'question.too-often', retryAfter: 42 }) });
  await page.getByRole('button', { name: 'Clear history' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('Deskside did not ask again.');
  await expect(page.getByRole('alert')).toContainText('Try again in 42 seconds');
  expect(await page.getByRole('option').count()).toBeGreaterThan(0);
});

test('a note can be added later', async ({ page, stage }) => {
  const noted = { ...historyEntries[0]!, note: 'Solved.' };
  await openHistory(page, stage);
  stage.prepare({ requests: { note: s.answer(noted) } });
  await steps.row(page, s.sato.name).click();
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.keyboard.type('Solved.');
  stage.prepare({ history: { query: s.answer({ entries: [noted, ...historyEntries.slice(1)], total: 5 }) } });
  await page.getByRole('button', { name: 'Save note' }).click();
  await expect(steps.requestOf(page, s.sato.name)).toContainText('Solved.');
});

test('more entries are read on request', async ({ page, stage }) => {
  await openHistory(page, stage, {
    query: async ({ offset }) =>
      s.ok(
        offset === 0
          ? { entries: historyEntries.slice(0, 3), total: 5 }
          : { entries: historyEntries.slice(3), total: 5 },
      ),
  });
  await expect(page.getByRole('option')).toHaveCount(3);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('option')).toHaveCount(5);
  expect(stage.asked('history.query').at(-1)).toMatchObject({ offset: 3 });
});

test('a damaged history says so and can be read again', async ({ page, stage }) => {
  await openHistory(page, stage, { query: s.refuse({ code: 'storage.damaged' }) });
  await expect(page.getByRole('alert')).toContainText('Everything readable was kept.');
});
