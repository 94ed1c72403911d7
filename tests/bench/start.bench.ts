import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../e2e/fixtures';
import { stopApp } from '../support/app-runner';
import { Technician } from '../support/technician';
import { pssOfTree } from './support/memory';
import { deskside, emptyApp, startPlainly } from './support/plain-start';
import { record } from './support/results';
import { median } from './support/statistics';

const WARM_UPS = 2;
const STARTS = 11;
const MEMORY_ROUNDS = 3;
/** Until the quick window is warm and everything that was put off is done. */
const SETTLE_MS = 12_000;

test.beforeEach(async ({ presetTenant, start, signIn }) => {
  await presetTenant();
  const { app, window } = await start();
  await signIn(window);
  await expect(new Technician(window).search).toBeFocused();
  await stopApp(app);
});

test('cold start compared with an empty window', async ({ folder }) => {
  const empty = await mkdtemp(join(tmpdir(), 'deskside-empty-'));
  const times: { readonly empty: number; readonly app: number }[] = [];
  for (let n = -WARM_UPS; n < STARTS; n += 1) {
    const pair = { empty: await startMs(emptyApp, empty), app: await startMs(deskside, folder.path) };
    if (n >= 0) times.push(pair);
  }
  await rm(empty, { recursive: true, force: true, maxRetries: 5 });
  const app = median(times.map((pair) => pair.app));
  const floor = median(times.map((pair) => pair.empty));
  record({ name: 'empty window: process start to box', value: floor, unit: 'ms' });
  record({ name: 'cold start: process start to search box', value: app, unit: 'ms' });
  record({ name: 'cold start against an empty window', value: app / floor, unit: '×', budget: 1.15 });
});

async function startMs(app: string, userData: string): Promise<number> {
  const { ms, stop } = await startPlainly(app, userData);
  await stop();
  return ms;
}

test('memory in the tray compared with an empty app with a window', async ({ folder }) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  const empty = await mkdtemp(join(tmpdir(), 'deskside-empty-'));
  const sizes: { readonly empty: number; readonly app: number }[] = [];
  for (let n = 0; n < MEMORY_ROUNDS; n += 1) {
    sizes.push({ empty: await pssMiB(emptyApp, empty, []), app: await pssMiB(deskside, folder.path, ['--hidden']) });
  }
  await rm(empty, { recursive: true, force: true, maxRetries: 5 });
  const app = median(sizes.map((pair) => pair.app));
  const floor = median(sizes.map((pair) => pair.empty));
  record({ name: 'empty app with a window: memory (PSS)', value: floor, unit: 'MiB' });
  record({ name: 'idle in the tray: memory (PSS)', value: app, unit: 'MiB' });
  record({ name: 'idle in the tray against an empty app', value: app / floor, unit: '×', budget: 1.1 });
});

async function pssMiB(app: string, userData: string, words: readonly string[]): Promise<number> {
  const { pid, stop } = await startPlainly(app, userData, words);
  await new Promise((settled) => setTimeout(settled, SETTLE_MS));
  const size = pssOfTree(pid);
  await stop();
  return size;
}
