import type { Session } from 'electron';
import { app, BrowserWindow, screen } from 'electron';
import type { Clock } from '../../../shared/clock';
import type { Log } from '../../../shared/log';
import { reviveOnCrash } from '../platform/lifecycle';
import { followTheme, windowBackground } from '../theme';
import { mainDefault, mainMinimum, usableBounds } from './bounds';
import { webPreferences } from './web-preferences';
import type { WindowRegistry } from './window-registry';
import type { WindowState } from './window-state';

/** On Wayland `ready-to-show` may never come; then a loaded page is good enough after this long. */
const readyFallbackMs = 1_000;
/** A page in the tray costs memory; after this long it is dropped and loaded again when it is wanted. */
const keepHiddenMs = 60_000;

export interface MainWindowOptions {
  readonly page: string;
  readonly preload: string;
  readonly session: Session;
  readonly devTools: boolean;
  readonly registry: WindowRegistry;
  readonly state: WindowState;
  readonly clock: Clock;
  readonly log: Log;
  /** PNG of the app's icon for desktops that do not take it from the package; null elsewhere. */
  readonly icon: Electron.NativeImage | null;
  /** Asked whenever the person closes the window: true hides it, false quits the app. */
  readonly hidesOnClose: () => boolean;
  readonly onHiddenByClose: () => void;
  readonly quit: () => void;
}

/** The main window, which may be shown, hidden in the tray or not loaded at all. */
export interface MainWindow {
  show(): void;
  isVisible(): boolean;
  /** For dialogs that belong to it; null while it is not loaded. */
  window(): BrowserWindow | null;
  /** `Deskside – <tenant>`. */
  setTenant(name: string): void;
  /** Runs now or as soon as the page can hear; for news that no call of the page would fetch. */
  whenLoaded(run: () => void): void;
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  let current: { readonly window: BrowserWindow; loaded: boolean; shown: boolean } | null = null;
  let title = 'Deskside';
  let quitting = false;
  let waiting: (() => void)[] = [];
  let cancelDrop: (() => void) | null = null;

  app.once('before-quit', () => {
    quitting = true;
  });

  const open = (): BrowserWindow => {
    const window = build(options, title);
    const remove = options.registry.add(window.webContents, 'main');
    const own = { window, loaded: false, shown: false };
    current = own;
    const present = (): void => {
      if (own.shown || window.isDestroyed()) return;
      own.shown = true;
      window.show();
    };
    window.once('ready-to-show', present);
    window.webContents.on('did-finish-load', () => {
      own.loaded = true;
      for (const run of waiting.splice(0)) run();
      options.clock.after(readyFallbackMs, present);
    });
    window.on('close', (event) => {
      remember(window, options.state);
      if (quitting) return;
      event.preventDefault();
      if (!options.hidesOnClose()) return options.quit();
      window.hide();
      cancelDrop = options.clock.after(keepHiddenMs, () => window.destroy());
      options.onHiddenByClose();
    });
    window.on('closed', () => {
      remove();
      if (current === own) current = null;
    });
    reviveOnCrash(window.webContents, options.clock, options.log, () => window.destroy());
    window.loadURL(options.page).catch((cause: unknown) => void options.log.fault('window.not-loaded', cause));
    return window;
  };

  return {
    show() {
      cancelDrop?.();
      cancelDrop = null;
      if (current === null) return void open();
      const { window, shown } = current;
      if (!shown) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isVisible: () => current?.window.isVisible() ?? false,
    window: () => current?.window ?? null,
    setTenant(name) {
      title = name === '' ? 'Deskside' : `Deskside – ${name}`;
      current?.window.setTitle(title);
    },
    whenLoaded(run) {
      if (current?.loaded === true) run();
      else waiting = [...waiting.slice(-9), run];
    },
  };
}

function build(options: MainWindowOptions, title: string): BrowserWindow {
  const remembered = options.state.read();
  const bounds = usableBounds(remembered.bounds, screen.getAllDisplays().map(({ workArea }) => workArea));
  const window = new BrowserWindow({
    ...mainDefault,
    ...bounds,
    minWidth: mainMinimum.width,
    minHeight: mainMinimum.height,
    show: false,
    title,
    backgroundColor: windowBackground(),
    ...(options.icon === null ? {} : { icon: options.icon }),
    webPreferences: webPreferences(options),
  });
  window.setMenuBarVisibility(false);
  followTheme(window);
  if (remembered.maximized && bounds !== null) window.maximize();
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}

function remember(window: BrowserWindow, state: WindowState): void {
  const { x, y, width, height } = window.getNormalBounds();
  state.write({ bounds: { x, y, width, height }, maximized: window.isMaximized() });
}
