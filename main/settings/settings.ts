import type { Clock } from '../../shared/clock';
import type { PreferencesPatch } from '../../shared/contract/settings';
import type { Failure, Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err, ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import { openDocument } from '../store/document-file';
import { sweepTempFiles } from '../store/durable-write';
import type { Policy } from './policy';
import { managedBy, noPolicy } from './policy';
import type { Settings, SettingsData, TenantProfile } from './port';
import { practiceId } from './practice-profile';
import { withPatch } from './preferences';
import { parseProfileFile } from './profile';
import { retentionDaysInText } from './retention-member';
import { readSettings, settingsSpec, writeSettings } from './settings-file';

export interface SettingsOptions {
  /** The user-data folder, absolute. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What the organization has set. Default: nothing. */
  readonly policy?: Policy;
}

/** Settings kept in `settings.json`. Reading never fails: what cannot be used is left out and told in `notices`. */
export function createSettings({ folder, clock, log, policy = noPolicy }: SettingsOptions): Settings {
  sweepTempFiles(folder);
  const document = openDocument({ folder, name: 'settings', spec: settingsSpec, now: () => clock.now(), isPretty: true });
  const atStart = readSettings(document.read());
  const notices = noticesOf(document.notice, atStart.problems);
  if (atStart.problems.length > 0 && document.readOnly === null) document.keepCopy('rejected');
  if (notices.length > 0) log.warn('settings.notices', { count: notices.length });
  const serial = createSerial();
  let data = atStart.data;

  const managed = managedBy(policy);
  const effective = (): SettingsData => {
    const { activeProfile, preferences, retention } = data;
    const own = { ...preferences, retentionDays: retention[activeProfile] ?? preferences.retentionDays };
    return { ...data, preferences: withPatch(own, policy.preferences) };
  };

  const save = async (next: SettingsData, patch: PreferencesPatch = {}): Promise<Outcome<SettingsData>> => {
    const written = await document.write(writeSettings(document.read(), next, patch));
    if (written.ok) data = next;
    else log.warn('settings.not-saved', { code: written.error.code });
    return written.ok ? ok(effective()) : written;
  };

  /** What the organization has set is neither changed nor written down as the person's own choice. */
  const unmanaged = (patch: PreferencesPatch): PreferencesPatch =>
    Object.fromEntries(Object.entries(patch).filter(([name]) => !managed.some((one) => one === name)));

  return {
    notices,
    managed,
    current: effective,
    change: (patch) =>
      serial(() => {
        const { retentionDays, ...rest } = unmanaged(patch);
        const retention = retentionDays === undefined ? data.retention : { ...data.retention, [data.activeProfile]: retentionDays };
        return save({ ...data, preferences: withPatch(data.preferences, rest), retention }, rest);
      }),
    keepFor: (profileId, retentionDays) =>
      serial(async () => (hasProfile(data, profileId) ? save({ ...data, retention: { ...data.retention, [profileId]: retentionDays } }) : unknownProfile)),
    activate: (profileId) =>
      serial(async () => (hasProfile(data, profileId) ? save({ ...data, activeProfile: profileId }) : unknownProfile)),
    importProfile: async (text) => {
      const read = parseProfileFile(text);
      return read.ok ? serial(() => save(withProfile(data, read.value, retentionDaysInText(text)))) : read;
    },
    removeProfile: (profileId) =>
      serial(async () =>
        hasProfile(data, profileId) && profileId !== practiceId ? save(withoutProfile(data, profileId)) : unknownProfile,
      ),
  };
}

const unknownProfile = err<Failure>({ code: 'input.invalid', detail: 'profileId' });

const hasProfile = (data: SettingsData, profileId: string): boolean => data.profiles.some(({ id }) => id === profileId);

const withoutProfile = (data: SettingsData, profileId: string): SettingsData => ({
  ...data,
  profiles: data.profiles.filter(({ id }) => id !== profileId),
  activeProfile: data.activeProfile === profileId ? practiceId : data.activeProfile,
  retention: Object.fromEntries(Object.entries(data.retention).filter(([id]) => id !== profileId)),
});

const noticesOf = (notice: Failure | null, problems: readonly Failure[]): readonly Failure[] =>
  notice === null ? problems : [notice, ...problems];

/** A profile of the same tenant and client is replaced. */
const withProfile = (data: SettingsData, profile: TenantProfile, retentionDays: number | undefined): SettingsData => ({
  ...data,
  profiles: [...data.profiles.filter(({ id }) => id !== profile.id), profile],
  activeProfile: profile.id,
  retention: { ...data.retention, [profile.id]: retentionDays ?? data.retention[profile.id] ?? data.preferences.retentionDays },
});
