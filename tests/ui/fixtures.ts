import { expect, test as base } from '@playwright/test';
import { NOW, ordinary } from './samples';
import { Stage } from './stage';

/**
 * A signed-in technician in front of the real page under its real content policy. Whatever the test did not
 * prepare, any policy violation and any error of the page fail the test by name.
 */
export const test = base.extend<{ stage: Stage }>({
  timezoneId: 'UTC',
  contextOptions: { reducedMotion: 'reduce' },
  stage: async ({ page }, use) => {
    await page.clock.setFixedTime(NOW);
    const stage = await Stage.on(page);
    stage.prepare(ordinary);
    await use(stage);
    expect(stage.problems).toEqual([]);
  },
});

export { expect };
