import type { PreferencesPatch, SettingsView } from '../../shared/contract/settings';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { keyPlatform, shortcutFault } from '../../shared/shortcut-rule';
import { readProfileFile } from './import-profile';
import type { Allows, AllowsChange, Settings, TenantProfile } from './port';

export interface SettingsDeskParts {
  readonly settings: Settings;
  /** Changes preferences; asks first if that would delete records. */
  readonly change: (patch: PreferencesPatch) => Promise<Outcome<unknown>>;
  readonly view: () => SettingsView;
  /** Applies changed settings to the running app. */
  readonly apply: () => Promise<void>;
  /** Deletes the stored data of a profile that was removed and is no longer in use. */
  readonly forget: (profileId: string) => Promise<Outcome<null>>;
  /** Asks before the connected tenant is left while requests are under way. False: the technician stays. */
  readonly mayLeave: () => Promise<Outcome<boolean>>;
  readonly ask: {
    readonly change: AllowsChange;
    readonly removal: Allows<TenantProfile>;
    /** Path of the profile file to import; null when none was chosen. */
    readonly file: () => Promise<string | null>;
  };
}

/**
 * The changes of settings that a technician makes. Each one is applied to the running app and returns the new view. One
 * that leaves the connected tenant first asks about requests under way; the view as it was when the technician stays.
 */
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

export function createSettingsDesk(parts: SettingsDeskParts): SettingsDesk {
  const { settings, change, view, apply, forget, mayLeave, ask } = parts;
  const isActive = (profileId: string): boolean => profileId === settings.current().activeProfile;
  const isOther = (profileId: string): boolean =>
    !isActive(profileId) && settings.current().profiles.some(({ id }) => id === profileId);
  const after = async (change: Promise<Outcome<unknown>>): Promise<Outcome<SettingsView>> => {
    const outcome = await change;
    if (!outcome.ok) return outcome;
    await apply();
    return ok(view());
  };
  const importProfile = (text: string): Promise<Outcome<SettingsView>> =>
    after(settings.importProfile(text, ask.change));
  const leaving = async (
    isLeaving: boolean,
    run: () => Promise<Outcome<SettingsView>>,
  ): Promise<Outcome<SettingsView>> => {
    const may = isLeaving ? await mayLeave() : ok(true);
    if (!may.ok) return may;
    return may.value ? run() : ok(view());
  };
  const remove = async (profileId: string): Promise<Outcome<SettingsView>> => {
    const outcome = await after(settings.removeProfile(profileId, ask.removal));
    const isGone = outcome.ok && !settings.current().profiles.some(({ id }) => id === profileId);
    const forgotten = isGone ? await forget(profileId) : ok(null);
    return forgotten.ok ? outcome : forgotten;
  };
  return {
    async change(patch) {
      const keys = patch.shortcut ?? '';
      const isRefused = keys.trim() !== '' && shortcutFault(keys, keyPlatform(process.platform)) !== null;
      return isRefused ? err({ code: 'input.invalid', detail: 'shortcut' }) : after(change(patch));
    },
    activateProfile: (profileId) => leaving(isOther(profileId), () => after(settings.activate(profileId))),
    removeProfile: (profileId) => leaving(isActive(profileId), () => remove(profileId)),
    async importProfile(text) {
      const leaves = settings.leavesActive(text);
      return leaves.ok ? leaving(leaves.value, () => importProfile(text)) : leaves;
    },
    importProfileFile: () =>
      leaving(true, async () => {
        const path = await ask.file();
        if (path === null) return ok(view());
        const text = await readProfileFile(path);
        return text.ok ? importProfile(text.value) : text;
      }),
  };
}
