import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { Messages } from '../../../../shared/i18n';
import { ok } from '../../../../shared/result';
import type { SettingsDeskParts } from '../../../settings/desk';
import { createSettingsDesk } from '../../../settings/desk';
import type { Dialogs } from '../../dialogs';
import { profileQuestion, removeQuestion } from '../../profile-questions';

export interface SettingsParts extends Omit<SettingsDeskParts, 'ask'> {
  readonly dialogs: Dialogs;
  readonly messages: () => Messages;
}

export function settingsHandlers({ dialogs, messages, ...parts }: SettingsParts): Handlers<AppContract>['settings'] {
  const kind = { label: 'Deskside', extensions: ['json', 'txt'] };
  const desk = createSettingsDesk({
    ...parts,
    ask: {
      change: (change) => dialogs.askForPage(profileQuestion(messages(), change)),
      removal: (profile) => dialogs.askForPage(removeQuestion(messages(), profile)),
      file: () => dialogs.openFile({ title: messages().dialog.import.title(), kind }),
    },
  });
  return {
    current: async () => ok(parts.view()),
    change: (patch) => desk.change(patch),
    activateProfile: ({ profileId }) => desk.activateProfile(profileId),
    removeProfile: ({ profileId }) => desk.removeProfile(profileId),
    importProfile: ({ text }) => desk.importProfile(text),
    importProfileFile: () => desk.importProfileFile(),
  };
}
