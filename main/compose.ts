import { join } from 'node:path';
import { app, nativeImage, net } from 'electron';
import { contract } from '../shared/contract';
import type { Place } from '../shared/contract/app';
import type { SettingsView } from '../shared/contract/settings';
import type { Messages } from '../shared/i18n';
import { messagesFor } from '../shared/i18n';
import { createAssistance } from './assistance/assistance';
import type { Actor } from './assistance/port';
import { cryptoIds, ownerOf } from './assistance/ports';
import { SIGN_IN_LIMIT_MS } from './auth/sign-in';
import { setAppMenu } from './desktop/app-menu';
import type { TenantConnection } from './desktop/connections';
import { createConnector } from './desktop/connections';
import { createDialogs } from './desktop/dialogs';
import { electronCallPort } from './desktop/ipc/electron-call-port';
import { createHandlers } from './desktop/ipc/handlers';
import { createPublish } from './desktop/ipc/publish';
import { serve } from './desktop/ipc/serve';
import { localeFor } from './desktop/locale';
import { createNotifier } from './desktop/notifications/notifier';
import { createTrayHint } from './desktop/notifications/tray-hint';
import { systemClock as clock } from './desktop/platform/clock';
import { finishBeforeQuit } from './desktop/platform/lifecycle';
import { systemPower } from './desktop/platform/power';
import { openWindowSession, pagesAt } from './desktop/security/app-protocol';
import { listBuiltFiles } from './desktop/security/built-files';
import { createExternalLinks } from './desktop/security/external-links';
import { refuseNavigation } from './desktop/security/navigation';
import { trustedSender } from './desktop/security/trusted-sender';
import { runSelfCheck } from './desktop/self-check';
import { createQuickShortcut, supportsGlobalShortcut } from './desktop/shortcuts/quick-shortcut';
import type { Running, StartOptions } from './desktop/start-options';
import { applyTheme } from './desktop/theme';
import { createTray } from './desktop/tray/tray';
import { createTrayCommands } from './desktop/tray/tray-commands';
import { hasTrayHost } from './desktop/tray/tray-host';
import { trayView } from './desktop/tray/tray-model';
import { createMainWindow } from './desktop/windows/main-window';
import { createQuickWindow } from './desktop/windows/quick-window';
import { watchVisibility } from './desktop/windows/visibility';
import { createWindowRegistry } from './desktop/windows/window-registry';
import { createWindowState } from './desktop/windows/window-state';
import { createHistory } from './history/history';
import { createLiveSearch } from './inventory/live-search';
import { createShortlist } from './inventory/shortlist';
import { createNotices } from './session/notices';
import { createSessionKeeper } from './session/session-keeper';
import { tenantView } from './settings/clouds';
import type { TenantProfile } from './settings/port';
import { practiceProfile } from './settings/practice-profile';
import { createSettings } from './settings/settings';
import { createShortlistStore } from './settings/shortlist-store';
import { durableWrite, sweepTempFiles } from './store/durable-write';
import { createJournalFile } from './store/journal-file';

