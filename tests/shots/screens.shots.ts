import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from '../ui/fixtures';
import { playScene, scenes, speak } from '../ui/scenes';

const folder = resolve(import.meta.dirname, '../../out/shots');
mkdirSync(folder, { recursive: true });

const looks = [
  { theme: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { theme: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { theme: 'hc', media: { colorScheme: 'dark', forcedColors: 'active' } },
] as const;

test.use({
  viewport: { width: 1180, height: 760 },
  // Taking a picture puts a style into the page, which the page's own policy rightly forbids.
  bypassCSP: true,
  launchOptions: { executablePath: '/usr/bin/chromium' },
});

for (const scene of scenes) {
  test(scene.name, async ({ page, stage }) => {
    await playScene(scene, page, stage);
    for (const locale of ['en', 'ja'] as const) {
      await speak(scene, stage, locale);
      for (const { theme, media } of looks) {
        await page.emulateMedia(media);
        await page.screenshot({ path: join(folder, `${scene.name}-${theme}-${locale}.png`), animations: 'disabled' });
      }
    }
  });
}
