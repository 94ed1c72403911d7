import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { electronPath } from '../../../build/electron.mjs';
import { landmarks } from '../../../practice';
import { expect, test } from '../../e2e/fixtures';
import { definedOnly, quitApp } from '../../support/app-runner';
import { Technician } from '../../support/technician';
import { count } from '../counts';
import { counted } from '../rows';

const { slow } = landmarks;
const crashes = count(2, 50);
/** More deaths in five minutes, and the app gives the page up until somebody asks for it. */
const perStart = 2;
const root = resolve(import.meta.dirname, '../../..');

/** Without Playwright's driver: it stops every new page process until it has attached, and loses one that crashed. */
function startPlain(folder: string, bin: string): ChildProcess {
  const words = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--password-store=gnome-libsecret', '--remote-debugging-port=0', root, `--user-data-dir=${folder}`];
  const env = { ...definedOnly(process.env), PATH: `${bin}:${process.env['PATH'] ?? ''}`, LANGUAGE: 'en', LC_ALL: 'en_GB.UTF-8' };
  return spawn(electronPath(), words, { env, stdio: 'ignore', detached: true });
}

async function withMainPage<T>(folder: string, use: (page: Page) => Promise<T>): Promise<T | null> {
  const port = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
  if (port === '') return null;
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 }).catch(() => null);
  if (browser === null) return null;
  try {
    const page = browser.contexts().flatMap((context) => context.pages()).find((one) => one.url().endsWith('/index.html'));
    return page === undefined ? null : await use(page);
  } catch {
    return null;
  } finally {
    await browser.close();
  }
}

const textIn = async (folder: string): Promise<string> => (await withMainPage(folder, (page) => page.locator('body').innerText({ timeout: 3_000 }))) ?? '';

/** Chromium's own address for it; the driver is told nothing more about the page. */
const crash = (folder: string): Promise<unknown> =>
  withMainPage(folder, async (page) => {
    const session = await page.context().newCDPSession(page);
    await Promise.race([session.send('Page.crash').catch(() => undefined), page.waitForEvent('crash', { timeout: 3_000 })]);
  });

const deathsIn = async (folder: string): Promise<number> =>
  (await readFile(join(folder, 'logs', 'deskside.log'), 'utf8')).split('\n').filter((line) => line.includes('"page.gone"')).length;

test(`${String(crashes)} crashes of the page while a request waits: it comes back and shows the result`, ({ presetTenant, start, signIn, approving, systemBrowser, tenant, folder }) => counted('crashes of the page', async (row) => {
  test.setTimeout(90_000 + crashes * 30_000);
  await presetTenant();
  const asked = tenant.control.accepted(slow.id);
  const { app, window } = await start();
  await signIn(window);
  await approving(() => new Technician(window).ask(slow.name));
  await new Technician(window).seeState(slow.name, /Waiting/);
  await quitApp(app);

  let slowest = 0;
  for (let done = 0; done < crashes; ) {
    await rm(join(folder.path, 'DevToolsActivePort'), { force: true });
    const child = startPlain(folder.path, systemBrowser.bin);
    try {
      await expect.poll(() => textIn(folder.path), { timeout: 30_000 }).toContain(slow.name);
      for (let nth = 0; nth < perStart && done < crashes; nth += 1, done += 1) {
        const deaths = await deathsIn(folder.path);
        await crash(folder.path);
        await expect.poll(() => deathsIn(folder.path)).toBe(deaths + 1);
        const from = Date.now();
        await expect.poll(() => textIn(folder.path), { timeout: 20_000 }).toContain(slow.name);
        slowest = Math.max(slowest, Date.now() - from);
        row.ran();
      }
      // Nobody told the new page anything: it asked for the request and its result itself.
      await expect.poll(() => textIn(folder.path), { timeout: 40_000 }).toContain('Session ready');
    } finally {
      const gone = new Promise((settle) => child.once('exit', settle));
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await gone;
    }
  }
  expect(tenant.control.accepted(slow.id)).toBe(asked + 1);
  console.info(`${String(crashes)} page crashes, back after ${String(slowest)} ms at most, result shown each time`);
}));
