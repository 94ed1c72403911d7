import { answering, filtered, hiding, rows } from './answer-scenes';
import { expect, test } from './fixtures';
import { inventory } from './inventory-samples';
import { firstRun } from './inventory-scenes';
import * as s from './samples';
import * as steps from './steps';

const failures = [
  { code: 'graph.throttled', retryAfter: 12, status: 429 },
  { code: 'graph.server', status: 500 },
  { code: 'graph.forbidden', status: 403 },
  { code: 'network.offline' },
  { code: 'network.timeout' },
  { code: 'auth.required', status: 401 },
] as const;

for (const window of ['main', 'quick'] as const) {
  for (const failure of failures) {
    test(`${window}: Intune fails with ${failure.code}: the list does not claim that no device matches, and one key retries`, async ({
      page,
      stage,
    }) => {
      stage.prepare({ devices: { search: s.refuse(failure) } });
      await stage.open(window);
      await steps.search(page).fill('PF4D7K22');
      await expect(page.getByText('Intune did not answer for “PF4D7K22”').first()).toBeVisible();
      await expect(page.getByText(/No device matches|Check the spelling|No devices found/)).toHaveCount(0);
      stage.prepare({ devices: { search: s.answer(s.found({ devices: [s.sato] })) } });
      await page.keyboard.press('F5');
      await expect(steps.row(page, s.sato.name)).toBeVisible();
      await expect(page.getByText('Intune did not answer')).toHaveCount(0);
    });
  }

  test(`${window}: says so when only a part of Intune answered and nothing was found`, async ({ page, stage }) => {
    stage.prepare({ devices: { search: s.answer(s.found({ problems: [{ code: 'graph.server', status: 500 }] })) } });
    await stage.open(window);
    await steps.search(page).fill('PF4D7K22');
    await expect(page.getByText('No device found for “PF4D7K22” so far').first()).toBeVisible();
    await expect(page.getByText(/No device matches|Check the spelling|No devices found$/)).toHaveCount(0);
  });

  test(`${window}: gives no advice about the spelling while the list is read for the first time`, async ({
    page,
    stage,
  }) => {
    stage.prepare({
      inventory: inventory({ answer: { total: 0, rows: [] }, view: firstRun }),
      devices: { search: s.answer(s.found()) },
    });
    await stage.open(window);
    await steps.search(page).fill('PF4D7K22');
    await expect(page.getByText('The device list is still being read (12,400 devices so far).')).toBeVisible();
    await expect(page.getByText('Check the spelling')).toHaveCount(0);
  });

  test(`${window}: the reading of the text is shown once and announced once`, async ({ page, stage }) => {
    stage.prepare(answering({ total: 1, rows: rows(1), readings: [{ kind: 'serial', text: 'PF4D7K22' }] }));
    await stage.open(window);
    await steps.search(page).fill('S/N: PF4D7K22');
    await expect(page.locator('p').filter({ hasText: '1 device found by serial number PF4D7K22' })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'by serial number PF4D7K22' })).toHaveCount(1);
  });

  test(`${window}: a word that no device contains is named, and keys act on the hits only after they were chosen`, async ({
    page,
    stage,
  }) => {
    stage.prepare({
      ...answering({ total: 3, rows: rows(3), missing: ['london'] }),
      requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
    });
    await stage.open(window);
    await steps.search(page).fill('emma london');
    await expect(page.getByText('3 devices for “emma” – “london” found nowhere').first()).toBeVisible();
    await expect(steps.chosen(page)).toContainText('Partial');
    const key = window === 'main' ? 'Control+Enter' : 'Enter';
    await page.keyboard.press(key);
    await expect(page.getByText('Not all you typed was found.').first()).toBeVisible();
    expect(stage.asked('requests.prepare')).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(key);
    await expect.poll(() => stage.asked('requests.prepare')).toEqual([{ deviceId: 'local-1' }]);
  });
}

test('a hit of Intune that only sounds like the text says so and must be chosen first', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.found({ devices: [s.sato], readings: [{ kind: 'heard', text: '12345' }] })) },
    requests: { prepare: s.answer(s.card()), discard: s.answer(null) },
  });
  await stage.open();
  await steps.search(page).fill('12345');
  await expect(page.getByText('No exact match – showing what sounds or reads like it').first()).toBeVisible();
  await expect(steps.chosen(page)).toContainText('Similar');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Only similar to what you typed. Check it').first()).toBeVisible();
  expect(stage.asked('requests.prepare')).toEqual([]);
  await steps.row(page, s.sato.name).click();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => stage.asked('requests.prepare')).toEqual([{ deviceId: s.sato.id }]);
});

test('hidden rows are counted; one key removes the filters and restores them', async ({ page, stage }) => {
  stage.prepare(hiding(0, 32));
  await stage.open();
  await filtered(page);
  await steps.search(page).fill('emma');
  await expect(page.getByRole('heading', { name: '32 devices are hidden by 2 filters' })).toBeVisible();
  await expect(page.getByText('No device matches')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+F');
  await expect(steps.results(page)).toHaveAttribute('aria-rowcount', /32|33/);
  await expect(page.getByRole('group', { name: 'Active filters' })).toHaveCount(0);
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.press('Control+Shift+F');
  await expect(page.getByRole('group', { name: 'Active filters' }).getByRole('button')).toHaveCount(3);
});

test('rows hidden by filters besides visible ones are one click away', async ({ page, stage }) => {
  stage.prepare(hiding(3, 29));
  await stage.open();
  await filtered(page);
  await steps.search(page).fill('emma');
  await expect(page.getByText('29 more devices hidden by 2 filters')).toBeVisible();
  await page.getByRole('button', { name: 'Show what the filters hide' }).click();
  await expect(page.getByText('hidden by')).toHaveCount(0);
  expect(stage.asked('inventory.find').at(-1)).toMatchObject({ text: 'emma', chips: { ownership: [], checkIn: null } });
});

test('the quick window has no filters, whatever the main window has', async ({ page, stage }) => {
  stage.prepare(hiding(0, 32));
  await stage.open('quick');
  await steps.search(page).fill('emma');
  await expect
    .poll(() => stage.asked('inventory.find').at(-1))
    .toMatchObject({
      text: 'emma',
      chips: { platforms: [], compliance: [], ownership: [], categories: [], checkIn: null },
    });
  await expect(steps.rows(page)).not.toHaveCount(0);
});
