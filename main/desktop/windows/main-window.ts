import type { Session } from 'electron';
import { app, BrowserWindow, screen } from 'electron';
import { RestartBudget } from '../../../shared/restart-budget';
import type { PageCare } from '../platform/page-care';
import { careForPage } from '../platform/page-care';
import { followTheme, windowBackground } from '../theme';
import { mainDefault, mainMinimum, usableBounds } from './bounds';
import { webPreferences } from './web-preferences';
import type { WindowRegistry } from './window-registry';
import type { WindowState } from './window-state';

/**
 * On Wayland `ready-to-show` may never be emitted; this long after loading (milliseconds) the window is shown anyway.
 */
const READY_FALLBACK_MS = 1_000;
/** A hidden page costs memory; after this time (milliseconds) it is unloaded, and loaded again when needed. */
const KEEP_HIDDEN_MS = 60_000;
/** Delay in milliseconds before a window that its page has closed is opened again; doubled with every further one. */
const REOPEN_AFTER_MS = 500;
/** Most pending calls for a page that is not loaded yet; older ones are dropped. */
const MOST_WAITING = 10;

export interface MainWindowOptions extends PageCare {
  readonly page: string;
  readonly preload: string;
  readonly session: Session;
  readonly devTools: boolean;
  readonly registry: WindowRegistry;
  readonly state: WindowState;
  /** PNG of the app's icon for desktops that do not take it from the package; null elsewhere. */
  readonly icon: Electron.NativeImage | null;
  /** Called whenever the user closes the window: true hides it, false quits the app. */
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
  /** Runs now, or as soon as the page can receive events; for events that no later call of the page would fetch. */
  whenLoaded(run: () => void): void;
}

export const createMainWindow = (options: MainWindowOptions): MainWindow => new OneMainWindow(options);

interface Loading {
  readonly window: BrowserWindow;
  isLoaded: boolean;
  isPresented: boolean;
  /** The window is hidden, or main itself ends it. */
  isLeft: boolean;
}

class OneMainWindow implements MainWindow {
  #current: Loading | null = null;
  #title = 'Deskside';
  #isQuitting = false;
  #waiting: readonly (() => void)[] = [];
  #cancelDrop: (() => void) | null = null;
  readonly #options: MainWindowOptions;
  readonly #closings: RestartBudget;

  constructor(options: MainWindowOptions) {
    this.#options = options;
    this.#closings = new RestartBudget(options.clock, REOPEN_AFTER_MS);
    app.once('before-quit', () => {
      this.#isQuitting = true;
    });
  }

  show(): void {
    this.#cancelDrop?.();
    this.#cancelDrop = null;
    if (this.#current === null) {
      this.#open();
      return;
    }
    const { window, isPresented } = this.#current;
    this.#current.isLeft = false;
    if (!isPresented) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  isVisible(): boolean {
    return this.#current?.window.isVisible() ?? false;
  }

  window(): BrowserWindow | null {
    return this.#current?.window ?? null;
  }

  setTenant(name: string): void {
    this.#title = name === '' ? 'Deskside' : `Deskside – ${name}`;
    this.#current?.window.setTitle(this.#title);
  }

  whenLoaded(run: () => void): void {
    if (this.#current?.isLoaded === true) run();
    else this.#waiting = [...this.#waiting.slice(1 - MOST_WAITING), run];
  }

  #open(): void {
    const { registry, clock, log, page } = this.#options;
    const window = build(this.#options, this.#title);
    const own: Loading = { window, isLoaded: false, isPresented: false, isLeft: false };
    const unregister = registry.add(window.webContents, 'main');
    this.#current = own;
    window.once('ready-to-show', () => present(own));
    window.webContents.on('did-finish-load', () => {
      this.#loaded(own);
      clock.after(READY_FALLBACK_MS, () => present(own));
    });
    window.on('close', (event) => this.#closing(own, event));
    window.on('closed', () => {
      unregister();
      if (this.#current === own) this.#current = null;
      if (!own.isLeft && !this.#isQuitting) this.#closedByPage();
    });
    careForPage(window, this.#options, () => {
      own.isLeft = true;
      window.destroy();
    });
    window.loadURL(page).catch((cause: unknown) => void log.fault('window.not-loaded', cause));
  }

  #loaded(own: Loading): void {
    own.isLoaded = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }

  #closing(own: Loading, event: { preventDefault(): void }): void {
    const { window } = own;
    remember(window, this.#options.state);
    if (this.#isQuitting) return;
    event.preventDefault();
    if (!this.#options.hidesOnClose()) {
      this.#options.quit();
      return;
    }
    own.isLeft = true;
    window.hide();
    this.#cancelDrop = this.#options.clock.after(KEEP_HIDDEN_MS, () => window.destroy());
    this.#options.onHiddenByClose();
  }

  /** A page can close its window without a `close` event. Only the technician ends the app, so it is shown again. */
  #closedByPage(): void {
    const { clock, log } = this.#options;
    const delay = this.#closings.afterDeath();
    log.warn('page.closed-window', { again: delay !== null });
    if (delay !== null) clock.after(delay, () => this.show());
  }
}

function present(own: Loading): void {
  if (own.isPresented || own.window.isDestroyed()) return;
  own.isPresented = true;
  own.window.show();
}

function build(options: MainWindowOptions, title: string): BrowserWindow {
  const remembered = options.state.read();
  const bounds = usableBounds(
    remembered.bounds,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
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
