import { expect, test } from './fixtures';
import * as s from './samples';
import { playScene, scenes, speak } from './scenes';
import * as steps from './steps';

test('a narrow window shows list or detail, with a way back', async ({ page, stage }) => {
  await page.setViewportSize({ width: 700, height: 560 });
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await expect(steps.results(page)).toBeHidden();
  const back = page.getByRole('button', { name: 'Back' });
  await expect(back).toBeVisible();
  await back.click();
  await expect(steps.results(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: s.sato.name })).toBeHidden();
});

test('a wide window shows both and no Back', async ({ page, stage }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await expect(steps.results(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back' })).toBeHidden();
});

// Reflow at 320 CSS pixels, the width of a window at 400 % zoom: nothing is cut off to the side.
for (const scene of scenes.filter(({ window }) => window === undefined)) {
  test(`${scene.name} needs no horizontal scrolling at 320 pixels`, async ({ page, stage }) => {
    await playScene(scene, page, stage);
    await page.setViewportSize({ width: 320, height: 640 });
    for (const locale of ['en', 'ja'] as const) {
      await speak(scene, stage, locale);
      const tooWide = (): Promise<string[]> =>
        page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll<HTMLElement>('main, main *, dialog')]
            .filter(
              (element) =>
                element.scrollWidth > element.clientWidth + 1 &&
                ['auto', 'scroll', 'visible'].includes(getComputedStyle(element).overflowX) &&
                element.clientWidth > 0,
            )
            .filter(
              (element) =>
                getComputedStyle(element).display !== 'inline' &&
                element.getBoundingClientRect().left + element.scrollWidth > 321,
            )
            .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth}`),
        );
      // A menu is positioned again a moment after its texts have changed.
      await expect.poll(tooWide, locale).toEqual([]);
    }
  });
}

test('high contrast uses system colours and keeps the selected row readable', async ({ page, stage }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  const selected = steps.chosen(page);
  const colours = await selected.evaluate((row) => {
    const probe = document.createElement('span');
    probe.style.forcedColorAdjust = 'none';
    probe.style.color = 'HighlightText';
    probe.style.backgroundColor = 'Highlight';
    document.body.append(probe);
    const system = getComputedStyle(probe);
    const expected = { text: system.color, back: system.backgroundColor };
    probe.remove();
    const child = row.querySelector('strong') ?? row;
    return { expected, actual: { text: getComputedStyle(child).color, back: getComputedStyle(row).backgroundColor } };
  });
  expect(colours.actual).toEqual(colours.expected);
});

for (const name of ['card-sending', 'previous-device', 'first-run']) {
  test(`high contrast fades nothing, and disabled controls have the system's colour: ${name}`, async ({
    page,
    stage,
  }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    const scene = scenes.find((one) => one.name === name);
    if (scene === undefined) throw new Error('there is no such scene');
    await playScene(scene, page, stage);
    const seen = await page.evaluate(() => {
      const probe = document.createElement('span');
      probe.style.forcedColorAdjust = 'none';
      probe.style.color = 'GrayText';
      document.body.append(probe);
      const grey = getComputedStyle(probe).color;
      probe.remove();
      const shown = [...document.querySelectorAll('*')].filter((one) => one.getClientRects().length > 0);
      const idle = shown.filter((one) =>
        one.matches('button:disabled, button[aria-disabled="true"][aria-busy="true"]'),
      );
      return {
        idle: idle.length,
        faded: shown
          .filter((one) => Number(getComputedStyle(one).opacity) < 1)
          .map((one) => one.outerHTML.slice(0, 120)),
        others: idle.filter((one) => getComputedStyle(one).color !== grey).map((one) => one.outerHTML.slice(0, 120)),
      };
    });
    expect(seen).toMatchObject({ faded: [], others: [] });
    expect(seen.idle).toBeGreaterThan(0);
  });
}

test('nothing moves with reduced motion', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: { current: s.answer([s.request('waiting')]) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  const running = await page.evaluate(
    () => document.getAnimations().filter((one) => one.playState === 'running').length,
  );
  expect(running).toBe(0);
});
