import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const MINUTE_MS = 60_000;
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

const electron = (name: string, testMatch: string, timeout: number) => ({
  name,
  testDir: `tests/${name}`,
  testMatch,
  timeout,
  workers: 1,
  fullyParallel: false,
});

/** The rungs that need a browser or a real Electron. The others: vitest.config.ts. */
export default defineConfig({
  outputDir: 'out/test-results',
  forbidOnly: true,
  retries: 0,
  workers: 2,
  expect: { timeout: 10_000 },
  // Only `npm run screens -- --accept` writes what is compared.
  updateSnapshots: 'none',
  reporter: [['list']],
  use: { actionTimeout: 10_000 },
  projects: [
    {
      name: 'ui',
      testDir: 'tests/ui',
      testMatch: '**/*.spec.ts',
      timeout: 30_000,
      workers: 2,
      fullyParallel: true,
      snapshotPathTemplate: '{testDir}/accepted/{arg}{ext}',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        launchOptions: chromium === undefined ? {} : { executablePath: chromium },
      },
    },
    electron('e2e', '**/*.spec.ts', MINUTE_MS),
    electron('chaos', '**/*.e2e.ts', 10 * MINUTE_MS),
    electron('tour', '**/tour.ts', 10 * MINUTE_MS),
    electron('shots', '**/*.shots.ts', 10 * MINUTE_MS),
    electron('bench', '**/*.bench.ts', 60 * MINUTE_MS),
  ],
});
