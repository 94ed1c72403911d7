import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { ElectronApplication } from '@playwright/test';
import { quickWindow, quitApp } from '../support/app-runner';
import { Technician } from '../support/technician';
import { expect, test } from './fixtures';

const press = (keys: string) => promisify(execFile)('xdotool', ['key', keys]);

const isQuickVisible = (app: ElectronApplication) => () =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.isVisible() && one.webContents.getURL().endsWith('quick.html')),
  );

test.describe('the global shortcut', () => {
  test('opens the quick window with its box ready for the first key, and closes it', async ({
    presetTenant,
    start,
    signIn,
  }) => {
    await presetTenant({ preferences: { language: 'en', shortcut: 'Control+Alt+K' } });
    const { app, window } = await start();
    await signIn(window);
    await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
    const quick = await quickWindow(app);
    await press('ctrl+alt+k');
    await expect.poll(isQuickVisible(app)).toBe(true);
    await expect(quick.getByRole('combobox', { name: 'Search devices' })).toBeFocused();
    await press('t');
    await expect(quick.getByRole('combobox', { name: 'Search devices' })).toHaveValue('t');
    await press('Escape');
    await expect(quick.getByRole('combobox', { name: 'Search devices' })).toHaveValue('');
    await press('Escape');
    await expect.poll(isQuickVisible(app)).toBe(false);
  });

  test('is shown in the settings as taken if another program has registered it', async ({ folder, start }) => {
    await folder.preset({
      profiles: [],
      activeProfile: 'practice',
      preferences: { language: 'en', shortcut: 'Control+Alt+J' },
    });
    const { app, window } = await start();
    await new Technician(window).openSection('Settings');
    await expect(window.getByText('The shortcut works.')).toBeVisible();
    expect(await app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Control+Alt+J'))).toBe(true);
  });
});

test('--quick shows the quick window of the running app', async ({ start, launch }) => {
  const { app } = await start();
  await quickWindow(app);
  expect(await isQuickVisible(app)()).toBe(false);
  await launch({ args: ['--quick'] }).catch(() => undefined);
  await expect.poll(isQuickVisible(app)).toBe(true);
});

test('sign-in and Graph both go through the proxy of the system', async ({ presetTenant, start, signIn, tenant }) => {
  const tunnels: string[] = [];
  const proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connect', (request, socket, head) => {
    tunnels.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  const { port } = proxy.address() as AddressInfo;
  try {
    await presetTenant();
    const { window } = await start({
      args: [`--proxy-server=http://127.0.0.1:${String(port)}`, '--proxy-bypass-list=<-loopback>'],
    });
    await signIn(window);
    await expect(window.getByRole('button', { name: 'Account: Alex Morgan' })).toBeVisible();
    const afterSignIn = tunnels.length;
    expect(afterSignIn).toBeGreaterThan(0);
    await new Technician(window).find('TYO-LT-04127');
    expect(new Set(tunnels)).toEqual(new Set([new URL(tenant.origin).host]));
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});

test('the window opens at its last position', async ({ start }) => {
  const place = { x: 90, y: 70, width: 940, height: 640 };
  const boundsOf = (app: ElectronApplication) =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().endsWith('index.html'))
        ?.getNormalBounds(),
    );
  const first = await start();
  await first.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().endsWith('index.html'))
      ?.setBounds(bounds);
  }, place);
  await quitApp(first.app);
  const second = await start();
  expect(await boundsOf(second.app)).toMatchObject({ width: place.width, height: place.height });
});
