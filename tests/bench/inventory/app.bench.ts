import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { DEVICE_SELECT } from '../../../main/graph/managed-device';
import type { FaultRule } from '../../../practice';
import type { PracticeServer } from '../../../practice/server';
import { startPracticeServer } from '../../../practice/server';
import type { InventoryView } from '../../../shared/contract/inventory';
import type { ManagedDevice } from '../../../shared/managed-device';
import { expect, test } from '../../e2e/fixtures';
import { quitApp } from '../../support/app-runner';
import { callMain } from '../../support/page-bridge';
import { trustAuthority } from '../../support/trusted-authority';
import { record } from '../support/results';
import { median, percentile } from '../support/statistics';
import type { KeyPress } from './driver';
import { longestMainTask, nextKeyPress, pssAtRest, pssOfEmptyUtility, pssOfUtility, watchMainLoop } from './driver';
import { makeQueries, prefixesOf } from './queries';
import { practicePages } from './tenant';

const DEVICES = Number(process.env['DESKSIDE_BENCH_DEVICES'] ?? 500_000);
const QUERIES = Number(process.env['DESKSIDE_BENCH_QUERIES'] ?? 300);
/** How long the service thinks about a page, in milliseconds. By default it shares the processor with the app and responds as fast as it can. */
const DELAY_MS = Number(process.env['DESKSIDE_BENCH_DELAY_MS'] ?? 0);
/** Queries are about devices of the first pages only, so that they need not all be made here once more. */
const PAGES_ASKED = 20;
const FRAME_MS = 1_000 / 60;
const SYNC_LIMIT_MS = 15 * 60_000;
const TOKEN = 'deskside-bench-token';

const emptyUtility = resolve(import.meta.dirname, 'empty-utility.cjs');
const thousand = (count: number): string => `${String(count / 1_000)} k`;

async function view(window: Page): Promise<InventoryView> {
  const current = await callMain<InventoryView>(window, 'inventory', 'current');
  if (!current.ok) throw new Error(current.error.code);
  return current.value;
}

/** Keeps the header of the app's own calls in the app's own process, so that the same pages can be fetched once more. */
const keepToken = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ session }, key) => {
    session.fromPartition('graph', { cache: false }).webRequest.onBeforeSendHeaders((details, go) => {
      const header = Object.entries(details.requestHeaders).find(([name]) => name.toLowerCase() === 'authorization');
      if (header !== undefined) Reflect.set(globalThis, key, header[1]);
      go({ requestHeaders: details.requestHeaders });
    });
  }, TOKEN);

/** Fetches every page through the same network stack and throws it away; milliseconds. */
const plainDownload = (app: ElectronApplication, first: string): Promise<number> =>
  app.evaluate(
    async ({ session }, { address, key }) => {
      const network = session.fromPartition('graph', { cache: false });
      const begun = performance.now();
      let next: string | undefined = address;
      while (next !== undefined) {
        const answer: Response = await network.fetch(next, {
          headers: { Authorization: String(Reflect.get(globalThis, key)) },
        });
        if (!answer.ok) throw new Error(`The plain download was answered with ${String(answer.status)}.`);
        const page = (await answer.json()) as { readonly '@odata.nextLink'?: string };
        next = page['@odata.nextLink'];
      }
      return performance.now() - begun;
    },
    { address: first, key: TOKEN },
  );

/** Reads the whole tenant into an inventory that holds nothing; milliseconds from the first page on. */
async function firstSync(window: Page, server: PracticeServer): Promise<number> {
  await callMain(window, 'settings', 'change', { inventory: 'off' });
  await expect.poll(async () => (await view(window)).state).toBe('off');
  server.control.clearRequests();
  await callMain(window, 'settings', 'change', { inventory: 'disk' });
  const told = window.evaluate(
    (limit) =>
      new Promise<number>((settle, reject) => {
        const bridge = (
          globalThis as unknown as {
            deskside: { inventory: { changed(listen: (now: { asOf: string | null }) => void): () => void } };
          }
        ).deskside;
        const late = setTimeout(() => reject(new Error('The first run did not end.')), limit);
        const stop = bridge.inventory.changed(({ asOf }) => {
          if (asOf === null) return;
          clearTimeout(late);
          stop();
          settle(Date.now());
        });
      }),
    SYNC_LIMIT_MS,
  );
  const ended = await told;
  const begun = server.control.requests.find(({ path }) => path.includes('managedDevices?'))?.at ?? NaN;
  return ended - begun;
}

