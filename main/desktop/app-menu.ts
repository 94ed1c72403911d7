import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';

/**
 * The menu carries the shortcuts that pages do not have by themselves: clipboard on macOS, zoom everywhere, quit.
 * Only macOS shows it; elsewhere the windows hide their menu bar.
 */
export function setAppMenu(options: { development: boolean; platform?: NodeJS.Platform }): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options.development, options.platform ?? process.platform)));
}

export function menuTemplate(development: boolean, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }];
  const debug: MenuItemConstructorOptions[] = development ? [{ role: 'reload' }, { role: 'toggleDevTools' }] : [];
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'editMenu' },
    { label: 'View', submenu: [...view, ...debug] },
    platform === 'darwin' ? { role: 'windowMenu' } : { label: 'Window', submenu: [{ role: 'close' }, { role: 'quit', accelerator: 'Ctrl+Q' }] },
  ];
}
