import { expect, test } from './fixtures';

test.describe('the window has no privileges', () => {
  test('sandbox, isolation and strict policy are what the running app has', async ({ start }) => {
    const { app, window } = await start();
    const preferences = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const found = (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = found;
        return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag: webviewTag ?? false };
      }),
    );
    expect(preferences.length).toBeGreaterThan(0);
    for (const found of preferences) {
      expect(found).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
    }
    const policy = await window.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy')).catch(() => 'refused');
    expect(policy).toBe('refused');
  });

  test('attacks from inside the page end where they start', async ({ start }) => {
    const { app, window } = await start();
    const url = window.url();
    const found = await window.evaluate(
      () =>
        new Promise<Record<string, string>>((resolve) => {
          // From a timer: what the debugger evaluates itself is not bound by the policy.
          const attack = async (): Promise<void> => {
            const tried: Record<string, string> = {};
            const attempt = async (name: string, run: () => unknown): Promise<void> => {
              try {
                tried[name] = String(await run());
              } catch (error) {
                tried[name] = error instanceof Error ? 'refused' : 'rejected';
              }
            };
            await attempt('eval', () => new Function('return 1')());
            await attempt('html', () => {
              document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
              return 'allowed';
            });
            await attempt('fetch', () => fetch('https://example.com/'));
            await attempt('window', () => globalThis.open('https://example.com/'));
            await attempt('frame', () => {
              const frame = document.createElement('iframe');
              frame.src = 'https://example.com/';
              document.body.append(frame);
              return 'deskside' in (frame.contentWindow ?? {}) ? 'bridge' : 'no bridge';
            });
            await attempt('microphone', async () => (await navigator.permissions.query({ name: 'microphone' })).state);
            await attempt('node', () => typeof (globalThis as { process?: unknown }).process);
            location.assign('https://example.com/');
            resolve(tried);
          };
          setTimeout(() => void attack(), 0);
        }),
    );
    expect(found).toEqual({
      eval: 'refused',
      html: 'refused',
      fetch: 'refused',
      window: 'null',
      frame: 'no bridge',
      microphone: 'denied',
      node: 'undefined',
    });
    expect(window.url()).toBe(url);
    expect(app.windows().every((page) => page.url().startsWith('app://deskside/'))).toBe(true);
  });

  test('nothing listens to windows beside the calls of the contract', async ({ start }) => {
    const { app, window } = await start();
    // Changing a setting writes through electron-store, which brings a listener of its own.
    await window.evaluate(() => (globalThis as unknown as { deskside: { settings: { change(patch: object): Promise<unknown> } } }).deskside.settings.change({ density: 'compact' }));
    const channels = await app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String));
    // The emitter's own two are not reachable from a window.
    expect(channels.filter((name) => name !== 'newListener' && name !== 'error')).toEqual([]);
  });

  test('what the page says to main is parsed, and nothing of main leaks out', async ({ start }) => {
    const { window } = await start();
    const answers = await window.evaluate(async () => {
      const bridge = (globalThis as unknown as { deskside: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }).deskside;
      const bad = [{ deviceId: '../../deviceManagement' }, { deviceId: 7 }, null, 'x', { handle: {} }, []];
      const answers: unknown[] = [];
      for (const input of bad) answers.push(await bridge['requests']?.['prepare']?.(input), await bridge['requests']?.['send']?.(input));
      return answers;
    });
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
  });
});
