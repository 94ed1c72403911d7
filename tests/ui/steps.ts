import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Stage } from './stage';

/** What a technician sees and does in the page, in English. */
export const search = (page: Page): Locator => page.getByRole('combobox', { name: 'Search devices' });
/** The rows below the box: a grid in the main window, a list in the quick one. */
export const results = (page: Page): Locator =>
  page.locator('[role=grid], [role=listbox]').and(page.getByLabel('Search results'));
export const rows = (within: Locator | Page): Locator => within.locator('[role=row][aria-selected], [role=option]');
export const row = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('row', { name }).or(page.getByRole('option', { name })).first();
export const chosen = (page: Page): Locator => page.locator('[aria-selected=true]');
/** The rows of one section of the main window's list. */
export const section = (page: Page, name: string): Locator => rows(page.getByRole('rowgroup', { name, exact: true }));
export const cardOf = (page: Page): Locator => page.getByRole('group', { name: 'Confirm request' });
export const requestOf = (page: Page, device: string): Locator =>
  page.getByRole('region', { name: `Request for ${device}` });
export const currentStep = (within: Locator | Page): Locator => within.locator('[aria-current=step]');
export const sendButton = (page: Page): Locator => cardOf(page).getByRole('button', { name: 'Send request' });

/** Waits until the card has been on screen long enough to be confirmed. */
export async function seen(page: Page): Promise<void> {
  await expect(cardOf(page)).toHaveAttribute('data-armed', 'true');
}

/** Types a text and waits for the answer to it. */
export async function find(page: Page, text: string): Promise<void> {
  await search(page).fill(text);
  await expect(results(page)).toBeVisible();
}

/** Waits until the rows on screen answer the whole text that was typed key by key. */
export async function answered(page: Page, stage: Stage, text: string): Promise<void> {
  await expect.poll(() => stage.asked('devices.search').at(-1)).toEqual({ text });
  await expect(results(page)).toBeVisible();
  await expect(results(page)).not.toHaveAttribute('aria-busy');
}

/** Types a text and opens a device of the answer. */
export async function openDevice(page: Page, text: string, name: string | RegExp = text): Promise<void> {
  await find(page, text);
  await row(page, name).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

export async function openCard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Request remote assistance' }).click();
  await expect(cardOf(page).getByRole('button').first()).toBeVisible();
}

export async function openSection(page: Page, name: 'Devices' | 'History' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name }).click();
}

/** The events of an input method that is choosing a candidate while a key is pressed. */
export async function pressWhileComposing(field: Locator, key: 'Enter' | 'ArrowDown' | 'Escape'): Promise<void> {
  await field.evaluate((element, pressed) => {
    element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' }));
    element.dispatchEvent(
      new KeyboardEvent('keydown', { key: pressed, code: pressed, isComposing: true, bubbles: true, cancelable: true }),
    );
  }, key);
}
