import type { DeviceList } from '../../shared/contract/devices';
import { expect, test } from './fixtures';
import { nth } from './inventory-samples';
import * as s from './samples';
import * as steps from './steps';

/** An app on 1,200 devices, of which 500 come at a time. */
const part = (from: number, to: number, more?: string): DeviceList => ({
  devices: Array.from({ length: to - from }, (_, at) => nth(from + at, { source: 'live' })),
  truncated: more !== undefined,
  ...(more !== undefined && { more }),
});
const SECOND = '00000000-0000-4000-8000-000000000002';
const THIRD = '00000000-0000-4000-8000-000000000003';
const more = async ({ more: handle }: { more: string }): Promise<ReturnType<typeof s.ok<DeviceList>>> =>
  s.ok(handle === SECOND ? part(500, 1000, THIRD) : part(1000, 1200));

test('every device of a widespread app can be reached by moving down the list', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything), ofApp: s.answer(part(0, 500, SECOND)), more } });
  await stage.open();
  await steps.find(page, 'TeamViewer');
  await steps.section(page, 'Apps').click();
  await expect(page.getByText('500+ devices found').first()).toBeVisible();
  expect(stage.asked('devices.more')).toEqual([]);
  await steps.results(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => stage.asked('devices.more')).toEqual([{ more: SECOND }]);
  await expect(steps.results(page)).toHaveAttribute('aria-rowcount', /^100\d$/);
  await expect(steps.chosen(page)).toContainText('PC-000499');
  await page.keyboard.press('End');
  await expect(page.getByText('1,200 devices found').first()).toBeVisible();
  await page.keyboard.press('End');
  await expect(steps.chosen(page)).toContainText('PC-001199');
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);
  expect(stage.asked('devices.more')).toEqual([{ more: SECOND }, { more: THIRD }]);
});

test('when the next devices cannot be read, the rows stay, it is said once, and a button retries', async ({
  page,
  stage,
}) => {
  stage.prepare({
    devices: {
      search: s.answer(s.everything),
      ofApp: s.answer(part(0, 500, SECOND)),
      more: s.refuse({ code: 'graph.throttled', retryAfter: 9 }),
    },
  });
  await stage.open();
  await steps.find(page, 'TeamViewer');
  await steps.section(page, 'Apps').click();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('alert')).toContainText('Intune is busy.');
  await expect(steps.results(page)).toHaveAttribute('aria-rowcount', /^50\d$/);
  stage.prepare({ devices: { more } });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('1,000+ devices found').first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('quick: the Down key at the end of an app’s devices loads more of them', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: s.answer(s.found({ apps: [s.detectedApp] })),
      ofApp: s.answer(part(0, 60, SECOND)),
      more: s.answer(part(60, 90)),
    },
  });
  await stage.open('quick');
  await steps.find(page, 'TeamViewer');
  await page.keyboard.press('Enter');
  await expect(steps.rows(page)).toHaveCount(50);
  await page.keyboard.press('End');
  for (let at = 0; at < 8; at++) await page.keyboard.press('PageDown');
  await expect(steps.rows(page)).toHaveCount(60);
  for (let at = 0; at < 3; at++) await page.keyboard.press('PageDown');
  await expect(steps.rows(page)).toHaveCount(90);
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);
});
