import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';

/**
 * The menu carries the shortcuts that pages do not have by themselves: clipboard on macOS, zoom everywhere, quit.
 * Only macOS shows it; elsewhere the windows hide their menu bar.
 */
export function setAppMenu(options: { development: boolean; platform?: NodeJS.Platform; quit: () => void }): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options.development, options.platform ?? process.platform, options.quit)));
}

export function menuTemplate(development: boolean, platform: NodeJS.Platform, quit: () => void): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }];
  const debug: MenuItemConstructorOptions[] = development ? [{ role: 'reload' }, { role: 'toggleDevTools' }] : [];
  return [
    ...(platform === 'darwin' ? [macMenu(quit)] : []),
    { role: 'editMenu' },
    { label: 'View', submenu: [...view, ...debug] },
    platform === 'darwin' ? { role: 'windowMenu' } : { label: 'Window', submenu: [{ role: 'close' }, { label: 'Quit', accelerator: 'Ctrl+Q', click: quit }] },
  ];
}

/** That of every Mac app, with a Quit that asks when something would be missed. */
const macMenu = (quit: () => void): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { label: 'Quit Deskside', accelerator: 'Cmd+Q', click: quit },
  ],
});
