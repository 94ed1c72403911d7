/** The systems whose reserved keys differ. */
export type KeyPlatform = 'win32' | 'darwin' | 'linux';

/** Reads the name of the system as Node or a browser reports it. */
export function keyPlatform(name: string): KeyPlatform {
  if (name === 'win32' || name.startsWith('Win')) return 'win32';
  return name === 'darwin' || name.startsWith('Mac') ? 'darwin' : 'linux';
}

/**
 * Why keys cannot be a global shortcut: they cannot be parsed, have too few modifiers, or are used by the system or by
 * every program.
 */
export type ShortcutFault = 'unreadable' | 'plain' | 'reserved';

type Modifier = 'ctrl' | 'alt' | 'shift' | 'super';

const modifierNames: Readonly<Record<string, Modifier | 'main'>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  alt: 'alt',
  option: 'alt',
  altgr: 'alt',
  shift: 'shift',
  super: 'super',
  meta: 'super',
  cmd: 'super',
  command: 'super',
  cmdorctrl: 'main',
  commandorcontrol: 'main',
};
/** Keys that are allowed. Return, Esc, Tab, arrows and the delete keys are needed for typing. */
const keys = /^(?:[a-z0-9]|f(?:[1-9]|1\d|2[0-4])|space|insert|home|end|pageup|pagedown)$/;
const functionKey = /^f\d+$/;

/** Combinations in use with two modifiers or more, in the order ctrl, alt, shift, super. */
const everywhere = [
  'ctrl+shift+c',
  'ctrl+shift+v',
  'ctrl+shift+x',
  'ctrl+shift+z',
  'ctrl+shift+a',
  'ctrl+shift+s',
  'ctrl+shift+t',
  'ctrl+shift+n',
  'ctrl+shift+w',
  'ctrl+shift+q',
  'ctrl+shift+r',
  'ctrl+shift+i',
  'ctrl+shift+p',
];
const bySystem: Readonly<Record<KeyPlatform, readonly string[]>> = {
  win32: ['shift+super+s', 'ctrl+alt+end', 'ctrl+alt+home', 'shift+super+v', 'ctrl+super+d', 'ctrl+super+l'],
  darwin: [
    'shift+super+3',
    'shift+super+4',
    'shift+super+5',
    'shift+super+q',
    'shift+super+z',
    'shift+super+s',
    'shift+super+v',
    'shift+super+t',
    'shift+super+n',
    'shift+super+w',
    'ctrl+super+q',
    'ctrl+super+f',
    'ctrl+super+space',
    'alt+super+d',
    'alt+super+space',
    'alt+super+h',
    'alt+super+w',
    'alt+super+v',
  ],
  linux: [
    'ctrl+alt+t',
    'ctrl+alt+l',
    'ctrl+alt+home',
    'ctrl+alt+end',
    ...Array.from({ length: 12 }, (_, at) => `ctrl+alt+f${String(at + 1)}`),
  ],
};

/**
 * Whether an Electron accelerator may be the shortcut of the quick window: two of Ctrl, Alt, Shift and Super with a
 * key, or one that is not Shift with a function key; nothing that the system or most programs use. Null when it may.
 * Empty means "off".
 */
export function shortcutFault(accelerator: string, platform: KeyPlatform): ShortcutFault | null {
  const words = accelerator
    .trim()
    .toLowerCase()
    .split('+')
    .map((word) => word.trim());
  const key = words.pop() ?? '';
  const named = words.map((word) => (Object.hasOwn(modifierNames, word) ? modifierNames[word] : undefined));
  if (key === '' || named.includes(undefined)) return 'unreadable';
  if (Object.hasOwn(modifierNames, key)) return 'plain';
  const held = new Set(named.map((name) => (name === 'main' ? (platform === 'darwin' ? 'super' : 'ctrl') : name)));
  if (!keys.test(key)) return /^[a-z]+\d*$/.test(key) ? 'reserved' : 'unreadable';
  const withoutShift = held.size - (held.has('shift') ? 1 : 0);
  if (withoutShift === 0) return 'plain';
  if (held.size < 2)
    return functionKey.test(key) && key !== 'f4' && !held.has('super')
      ? null
      : functionKey.test(key)
        ? 'reserved'
        : 'plain';
  const written = [...(['ctrl', 'alt', 'shift', 'super'] as const).filter((name) => held.has(name)), key].join('+');
  const isTaken =
    everywhere.includes(written) || bySystem[platform].includes(written) || (held.has('alt') && key === 'f4');
  return isTaken ? 'reserved' : null;
}
