import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostileStart } from '../support/hostile-start';
import { filled, prepareHostileStart } from '../support/hostile-start';
import { openedWhile, packageOnce, readReport, runPackaged } from '../support/packaged-app';
import type { SystemBrowser } from '../support/system-browser';
import { expect, test, visitSignInPage } from './fixtures';

const PACKAGE_LIMIT_MS = 180_000;

test.describe('a package that is started with whatever weakens it', () => {
  test.skip(process.platform !== 'linux', 'starts the Linux package');

  test.beforeAll(async () => {
    test.setTimeout(PACKAGE_LIMIT_MS);
    await packageOnce();
  });

  /** Starts, signs in over TLS as a person does, and judges what happened by what is there afterwards. */
  async function signInAnyway(start: HostileStart, words: readonly string[], env: Readonly<Record<string, string>>, { path, browser }: { path: string; browser: SystemBrowser }) {
    const file = join(path, 'report.json');
    const all = { ...env, ...start.env, PATH: `${browser.bin}:${process.env['PATH'] ?? ''}` };
    const running = runPackaged([...words, `--user-data-dir=${path}`, `--self-check=${file}`], all, undefined, start.cwd);
    const opened = await openedWhile(start.debuggerPorts, async () => {
      const signingIn = expect.poll(async () => (await browser.opened()).length, { timeout: 30_000, message: 'the sign-in page is opened' }).toBe(1);
      await Promise.race([signingIn, running.then(({ errors }) => Promise.reject(new Error(`ended too early: ${errors}`)))]);
      await visitSignInPage((await browser.opened())[0] ?? '', 'Alex Morgan');
      const { code, errors } = await running;
      expect(code, errors).toBe(0);
      expect(errors).not.toMatch(/DevTools listening|Debugger listening/);
    });
    expect(opened, 'debuggers').toEqual([]);
    expect(await start.leaks(), 'files that hold a token').toEqual([]);
    expect(start.strangers(), 'connections to anybody else').toBe(0);
    expect((await start.wrapped()).filter((line) => !line.startsWith('first ')), 'processes of the app that something else was put before').toEqual([]);
    expect((await readFile(join(path, 'accounts', 'contoso.bin'), 'latin1')).slice(0, 19), 'encrypted by the keyring').toBe('gnome_libsecret\nv11');
    expect(await filled(path, ['net-log', 'net-log-2', 'switch-keys', 'switch-keys-2', 'variable-keys', 'elsewhere/settings.json', 'elsewhere/accounts']), 'files of theirs').toEqual([]);
    const report = await readReport(file);
    expect(report).toMatchObject({ ready: true, packaged: true, signedIn: true, isInventoryRead: true, openSwitches: [], openVariables: [] });
    expect(report['page']).toMatchObject({ nodeInPage: false, microphone: 'denied', recording: 'refused', trustedTypes: 'object' });
  }

  test('by switches: signs in, and leaves no token, no debugger and no stranger', async ({ presetTenant, folder, systemBrowser }) => {
    await presetTenant();
    const start = await prepareHostileStart(folder.path);
    try {
      await signInAnyway(start, Object.values(start.words).flat(), {}, { path: folder.path, browser: systemBrowser });
    } finally {
      await start.stop();
    }
  });

  test('by variables and a trace: the same', async ({ presetTenant, folder, systemBrowser }) => {
    await presetTenant();
    const start = await prepareHostileStart(folder.path);
    try {
      await signInAnyway(start, start.words.tracing, start.variables, { path: folder.path, browser: systemBrowser });
    } finally {
      await start.stop();
    }
  });
});
