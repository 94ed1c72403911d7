import { globalShortcut } from 'electron';
import type { ShortcutState } from '../../../shared/contract/settings';
import { keyPlatform, shortcutFault } from '../../../shared/shortcut-rule';

/** The operating system's registration of shortcuts. */
export interface ShortcutPort {
  /** False when another program has it; throws at an accelerator it cannot read. */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/** The shortcut that opens the quick window from everywhere. */
export interface QuickShortcut {
  /** Registers an Electron accelerator that the rule allows; empty switches it off. A pause lasts until `resume`. */
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
    // Whoever set them: a page, a file or a policy. Plain keys would be taken from everything that is typed.
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

/** Wayland has no global shortcuts for programs of its own accord; there the desktop's shortcut calls `deskside --quick`. */
export function supportsGlobalShortcut(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return platform !== 'linux' || env['XDG_SESSION_TYPE'] !== 'wayland';
}
