import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { Menu, nativeImage, Tray } from 'electron';
import { trayImages } from './tray-icons.gen';
import type { TrayCommand, TrayEntry, TrayIconName, TrayView } from './tray-model';

/** Referenced here, because an icon whose object is garbage-collected disappears from the tray. */
let tray: Tray | null = null;

export interface TrayAdapter {
  /** Shows a view; may be called at any time and any number of times once `app` is ready. */
  render(view: TrayView): void;
}

/** The icon in the tray. Never destroyed while the app runs: Linux desktops misbehave when it is. */
export function createTray(run: (command: TrayCommand) => void): TrayAdapter {
  let shown = '';
  const ensure = (icon: TrayIconName): Tray => {
    if (tray !== null && !tray.isDestroyed()) return tray;
    tray = new Tray(imageOf(icon));
    // macOS opens the menu by itself; Linux may not deliver clicks.
    if (process.platform !== 'darwin') tray.on('click', () => run({ kind: 'quick' }));
    return tray;
  };
  return {
    render(view) {
      const look = JSON.stringify(view);
      if (look === shown) return;
      shown = look;
      const current = ensure(view.icon);
      current.setImage(imageOf(view.icon));
      current.setToolTip(view.tooltip.slice(0, 120));
      // Linux shows changes only after the whole menu is set again.
      current.setContextMenu(Menu.buildFromTemplate(view.entries.map((entry) => menuItem(entry, run))));
    },
  };
}

function menuItem(entry: TrayEntry, run: (command: TrayCommand) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'action':
      return { label: literal(entry.label), enabled: entry.enabled, click: () => run(entry.command) };
  }
}

/** In menus a single `&` marks a mnemonic. */
const literal = (label: string): string => label.replaceAll('&', '&&');

function imageOf(name: TrayIconName): NativeImage {
  const { colour, template, linux } = trayImages[name];
  // Linux panels scale a single image themselves; they expect 22 pixels.
  if (process.platform === 'linux') return nativeImage.createFromBuffer(Buffer.from(linux, 'base64'));
  const image = nativeImage.createEmpty();
  for (const { scaleFactor, png } of process.platform === 'darwin' ? template : colour) {
    image.addRepresentation({ scaleFactor, dataURL: `data:image/png;base64,${png}` });
  }
  image.setTemplateImage(process.platform === 'darwin');
  return image;
}
