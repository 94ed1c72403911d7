import { formatsFor } from '../../shared/i18n/format';
import type { RunningAssistance } from '../assistance/assistance';
import type { PhoneChoices } from '../assistance/phone-choices';
import type { DesktopShell } from '../desktop/desktop-shell';
import type { Dialogs } from '../desktop/dialogs';
import type { Forgetting } from '../desktop/forgetting';
import { createForgetting } from '../desktop/forgetting';
import type { Question } from '../desktop/question';
import { shortenQuestion } from '../desktop/questions';
import type { RunningSettings } from '../desktop/running-settings';
import { createRunningSettings } from '../desktop/running-settings';
import type { StartOptions } from '../desktop/start-options';
import type { Proposal } from '../history/retention';
import type { Shortenings } from '../history/shortening';
import { createShortenings } from '../history/shortening';
import type { SettingsData } from '../settings/port';
import type { Stored } from './stored';
import type { Tenant } from './tenant';

interface SettingsParts {
  readonly start: StartOptions;
  readonly stored: Stored;
  readonly tenant: Tenant;
  readonly assistance: RunningAssistance;
  readonly phone: PhoneChoices;
  readonly shell: DesktopShell;
  readonly dialogs: Dialogs;
  readonly showLook: () => void;
  /** The settings view changed. */
  readonly changed: () => void;
}

interface ComposedSettings {
  readonly shortenings: Shortenings<SettingsData>;
  readonly running: RunningSettings;
  readonly forgetting: Forgetting;
}

/** Settings that change while the app runs, and what is deleted because of them. */
export function composeSettings(parts: SettingsParts): ComposedSettings {
  const { stored, tenant, assistance, shell, dialogs, showLook, changed } = parts;
  const { settings, retention, messages, locale } = stored;
  const { workplace, identity, connector, inventory, shortlist } = tenant;
  const { userData } = parts.start.paths;
  const shorten = (proposal: Proposal): Question => shortenQuestion(messages(), formatsFor(locale()), proposal);
  const shortenings = createShortenings({
    retention,
    settings,
    ask: {
      inWindow: (proposal) => dialogs.askForPage(shorten(proposal)),
      found: (proposal) => dialogs.askForTechnician(() => shorten(proposal)),
    },
  });
  const running = createRunningSettings({
    settings,
    shortenings,
    retention,
    locale,
    shortcut: shell.shortcut,
    showLook,
    goTo: workplace.goTo,
    reconsiderInventory: () => inventory.reconsider(),
    keepSignIns: () => connector.keepOnly(stored.keptProfiles()),
    changed,
  });
  const forgetting = createForgetting({
    ...stored,
    userData,
    owner: identity.owner,
    activeProfile: () => workplace.connection().profile.id,
    profiles: stored.keptProfiles,
    owners: stored.profileOwners,
    assistance,
    phone: parts.phone,
    shortlist,
  });
  return { shortenings, running, forgetting };
}
