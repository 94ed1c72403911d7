import type { Session } from 'electron';
import { app, BrowserWindow, screen } from 'electron';
import type { PageCare } from '../platform/page-care';
import { careForPage } from '../platform/page-care';
import { followTheme, windowBackground } from '../theme';
import { clampHeight, QUICK_WIDTH, quickBounds, quickHeight } from './bounds';
import type { Placement } from './placement';
import { webPreferences } from './web-preferences';
import type { WindowRegistry } from './window-registry';

export interface QuickWindowOptions extends PageCare {
  readonly page: string;
  readonly preload: string;
  readonly session: Session;
  readonly devTools: boolean;
  readonly registry: WindowRegistry;
  /** False keeps it open when another window takes the focus (development). */
  readonly hidesOnBlur: boolean;
  /** Tells the page that it is being shown (`app.quickShown`), so that its box takes the focus. */
  readonly announce: () => void;
  /** Whether another of our windows is visible; then macOS must not hide the whole app to return the focus. */
  readonly otherWindowVisible: () => boolean;
  /** Whether the app or the desktop chooses its screen. */
  readonly placement: Placement;
}

/** The search box on top of all windows: loaded once, then only shown and hidden. */
export interface QuickWindow {
  /** Loads it without showing it. */
  warm(): void;
  show(): void;
  /** `returnFocus`: the user closed it on purpose, so the previous window gets the focus back. */
  hide(options: { returnFocus: boolean }): void;
  toggle(): void;
  isVisible(): boolean;
  /** Height of its content in pixels; clamped to 60 to 440. */
  resize(height: number): void;
}

export const createQuickWindow = (options: QuickWindowOptions): QuickWindow => new WarmQuickWindow(options);

class WarmQuickWindow implements QuickWindow {
  #window: BrowserWindow | null = null;
  #height: number = quickHeight.least;
  #isQuitting = false;
  #hasBeenFocused = false;
  readonly #placement: Placement;
  readonly #options: QuickWindowOptions;

  constructor(options: QuickWindowOptions) {
    this.#options = options;
    this.#placement = options.placement;
    app.once('before-quit', () => {
      this.#isQuitting = true;
    });
  }

  warm(): void {
    this.#window ??= this.#open();
  }

  show(): void {
    const begun = performance.now();
    const { announce, log } = this.#options;
    const fresh = this.#window === null;
    const window = (this.#window ??= this.#open());
    if (window.isMinimized()) window.restore();
    this.#hasBeenFocused = false;
    this.#place(window);
    // The box gets the focus before the window is visible, so that the first key is not lost.
    if (fresh) window.webContents.once('did-finish-load', announce);
    else announce();
    window.show();
    window.focus();
    window.webContents.focus();
    log.info('quick.shown', { ms: Math.round(performance.now() - begun), fresh });
  }

  hide({ returnFocus }: { returnFocus: boolean }): void {
    if (this.#window?.isVisible() !== true) return;
    // Windows returns the focus only after minimising; macOS only when the whole app is hidden.
    if (returnFocus && process.platform === 'win32') this.#window.minimize();
    this.#window.hide();
    if (returnFocus && process.platform === 'darwin' && !this.#options.otherWindowVisible()) app.hide();
  }

  toggle(): void {
    if (this.isVisible() && this.#window?.isFocused() === true) this.hide({ returnFocus: true });
    else this.show();
  }

  isVisible(): boolean {
    return this.#window?.isVisible() ?? false;
  }

  resize(height: number): void {
    this.#height = clampHeight(height);
    if (this.#window === null) return;
    const { x, y, width } = this.#window.getBounds();
    if (this.#placement === 'compositor') this.#window.setSize(width, this.#height);
    else this.#window.setBounds({ x, y, width, height: this.#height });
  }

  /** Places it near the pointer; if the desktop decides the position, only sets the size. */
  #place(window: BrowserWindow): void {
    if (this.#placement === 'compositor') window.setSize(QUICK_WIDTH, this.#height);
    else
      window.setBounds(
        quickBounds(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea, this.#height),
      );
  }

  #open(): BrowserWindow {
    const { registry, log, page, hidesOnBlur } = this.#options;
    const window = build(this.#options);
    const unregister = registry.add(window.webContents, 'quick');
    window.on('focus', () => {
      this.#hasBeenFocused = true;
    });
    // A window that never had the focus cannot lose it: some desktops emit "blur" while it is still opening.
    window.on('blur', () => {
      if (hidesOnBlur && this.#hasBeenFocused && !window.webContents.isDevToolsOpened())
        this.hide({ returnFocus: false });
    });
    window.on('close', (event) => {
      if (this.#isQuitting) return;
      event.preventDefault();
      this.hide({ returnFocus: true });
    });
    window.on('closed', () => {
      unregister();
      if (this.#window === window) this.#window = null;
    });
    careForPage(window, this.#options);
    window.loadURL(page).catch((cause: unknown) => void log.fault('quick.not-loaded', cause));
    return window;
  }
}

function build(options: QuickWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: QUICK_WIDTH,
    height: quickHeight.least,
    show: false,
    frame: false,
    resizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: 'Deskside',
    ...(process.platform === 'darwin' ? { type: 'panel' } : {}),
    backgroundColor: windowBackground(),
    // Timers and painting continue while it is hidden, so that it is complete when it is shown.
    webPreferences: { ...webPreferences(options), backgroundThrottling: false },
  });
  window.setMenuBarVisibility(false);
  followTheme(window);
  if (process.platform === 'darwin') window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}
