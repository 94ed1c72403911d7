import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { answerFromFiles, listBuiltFiles } from '../../main/desktop/security/built-files';

/** A secure origin that exists in the test's browser only. */
export const pageOrigin = 'https://deskside.test';

const builtPages = resolve(import.meta.dirname, '../../out/renderer');

/** Serves the built pages to a plain browser with the app's own headers; any other address does not exist for it. */
export async function hostRenderer(page: Page): Promise<void> {
  const files = await listBuiltFiles(builtPages);
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== pageOrigin) return route.abort('blockedbyclient');
    const response = await answerFromFiles(files, {
      method: route.request().method(),
      url: `app://deskside${url.pathname}`,
    });
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
}
