import type { PreferencesPatch, SettingsView } from '../../shared/contract/settings';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { keyPlatform, shortcutFault } from '../../shared/shortcut-rule';
import { readProfileFile } from './import-profile';
import type { AllowsChange, Settings, TenantProfile } from './port';

export interface SettingsDeskParts {
  readonly settings: Settings;
  /** Changes preferences; asks first if that would delete records. */
  readonly change: (patch: PreferencesPatch) => Promise<Outcome<unknown>>;
  readonly view: () => SettingsView;
  /** Applies changed settings to the running app. */
  readonly apply: () => Promise<void>;
  /** Deletes the stored data of a profile that was removed and is no longer in use. */
  readonly forget: (profileId: string) => Promise<Outcome<null>>;
  readonly ask: {
    readonly change: AllowsChange;
    readonly removal: (profile: TenantProfile) => Promise<boolean>;
    /** Path of the profile file to import; null when none was chosen. */
    readonly file: () => Promise<string | null>;
  };
}

/** The changes of settings that a technician makes. Each one is applied to the running app and returns the new view. */
export interface SettingsDesk {
  /** `input.invalid` for keys that cannot be the global shortcut. */
  change(patch: PreferencesPatch): Promise<Outcome<SettingsView>>;
  activateProfile(profileId: string): Promise<Outcome<SettingsView>>;
  /** Also deletes the data that was stored for it. The reason when that fails, although the profile is gone. */
  removeProfile(profileId: string): Promise<Outcome<SettingsView>>;
  importProfile(text: string): Promise<Outcome<SettingsView>>;
  /** The view as it was when no file was chosen. */
  importProfileFile(): Promise<Outcome<SettingsView>>;
}

export function createSettingsDesk({ settings, change, view, apply, forget, ask }: SettingsDeskParts): SettingsDesk {
  const after = async (change: Promise<Outcome<unknown>>): Promise<Outcome<SettingsView>> => {
    const outcome = await change;
    if (!outcome.ok) return outcome;
    await apply();
    return ok(view());
  };
  const importProfile = (text: string): Promise<Outcome<SettingsView>> =>
    after(settings.importProfile(text, ask.change));
  return {
    async change(patch) {
      const keys = patch.shortcut ?? '';
      const isRefused = keys.trim() !== '' && shortcutFault(keys, keyPlatform(process.platform)) !== null;
      return isRefused ? err({ code: 'input.invalid', detail: 'shortcut' }) : after(change(patch));
    },
    activateProfile: (profileId) => after(settings.activate(profileId)),
    async removeProfile(profileId) {
      const outcome = await after(settings.removeProfile(profileId, ask.removal));
      const isGone = outcome.ok && !settings.current().profiles.some(({ id }) => id === profileId);
      const forgotten = isGone ? await forget(profileId) : ok(null);
      return forgotten.ok ? outcome : forgotten;
    },
    importProfile,
    async importProfileFile() {
      const path = await ask.file();
      if (path === null) return ok(view());
      const text = await readProfileFile(path);
      return text.ok ? importProfile(text.value) : text;
    },
  };
}
