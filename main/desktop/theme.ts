import type { BrowserWindow } from 'electron';
import { nativeTheme } from 'electron';
import type { Preferences } from '../../shared/contract/settings';

/**
 * Background colours of an empty window, equal to those of the page, so that nothing flashes before the first paint.
 */
const background = { light: '#f0f0f0', dark: '#0a0a0a', highContrast: '#000000' } as const;

/** Windows, menus and the pages' `prefers-color-scheme` follow the choice, or the system. */
export function applyTheme(theme: Preferences['theme']): void {
  nativeTheme.themeSource = theme;
}

export function windowBackground(): string {
  if (nativeTheme.shouldUseHighContrastColors && nativeTheme.shouldUseDarkColors) return background.highContrast;
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

/** Updates the background colour when the theme changes. */
export function followTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(windowBackground());
  nativeTheme.on('updated', follow);
  window.on('closed', () => void nativeTheme.off('updated', follow));
}
