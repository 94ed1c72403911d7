import { join } from 'node:path';
import { app, nativeImage } from 'electron';
import type { Clock } from '../../shared/clock';
import type { Intent } from '../../shared/contract/app';
import type { DeviceRow } from '../../shared/contract/devices';
import type { Preferences } from '../../shared/contract/settings';
import type { Messages } from '../../shared/i18n';
import type { Log } from '../../shared/log';
import { durableWrite } from '../store/durable-write';
import { createTrayHint } from './notifications/tray-hint';
import type { OutsideCommand } from './outside-commands';
import type { StartArguments } from './platform/arguments';
import type { AppPaths } from './platform/paths';
import { hangQuestion } from './questions';
import type { Pages } from './security/app-protocol';
import type { QuickShortcut } from './shortcuts/quick-shortcut';
import { createQuickShortcut, supportsGlobalShortcut } from './shortcuts/quick-shortcut';
import { createTray } from './tray/tray';
import { createTrayCommands } from './tray/tray-commands';
import { hasTrayHost } from './tray/tray-host';
import type { TrayState } from './tray/tray-model';
import { trayView } from './tray/tray-model';
import type { MainWindow } from './windows/main-window';
import { createMainWindow } from './windows/main-window';
import { placementIn } from './windows/placement';
import type { QuickWindow } from './windows/quick-window';
import { createQuickWindow } from './windows/quick-window';
import type { WindowRegistry } from './windows/window-registry';
import { createWindowState } from './windows/window-state';

export interface ShellParts {
  readonly paths: AppPaths;
  readonly pages: Pages;
  readonly session: Electron.Session;
  readonly registry: WindowRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly packaged: boolean;
  readonly development: boolean;
  readonly preferences: () => Preferences;
  readonly messages: () => Messages;
  /** Tells the main window's page what to show. */
  readonly opened: (intent: Intent) => void;
  /** Tells the quick window's page that it is being shown. */
  readonly announceQuick: () => void;
  readonly command: (command: OutsideCommand) => void;
  readonly shortcutChanged: () => void;
}

/** The data shown in the tray and the title. */
export interface ShellState extends Pick<TrayState, 'session' | 'requests'> {
  /** Newest first. */
  readonly recent: readonly Pick<DeviceRow, 'id' | 'name' | 'userName'>[];
  /** Name of the connected tenant. */
  readonly tenant: string;
}

/** The app on the desktop: two windows, the tray and the shortcut. */
export interface DesktopShell {
  readonly main: MainWindow;
  readonly quick: QuickWindow;
  readonly shortcut: QuickShortcut;
  /** Updates the tray and the title. */
  render(state: ShellState): void;
  /** Shows the main window and in it the given intent; null: unchanged. Everything outside the window uses this. */
  open(intent: Intent | null): void;
  /** The app was started again while it runs. */
  startedAgain(start: Pick<StartArguments, 'quick' | 'hidden'>): void;
  /** Finds out whether this desktop shows a tray; until then, closing the window ends the app. */
  lookForTray(): Promise<void>;
  /** Resolves when the window bounds are written. */
  settled(): Promise<void>;
}

export function createDesktopShell(parts: ShellParts): DesktopShell {
  const { paths, pages, session, registry, clock, log, messages, preferences } = parts;
  const look = {
    preload: paths.preload,
    session,
    devTools: !parts.packaged,
    registry,
    clock,
    log,
    hangQuestion: () => hangQuestion(messages()),
  };
  const hint = createTrayHint(
    () => messages().notify.trayHint,
    () => open(null),
  );
  let trayWorks = false;
  const windowState = createWindowState(join(paths.userData, 'window.json'), durableWrite);
  const main = createMainWindow({
    ...look,
    page: pages.main,
    state: windowState,
    icon: process.platform === 'linux' ? nativeImage.createFromPath(join(paths.renderer, 'icon.png')) : null,
    hidesOnClose: () => preferences().closeToTray && trayWorks,
    onHiddenByClose: () => hint.show(),
    quit: () => parts.command({ kind: 'quit' }),
  });
  const quick = createQuickWindow({
    ...look,
    page: pages.quick,
    hidesOnBlur: !parts.development,
    announce: parts.announceQuick,
    otherWindowVisible: () => main.isVisible(),
    placement: placementIn({
      platform: process.platform,
      env: process.env,
      switchValue: (name) => app.commandLine.getSwitchValue(name),
      electron: Number.parseInt(process.versions.electron, 10),
    }),
  });
  const open = (intent: Intent | null): void => {
    main.show();
    if (intent !== null) main.whenLoaded(() => parts.opened(intent));
  };
  const shortcut = createQuickShortcut({ pressed: () => quick.toggle(), supported: supportsGlobalShortcut() });
  const tray = createTray(
    createTrayCommands({
      quick: () => quick.show(),
      open,
      command: parts.command,
      pause() {
        shortcut.pause();
        parts.shortcutChanged();
      },
      resume() {
        shortcut.resume();
        parts.shortcutChanged();
      },
    }),
  );
  return {
    main,
    quick,
    shortcut,
    render({ session: current, requests, recent, tenant }) {
      const devices = recent.map(({ id, name, userName }) => ({ deviceId: id, name, userName }));
      const state = { session: current, requests, recent: devices, shortcut: shortcut.state() };
      tray.render(trayView(state, messages().tray));
      main.setTenant(tenant);
    },
    open,
    startedAgain(start) {
      if (start.quick) quick.show();
      else if (!start.hidden) open(null);
    },
    async lookForTray() {
      trayWorks = await hasTrayHost();
    },
    settled: () => windowState.settled(),
  };
}
