import { join } from 'node:path';
import { app, net } from 'electron';
import { iso } from '../../shared/clock';
import { contract } from '../../shared/contract';
import type { AppInfo, Place } from '../../shared/contract/app';
import type { SettingsView } from '../../shared/contract/settings';
import { messagesFor } from '../../shared/i18n';
import { formatsFor } from '../../shared/i18n/format';
import type { Actor } from '../assistance/api';
import { createAssistance } from '../assistance/assistance';
import { createDraftStore } from '../assistance/draft-store';
import { cryptoIds } from '../assistance/ids';
import { providerFor } from '../assistance/providers';
import type { Owner } from '../auth/owner';
import { ownerOf } from '../auth/owner';
import { setAppMenu } from '../desktop/app-menu';
import { createDesktopShell } from '../desktop/desktop-shell';
import { createDialogs } from '../desktop/dialogs';
import { createExportChoices } from '../desktop/export-choice';
import { createForgetting } from '../desktop/forgetting';
import { electronCallPort, refuseOtherListeners } from '../desktop/ipc/electron-call-port';
import { createHandlers } from '../desktop/ipc/handlers';
import { createPublish } from '../desktop/ipc/publish';
import { serve } from '../desktop/ipc/serve';
import { localeFor, systemRegion } from '../desktop/locale';
import { createNotifier } from '../desktop/notifications/notifier';
import { systemClock as clock, systemUptime } from '../desktop/platform/clock';
import { isOurs } from '../desktop/platform/data-folder';
import { finishBeforeQuit } from '../desktop/platform/lifecycle';
import { systemPolicy } from '../desktop/platform/policy';
import { systemPower } from '../desktop/platform/power';
import { startInventoryProcess } from '../desktop/platform/start-inventory-process';
import { profileQuestion } from '../desktop/profile-questions';
import { leaveQuestion, shortenQuestion } from '../desktop/questions';
import { openWindowSession, pagesAt } from '../desktop/security/app-protocol';
import { listBuiltFiles } from '../desktop/security/built-files';
import { createExternalLinks } from '../desktop/security/external-links';
import { refuseNavigation } from '../desktop/security/navigation';
import { createOpeningLimit, switchRates } from '../desktop/security/opening-limit';
import { trustedSender } from '../desktop/security/trusted-sender';
import { isSoon, runSelfCheck } from '../desktop/self-check';
import type { Running, StartOptions } from '../desktop/start-options';
import { applyTheme } from '../desktop/theme';
import { trayView } from '../desktop/tray/tray-model';
import { watchVisibility } from '../desktop/windows/visibility';
import { createWindowRegistry } from '../desktop/windows/window-registry';
import { createHistory, historyPartition } from '../history/history';
import { createRetention } from '../history/retention';
import { openRetentionFile } from '../history/retention-file';
import { createShortenings, wishesOf } from '../history/shortening';
import { createFinder } from '../inventory/finder';
import { settleFormerPlaces } from '../inventory/former-places';
import { createLiveSearch } from '../inventory/live/live-search';
import { createLocalAnswers } from '../inventory/local/answers';
import { keepInventoriesOf } from '../inventory/local/kept-files';
import { createLocalInventory } from '../inventory/local/local-inventory';
import { inventoryTenant } from '../inventory/local/tenant';
import { withKnown } from '../inventory/rows/with-known';
import { createShortlist } from '../inventory/shortlist/shortlist';
import { createShortlistNews } from '../inventory/shortlist/shortlist-news';
import { createShortlistStore } from '../inventory/shortlist/shortlist-store';
import { createLeaving, isUntold } from '../session/leaving';
import { createNotices } from '../session/notices';
import { createProfileOwners } from '../session/profile-owners';
import { createWorkplace } from '../session/workplace';
import { customCloud, tenantView } from '../settings/clouds';
import { openPolicy } from '../settings/policy-watch';
import type { TenantProfile } from '../settings/port';
import { practiceProfile } from '../settings/practice-profile';
import { createSettings } from '../settings/settings';
import { sweepTempFiles } from '../store/durable-write';
import { createJournalFile } from '../store/journal-file';
import { tightenTree } from '../store/own-tree';
import { createConnector } from './connection';

/** The quick window is loaded only when the main one is surely usable: on a cold start both would wait for the processor. */
const WARM_AFTER_MS = 1_500;

const home: Place = { section: 'devices', deviceId: null, requestId: null, card: false };

