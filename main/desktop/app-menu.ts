import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';
import type { Messages } from '../../shared/i18n';

type Texts = Messages['menu'];

export interface AppMenuOptions {
  readonly texts: Texts;
  /** Adds reloading and the developer tools. */
  readonly development: boolean;
  readonly platform?: NodeJS.Platform;
  /** Quits; asks first when requests are under way. */
  readonly quit: () => void;
}

/**
 * The menu provides shortcuts that pages lack: clipboard on macOS, zoom and quit everywhere. Only macOS shows it; on
 * other systems the windows hide their menu bar. Call it again when the language changes.
 */
export function setAppMenu(options: AppMenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

/** Electron's own role labels are always English, so every visible entry has a translated label. */
export function menuTemplate({
  texts,
  development,
  quit,
  platform = process.platform,
}: AppMenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [macMenu(texts, quit)] : []),
    {
      role: 'editMenu',
      label: texts.edit(),
      submenu: isMac ? [...editing(texts), ...macEditing(texts)] : [...editing(texts), ...otherEditing(texts)],
    },
    { label: texts.view(), submenu: [...viewing(texts), ...(development ? developing : [])] },
    isMac
      ? macWindowMenu(texts)
      : {
          label: texts.window(),
          submenu: [item(texts, 'close'), { label: texts.quit(), accelerator: 'Ctrl+Q', click: quit }],
        },
  ];
}

const line: MenuItemConstructorOptions = { type: 'separator' };
const item = (
  texts: Texts,
  role: Extract<keyof Texts, MenuItemConstructorOptions['role']>,
): MenuItemConstructorOptions => ({ role, label: texts[role]() });

const editing = (texts: Texts): MenuItemConstructorOptions[] => [
  item(texts, 'undo'),
  item(texts, 'redo'),
  line,
  item(texts, 'cut'),
  item(texts, 'copy'),
  item(texts, 'paste'),
];

const otherEditing = (texts: Texts): MenuItemConstructorOptions[] => [
  item(texts, 'delete'),
  line,
  item(texts, 'selectAll'),
];

const macEditing = (texts: Texts): MenuItemConstructorOptions[] => [
  item(texts, 'pasteAndMatchStyle'),
  item(texts, 'delete'),
  item(texts, 'selectAll'),
  line,
  {
    label: texts.substitutions(),
    submenu: [
      item(texts, 'showSubstitutions'),
      line,
      item(texts, 'toggleSmartQuotes'),
      item(texts, 'toggleSmartDashes'),
      item(texts, 'toggleTextReplacement'),
    ],
  },
  { label: texts.speech(), submenu: [item(texts, 'startSpeaking'), item(texts, 'stopSpeaking')] },
];

const viewing = (texts: Texts): MenuItemConstructorOptions[] => [
  item(texts, 'resetZoom'),
  item(texts, 'zoomIn'),
  item(texts, 'zoomOut'),
  item(texts, 'togglefullscreen'),
];

const developing: readonly MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }];

/** The first menu of every Mac app, with our own Quit entry. */
const macMenu = (texts: Texts, quit: () => void): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    item(texts, 'about'),
    line,
    item(texts, 'services'),
    line,
    item(texts, 'hide'),
    item(texts, 'hideOthers'),
    item(texts, 'unhide'),
    line,
    { label: texts.quit(), accelerator: 'Cmd+Q', click: quit },
  ],
});

const macWindowMenu = (texts: Texts): MenuItemConstructorOptions => ({
  role: 'windowMenu',
  label: texts.window(),
  submenu: [item(texts, 'minimize'), item(texts, 'zoom'), line, item(texts, 'front')],
});
