import type { App } from 'electron';
import { BrowserWindow } from 'electron';

/** Tells whenever the first window came into sight or the last one left it. */
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
