import type { ElectronApplication, Page } from '@playwright/test';
import { chromium, expect, test as base } from '@playwright/test';
import type { PracticeServer } from '../../practice/server';
import { startPracticeServer } from '../../practice/server';
import type { RunOptions } from '../support/app-runner';
import { mainWindow, startApp, stopApp } from '../support/app-runner';
import type { Desktop } from '../support/desktop-bus';
import { startDesktop } from '../support/desktop-bus';
import type { ProfileFolder } from '../support/profile-folder';
import { makeProfileFolder } from '../support/profile-folder';
import type { SystemBrowser } from '../support/system-browser';
import { standInForSystemBrowser } from '../support/system-browser';
import { Technician } from '../support/technician';
import { trustAuthority } from '../support/trusted-authority';

/** A started app with its main window. */
export interface Running {
  readonly app: ElectronApplication;
  readonly window: Page;
}

/** The main window, signed in as Alex Morgan. */
export interface AtWork extends Running {
  readonly technician: Technician;
}

interface WorkerFixtures {
  /** The shell of the desktop: tray host and notification server. */
  desktop: Desktop;
  trustedServer: PracticeServer;
}

interface Fixtures {
  folder: ProfileFolder;
  /** The practice tenant as a TLS server, without memory of the test before. */
  tenant: PracticeServer;
  browser: never;
  systemBrowser: SystemBrowser;
  /** Starts the app on the test's own folder; closed at the end if the test did not. */
  launch: (options?: Partial<RunOptions>) => Promise<ElectronApplication>;
  /** The same, with its main window. */
  start: (options?: Partial<RunOptions>) => Promise<Running>;
  /** Presets the app with the tenant of the TLS server, in English. */
  presetTenant: (more?: object) => Promise<void>;
  /** Presses the sign-in button and signs in on the page that the operating system was asked to open. */
  signIn: (window: Page, account?: string) => Promise<void>;
  /** Presets the tenant, starts the app and signs in. */
  signedIn: (more?: object) => Promise<AtWork>;
  /** The same, and asks for a device of this name until its request is in a state. */
  withRequest: (device: string, state: string | RegExp, more?: object) => Promise<AtWork>;
  /** Runs an action that needs a new permission, and grants it on the page that opens, as Alex Morgan by default. */
  approving: (action: () => Promise<void>, account?: string) => Promise<URL>;
}

export const test = base.extend<Omit<Fixtures, 'browser'>, WorkerFixtures>({
  desktop: [
    async ({}, use) => {
      const desktop = await startDesktop();
      await use(desktop);
      desktop.stop();
    },
    { scope: 'worker', auto: true },
  ],
  trustedServer: [
    async ({}, use) => {
      const server = await startPracticeServer();
      await trustAuthority(server.caPem, 'deskside-practice');
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  tenant: async ({ trustedServer }, use) => {
    trustedServer.control.clearFaults();
    trustedServer.control.clearRequests();
    trustedServer.control.failSignIn(null);
    trustedServer.control.forgetConsent();
    trustedServer.control.forgetRevocations();
    trustedServer.control.forgetSessions();
    trustedServer.control.setClockAhead(0);
    trustedServer.control.withholdScopes([]);
    await use(trustedServer);
  },
  folder: async ({}, use) => {
    const folder = await makeProfileFolder();
    await use(folder);
    await folder.remove();
  },
  systemBrowser: async ({ folder }, use) => {
    await use(await standInForSystemBrowser(`${folder.path}-browser`));
  },
  launch: async ({ folder, systemBrowser }, use) => {
    const started: ElectronApplication[] = [];
    await use(async (options = {}) => {
      const env = {
        PATH: `${systemBrowser.bin}:${process.env['PATH'] ?? ''}`,
        LANGUAGE: 'en',
        LC_ALL: 'en_GB.UTF-8',
        ...options.env,
      };
      const app = await startApp({ folder: folder.path, ...options, env });
      started.push(app);
      return app;
    });
    for (const app of started) await stopApp(app);
  },
  start: async ({ launch }, use) => {
    await use(async (options) => {
      const app = await launch(options);
      return { app, window: await mainWindow(app) };
    });
  },
  presetTenant: async ({ folder, tenant }, use) => {
    await use((more = {}) =>
      folder.preset({
        profiles: [{ id: 'contoso', ...tenant.profile }],
        activeProfile: 'contoso',
        preferences: { language: 'en' },
        ...more,
      }),
    );
  },
  signIn: async ({ systemBrowser }, use) => {
    await use(async (window, account = 'Alex Morgan') => {
      const press = () => window.getByRole('button', { name: 'Sign in', exact: true }).first().click();
      await visitSignInPage(await nextPage(systemBrowser, press), account);
    });
  },
  signedIn: async ({ presetTenant, start, signIn }, use) => {
    await use(async (more) => {
      await presetTenant(more);
      const running = await start();
      await signIn(running.window);
      return { ...running, technician: new Technician(running.window) };
    });
  },
  withRequest: async ({ signedIn, approving }, use) => {
    await use(async (device, state, more) => {
      const atWork = await signedIn(more);
      await approving(() => atWork.technician.ask(device));
      await atWork.technician.seeState(device, state);
      return atWork;
    });
  },
  approving: async ({ systemBrowser }, use) => {
    await use(async (action, account = 'Alex Morgan') => {
      const address = await nextPage(systemBrowser, action);
      await visitSignInPage(address, account);
      return new URL(address);
    });
  },
});

async function nextPage(systemBrowser: SystemBrowser, action: () => Promise<void>): Promise<string> {
  const before = (await systemBrowser.opened()).length;
  await action();
  await expect.poll(async () => (await systemBrowser.opened()).length).toBeGreaterThan(before);
  return (await systemBrowser.opened()).at(-1) ?? '';
}

/** A person at the sign-in page, in a browser that trusts what the operating system trusts. */
export async function visitSignInPage(address: string, account: string): Promise<string> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--disable-gpu', '--disable-quic'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.getByRole('button', { name: account }).click();
    await page.waitForURL(/^http:\/\/localhost/);
    return await page.locator('body').innerText();
  } finally {
    await browser.close();
  }
}

export { expect };
