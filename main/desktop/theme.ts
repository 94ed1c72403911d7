import type { BrowserWindow } from 'electron';
import { nativeTheme } from 'electron';
import type { Preferences } from '../../shared/contract/settings';

/** Colours of an empty window, the same as the page's own background, so that nothing flashes before it is painted. */
const background = { light: '#f0f0f0', dark: '#0a0a0a', highContrast: '#000000' } as const;

/** Windows, menus and the pages' `prefers-color-scheme` follow the choice, or the system. */
export function applyTheme(theme: Preferences['theme']): void {
  nativeTheme.themeSource = theme;
}

export function windowBackground(): string {
  if (nativeTheme.shouldUseHighContrastColors && nativeTheme.shouldUseDarkColors) return background.highContrast;
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

/** Keeps the colour behind the page right while the theme changes. */
export function followTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(windowBackground());
  nativeTheme.on('updated', follow);
  window.on('closed', () => void nativeTheme.off('updated', follow));
}
