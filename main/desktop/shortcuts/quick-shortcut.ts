import { globalShortcut } from 'electron';
import type { ShortcutState } from '../../../shared/contract/settings';
import { keyPlatform, shortcutFault } from '../../../shared/shortcut-rule';

/** The operating system's registration of shortcuts. */
export interface ShortcutPort {
  /** False when another program has registered it; throws for an invalid accelerator. */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/** The shortcut that opens the quick window from everywhere. */
export interface QuickShortcut {
  /**
   * Registers an Electron accelerator that the rules allow; an empty text disables the shortcut. A pause lasts until
   * `resume`.
   */
  set(accelerator: string): ShortcutState;
  pause(): ShortcutState;
  resume(): ShortcutState;
  state(): ShortcutState;
}

export function createQuickShortcut(options: {
  pressed: () => void;
  supported: boolean;
  port?: ShortcutPort;
  platform?: string;
}): QuickShortcut {
  const { pressed, supported, port = globalShortcut, platform = process.platform } = options;
  let wanted = '';
  let registered: string | null = null;
  let paused = false;
  let state: ShortcutState = 'off';

  const release = (): void => {
    if (registered !== null) port.unregister(registered);
    registered = null;
  };
  const settle = (): ShortcutState => {
    release();
    if (wanted === '') return (state = 'off');
    if (!supported) return (state = 'unsupported');
    // Checked for every source: page, file or policy. A plain key would be intercepted while typing anywhere.
    if (shortcutFault(wanted, keyPlatform(platform)) !== null) return (state = 'refused');
    if (paused) return (state = 'paused');
    try {
      const held = port.register(wanted, pressed);
      registered = held ? wanted : null;
      return (state = held ? 'active' : 'taken');
    } catch {
      return (state = 'unsupported');
    }
  };
  return {
    set(accelerator) {
      wanted = accelerator.trim();
      return settle();
    },
    pause() {
      paused = true;
      return settle();
    },
    resume() {
      paused = false;
      return settle();
    },
    state: () => state,
  };
}

/** Wayland offers no global shortcuts to programs; there a shortcut of the desktop calls `deskside --quick`. */
export function supportsGlobalShortcut(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return platform !== 'linux' || env['XDG_SESSION_TYPE'] !== 'wayland';
}