/** Where ports meet adapters. Decides nothing: every rule lives in a module of its own. */
export async function compose(start: StartOptions): Promise<Running> {
  const { paths, log, devServer, packaged, foreign } = start;
  const registry = createWindowRegistry();
  const publish = createPublish(contract, registry.send);
  const pages = pagesAt(devServer);
  const session = await openWindowSession(await listBuiltFiles(paths.renderer), devServer);
  refuseNavigation(app, new Set([pages.main, pages.quick]), log);
  refuseOtherListeners();

  // What is kept on the disk
  sweepTempFiles(paths.userData);
  const policy = openPolicy(systemPolicy(clock));
  const settings = createSettings({
    folder: paths.userData,
    clock,
    log,
    policy: policy.first,
    waitToSwitch: createOpeningLimit(clock, switchRates).take,
  });
  const preferences = () => settings.current().preferences;
  /** Also of those that nobody agreed to yet: what is kept of them may be the person's own. */
  const keptProfiles = () => [...settings.current().profiles, ...settings.pending()].map(({ id }) => id);
  const locale = () => localeFor(preferences().language);
  const messages = () => messagesFor(locale());
  const showMenu = (): void =>
    setAppMenu({ texts: messages().menu, development: devServer !== null, quit: () => quit() });
  showMenu();
  const notices = createNotices(publish.app.noticesChanged);
  const history = createHistory({
    folder: join(paths.userData, 'history'),
    clock,
    log,
    retentionDays: (place) => retention.daysOf(place),
    deletingNow: () => retention.now(),
    onNotice: (failure) => notices.add(failure, 'history'),
  });
  const former = await settleFormerPlaces(
    paths.userData,
    settings.current().profiles.map(({ id, cloud }) => ({ id, cloud: customCloud(cloud) })),
    log,
  );
  const retention = createRetention({
    file: openRetentionFile(paths.userData, clock),
    clock,
    uptime: systemUptime,
    log,
    wishes: () => wishesOf(settings),
    count: (isMeant, cutoff) => history.count(isMeant, cutoff),
    announce: ({ tenant, count, to, at }) =>
      notices.add(
        { code: 'history.shortening' },
        messages().history.shortening({ tenant, count, days: to, date: formatsFor(locale()).dateTime(at) }),
      ),
  });
  const profileOwners = createProfileOwners(paths.userData, clock);
  const dialogs = createDialogs(() => shell.main.window(), clock, log);
  const leaving = createLeaving(
    () => assistance.current().filter(isUntold).length + assistance.waiting().length,
    (stake) => dialogs.ask(leaveQuestion(messages(), stake)),
  );
  const quit = (): void =>
    void leaving.may('quit').then((goes) => {
      if (goes) app.quit();
    });
  const shortenings = createShortenings({
    retention,
    settings,
    ask: (proposal) => dialogs.answer(shortenQuestion(messages(), formatsFor(locale()), proposal)),
  });
  const historyChanged = (): void => publish.history.changed(null);
  const shortlist = createShortlist({
    clock,
    changed(list) {
      publish.devices.shortlistChanged(list);
      render();
    },
  });

  // The connected tenant
  const links = createExternalLinks({ log, clock });
  const connector = createConnector({
    folder: join(paths.userData, 'accounts'),
    clock,
    log,
    links,
    tokensOf: (signIn) => ({ token: (request) => workplace.keeper.tokensOf(signIn).token(request) }),
    browserOpened: (signIn) => workplace.keeper.browserOpened(signIn),
    accountAsked: (signIn, question) => workplace.keeper.accountAsked(signIn, question),
    wasUsed: (id) => profileOwners.known().some(({ profileId }) => profileId === id),
    skewed: (skew) => notices.add({ code: 'network.clock', why: 'skew', skew }, null),
    throttled: (seconds) => publish.app.throttled({ until: iso(clock.now() + seconds * 1_000) }),
  });
  const inventory = createLocalInventory({
    clock,
    log,
    startProcess: (onGone) => startInventoryProcess(paths.main, log, onGone),
    keyFile: connector.secretFile,
    place: () => preferences().inventory,
    tidy: () => keepInventoriesOf(paths.userData, preferences().inventory === 'disk' ? keptProfiles() : []),
    changed(view) {
      publish.inventory.changed(view);
      shortlistNews.follow(view);
    },
    notice: (failure) => notices.add(failure, 'inventory'),
  });
  const shortlistNews = createShortlistNews({ open: () => inventory.open(), clock, shortlist });
  const local = createLocalAnswers({
    open: () => inventory.open(),
    asOf: () => inventory.current().asOf,
    clock,
    shortlist,
  });
  const activeProfile = (): TenantProfile => {
    const { profiles, activeProfile: id } = settings.current();
    return profiles.find((profile) => profile.id === id) ?? practiceProfile;
  };
  const workplace = createWorkplace({
    clock,
    first: activeProfile(),
    connect(profile) {
      const connection = connector.connect(profile);
      return {
        ...connection,
        finder: createFinder(createLiveSearch({ graph: connection.graph, clock, shortlist }), local),
      };
    },
    sessionChanged(next) {
      publish.session.changed(next);
      render();
    },
    presenceChanged(presence, isSignedOut) {
      const owner = ownerNow();
      const place = presence === null || owner === null ? null : { profileId: presence.connection.profile.id, owner };
      if (place !== null) former.settleShortlist(place);
      if (place !== null) void retention.learn(historyPartition(place.owner), place.profileId);
      if (place !== null) void profileOwners.note(place.profileId, place.owner);
      const store = place === null ? null : createShortlistStore(paths.userData, place);
      if (store !== null && store.notice !== null) notices.add(store.notice, 'shortlist');
      shortlist.use(store);
      const tenant =
        presence === null || owner === null ? null : inventoryTenant(paths.userData, owner, presence.connection);
      void inventory.use(tenant, { forget: isSignedOut && preferences().forgetInventory });
      assistance.actorChanged();
      historyChanged();
    },
  });
  const actor = (): Actor | null => {
    const presence = workplace.presence();
    if (presence === null) return null;
    const { tenant, profile } = presence.connection;
    return { account: presence.account, tenant, cloud: customCloud(profile.cloud), sessionHosts: profile.sessionHosts };
  };
  const ownerNow = (): Owner | null => {
    const who = actor();
    return who === null ? null : ownerOf(who);
  };

  const subject = () => ({
    tenant: workplace.connection().tenant.name,
    account: workplace.presence()?.account.upn ?? '',
  });

  // Requests
  const notifier = createNotifier({
    texts: () => messages().notify,
    sound: () => preferences().notificationSound,
    onClick: ({ requestId, state }) =>
      void (state === 'ready' ? openSession(requestId) : shell.showMain({ ...home, requestId })),
  });
  const assistance = createAssistance({
    provider: () => providerFor(workplace.connection().profile.provider, workplace.connection().graph),
    actor,
    journal: createJournalFile(join(paths.userData, 'journal.jsonl')),
    archive: history,
    drafts: (whose) =>
      createDraftStore(
        {
          folder: join(paths.userData, 'drafts'),
          now: () => clock.now(),
          onNotice: (failure) => notices.add(failure, 'drafts'),
        },
        whose,
      ),
    past: (whose, id) => history.get(whose, id),
    opener: { open: (url) => workplace.connection().opener.open(url) },
    clock,
    log,
    ids: cryptoIds,
    preferences,
    completed: async (device) =>
      withKnown(device, (await local.known(device.id, local.opened())) ?? shortlist.known(device.id)),
    othersOf: (userId) => local.ofPerson(userId, local.opened()),
    onChange(requests) {
      publish.requests.changed(requests);
      notifier.update(requests);
      render();
    },
    onWaiting: publish.requests.waitingChanged,
    onDrafts: publish.drafts.changed,
    onEvent({ kind, request }) {
      log.info('request.step', { state: kind });
      if (kind === 'sending') touch(request.subject.deviceId);
      historyChanged();
    },
    onDamage: (failure) => notices.add(failure, 'journal'),
  });
  const touch = (deviceId: string): void => {
    const device = shortlist.known(deviceId);
    if (device !== null) shortlist.touch(device, device.asOf);
  };
  const openSession = async (requestId: string): Promise<void> => {
    const opened = await assistance.open(requestId);
    if (!opened.ok) shell.showMain({ ...home, requestId });
  };

  // What the person sees
  const shell = createDesktopShell({
    paths,
    pages,
    session,
    registry,
    clock,
    log,
    packaged,
    development: devServer !== null,
    preferences,
    messages,
    navigate: publish.app.navigate,
    announceQuick: () => publish.app.quickShown(null),
    signIn: () => void workplace.keeper.signIn(false),
    quit,
    openSession,
    shortcutChanged: () => settingsChanged(),
  });
  const render = (): void => {
    const recent = shortlist.current().recent.map(({ id, name, userName }) => ({ deviceId: id, name, userName }));
    const state = {
      session: workplace.keeper.current(),
      requests: assistance.current(),
      recent,
      shortcut: shell.shortcut.state(),
    };
    shell.tray.render(trayView(state, messages().tray));
    shell.main.setTenant(workplace.connection().tenant.name);
  };

  // Settings that change while the app runs
  const settingsView = (): SettingsView => {
    const { profiles, activeProfile: active } = settings.current();
    return {
      preferences: preferences(),
      retention: shortenings.view(),
      managed: settings.managed,
      locale: locale(),
      shortcut: shell.shortcut.state(),
      profiles: profiles.map(tenantView),
      activeProfile: active,
    };
  };
  const settingsChanged = (): void => {
    publish.settings.changed(settingsView());
    render();
  };
  const applySettings = async (settle: () => Promise<unknown> = shortenings.settle): Promise<void> => {
    applyTheme(preferences().theme);
    showMenu();
    shell.shortcut.set(preferences().shortcut);
    await workplace.goTo(activeProfile());
    inventory.reconsider();
    await connector.keepOnly(keptProfiles());
    settingsChanged();
    void settle().then(settingsChanged);
  };
  const forgetting = createForgetting({
    userData: paths.userData,
    owner: ownerNow,
    activeProfile: () => workplace.connection().profile.id,
    profiles: keptProfiles,
    assistance,
    history,
    retention,
    shortlist,
    former,
    owners: profileOwners,
  });
  const keepRetention = (): (() => void) => {
    const stops = [
      history.keepRetention(() => retention.settle().then(settingsChanged).then(forgetting.old)),
      retention.watch(),
    ];
    shell.main.whenLoaded(() => void shortenings.settle().then(settingsChanged));
    return () => stops.forEach((stop) => stop());
  };
  const info = (): AppInfo => ({
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    notices: notices.current(),
  });

  const settlePending = () => settings.settlePending((change) => dialogs.ask(profileQuestion(messages(), change)));
  const exports = createExportChoices({
    preferences,
    region: systemRegion,
    now: () => iso(clock.now()),
    remember: (exportFormat) => void settings.change({ exportFormat }).then(settingsChanged),
  });
  const handlers = createHandlers({
    keeper: workplace.keeper,
    leaving,
    assistance,
    finder: () => workplace.presence()?.connection.finder ?? null,
    shortlist,
    inventory: { keeper: inventory, answers: local, progress: publish.inventory.exportProgress, exports },
    history: {
      history,
      owner: ownerNow,
      subject,
      progress: publish.history.exportProgress,
      exports,
      changed: historyChanged,
      forget: forgetting.clear,
    },
    settings: {
      settings,
      change: shortenings.change,
      view: settingsView,
      apply: () => applySettings(),
      forget: forgetting.profile,
    },
    app: { info, notices, quick: shell.quick, showMain: shell.showMain, log },
    dialogs,
    messages,
  });
  serve(contract, handlers, electronCallPort(trustedSender(registry.kindOf, pages.origin)), log);

  // Everything is connected: show it, then read what may take time
  for (const path of foreign) notices.add({ code: 'storage.foreign', detail: path }, path);
  for (const failure of settings.notices) notices.add(failure, 'settings');
  // `retention.settle` asks nothing: no dialog comes up because of a change elsewhere.
  const leavePolicy = policy.follow({ settings, log, notices, changed: () => void applySettings(retention.settle) });
  applyTheme(preferences().theme);
  shell.shortcut.set(preferences().shortcut);
  const { quick: startsQuick, hidden, selfCheck } = start.arguments;
  const showsMain = !startsQuick && !hidden;
  if (showsMain) shell.main.show();
  if (startsQuick) shell.quick.show();
  // While the page loads; a card waits for it, and nobody is signed in before it is done.
  const recovered = assistance.recover();
  render();
  let stopPurging = (): void => undefined;
  // The keyring may make the person wait, and the process with it: only once there is something to look at.
  const afterFirstSight = (): void => {
    tightenTree(paths.userData, isOurs);
    void recovered.then(workplace.keeper.start).then(() => {
      stopPurging = keepRetention();
      void profileOwners.learn(settings.current().profiles, connector.remembered);
      clock.after(WARM_AFTER_MS, () => shell.quick.warm());
    });
  };
  if (showsMain) shell.main.whenLoaded(afterFirstSight);
  else afterFirstSight();
  if (showsMain && settings.pending().length > 0)
    shell.main.whenLoaded(() => void settlePending().then(() => applySettings()));
  await shell.lookForTray();
  systemPower.onSuspend(() => assistance.suspend());
  systemPower.onShutdown(leaving.sessionEnds);
  systemPower.onResume(() => {
    assistance.resume();
    inventory.wake();
  });
  watchVisibility(app, (isVisible) => assistance.setHidden(!isVisible));
  finishBeforeQuit(async () => {
    stopPurging();
    leavePolicy();
    workplace.keeper.cancel();
    await Promise.all([
      assistance.finish(),
      inventory.finish(),
      workplace.connection().signIn.leave(),
      shell.settled(),
    ]);
  }, log);
  if (selfCheck !== null) {
    shell.main.show();
    const findings = async () => {
      const signedIn = (await workplace.keeper.signIn(false)).ok;
      const isInventoryRead = signedIn && (await isSoon(clock, () => inventory.current().asOf !== null));
      return { signedIn, isInventoryRead, devices: inventory.current().devices, online: net.isOnline() };
    };
    const window = shell.main.window();
    if (window !== null) void runSelfCheck({ file: selfCheck, window, page: pages.main, session, clock, findings });
  }

  return {
    secondInstance(next) {
      log.info('start.again', { quick: next.quick, hidden: next.hidden });
      if (next.quick) shell.quick.show();
      else if (!next.hidden) shell.main.show();
    },
  };
}
