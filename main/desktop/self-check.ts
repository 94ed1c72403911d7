import { writeFile } from 'node:fs/promises';
import type { BrowserWindow, Session } from 'electron';
import { app, net } from 'electron';
import type { Clock } from '../../shared/clock';
import type { InventoryKeeper } from '../inventory/local/port';
import type { SessionKeeper } from '../session/session-keeper';
import { isAllowedWord } from './security/allowed-words';
import { foreignVariables } from './security/foreign-variables';

const LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 100;

export interface SelfCheckOptions {
  /** Where the report goes. */
  readonly file: string;
  readonly window: BrowserWindow;
  readonly page: string;
  readonly session: Session;
  readonly clock: Clock;
  readonly keeper: Pick<SessionKeeper, 'signIn'>;
  readonly inventory: Pick<InventoryKeeper, 'current'>;
}

/**
 * The `--self-check=FILE` command: waits until the window shows its page, writes the observed behaviour of this
 * installation to a JSON file and exits with 0, or with 1 when the page did not appear. Needs no debugger, so it works
 * on a hardened package.
 */
export async function runSelfCheck(options: SelfCheckOptions): Promise<void> {
  const ready = await hasLandmark(options);
  const report = {
    ready,
    ...(await describeApp(options)),
    ...(ready ? await describePage(options.window) : {}),
    ...(await describeWork(options)),
  };
  await writeFile(options.file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  app.exit(ready ? 0 : 1);
}

async function describeApp({ page, session, window }: SelfCheckOptions): Promise<Record<string, unknown>> {
  const served = await session.fetch(page);
  return {
    version: app.getVersion(),
    electron: process.versions['electron'],
    packaged: app.isPackaged,
    csp: served.headers.get('content-security-policy'),
    title: window.getTitle(),
    openSwitches: process.argv
      .slice(1)
      .filter((word) => !isAllowedWord(word, { platform: process.platform, isRoot: process.getuid?.() === 0 })),
    openVariables: Object.values(foreignVariables(process.env, process.platform)).flat(),
    sandboxSwitchedOff: app.commandLine.hasSwitch('no-sandbox'),
  };
}

/** Whether the sign-in of the active profile works, and then the inventory; checked once the page is shown. */
async function describeWork({ keeper, inventory, clock }: SelfCheckOptions): Promise<Record<string, unknown>> {
  const signedIn = (await keeper.signIn(false)).ok;
  const isInventoryRead = signedIn && (await isSoon(clock, () => inventory.current().asOf !== null));
  return { signedIn, isInventoryRead, devices: inventory.current().devices, online: net.isOnline() };
}

/** Evaluated inside the page, where a weakness would matter. */
function describePage(window: BrowserWindow): Promise<Record<string, unknown>> {
  const question = `(async () => ({
    nodeInPage: typeof require !== 'undefined' || typeof process !== 'undefined' || typeof module !== 'undefined',
    bridge: Object.keys(window.deskside ?? {}).sort(),
    bridgeFrozen: Object.isFrozen(window.deskside),
    origin: location.origin,
    microphone: (await navigator.permissions.query({ name: 'microphone' })).state,
    recording: await (navigator.mediaDevices?.getUserMedia({ audio: true }) ?? Promise.reject(new Error())).then(() => 'given', () => 'refused'),
    trustedTypes: typeof trustedTypes,
    heading: document.querySelector('h1')?.textContent?.trim().slice(0, 80) ?? null,
  }))()`;
  return window.webContents.executeJavaScript(question).then((found: unknown) => ({ page: found }));
}

/** Waits until the page has its main landmark; false when it does not appear in time. */
const hasLandmark = ({ window, clock }: SelfCheckOptions): Promise<boolean> =>
  isSoon(clock, async () => {
    if (window.isDestroyed() || window.webContents.isLoading()) return false;
    const found: unknown = await window.webContents
      .executeJavaScript("document.querySelector('main, [role=main]') !== null")
      .catch(() => false);
    return found === true;
  });

/** Polls a condition; false when it does not become true in time. */
async function isSoon(clock: Clock, question: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = clock.now() + LIMIT_MS;
  while (clock.now() < end) {
    if (await question()) return true;
    await new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve));
  }
  return false;
}
