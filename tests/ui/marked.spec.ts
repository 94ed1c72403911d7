import type { Locator, Page } from '@playwright/test';
import { answerScenes } from './answer-scenes';
import { expect, test } from './fixtures';
import type { Scene } from './scenes';
import { playScene } from './scenes';
import * as steps from './steps';

const scene = (name: string): Scene => {
  const found = answerScenes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no scene ${name}`);
  return found;
};
const marks = (page: Page): Locator => steps.results(page).locator('mark');
const chip = (page: Page, text: string): Locator =>
  page.locator('p').filter({ hasText: text }).filter({ visible: true });

test('in a similar hit only the different letter is marked, as a difference and not as a match', async ({
  page,
  stage,
}) => {
  await playScene(scene('found-typo-marked'), page, stage);
  await expect(marks(page)).toHaveText([/^.$/]);
  await expect(marks(page)).toHaveClass(/differs/);
  // Not by colour alone: a difference is underlined in another way than a match.
  const line = await marks(page).evaluate(
    (mark) => getComputedStyle(mark).textDecorationLine + getComputedStyle(mark).textDecorationStyle,
  );
  expect(line).not.toBe('nonesolid');
});

for (const window of ['main', 'quick'] as const) {
  test(`${window}: a word for a form of device is shown as a chip, which disappears with the word`, async ({
    page,
    stage,
  }) => {
    await playScene(
      { ...scene('found-of-a-form'), window, ...(window === 'quick' && { size: { width: 640, height: 440 } }) },
      page,
      stage,
    );
    await expect(chip(page, 'Only Laptop')).toHaveCount(1);
    await expect(page.getByRole('status').filter({ hasText: 'Only Laptop' })).toHaveCount(1);
    stage.prepare({ ...scene('found-by-serial').answers });
    await steps.search(page).fill('S/N: PF4D7K22');
    await expect(page.getByText('by serial number PF4D7K22').first()).toBeVisible();
    await expect(page.getByText('Only Laptop').filter({ visible: true })).toHaveCount(0);
  });
}

test('a hit by a serial number or by fewer words has no marks except for the given match', async ({ page, stage }) => {
  await playScene(scene('found-rest'), page, stage);
  await expect(steps.results(page)).toBeVisible();
  await expect(marks(page)).toHaveCount(0);
});
