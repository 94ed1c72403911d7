import { describe, expect, it } from 'vitest';
import { createQuickShortcut, supportsGlobalShortcut } from '../../../../main/desktop/shortcuts/quick-shortcut';

function system({ taken = [] as string[], supported = true } = {}) {
  const held = new Map<string, () => void>();
  let pressed = 0;
  const port = {
    register(accelerator: string, run: () => void) {
      if (accelerator.endsWith('F24')) throw new TypeError('conversion failure');
      if (taken.includes(accelerator)) return false;
      held.set(accelerator, run);
      return true;
    },
    unregister: (accelerator: string) => void held.delete(accelerator),
  };
  const shortcut = createQuickShortcut({
    pressed: () => {
      pressed += 1;
    },
    supported,
    port,
  });
  return { shortcut, held, presses: () => pressed };
}

describe('the quick shortcut', () => {
  it('works once it is set', () => {
    const { shortcut, held, presses } = system();
    expect(shortcut.state()).toBe('off');
    expect(shortcut.set(' Ctrl+Alt+Space ')).toBe('active');
    held.get('Ctrl+Alt+Space')?.();
    expect(presses()).toBe(1);
  });

  it('releases the old keys when others are set, or none', () => {
    const { shortcut, held } = system();
    shortcut.set('Ctrl+Alt+A');
    shortcut.set('Ctrl+Alt+B');
    expect([...held.keys()]).toEqual(['Ctrl+Alt+B']);
    expect(shortcut.set('')).toBe('off');
    expect(held.size).toBe(0);
  });

  it('reports that another program has the keys', () => {
    const { shortcut, held } = system({ taken: ['Ctrl+Alt+A'] });
    expect(shortcut.set('Ctrl+Alt+A')).toBe('taken');
    expect(held.size).toBe(0);
  });

  it('registers no plain key, no key of the system and no invalid one', () => {
    for (const keys of ['A', 'Return', 'Shift+A', 'Ctrl+C', 'Alt+F4', 'Ctrl+Alt+Delete', 'Nonsense++']) {
      const { shortcut, held } = system();
      shortcut.set('Ctrl+Alt+A');
      expect(shortcut.set(keys), keys).toBe('refused');
      expect(held.size, keys).toBe(0);
    }
  });

  it('reports that the system rejects the keys, or that the desktop has no shortcuts', () => {
    expect(system().shortcut.set('Ctrl+Alt+F24')).toBe('unsupported');
    expect(system({ supported: false }).shortcut.set('Ctrl+Alt+A')).toBe('unsupported');
  });

  it('releases the keys while it is paused, also when they are changed in the meantime', () => {
    const { shortcut, held } = system();
    shortcut.set('Ctrl+Alt+A');
    expect(shortcut.pause()).toBe('paused');
    expect(shortcut.set('Ctrl+Alt+B')).toBe('paused');
    expect(held.size).toBe(0);
    expect(shortcut.resume()).toBe('active');
    expect([...held.keys()]).toEqual(['Ctrl+Alt+B']);
  });

  it('stays off when there is nothing to pause', () => {
    const { shortcut } = system();
    expect([shortcut.pause(), shortcut.resume()]).toEqual(['off', 'off']);
  });
});

describe('global shortcuts', () => {
  it.each([
    ['linux', { XDG_SESSION_TYPE: 'wayland' }, false],
    ['linux', { XDG_SESSION_TYPE: 'x11' }, true],
    ['linux', {}, true],
    ['win32', {}, true],
    ['darwin', { XDG_SESSION_TYPE: 'wayland' }, true],
  ] as const)('on %s with %j: %s', (platform, env, expected) => {
    expect(supportsGlobalShortcut(platform, env)).toBe(expected);
  });
});
