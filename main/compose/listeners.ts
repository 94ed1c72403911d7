import { app } from 'electron';
import type { AppContract } from '../../shared/contract';
import type { Publish } from '../../shared/contract/define';
import type { RunningAssistance } from '../assistance/assistance';
import type { DesktopShell } from '../desktop/desktop-shell';
import type { Notifier } from '../desktop/notifications/notifier';
import { createOutsideCommands } from '../desktop/outside-commands';
import type { RunningSettings } from '../desktop/running-settings';
import type { StartOptions } from '../desktop/start-options';
import { noteRequest } from '../inventory/shortlist/recent-devices';
import type { Leaving } from '../session/leaving';
import type { Notices } from '../session/notices';
import { followPresence } from './identity';
import type { News } from './news';
import type { Stored } from './stored';
import type { Tenant } from './tenant';

interface ListenerParts {
  readonly start: StartOptions;
  readonly stored: Stored;
  readonly news: News;
  readonly notices: Notices;
  readonly publish: Publish<AppContract>;
  readonly tenant: Tenant;
  readonly assistance: RunningAssistance;
  readonly leaving: Leaving;
  readonly shell: DesktopShell;
  readonly notifier: Notifier;
  readonly running: RunningSettings;
}

/**
 * Registers all listeners, in the order in which they are called. Returns a function that updates the tray and the
 * title.
 */
export function connectNews(parts: ListenerParts): () => void {
  const { stored, news, notices, publish, tenant, assistance, leaving, shell, notifier, running } = parts;
  const { workplace, identity, inventory, shortlist, shortlistNews } = tenant;
  const { log, paths } = parts.start;
  const { userData } = paths;
  const render = (): void =>
    shell.render({
      session: workplace.keeper.current(),
      requests: assistance.current(),
      recent: shortlist.current().recent,
      tenant: workplace.connection().tenant.name,
    });
  news.session.follow(publish.session.changed, render);
  news.presence.follow(followPresence({ userData, identity, stored, notices, shortlist, inventory, assistance }), () =>
    news.history.tell(null),
  );
  news.shortlist.follow(publish.devices.shortlistChanged, render);
  news.inventory.follow(publish.inventory.changed, shortlistNews.follow);
  news.requests.follow(publish.requests.changed, notifier.update, render);
  news.steps.follow(
    ({ kind }) => log.info('request.step', { state: kind }),
    (step) => noteRequest(shortlist, step),
    () => news.history.tell(null),
  );
  news.history.follow(publish.history.changed);
  news.settings.follow(() => publish.settings.changed(running.view()), render);
  const run = createOutsideCommands({
    leaving,
    signIn: () => void workplace.keeper.signIn(false),
    openSession: (requestId) => assistance.open(requestId),
    open: shell.open,
    quit: () => app.quit(),
  });
  news.commands.follow((command) => void run(command));
  return render;
}
