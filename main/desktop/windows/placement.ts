/** Who decides where a window opens: this app, or the desktop. */
export type Placement = 'app' | 'compositor';

export interface DisplaySession {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Value of a switch of Chromium; empty when it is not set. */
  readonly switchValue: (name: string) => string;
  /** Major version of Electron; from 38 on it uses Wayland in Wayland sessions, before that only with a switch. */
  readonly electron: number;
}

const FIRST_ON_WAYLAND = 38;

/**
 * On Wayland programs neither know the pointer position nor place their own windows: positions are ignored, and the
 * screen "at the pointer" is always the first one. The desktop opens a window on the screen in use. With XWayland,
 * positions work.
 */
export function placementIn({ platform, env, switchValue, electron }: DisplaySession): Placement {
  if (platform !== 'linux') return 'app';
  const chosen = switchValue('ozone-platform');
  if (chosen === 'wayland' || chosen === 'x11') return chosen === 'wayland' ? 'compositor' : 'app';
  const hint =
    electron >= FIRST_ON_WAYLAND
      ? 'auto'
      : switchValue('ozone-platform-hint') || (env['ELECTRON_OZONE_PLATFORM_HINT'] ?? 'x11');
  const isThere = isSet(env['WAYLAND_DISPLAY']) || env['XDG_SESSION_TYPE'] === 'wayland';
  if (!isThere) return 'app';
  if (hint === 'wayland') return 'compositor';
  // `auto` uses the session type if it is set, else the display server that is available.
  const kind = env['XDG_SESSION_TYPE'] ?? '';
  const isAuto = hint === 'auto' && (kind === 'wayland' || (kind !== 'x11' && !isSet(env['DISPLAY'])));
  return isAuto ? 'compositor' : 'app';
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
