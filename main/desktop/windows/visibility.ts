import type { App } from 'electron';
import { BrowserWindow } from 'electron';

/** Calls `tell` whenever the first window becomes visible or the last one hidden. */
export function watchVisibility(app: Pick<App, 'on'>, tell: (isVisible: boolean) => void): void {
  let last: boolean | null = null;
  const look = (): void => {
    const isVisible = BrowserWindow.getAllWindows().some((window) => window.isVisible());
    if (isVisible === last) return;
    last = isVisible;
    tell(isVisible);
  };
  const watch = (window: BrowserWindow): void => {
    window.on('show', look);
    window.on('hide', look);
    window.on('closed', look);
  };
  BrowserWindow.getAllWindows().forEach(watch);
  app.on('browser-window-created', (_event, window) => watch(window));
  look();
}
