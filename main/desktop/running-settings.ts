import type { SettingsView, ShortcutState } from '../../shared/contract/settings';
import type { Locale } from '../../shared/i18n';
import type { Retention } from '../history/retention';
import type { Shortenings } from '../history/shortening';
import { tenantView } from '../settings/clouds';
import type { Settings, TenantProfile } from '../settings/port';
import { activeProfile } from '../settings/practice-profile';

export interface RunningSettingsParts {
  readonly settings: Settings;
  readonly shortenings: Shortenings;
  readonly retention: Pick<Retention, 'settle'>;
  readonly locale: () => Locale;
  readonly shortcut: { state(): ShortcutState; set(accelerator: string): unknown };
  /** Theme and menu. */
  readonly showLook: () => void;
  /** Connects the tenant of a profile, if it is another one. */
  readonly goTo: (profile: TenantProfile) => Promise<void>;
  /** Checks again whether the inventory may be stored on the disk. */
  readonly reconsiderInventory: () => void;
  /** Deletes the sign-ins of removed profiles. */
  readonly keepSignIns: () => Promise<void>;
  /** The settings view changed. */
  readonly changed: () => void;
}

/** The settings of the running app. */
export interface RunningSettings {
  view(): SettingsView;
  /** Applies changed settings to the running app. */
  apply(): Promise<void>;
  /** The same after a change of the policy. Without questions: a change elsewhere must not open a dialog. */
  applyPolicy(): Promise<void>;
}

export function createRunningSettings(parts: RunningSettingsParts): RunningSettings {
  const { settings, shortenings, retention, locale, shortcut, changed } = parts;
  const apply = async (settle: () => Promise<unknown>): Promise<void> => {
    parts.showLook();
    shortcut.set(settings.current().preferences.shortcut);
    await parts.goTo(activeProfile(settings.current()));
    parts.reconsiderInventory();
    await parts.keepSignIns();
    changed();
    void settle().then(changed);
  };
  return {
    view() {
      const { profiles, preferences, activeProfile: active } = settings.current();
      return {
        preferences,
        retention: shortenings.view(),
        managed: settings.managed,
        locale: locale(),
        shortcut: shortcut.state(),
        profiles: profiles.map(tenantView),
        activeProfile: active,
      };
    },
    apply: () => apply(shortenings.settle),
    applyPolicy: () => apply(retention.settle),
  };
}
