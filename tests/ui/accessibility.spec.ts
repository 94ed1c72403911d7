import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { playScene, scenes, speak } from './scenes';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

async function violations(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate(async (values) => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })).violations;
  }, tags);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`),
  );
}

// The checker is put into the page, which the page's own policy rightly forbids. The other specs run under it.
test.use({ bypassCSP: true });

for (const scene of scenes) {
  test(`${scene.name} has no accessibility violation in any theme and language`, async ({ page, stage }) => {
    await playScene(scene, page, stage);
    await page.evaluate(axeSource);
    for (const locale of ['en', 'ja'] as const) {
      await speak(scene, stage, locale);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await violations(page), `${locale}, ${colorScheme}`).toEqual([]);
      }
    }
  });
}
