import { iso } from '../../shared/clock';
import type { AppContract } from '../../shared/contract';
import type { Handlers, Publish } from '../../shared/contract/define';
import type { Log } from '../../shared/log';
import type { RunningAssistance } from '../assistance/assistance';
import type { PhoneChoices } from '../assistance/phone-choices';
import { appInfo } from '../desktop/app-info';
import type { DesktopShell } from '../desktop/desktop-shell';
import type { Dialogs } from '../desktop/dialogs';
import { createExportChoices } from '../desktop/export-choice';
import type { Forgetting } from '../desktop/forgetting';
import { createHandlers } from '../desktop/ipc/handlers';
import { systemRegion } from '../desktop/locale';
import { systemClock as clock } from '../desktop/platform/clock';
import type { RunningSettings } from '../desktop/running-settings';
import type { Shortenings } from '../history/shortening';
import type { Leaving } from '../session/leaving';
import type { Notices } from '../session/notices';
import type { News } from './news';
import type { Stored } from './stored';
import type { Tenant } from './tenant';

interface CallParts {
  readonly stored: Stored;
  readonly news: News;
  readonly publish: Publish<AppContract>;
  readonly shell: DesktopShell;
  readonly dialogs: Dialogs;
  readonly notices: Notices;
  readonly tenant: Tenant;
  readonly assistance: RunningAssistance;
  readonly phone: PhoneChoices;
  readonly leaving: Leaving;
  readonly shortenings: Shortenings;
  readonly running: RunningSettings;
  readonly forgetting: Forgetting;
  readonly log: Log;
}

/** What the windows may call, and which part each call goes to. */
export function composeHandlers(parts: CallParts): Handlers<AppContract> {
  const { stored, news, publish, shell, dialogs, notices, tenant, assistance, forgetting, running } = parts;
  const { settings, preferences, messages } = stored;
  const { workplace, identity, shortlist, inventory, local, found } = tenant;
  const exports = createExportChoices({
    preferences,
    region: systemRegion,
    now: () => iso(clock.now()),
    remember: (exportFormat) => void settings.change({ exportFormat }).then(() => news.settings.tell(null)),
  });
  return createHandlers({
    keeper: workplace.keeper,
    leaving: parts.leaving,
    assistance,
    phone: parts.phone,
    finder: () => workplace.presence()?.connection.finder ?? null,
    shortlist,
    inventory: {
      keeper: inventory,
      answers: found.answers(local),
      progress: publish.inventory.exportProgress,
      exports,
    },
    history: {
      history: stored.history,
      owner: identity.owner,
      subject: identity.subject,
      progress: publish.history.exportProgress,
      exports,
      changed: () => news.history.tell(null),
      forget: forgetting.clear,
    },
    settings: {
      settings,
      change: parts.shortenings.change,
      view: running.view,
      apply: running.apply,
      forget: forgetting.profile,
    },
    app: { info: () => appInfo(notices), notices, quick: shell.quick, open: shell.open, log: parts.log },
    dialogs,
    messages,
  });
}
