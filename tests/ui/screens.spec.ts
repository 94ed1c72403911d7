import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { NOW, ordinary } from './samples';
import { playScene, scenes } from './scenes';
import { textAtRest } from './screen-text';
import { Stage } from './stage';

const folder = join(import.meta.dirname, 'accepted');
const fileOf = (name: string): string => `${name}.aria.yml`;
/** Whether what is on screen becomes what is accepted. */
const isAccepting = (): boolean => base.info().config.updateSnapshots !== 'none';

function accepted(name: string): string | null {
  const file = join(folder, fileOf(name));
  return isAccepting() || !existsSync(file) ? null : readFileSync(file, 'utf8');
}

/** One page for all scenes of a worker: opening a browser context for each takes longer than most scenes. */
const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ timezoneId: 'UTC', reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      await use(await Stage.on(page));
      await context.close();
    },
    { scope: 'worker' },
  ],
});

// One scene chooses hundreds of filters one by one.
test.describe.configure({ timeout: 60_000 });

test.describe('the accessibility tree is the accepted one:', () => {
  for (const scene of scenes) {
    test(scene.name, async ({ stage, viewport }) => {
      await stage.clear();
      if (viewport !== null) await stage.page.setViewportSize(viewport);
      stage.prepare(ordinary);
      await playScene(scene, stage.page, stage);
      // Compared as text: toMatchAriaSnapshot ignores states that a file does not name, and accepts patterns in place of numbers.
      expect(await textAtRest(stage.page, accepted(scene.name))).toMatchSnapshot([fileOf(scene.name)]);
      expect(stage.problems).toEqual([]);
    });
  }
});

test('every accepted file belongs to one scene', () => {
  const names = scenes.map(({ name }) => name);
  expect(
    names.filter((name, index) => names.indexOf(name) !== index),
    'scenes of the same name',
  ).toEqual([]);
  const wanted = new Set(names.map(fileOf));
  const unused = readdirSync(folder).filter((file) => !wanted.has(file));
  if (isAccepting()) for (const file of unused) rmSync(join(folder, file));
  else expect(unused, 'files without a scene').toEqual([]);
});
