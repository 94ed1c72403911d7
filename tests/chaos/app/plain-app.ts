import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { chromium, expect } from '@playwright/test';
import { electronPath } from '../../../build/electron.mjs';
import { definedOnly } from '../../support/app-runner';

const root = resolve(import.meta.dirname, '../../..');
const limitMs = 30_000;

/**
 * The app without Playwright's driver, which stops every new page process until it has attached, and loses one that crashed.
 * Each look at the page is a connection of its own.
 */
export class PlainApp {
  readonly #child: ChildProcess;

  private readonly folder: string;

  private constructor(folder: string, bin: string) {
    this.folder = folder;

    const words = [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--password-store=gnome-libsecret',
      '--remote-debugging-port=0',
      root,
      `--user-data-dir=${folder}`,
    ];
    const env = {
      ...definedOnly(process.env),
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      LANGUAGE: 'en',
      LC_ALL: 'en_GB.UTF-8',
    };
    this.#child = spawn(electronPath(), words, { env, stdio: 'ignore', detached: true });
  }

  /** `bin` holds the stand-in for the system browser. */
  static async start(folder: string, bin: string): Promise<PlainApp> {
    await rm(join(folder, 'DevToolsActivePort'), { force: true });
    return new PlainApp(folder, bin);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const gone = new Promise((settle) => child.once('exit', settle));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** Waits until the main page shows a text; `within` milliseconds. */
  async shows(text: string, within = limitMs): Promise<void> {
    await expect.poll(async () => (await this.#text()) ?? '', { timeout: within }).toContain(text);
  }

  /** Crashes the main page; resolves once the app has noticed. */
  async crash(): Promise<void> {
    const before = await this.logged('page.gone');
    // Chromium's own address for it. A look that did not reach the page is repeated, one that did is not: the page would die twice.
    await expect
      .poll(
        async () => {
          if ((await this.logged('page.gone')) > before) return true;
          await this.#withPage(async (page) => {
            const session = await page.context().newCDPSession(page);
            await Promise.race([
              session.send('Page.crash').catch(() => undefined),
              page.waitForEvent('crash', { timeout: 3_000 }),
            ]);
          });
          return (await this.logged('page.gone')) > before;
        },
        { timeout: limitMs },
      )
      .toBe(true);
  }

  /** Makes the main page do nothing but calculate, and takes its time to see a key: from then on it hangs. */
  async hang(ms: number): Promise<void> {
    await expect
      .poll(
        () =>
          this.#withPage(async (page) => {
            const session = await page.context().newCDPSession(page);
            await session.send('Runtime.evaluate', {
              expression: `setTimeout(() => { const from = Date.now(); while (Date.now() - from < ${String(ms)}); }, 0)`,
            });
            // Chromium notices a hang by input: it waits for the page to handle this key.
            void session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Shift' }).catch(() => undefined);
            return true;
          }),
        { timeout: limitMs },
      )
      .toBe(true);
  }

  /** How often the log names an event. */
  async logged(event: string): Promise<number> {
    return (await readFile(join(this.folder, 'logs', 'deskside.log'), 'utf8').catch(() => ''))
      .split('\n')
      .filter((line) => line.includes(`"${event}"`)).length;
  }

  async #text(): Promise<string | null> {
    return this.#withPage((page) => page.locator('body').innerText({ timeout: 3_000 }));
  }

  async #withPage<T>(use: (page: Page) => Promise<T>): Promise<T | null> {
    const port = (await readFile(join(this.folder, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
    if (port === '') return null;
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 }).catch(() => null);
    if (browser === null) return null;
    try {
      const page = browser
        .contexts()
        .flatMap((context) => context.pages())
        .find((one) => one.url().endsWith('/index.html'));
      return page === undefined ? null : await use(page);
    } catch {
      return null;
    } finally {
      await browser.close();
    }
  }
}