test.describe('the app with a large tenant', () => {
  let server: PracticeServer;
  const seed = randomInt(1, 1_000_000);
  test.beforeAll(async () => {
    const faults: readonly FaultRule[] =
      DELAY_MS > 0 ? [{ kind: 'delay', delayMs: DELAY_MS, match: { path: 'managedDevices\\?' } }] : [];
    server = await startPracticeServer({ devices: DEVICES, seed, faults });
    await trustAuthority(server.caPem, 'deskside-bench');
  });
  test.afterAll(() => server.stop());

  test('first sync compared with a plain download, and key presses until the rows are painted', async ({
    folder,
    start,
    signIn,
  }) => {
    process.stdout.write(`${String(DEVICES)} devices, seed ${String(seed)}\n`);
    await folder.preset({
      profiles: [{ id: 'contoso', ...server.profile }],
      activeProfile: 'contoso',
      preferences: { language: 'en', inventory: 'off' },
    });
    const { app, window } = await start();
    await keepToken(app);
    await signIn(window);
    await expect(window.getByRole('combobox', { name: 'Search devices' })).toBeVisible();
    await callMain(window, 'devices', 'search', { text: 'TYO-LT-04127' });
    const first = `${server.origin}/v1.0/deviceManagement/managedDevices?$select=${DEVICE_SELECT}&$top=1000`;

    const plain = [await plainDownload(app, first)];
    await watchMainLoop(app);
    const synced = await firstSync(window, server);
    const longest = await longestMainTask(app);
    plain.push(await plainDownload(app, first));
    expect((await view(window)).devices).toBe(DEVICES);
    const mean = (plain[0] ?? NaN) / 2 + (plain[1] ?? NaN) / 2;
    record({ name: `first sync of ${thousand(DEVICES)} devices`, value: synced / 1_000, unit: 's' });
    record({ name: 'plain download of the same pages (mean of before and after)', value: mean / 1_000, unit: 's' });
    record({ name: 'first sync against the plain download', value: synced / mean, unit: '×', budget: 1.15 });
    record({ name: 'longest main-process task during the first sync', value: longest, unit: 'ms', budget: 50 });

    const joining = await pssOfUtility(app, 'Deskside inventory');
    const inventory = await pssAtRest(app, 'Deskside inventory');
    const empty = await pssOfEmptyUtility(app, emptyUtility);
    record({
      name: 'inventory process over an empty one while parts are joined after the first sync, a device',
      value: (joining - empty) / DEVICES,
      unit: 'bytes',
    });
    record({
      name: 'the same once it is at rest, a device',
      value: (inventory - empty) / DEVICES,
      unit: 'bytes',
      budget: 400,
    });

    await keyPresses(window);

    await quitApp(app);
    const again = await start();
    const opened = await readyMs(again.window);
    record({
      name: `${thousand(DEVICES)} devices from the snapshot, after the window stood`,
      value: opened / 1_000,
      unit: 's',
    });
    const emptyAgain = await pssOfEmptyUtility(again.app, emptyUtility);
    const inventoryAgain = await pssOfUtility(again.app, 'Deskside inventory');
    record({
      name: 'the same after a start from the snapshot, a device',
      value: (inventoryAgain - emptyAgain) / DEVICES,
      unit: 'bytes',
      budget: 400,
    });
  });

  /** Milliseconds until the stored inventory can be searched again. */
  async function readyMs(window: Page): Promise<number> {
    const begun = performance.now();
    await expect.poll(async () => (await view(window)).devices, { timeout: 120_000, intervals: [100] }).toBe(DEVICES);
    return performance.now() - begun;
  }

  async function keyPresses(window: Page): Promise<void> {
    const devices: ManagedDevice[] = [];
    for (const page of practicePages(seed, DEVICES)) if (devices.push(...page) >= PAGES_ASKED * 1_000) break;
    const field = window.getByRole('combobox', { name: 'Search devices' });
    const presses: (KeyPress & { readonly kind: string })[] = [];
    await field.focus();
    for (const query of makeQueries(devices, QUERIES, randomInt(1, 1_000_000))) {
      await window.keyboard.press('Escape');
      await expect(field).toHaveValue('');
      const prefixes = prefixesOf(query);
      const [begin = ''] = prefixes;
      // What comes before the part that is measured is there at once.
      await field.fill(Array.from(begin).slice(0, -1).join(''));
      for (const text of prefixes) {
        const asked = text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
        if (asked !== text.normalize('NFKC')) {
          await window.keyboard.insertText(Array.from(text).at(-1) ?? '');
          continue;
        }
        const painted = nextKeyPress(window, asked);
        await window.evaluate(() => 0);
        await window.keyboard.insertText(Array.from(text).at(-1) ?? '');
        presses.push({ kind: query.kind, ...(await painted) });
      }
    }
    report('all', presses);
    for (const kind of new Set(presses.map((press) => press.kind)))
      report(
        kind,
        presses.filter((press) => press.kind === kind),
      );
  }

  function report(kind: string, presses: readonly KeyPress[]): void {
    const rows = presses.map((press) => press.rows);
    const box = presses.map((press) => press.box);
    const name = `key press to painted rows, ${thousand(DEVICES)} devices, ${kind} (n ${String(presses.length)})`;
    for (const [label, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      record({ name: `${name}, ${label}`, value: share === 0.5 ? median(rows) : percentile(rows, share), unit: 'ms' });
    }
    const frames = (percentile(rows, 0.95) - percentile(box, 0.95)) / FRAME_MS;
    record({
      name: `${name}, p95 beyond the empty list`,
      value: frames,
      unit: 'frames',
      budget: kind === 'all' ? 2 : null,
    });
  }
});
