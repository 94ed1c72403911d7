import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { HostileStart } from './hostile-start';
import { filled } from './hostile-start';
import { runningFrom } from './ordinary-user';
import { openedWhile, packagedFolder, readReport, runPackaged } from './packaged-app';
import type { SystemBrowser } from './system-browser';

export interface JudgedStart {
  readonly start: HostileStart;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The user-data folder. */
  readonly path: string;
  readonly browser: SystemBrowser;
  /** Signs in at the page of this address. */
  readonly signIn: (address: string) => Promise<unknown>;
}

/** What a debugger at the end of a pipe would ask first, as Chromium reads it. */
const greeting = '{"id":1,"method":"Browser.getVersion"}\0';

/**
 * Starts the package with words and variables that would weaken it, signs in over TLS, and judges what happened by what is
 * there afterwards: no token on the disk, no debugger, no stranger, and pages that are apart from the rest as ever.
 */
export async function judgeStart({ start, words, env = {}, path, browser, signIn }: JudgedStart): Promise<void> {
  const file = join(path, 'report.json');
  const all = { ...env, ...start.env, PATH: `${browser.bin}:${process.env['PATH'] ?? ''}` };
  const before = (await browser.opened()).length;
  const running = runPackaged([...words, `--user-data-dir=${path}`, `--self-check=${file}`], {
    env: all,
    cwd: start.cwd,
    asks: greeting,
  });
  const kinds = new Set<string>();
  const look = (): void => {
    for (const line of runningFrom(packagedFolder)) kinds.add(/--type=(\S+)/.exec(line)?.[1] ?? 'main');
  };
  const opened = await openedWhile(start.debuggerPorts, async () => {
    const signingIn = expect
      .poll(async () => (await browser.opened()).length, { timeout: 30_000, message: 'the sign-in page is opened' })
      .toBe(before + 1);
    await Promise.race([
      signingIn,
      running.then(({ errors }) => Promise.reject(new Error(`ended too early: ${errors}`))),
    ]);
    look();
    await signIn((await browser.opened())[before] ?? '');
    const { code, errors, answers } = await running;
    expect(code, errors).toBe(0);
    expect(errors).not.toMatch(/DevTools listening|Debugger listening/);
    expect(answers, 'answers to a debugger at a pipe').toBe('');
  });
  expect(opened, 'debuggers').toEqual([]);
  expect([...kinds], 'processes of the app').toEqual(
    expect.arrayContaining(['renderer', 'zygote', 'utility', 'gpu-process']),
  );
  expect(await start.leaks(), 'files that hold a token').toEqual([]);
  expect(start.strangers(), 'connections to anybody else').toBe(0);
  expect(
    (await start.wrapped()).filter((line) => !line.startsWith('first ')),
    'processes of the app that something else was put before',
  ).toEqual([]);
  expect(
    (await readFile(join(path, 'accounts', 'contoso.bin'), 'latin1')).slice(0, 19),
    'encrypted by the keyring',
  ).toBe('gnome_libsecret\nv11');
  expect(
    await filled(path, [
      'net-log',
      'net-log-2',
      'switch-keys',
      'switch-keys-2',
      'variable-keys',
      'elsewhere/settings.json',
      'elsewhere/accounts',
    ]),
    'files of theirs',
  ).toEqual([]);
  const report = await readReport(file);
  expect(report).toMatchObject({
    ready: true,
    packaged: true,
    signedIn: true,
    isInventoryRead: true,
    openSwitches: [],
    openVariables: [],
  });
  expect(report['page']).toMatchObject({
    nodeInPage: false,
    microphone: 'denied',
    recording: 'refused',
    trustedTypes: 'object',
  });
}
