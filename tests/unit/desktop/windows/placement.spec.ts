import { describe, expect, it } from 'vitest';
import type { DisplaySession, Placement } from '../../../../main/desktop/windows/placement';
import { placementIn } from '../../../../main/desktop/windows/placement';

const gnome = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' };
const xorg = { XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' };

const rows: readonly (readonly [
  what: string,
  session: Partial<Omit<DisplaySession, 'switchValue'>> & { readonly switches?: Readonly<Record<string, string>> },
  placement: Placement,
])[] = [
  ['Windows', { platform: 'win32', env: {} }, 'app'],
  ['macOS, whatever a variable says', { platform: 'darwin', env: gnome }, 'app'],
  ['X11', { env: xorg }, 'app'],
  ['a server without a session, under a virtual display', { env: { DISPLAY: ':99' } }, 'app'],
  ['Wayland', { env: gnome }, 'compositor'],
  ['Wayland without XWayland', { env: { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-1' } }, 'compositor'],
  ['Wayland whose socket has its usual name', { env: { XDG_SESSION_TYPE: 'wayland' } }, 'compositor'],
  [
    'Wayland that does not say so (started from a shell or a service)',
    { env: { WAYLAND_DISPLAY: 'wayland-0' } },
    'compositor',
  ],
  ['XWayland, asked for by the person', { env: gnome, switches: { 'ozone-platform': 'x11' } }, 'app'],
  [
    'Wayland, asked for by the person',
    { env: { DISPLAY: ':0' }, switches: { 'ozone-platform': 'wayland' } },
    'compositor',
  ],
  ['a nested compositor in an X11 session', { env: { ...xorg, WAYLAND_DISPLAY: 'wayland-0' } }, 'app'],
  ['an Electron that speaks X11 unless told otherwise', { env: gnome, electron: 33 }, 'app'],
  [
    'the same, told by a switch',
    { env: gnome, electron: 33, switches: { 'ozone-platform-hint': 'auto' } },
    'compositor',
  ],
  [
    'the same, told by a variable',
    { env: { ...gnome, ELECTRON_OZONE_PLATFORM_HINT: 'wayland' }, electron: 33 },
    'compositor',
  ],
  ['the same, told to stay', { env: { ...gnome, ELECTRON_OZONE_PLATFORM_HINT: 'x11' }, electron: 33 }, 'app'],
  [
    'the same, told where there is no Wayland',
    { env: { ...xorg, ELECTRON_OZONE_PLATFORM_HINT: 'wayland' }, electron: 33 },
    'app',
  ],
  [
    'an Electron that no longer listens to that variable',
    { env: { ...gnome, ELECTRON_OZONE_PLATFORM_HINT: 'x11' } },
    'compositor',
  ],
];

describe('who places a window', () => {
  it.each(rows)('%s', (_what, { switches = {}, ...session }, placement) => {
    expect(
      placementIn({
        platform: 'linux',
        env: {},
        electron: 45,
        switchValue: (name) => switches[name] ?? '',
        ...session,
      }),
    ).toBe(placement);
  });
});
