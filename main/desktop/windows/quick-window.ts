import type { Session } from 'electron';
import { app, BrowserWindow, screen } from 'electron';
import type { Clock } from '../../../shared/clock';
import type { Log } from '../../../shared/log';
import { reviveOnCrash } from '../platform/lifecycle';
import { followTheme, windowBackground } from '../theme';
import { clampHeight, quickBounds, quickHeight, quickWidth } from './bounds';
import { webPreferences } from './web-preferences';
import type { WindowRegistry } from './window-registry';

export interface QuickWindowOptions {
  readonly page: string;
  readonly preload: string;
  readonly session: Session;
  readonly devTools: boolean;
  readonly registry: WindowRegistry;
  readonly clock: Clock;
  readonly log: Log;
  /** False keeps it open when another window takes the focus (development). */
  readonly hidesOnBlur: boolean;
  /** Tells the page that it is being shown (`app.quickShown`), so that its box takes the focus. */
  readonly announce: () => void;
  /** Whether another of our windows is in sight; then macOS must not hide the whole app to give the focus back. */
  readonly otherWindowVisible: () => boolean;
}

/** The search box over everything else: loaded once, then only shown and hidden. */
export interface QuickWindow {
  /** Loads it without showing it. */
  warm(): void;
  show(): void;
  /** `returnFocus`: the person left it on purpose, so the window they came from gets the focus back. */
  hide(options: { returnFocus: boolean }): void;
  toggle(): void;
  isVisible(): boolean;
  /** Height of its content in pixels; kept between 60 and 440. */
  resize(height: number): void;
  /** How long the last `show` took until the window was on the screen; null before the first. */
  lastShowMs(): number | null;
}

export function createQuickWindow(options: QuickWindowOptions): QuickWindow {
  let window: BrowserWindow | null = null;
  let height: number = quickHeight.least;
  let quitting = false;
  let hasBeenFocused = false;
  let showMs: number | null = null;

  const hide = ({ returnFocus }: { returnFocus: boolean }): void => {
    if (window === null || !window.isVisible()) return;
    // Windows gives the focus back only after minimising; macOS only when the whole app is hidden.
    if (returnFocus && process.platform === 'win32') window.minimize();
    window.hide();
    if (returnFocus && process.platform === 'darwin' && !options.otherWindowVisible()) app.hide();
  };

  app.once('before-quit', () => {
    quitting = true;
  });

  const open = (): BrowserWindow => {
    const created = build(options);
    const remove = options.registry.add(created.webContents, 'quick');
    window = created;
    created.on('focus', () => {
      hasBeenFocused = true;
    });
    // A window that never had the focus cannot lose it: some desktops say "blur" while it is still opening.
    created.on('blur', () => {
      if (options.hidesOnBlur && hasBeenFocused && !created.webContents.isDevToolsOpened()) hide({ returnFocus: false });
    });
    created.on('close', (event) => {
      if (quitting) return;
      event.preventDefault();
      hide({ returnFocus: true });
    });
    created.on('closed', () => {
      remove();
      if (window === created) window = null;
    });
    reviveOnCrash(created.webContents, options.clock, options.log, () => created.destroy());
    created.loadURL(options.page).catch((cause: unknown) => void options.log.fault('quick.not-loaded', cause));
    return created;
  };

  const show = (): void => {
    const begun = performance.now();
    const fresh = window === null;
    const shown = window ?? open();
    if (shown.isMinimized()) shown.restore();
    hasBeenFocused = false;
    shown.setBounds(quickBounds(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea, height));
    // The box has the focus before the window is on the screen, so that the first key is not lost.
    if (fresh) shown.webContents.once('did-finish-load', options.announce);
    else options.announce();
    shown.show();
    shown.focus();
    shown.webContents.focus();
    showMs = performance.now() - begun;
    options.log.info('quick.shown', { ms: Math.round(showMs), fresh });
  };

  return {
    warm() {
      if (window === null) open();
    },
    show,
    hide,
    toggle() {
      if (window?.isVisible() === true && window.isFocused()) hide({ returnFocus: true });
      else show();
    },
    isVisible: () => window?.isVisible() ?? false,
    resize(wanted) {
      height = clampHeight(wanted);
      if (window === null) return;
      const { x, y, width } = window.getBounds();
      window.setBounds({ x, y, width, height });
    },
    lastShowMs: () => showMs,
  };
}

function build(options: QuickWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: quickWidth,
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
    // Timers and painting go on while it is hidden, so that it is complete the moment it is shown.
    webPreferences: { ...webPreferences(options), backgroundThrottling: false },
  });
  window.setMenuBarVisibility(false);
  followTheme(window);
  if (process.platform === 'darwin') window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}
