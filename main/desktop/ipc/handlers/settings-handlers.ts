import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { PreferencesPatch, SettingsView } from '../../../../shared/contract/settings';
import type { Outcome } from '../../../../shared/failure';
import type { Messages } from '../../../../shared/i18n';
import { err, ok } from '../../../../shared/result';
import { keyPlatform, shortcutFault } from '../../../../shared/shortcut-rule';
import type { AllowsChange, Settings } from '../../../settings/port';
import { decodeText, NotText } from '../../../store/decode';
import { ForeignFile, readOwnFile } from '../../../store/own-file';
import { systemLanguage } from '../../../store/system-language';
import type { Dialogs } from '../../dialogs';
import { profileQuestion, removeQuestion } from '../../profile-questions';

const PROFILE_LIMIT = 65_536;

export interface SettingsParts {
  readonly settings: Settings;
  /** Changes preferences; asks first if that would delete records. */
  readonly change: (patch: PreferencesPatch) => Promise<Outcome<unknown>>;
  readonly view: () => SettingsView;
  readonly dialogs: Dialogs;
  readonly messages: () => Messages;
  /** Applies changed settings to the running app. */
  readonly apply: () => Promise<void>;
  /** Deletes the stored data of a profile that was removed and is no longer in use. */
  readonly forget: (profileId: string) => Promise<Outcome<null>>;
}

export function settingsHandlers({
  settings,
  change,
  view,
  dialogs,
  messages,
  apply,
  forget,
}: SettingsParts): Handlers<AppContract>['settings'] {
  const after = async (change: Promise<Outcome<unknown>>): Promise<Outcome<SettingsView>> => {
    const outcome = await change;
    if (!outcome.ok) return outcome;
    await apply();
    return ok(view());
  };
  const allows: AllowsChange = (change) => dialogs.ask(profileQuestion(messages(), change));
  return {
    current: async () => ok(view()),
    change: async (patch) => {
      const keys = patch.shortcut ?? '';
      const isRefused = keys.trim() !== '' && shortcutFault(keys, keyPlatform(process.platform)) !== null;
      return isRefused ? err({ code: 'input.invalid', detail: 'shortcut' }) : after(change(patch));
    },
    activateProfile: ({ profileId }) => after(settings.activate(profileId)),
    async removeProfile({ profileId }) {
      const outcome = await after(
        settings.removeProfile(profileId, (profile) => dialogs.ask(removeQuestion(messages(), profile))),
      );
      const isGone = outcome.ok && !settings.current().profiles.some(({ id }) => id === profileId);
      const forgotten = isGone ? await forget(profileId) : ok(null);
      return forgotten.ok ? outcome : forgotten;
    },
    importProfile: ({ text }) => after(settings.importProfile(text, allows)),
    async importProfileFile() {
      const kind = { label: 'Deskside', extensions: ['json', 'txt'] };
      const path = await dialogs.openFile({ title: messages().dialog.import.title(), kind });
      if (path === null) return ok(view());
      const text = await readProfile(path);
      return text.ok ? after(settings.importProfile(text.value, allows)) : text;
    },
  };
}

/** Reads the text of a chosen file; the failure contains the reason. */
async function readProfile(path: string): Promise<Outcome<string>> {
  try {
    return ok(decodeText(await readOwnFile(path, { limit: PROFILE_LIMIT, isChosen: true }), systemLanguage()));
  } catch (cause) {
    const isLarge = cause instanceof ForeignFile && cause.kind === 'size';
    return err({
      code: 'profile.invalid',
      detail: `file.${cause instanceof NotText ? cause.kind : isLarge ? 'size' : 'unread'}`,
    });
  }
}
