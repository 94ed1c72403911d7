import { join } from 'node:path';
import type { Locale, Messages } from '../../shared/i18n';
import { messagesFor } from '../../shared/i18n';
import { formatsFor } from '../../shared/i18n/format';
import { localeFor } from '../desktop/locale';
import { systemClock as clock, systemUptime } from '../desktop/platform/clock';
import { systemPolicy } from '../desktop/platform/policy';
import { shorteningNotice } from '../desktop/questions';
import { createOpeningLimit, switchRates } from '../desktop/security/opening-limit';
import type { StartOptions } from '../desktop/start-options';
import type { Records } from '../history/records';
import { openRecords } from '../history/records';
import { openRetentionFile } from '../history/retention-file';
import { wantedRetentions } from '../history/shortening';
import type { FormerPlaces } from '../inventory/former-places';
import { settleFormerPlaces } from '../inventory/former-places';
import type { Notices } from '../session/notices';
import type { ProfileOwners } from '../session/profile-owners';
import { createProfileOwners } from '../session/profile-owners';
import { customCloud } from '../settings/clouds';
import type { RunningPolicy } from '../settings/policy-watch';
import { openPolicy } from '../settings/policy-watch';
import type { Settings, SettingsData } from '../settings/port';
import { createSettings } from '../settings/settings';
import { sweepTempFiles } from '../store/durable-write';

/** All stored data that is read before anyone signs in, and the language. */
export interface Stored extends Records {
  readonly settings: Settings;
  readonly policy: RunningPolicy;
  readonly former: FormerPlaces;
  readonly profileOwners: ProfileOwners;
  preferences(): SettingsData['preferences'];
  locale(): Locale;
  messages(): Messages;
  /** Ids of all profiles, including unconfirmed ones: their data may belong to the user. */
  keptProfiles(): readonly string[];
  /** Reports the problems that were found while reading. */
  reportProblems(): void;
}

export async function openStored({ paths, foreign, log }: StartOptions, notices: Notices): Promise<Stored> {
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
  const locale = () => localeFor(preferences().language);
  const messages = () => messagesFor(locale());
  const former = await settleFormerPlaces(
    paths.userData,
    settings.current().profiles.map(({ id, cloud }) => ({ id, cloud: customCloud(cloud) })),
    log,
  );
  const records = openRecords(
    {
      folder: join(paths.userData, 'history'),
      clock,
      log,
      onNotice: (failure) => notices.add(failure, 'history'),
    },
    {
      file: openRetentionFile(paths.userData, clock),
      uptime: systemUptime,
      wanted: () => wantedRetentions(settings),
      announce: (proposal) =>
        notices.add({ code: 'history.shortening' }, shorteningNotice(messages(), formatsFor(locale()), proposal)),
    },
  );
  return {
    ...records,
    settings,
    policy,
    former,
    profileOwners: createProfileOwners(paths.userData, clock),
    preferences,
    locale,
    messages,
    keptProfiles: () => [...settings.current().profiles, ...settings.pending()].map(({ id }) => id),
    reportProblems() {
      for (const path of foreign) notices.add({ code: 'storage.foreign', detail: path }, path);
      for (const failure of settings.notices) notices.add(failure, 'settings');
    },
  };
}
