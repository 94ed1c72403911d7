import { mainWindow } from '../support/app-runner';
import { startSpyNetwork } from '../support/spy-network';
import { expect, test } from './fixtures';
import { pageAttacks } from './page-attacks';

/** An attack as it runs: from a timer, so that the page's policy binds it, and to its end even if it waits forever. */
const inPage = (source: string): string => `new Promise((settle) => {
  const turn = () => new Promise((next) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => next(); port2.postMessage(0); }));
  setTimeout(() => settle('no answer'), 4000);
  setTimeout(async () => { try { settle(String(await (async () => { ${source} })())); } catch { settle('refused'); } }, 0);
})`;

test.describe('the window has no privileges', () => {
  test('the running app has sandbox, context isolation and a strict content security policy', async ({ start }) => {
    const { app, window } = await start();
    const preferences = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const found = (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = found;
        return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag: webviewTag ?? false };
      }),
    );
    expect(preferences.length).toBeGreaterThan(0);
    for (const found of preferences) {
      expect(found).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      });
    }
    const policy = await window
      .evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'))
      .catch(() => 'refused');
    expect(policy).toBe('refused');
  });

  test(`none of ${String(pageAttacks.length)} attacks from inside the page succeeds`, async ({
    launch,
    systemBrowser,
  }) => {
    expect(new Set(pageAttacks.map(({ source }) => source)).size).toBeGreaterThanOrEqual(60);
    const spy = await startSpyNetwork();
    try {
      // The switch makes Chromium grant the microphone without a prompt.
      const app = await launch({
        args: [spy.switch, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
      });
      const window = await mainWindow(app);
      const url = window.url();
      await window.evaluate(() =>
        Object.assign(globalThis, {
          hits: [],
          pwned: (name: unknown) => (globalThis as unknown as { hits: unknown[] }).hits.push(name),
        }),
      );
      const got: string[] = [];
      let left = 0;
      for (const { kind, name, source } of pageAttacks) {
        const said = await window.evaluate(inPage(source));
        if (said === 'out') got.push(`${kind}: ${name}`);
        if (spy.reached.length > left) got.push(`${kind}: ${name} left the page`);
        left = spy.reached.length;
      }
      expect(got).toEqual([]);
      expect(await window.evaluate(() => (globalThis as unknown as { hits: unknown[] }).hits)).toEqual([]);
      expect(window.url().replace(/#x$/, '')).toBe(url);
      expect(app.windows().every((page) => page.url().startsWith('app://deskside/'))).toBe(true);
      expect(spy.reached, 'nothing left the page').toEqual([]);
      expect(await systemBrowser.opened()).toEqual([]);
    } finally {
      await spy.stop();
    }
  });

  test('main listens to no channel of a window except for the calls of the contract', async ({ start }) => {
    const { app, window } = await start();
    // Changing a setting writes through electron-store, which brings a listener of its own.
    await window.evaluate(() =>
      (
        globalThis as unknown as { deskside: { settings: { change(patch: object): Promise<unknown> } } }
      ).deskside.settings.change({ density: 'compact' }),
    );
    const channels = await app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String));
    // The emitter's own two are not reachable from a window.
    expect(channels.filter((name) => name !== 'newListener' && name !== 'error')).toEqual([]);
  });

  test('input from the page is parsed, and nothing internal of main reaches it', async ({ start }) => {
    const { window } = await start();
    const answers = await window.evaluate(async () => {
      const bridge = (
        globalThis as unknown as { deskside: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
      ).deskside;
      const bad = [{ deviceId: '../../deviceManagement' }, { deviceId: 7 }, null, 'x', { handle: {} }, []];
      const answers: unknown[] = [];
      for (const input of bad)
        answers.push(await bridge['requests']?.['prepare']?.(input), await bridge['requests']?.['send']?.(input));
      return answers;
    });
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
  });
});
