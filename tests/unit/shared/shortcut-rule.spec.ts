import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyPlatform } from '../../../shared/shortcut-rule';
import { shortcutFault } from '../../../shared/shortcut-rule';

const platforms: readonly KeyPlatform[] = ['win32', 'darwin', 'linux'];

describe('keys that may be the global shortcut', () => {
  it.each([
    'Ctrl+Alt+Space',
    'Control+Alt+K',
    'Ctrl+Shift+D',
    'ctrl + alt + 1',
    'CommandOrControl+Shift+F9',
    'Ctrl+F9',
    'Alt+F10',
    'Ctrl+Alt+Shift+Insert',
    'Super+Alt+J',
    'Ctrl+Super+Home',
  ])('%s', (keys) => {
    for (const platform of platforms) expect(shortcutFault(keys, platform), platform).toBeNull();
  });
});

describe('keys that may not be the global shortcut', () => {
  it.each([
    'A',
    'a',
    '1',
    'F1',
    'Space',
    'Shift+A',
    'Shift+F5',
    'Shift+Space',
    'Ctrl',
    'Ctrl+Alt',
    'Ctrl+Shift',
    'Super',
    'Ctrl+C',
    'Control+V',
    'Ctrl+X',
    'CmdOrCtrl+A',
    'Ctrl+Z',
    'CommandOrControl+S',
    'Cmd+Q',
    'Command+W',
    'Meta+L',
    'Super+D',
    'Alt+F',
    'Option+1',
    'AltGr+E',
    'Ctrl+Space',
    'Alt+Space',
    'Super+Space',
    'Alt+Home',
    'Ctrl+End',
    'Ctrl+Ctrl+C',
    'Ctrl+Control+A',
    'ctrl+c',
    ' Ctrl + C ',
    'CTRL+CONTROL+V',
  ])('%s has too few modifiers', (keys) => {
    for (const platform of platforms) expect(shortcutFault(keys, platform), platform).toBe('plain');
  });

  it.each([
    'Return',
    'Enter',
    'Esc',
    'Escape',
    'Tab',
    'Backspace',
    'Delete',
    'Up',
    'Ctrl+Left',
    'Ctrl+Alt+Delete',
    'Ctrl+Alt+Backspace',
    'Ctrl+Shift+Escape',
    'Ctrl+Shift+Esc',
    'Alt+Tab',
    'Alt+Shift+Tab',
    'Alt+Esc',
    'Super+Tab',
    'Ctrl+Alt+Return',
    'Ctrl+Alt+PrintScreen',
    'Alt+F4',
    'Ctrl+F4',
    'Ctrl+Alt+F4',
    'Alt+Shift+F4',
    'Super+F9',
    'Ctrl+Shift+C',
    'Shift+Control+V',
    'Shift+Ctrl+Z',
    'Ctrl+Shift+T',
    'VolumeUp',
    'Ctrl+MediaPlayPause',
  ])('%s belongs to the system or to every program', (keys) => {
    for (const platform of platforms) expect(shortcutFault(keys, platform), platform).toBe('reserved');
  });

  it.each<[string, KeyPlatform]>([
    ['Super+Shift+S', 'win32'],
    ['Cmd+Shift+4', 'darwin'],
    ['Ctrl+Cmd+Q', 'darwin'],
    ['CommandOrControl+Shift+Q', 'darwin'],
    ['Alt+Command+D', 'darwin'],
    ['Ctrl+Alt+T', 'linux'],
    ['Ctrl+Alt+F2', 'linux'],
    ['Alt+Ctrl+L', 'linux'],
  ])('%s belongs to %s', (keys, platform) => {
    expect(shortcutFault(keys, platform)).toBe('reserved');
  });

  it.each([
    '',
    '+',
    'Ctrl+',
    '+A',
    'Ctrl++A',
    'Nonsense++',
    'Hyper+A',
    '__proto__',
    'Ctrl+Alt+__proto__',
    'constructor+A',
    'Ctrl+Alt+é',
    'Ctrl+Alt+Ａ',
    'A+B',
    'Ctrl+A+B',
  ])('%j cannot be parsed', (keys) => {
    for (const platform of platforms) expect(shortcutFault(keys, platform), platform).not.toBeNull();
  });

  it('include every key alone or with Shift, and every key that types', () => {
    const key = fc.oneof(
      fc.constantFrom('a', 'k', 'z', '0', '9', 'Space', 'F5', 'Return', 'Esc', 'Tab', 'Delete', 'Up'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('', 'Shift+', 'shift+Shift+'),
        key,
        fc.constantFrom(...platforms),
        (held, name, platform) => shortcutFault(`${held}${name}`, platform) !== null || /\+/.test(name),
      ),
      { numRuns: 2_000 },
    );
  });
});