/** Where ports meet adapters. Decides nothing: every rule lives in a module of its own. */
export async function compose(start: StartOptions): Promise<Running> {
  const { paths, log, devServer, packaged } = start;
  sweepTempFiles(paths.userData);
  const settings = createSettings({ folder: paths.userData, clock, log });
  const preferences = () => settings.current().preferences;
  const locale = () => localeFor(preferences().language);
  const messages = (): Messages => messagesFor(locale());
  const history = createHistory({ folder: join(paths.userData, 'history'), clock, log, retentionDays: () => preferences().retentionDays, onNotice: (failure) => notices.add(failure, 'history') });

  // Windows and what they may load
  const registry = createWindowRegistry();
  const publish = createPublish(contract, registry.send);
  const pages = pagesAt(devServer);
  const windows = openWindowSession(await listBuiltFiles(paths.renderer), devServer);
  refuseNavigation(app, new Set([pages.main, pages.quick]), log);
  setAppMenu({ development: devServer !== null });
  applyTheme(preferences().theme);
  const look = { preload: paths.preload, session: windows, devTools: !packaged, registry, clock, log };

  const notices = createNotices(publish.app.noticesChanged);
  const shortlist = createShortlist({
    clock,
    changed(list) {
      publish.devices.shortlistChanged(list);
      render();
    },
  });

  // The connected tenant
  const connector = createConnector({
    folder: join(paths.userData, 'accounts'),
    clock,
    log,
    links: createExternalLinks(log),
    tokensOf: (signIn) => ({ token: (request) => keeper.tokensOf(signIn).token(request) }),
    browserOpened: (signIn) => keeper.browserOpened(signIn),
  });
  const activeProfile = (): TenantProfile => {
    const { profiles, activeProfile: id } = settings.current();
    return profiles.find((profile) => profile.id === id) ?? practiceProfile;
  };
  const connectTo = (profile: TenantProfile) => {
    const made = connector.connect(profile);
    return { ...made, finder: createLiveSearch({ graph: made.graph, clock, shortlist }) };
  };
  let connection: TenantConnection & ReturnType<typeof connectTo> = connectTo(activeProfile());
  let lastAccount: string | null = null;
  const keeper = createSessionKeeper(connection, {
    clock,
    signInLimit: SIGN_IN_LIMIT_MS,
    changed(next) {
      publish.session.changed(next);
      accountMayHaveChanged();
      render();
    },
  });
  const actor = (): Actor | null => {
    const account = keeper.account();
    const { tenant, profile } = connection;
    return account === null ? null : { account, tenant, sessionHosts: profile.sessionHosts };
  };
  const owner = () => {
    const who = actor();
    return who === null ? null : ownerOf(who);
  };
  const accountMayHaveChanged = (): void => {
    const account = keeper.account();
    const id = account === null ? null : `${connection.profile.id} ${account.homeAccountId}`;
    if (id === lastAccount) return;
    lastAccount = id;
    const partition = account === null ? null : { profileId: connection.profile.id, homeAccountId: account.homeAccountId };
    shortlist.use(partition === null ? null : createShortlistStore(paths.userData, partition));
    assistance.actorChanged();
    publish.history.changed(null);
  };

  // Requests
  const notifier = createNotifier({
    texts: () => messages().notify,
    sound: () => preferences().notificationSound,
    onClick: ({ requestId, state }) => void (state === 'ready' ? openSession(requestId) : showMain({ ...home, requestId })),
  });
  const assistance = createAssistance({
    graph: () => connection.graph,
    actor,
    journal: createJournalFile(join(paths.userData, 'journal.jsonl')),
    archive: history,
    opener: { open: (url) => connection.opener.open(url) },
    clock,
    log,
    ids: cryptoIds,
    preferences,
    onChange(requests) {
      publish.requests.changed(requests);
      notifier.update(requests);
      render();
    },
    onEvent({ kind }) {
      log.info('request.step', { state: kind });
      publish.history.changed(null);
    },
  });
  const openSession = async (requestId: string): Promise<void> => {
    const opened = await assistance.open(requestId);
    if (!opened.ok) showMain({ ...home, requestId });
  };

  // What the person sees
  const hint = createTrayHint(() => messages().notify.trayHint, () => showMain(null));
  let trayWorks = false;
  const mainWindow = createMainWindow({
    ...look,
    page: pages.main,
    state: createWindowState(join(paths.userData, 'window.json'), durableWrite),
    icon: process.platform === 'linux' ? nativeImage.createFromPath(join(paths.renderer, 'icon.png')) : null,
    hidesOnClose: () => preferences().closeToTray && trayWorks,
    onHiddenByClose: () => hint.show(),
    quit: () => app.quit(),
  });
  const quick = createQuickWindow({
    ...look,
    page: pages.quick,
    hidesOnBlur: devServer === null,
    announce: () => publish.app.quickShown(null),
    otherWindowVisible: () => mainWindow.isVisible(),
  });
  const showMain = (place: Place | null): void => {
    mainWindow.show();
    if (place !== null) mainWindow.whenLoaded(() => publish.app.navigate(place));
  };
  const shortcut = createQuickShortcut({ pressed: () => quick.toggle(), supported: supportsGlobalShortcut() });
  const tray = createTray(
    createTrayCommands({
      quick: () => quick.show(),
      showMain,
      openSession,
      signIn: () => void keeper.signIn(false),
      pause: () => (shortcut.pause(), settingsChanged()),
      resume: () => (shortcut.resume(), settingsChanged()),
      quit: () => app.quit(),
    }),
  );
  const render = (): void => {
    if (!app.isReady()) return;
    const recent = shortlist.current().recent.map(({ id, name, userName }) => ({ deviceId: id, name, userName }));
    const state = { session: keeper.current(), requests: assistance.current(), recent, shortcut: shortcut.state() };
    tray.render(trayView(state, messages().tray));
    mainWindow.setTenant(connection.tenant.name);
  };

  // Settings that change while the app runs
  const view = (): SettingsView => {
    const { preferences: chosen, profiles, activeProfile: active } = settings.current();
    return { preferences: chosen, locale: locale(), shortcut: shortcut.state(), profiles: profiles.map(tenantView), activeProfile: active };
  };
  const settingsChanged = (): void => {
    publish.settings.changed(view());
    render();
  };
  const apply = async (): Promise<void> => {
    applyTheme(preferences().theme);
    shortcut.set(preferences().shortcut);
    const profile = activeProfile();
    if (profile !== connection.profile) {
      connection = connectTo(profile);
      await keeper.connect(connection);
    }
    settingsChanged();
  };

  serve(
    contract,
    createHandlers({
      keeper,
      assistance,
      finder: () => (keeper.account() === null ? null : connection.finder),
      shortlist,
      history: { history, owner, today: () => new Date(clock.now()).toISOString().slice(0, 10), changed: () => publish.history.changed(null) },
      settings: { settings, view, apply },
      app: {
        info: () => ({
          version: app.getVersion(),
          electron: process.versions.electron,
          platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
          notices: notices.current(),
        }),
        notices,
        quick,
        showMain,
        log,
      },
      dialogs: createDialogs(() => mainWindow.window()),
      messages,
    }),
    electronCallPort(trustedSender(registry.kindOf, pages.origin)),
    log,
  );

  // Everything is connected: read what is kept, then show it
  for (const failure of settings.notices) notices.add(failure, 'settings');
  shortcut.set(preferences().shortcut);
  await assistance.recover();
  const isQuiet = start.arguments.hidden || start.arguments.quick;
  if (!isQuiet) mainWindow.show();
  if (start.arguments.quick) quick.show();
  else mainWindow.whenLoaded(() => quick.warm());
  if (isQuiet) quick.warm();
  render();
  // The keyring may make the person wait, and the process with it: only once there is something to look at.
  let stopPurging = (): void => undefined;
  const restore = (): void =>
    void keeper.start().then(() => {
      stopPurging = history.keepRetention();
    });
  if (isQuiet) restore();
  else mainWindow.whenLoaded(restore);
  trayWorks = await hasTrayHost();
  systemPower.onResume(() => assistance.resume());
  watchVisibility(app, (isVisible) => assistance.setHidden(!isVisible));
  finishBeforeQuit(async () => {
    stopPurging();
    keeper.cancel();
    assistance.stop();
  }, log);
  if (start.arguments.selfCheck !== null) {
    mainWindow.show();
    const window = mainWindow.window();
    const findings = async () => ({ signedIn: (await keeper.signIn(false)).ok, online: net.isOnline() });
    if (window !== null) void runSelfCheck({ file: start.arguments.selfCheck, window, page: pages.main, session: windows, clock, findings });
  }

  return {
    secondInstance(next) {
      if (next.quick) quick.show();
      else if (!next.hidden) mainWindow.show();
    },
  };
}

const home: Place = { section: 'devices', deviceId: null, requestId: null, card: false };
