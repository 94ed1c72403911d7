import { app } from 'electron';
import { contract } from '../../shared/contract';
import { setAppMenu } from '../desktop/app-menu';
import { createDesktopShell } from '../desktop/desktop-shell';
import { createDialogs } from '../desktop/dialogs';
import { electronCallPort, refuseOtherListeners } from '../desktop/ipc/electron-call-port';
import { createPublish } from '../desktop/ipc/publish';
import { serve } from '../desktop/ipc/serve';
import { commandOfClick } from '../desktop/notifications/notification-model';
import { createNotifier } from '../desktop/notifications/notifier';
import { systemClock as clock } from '../desktop/platform/clock';
import { profileQuestion } from '../desktop/profile-questions';
import { openWindowSession, pagesAt } from '../desktop/security/app-protocol';
import { listBuiltFiles } from '../desktop/security/built-files';
import { refuseNavigation } from '../desktop/security/navigation';
import { trustedSender } from '../desktop/security/trusted-sender';
import type { Running, StartOptions } from '../desktop/start-options';
import { applyTheme } from '../desktop/theme';
import { createWindowRegistry } from '../desktop/windows/window-registry';
import { createNotices } from '../session/notices';
import { settleFoundProfiles } from '../settings/found-profiles';
import { composeHandlers } from './calls';
import { composeLeaving } from './leaving';
import { connectNews } from './listeners';
import { createNews } from './news';
import { composePhone, composeRequests } from './requests';
import { composeSettings } from './settings';
import { startUp } from './start-up';
import { openStored } from './stored';
import { composeTenant } from './tenant';

/**
 * Connects ports and adapters, in the order in which they are created. It contains no rules; each rule has its own
 * module.
 */
export async function compose(start: StartOptions): Promise<Running> {
  const { paths, log, devServer } = start;
  const news = createNews();
  const registry = createWindowRegistry();
  const publish = createPublish(contract, registry.send);
  const pages = pagesAt(devServer);
  const session = await openWindowSession(await listBuiltFiles(paths.renderer), devServer);
  refuseNavigation(app, new Set([pages.main, pages.quick]), log);
  refuseOtherListeners();

  const notices = createNotices(publish.app.noticesChanged);
  const stored = await openStored(start, notices);
  const { settings, preferences, messages } = stored;
  const quit = (): void => news.commands.tell({ kind: 'quit' });
  const showLook = (): void => {
    applyTheme(preferences().theme);
    setAppMenu({ texts: messages().menu, development: devServer !== null, quit });
  };
  const settingsChanged = (): void => news.settings.tell(null);

  // What the technician sees
  const shell = createDesktopShell({
    paths,
    pages,
    session,
    registry,
    clock,
    log,
    packaged: start.packaged,
    development: devServer !== null,
    preferences,
    messages,
    opened: publish.app.opened,
    announceQuick: () => publish.app.quickShown(null),
    command: news.commands.tell,
    shortcutChanged: settingsChanged,
  });
  const dialogs = createDialogs(() => shell.main.window(), clock, log);
  const notifier = createNotifier({
    texts: () => messages().notify,
    sound: () => preferences().notificationSound,
    onClick: (clicked) => news.commands.tell(commandOfClick(clicked)),
  });

  // The connected tenant, its requests, and the settings
  const tenant = composeTenant({ start, stored, news, notices, publish });
  const requestParts = { start, stored, news, notices, publish, tenant };
  const assistance = composeRequests(requestParts);
  const phone = composePhone(requestParts, assistance);
  const leaving = composeLeaving(assistance, dialogs, messages);

  const { shortenings, running, forgetting } = composeSettings({
    start,
    stored,
    tenant,
    assistance,
    phone,
    shell,
    dialogs,
    showLook,
    changed: settingsChanged,
  });
  const render = connectNews({
    start,
    stored,
    news,
    notices,
    publish,
    tenant,
    assistance,
    leaving,
    shell,
    notifier,
    running,
  });
  const handlers = composeHandlers({
    stored,
    news,
    publish,
    shell,
    dialogs,
    notices,
    tenant,
    assistance,
    phone,
    leaving,
    shortenings,
    running,
    forgetting,
    log,
  });
  serve(contract, handlers, electronCallPort(trustedSender(registry.kindOf, pages.origin)), log);

  // Everything is connected: show the window first, then do the slow reads
  stored.reportProblems();
  const leavePolicy = stored.policy.follow({ settings, log, notices, changed: () => void running.applyPolicy() });
  showLook();
  shell.shortcut.set(preferences().shortcut);
  await startUp({
    start,
    page: pages.main,
    session,
    stored,
    shell,
    tenant,
    assistance,
    leaving,
    shortenings,
    forgetting,
    render,
    settingsChanged,
    leavePolicy,
    settlePending: () =>
      settleFoundProfiles({
        settings,
        ask: (change) => dialogs.askForTechnician(() => profileQuestion(messages(), change)),
        mayLeave: () => leaving.mayForTechnician('switch'),
        apply: running.apply,
      }),
  });

  return {
    secondInstance(next) {
      log.info('start.again', { quick: next.quick, hidden: next.hidden });
      shell.startedAgain(next);
    },
  };
}
