import { resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, expect } from '@playwright/test';
import { electronPath } from '../../build/electron.mjs';

const CLOSE_LIMIT_MS = 15_000;
const WINDOW_LIMIT_MS = 30_000;
const STEP_LIMIT_MS = 20_000;

export interface RunOptions {
  readonly folder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts Electron with the words it is given, in surroundings of its own. Default: Electron itself. */
  readonly program?: string;
}

const root = resolve(import.meta.dirname, '../..');
const heldStart = resolve(import.meta.dirname, 'held-start.cjs');

/** Starts the built app on the real Electron, with the sandbox unless the user is root. */
export async function startApp({
  folder,
  args = [],
  env = {},
  program = electronPath(),
}: RunOptions): Promise<ElectronApplication> {
  const isRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: program,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--password-store=gnome-libsecret',
      '-r',
      heldStart,
      root,
      `--user-data-dir=${folder}`,
      ...args,
    ],
    chromiumSandbox: !isRoot,
    env: { ...definedOnly(process.env), ...env },
  });
  // The one of the configuration is for browsers only: without it a step that waits in vain would not say which one it is.
  app.context().setDefaultTimeout(STEP_LIMIT_MS);
  return app;
}

/** The main window, once its page stands. The quick window is created hidden beside it. */
export async function mainWindow(app: ElectronApplication): Promise<Page> {
  return windowAt(app, '/index.html');
}

export async function quickWindow(app: ElectronApplication): Promise<Page> {
  return windowAt(app, '/quick.html');
}

async function windowAt(app: ElectronApplication, path: string): Promise<Page> {
  // Asked again and again: a window is announced before it has an address.
  const find = (): Page | undefined =>
    app.windows().find((page) => URL.canParse(page.url()) && new URL(page.url()).pathname === path);
  await expect.poll(find, { timeout: WINDOW_LIMIT_MS, message: `a window that shows ${path}` }).toBeDefined();
  const found = find();
  if (found === undefined) throw new Error(`The window that shows ${path} went away.`);
  await found.getByRole('main').waitFor();
  return found;
}

/** Quits as a person does, and waits until the process is gone: everything the app writes at its end is written then. */
export async function quitApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const gone = new Promise<true>((settle) => child.once('exit', () => settle(true)));
  const late = new Promise<false>((settle) => setTimeout(() => settle(false), CLOSE_LIMIT_MS).unref());
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  if (!(await Promise.race([gone, late]))) throw new Error('The app did not quit.');
}

/** Closing an Electron app can hang forever; it is killed then, and the test does not fail for it. */
export async function stopApp(app: ElectronApplication): Promise<void> {
  const child = processOf(app);
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_LIMIT_MS);
  await app.close().catch(() => undefined);
  clearTimeout(late);
}

/** Null for an app that was already closed: Playwright no longer knows its process then. */
function processOf(app: ElectronApplication): ReturnType<ElectronApplication['process']> | null {
  try {
    return app.process();
  } catch {
    return null;
  }
}

/** The same as pulling the plug: no handler of the app runs. */
export async function killApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const gone = new Promise<void>((settle) => child.once('exit', () => settle()));
  child.kill('SIGKILL');
  await gone;
}

export const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));
