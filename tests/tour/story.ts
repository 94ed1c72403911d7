import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { test } from '@playwright/test';

const folder = resolve(import.meta.dirname, '../../out/tour');

interface Told {
  readonly step: string;
  readonly ok: boolean;
  /** Whole milliseconds, without the picture. */
  readonly ms: number;
}

export interface Story {
  /** Runs one step, takes a picture of what the action left on the screen and writes the step down, also when it fails. */
  step(name: string, action: () => Promise<Page>): Promise<Page>;
}

/**
 * Begins a tour: an empty `out/tour/` with, from the first step on, `NN-name.png` and `steps.json`
 * (`[{ "step", "ok", "ms" }]`). A step that fails shows the window of the step before it.
 */
export function beginStory(): Story {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const told: Told[] = [];
  let page: Page | null = null;
  const write = (step: string, ok: boolean, begun: number): void => {
    told.push({ step, ok, ms: Math.round(performance.now() - begun) });
    writeFileSync(join(folder, 'steps.json'), `${JSON.stringify(told, null, 2)}\n`);
  };
  return {
    step: (name, action) =>
      test.step(name, async () => {
        const begun = performance.now();
        try {
          page = await action();
          write(name, true, begun);
        } catch (cause) {
          write(name, false, begun);
          if (page !== null) await takePicture(page, told.length, name).catch(() => undefined);
          throw cause;
        }
        await takePicture(page, told.length, name);
        return page;
      }),
  };
}

async function takePicture(page: Page, number: number, name: string): Promise<void> {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  await page.screenshot({
    path: join(folder, `${String(number).padStart(2, '0')}-${slug}.png`),
    animations: 'disabled',
  });
}
