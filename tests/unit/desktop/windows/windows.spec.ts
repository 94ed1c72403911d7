import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions, Session } from 'electron';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from '../../../../main/desktop/app-menu';
import { clampHeight, quickBounds, usableBounds } from '../../../../main/desktop/windows/bounds';
import { webPreferences } from '../../../../main/desktop/windows/web-preferences';
import { createWindowRegistry } from '../../../../main/desktop/windows/window-registry';
import { createWindowState } from '../../../../main/desktop/windows/window-state';
import type { Locale } from '../../../../shared/i18n';
import { messagesFor } from '../../../../shared/i18n';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };

describe('the quick window', () => {
  it('opens centred in the upper part of the screen', () => {
    expect(quickBounds(screen, 60)).toEqual({ x: 640, y: 208, width: 640, height: 60 });
  });

  it('fits on any screen even with its longest list', () => {
    const areas = fc.record({
      x: fc.integer({ min: -8_000, max: 8_000 }),
      y: fc.integer({ min: -8_000, max: 8_000 }),
      width: fc.integer({ min: 320, max: 8_000 }),
      height: fc.integer({ min: 440, max: 5_000 }),
    });
    fc.assert(
      fc.property(areas, fc.double(), (area, height) => {
        const bounds = quickBounds(area, height);
        expect(Object.values(bounds).every(Number.isInteger)).toBe(true);
        expect(bounds.x).toBeGreaterThanOrEqual(area.x);
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(area.x + area.width + 1);
        expect(bounds.y + 440).toBeLessThanOrEqual(area.y + area.height + 1);
      }),
    );
  });

  it('is never smaller than its box nor higher than 440 pixels', () => {
    expect([0, 60, 200.4, 440, 9_999, Number.NaN, -1, Infinity].map(clampHeight)).toEqual([
      60, 60, 200, 440, 440, 60, 60, 60,
    ]);
  });
});

describe('remembered bounds', () => {
  const bounds = { x: 100, y: 50, width: 1_000, height: 700 };
  it('are used while they are on a screen', () => {
    expect(usableBounds(bounds, [screen])).toEqual(bounds);
  });
  it.each([
    ['their screen is gone', { ...bounds, x: 3_000 }],
    ['the title bar is out of reach', { ...bounds, y: -500 }],
    ['they are larger than the screen', { ...bounds, width: 5_000 }],
    ['they are nonsense', { x: 'a', y: null }],
    ['they are fractions', { ...bounds, x: 0.5 }],
    ['they are nothing', null],
  ])('are forgotten when %s', (_why, remembered) => {
    expect(usableBounds(remembered, [screen])).toBeNull();
  });
  it('never make the window smaller than it may be', () => {
    expect(usableBounds({ ...bounds, width: 300, height: 100 }, [screen])).toMatchObject({ width: 640, height: 480 });
  });
});

describe('the window state file', () => {
  it('is written whole and read at the next start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskside-window-'));
    const path = join(folder, 'window.json');
    const state = createWindowState(path, (file, text) => writeFile(file, text));
    expect(state.read()).toEqual({ bounds: null, maximized: false });
    state.write({ bounds: screen, maximized: true });
    await vi.waitFor(() => expect(state.read()).toEqual({ bounds: screen, maximized: true }));
    for (const damage of ['', '{', '7', 'null', '[]', '{"bounds":"x","maximized":"yes"}']) {
      await writeFile(path, damage);
      expect(usableBounds(state.read().bounds, [screen])).toBeNull();
      expect(state.read().maximized).toBe(false);
    }
    await rm(folder, { recursive: true });
  });

  it('may fail to be written', async () => {
    createWindowState('/nowhere/window.json', () => Promise.reject(new Error('read-only'))).write({
      bounds: screen,
      maximized: false,
    });
    await Promise.resolve();
  });
});

describe('the registry', () => {
  it('contains our windows only, and sends to those that still exist', () => {
    const sent: string[] = [];
    const contents = (id: number, gone = false) => ({
      id,
      isDestroyed: () => gone,
      send: (channel: string) => void sent.push(`${String(id)} ${channel}`),
    });
    const registry = createWindowRegistry();
    const removeMain = registry.add(contents(1), 'main');
    registry.add(contents(2), 'quick');
    registry.add(contents(3, true), 'main');
    expect([1, 2, 4].map((id) => registry.kindOf(id))).toEqual(['main', 'quick', null]);
    registry.send('a', null);
    removeMain();
    registry.send('b', null);
    expect(sent).toEqual(['1 a', '2 a', '2 b']);
    expect(registry.kindOf(1)).toBeNull();
  });
});

describe('web preferences', () => {
  it('enable every protection', () => {
    expect(webPreferences({ preload: '/p.cjs', session: {} as unknown as Session, devTools: false })).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      devTools: false,
    });
  });
});

describe('the menu', () => {
  const template = (
    platform: NodeJS.Platform,
    development = false,
    locale: Locale = 'en',
  ): MenuItemConstructorOptions[] =>
    menuTemplate({ texts: messagesFor(locale).menu, development, platform, quit: () => undefined });
  const roles = (development: boolean, platform: NodeJS.Platform): string =>
    JSON.stringify(template(platform, development));
  const all = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);

  it.each(['linux', 'win32', 'darwin'] as const)('is Japanese in every entry on %s', (platform) => {
    // The first menu of a Mac app has the name of the app, and a separator has no text.
    const shown = all(template(platform, false, 'ja')).filter(
      ({ type, role }) => type !== 'separator' && role !== 'appMenu',
    );
    expect(shown.filter(({ label }) => !/[ぁ-んァ-ヶ一-龠]/.test(label ?? ''))).toEqual([]);
    expect(shown.length).toBeGreaterThan(10);
  });

  it('always has clipboard and zoom, and developer tools only in development', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      expect(roles(false, platform)).toMatch(/editMenu.*zoomIn/);
      expect(roles(false, platform)).not.toContain('toggleDevTools');
      expect(roles(true, platform)).toContain('toggleDevTools');
    }
    expect(roles(false, 'darwin')).toContain('appMenu');
  });
});
