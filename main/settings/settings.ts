import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock';
import type { PreferencesPatch } from '../../shared/contract/preferences';
import type { Failure, Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err, ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import { lastGoodPath } from '../store/document-disk';
import { openDocument } from '../store/document-file';
import { sweepTempFiles } from '../store/durable-write';
import { isOpenToOthers } from '../store/file-owner';
import { systemLanguage } from '../store/system-language';
import type { Policy } from './policy';
import { managedBy, noPolicy } from './policy';
import type { AllowsChange, ProfileChange, Settings, SettingsData, TenantProfile } from './port';
import { practiceId } from './practice-profile';
import { withPatch } from './preferences';
import { parseProfileFile } from './profile';
import { changeFor, isSameChange } from './profile-change';
import { isSameFile } from './profile-id';
import { retentionDaysInText } from './retention-member';
import { readSettings, settingsSpec, writeSettings } from './settings-file';

export interface SettingsOptions {
  /** The user-data folder, absolute. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What the organization has set at first. Default: nothing. */
  readonly policy?: Policy;
  /**
   * Limits how often another profile becomes active without a dialog: whole seconds to wait, or null when it may become active
   * now. Default: no limit.
   */
  readonly waitToSwitch?: (profileId: string) => number | null;
}

/** Settings stored in `settings.json`. Reading never fails: what cannot be used is left out and reported in `notices`. */
export function createSettings({
  folder,
  clock,
  log,
  policy: firstPolicy = noPolicy,
  waitToSwitch = () => null,
}: SettingsOptions): Settings {
  sweepTempFiles(folder);
  // Before it is opened: opening makes it private, except with `keepsMode`.
  const isOpen = canOthersWrite(folder);
  const document = openDocument({
    folder,
    name: 'settings',
    spec: settingsSpec,
    now: () => clock.now(),
    isPretty: true,
    keepsMode: isOpen,
    handLanguage: systemLanguage(),
  });
  const atStart = readSettings(document.read(), isOpen);
  const notices = noticesOf(
    document.notice,
    isOpen && atStart.pending.length > 0
      ? [...atStart.problems, { code: 'storage.untrusted', detail: 'settings.json' }]
      : atStart.problems,
  );
  if (atStart.problems.length > 0 && document.readOnly === null) document.keepCopy('rejected');
  if (notices.length > 0) log.warn('settings.notices', { count: notices.length });
  const serial = createSerial();
  let data = atStart.data;
  let pending = atStart.pending;

  let policy = firstPolicy;

  const effective = (): SettingsData => {
    const { activeProfile, preferences, retention } = data;
    const own = { ...preferences, retentionDays: retention[activeProfile] ?? preferences.retentionDays };
    return { ...data, preferences: withPatch(own, policy.preferences) };
  };

  const save = async (next: SettingsData, patch: PreferencesPatch = {}): Promise<Outcome<SettingsData>> => {
    const left = pending.filter(({ id }) => !hasFileOf(next, id));
    const written = await document.write(writeSettings(document.read(), next, patch, left));
    if (written.ok) [data, pending] = [next, left];
    else log.warn('settings.not-saved', { code: written.error.code });
    return written.ok ? ok(effective()) : written;
  };

  /** For switches without a dialog. Too many of them are refused, and change nothing. */
  const switchTo = async (profileId: string, next: SettingsData): Promise<Outcome<SettingsData>> => {
    const retryAfter = profileId === data.activeProfile ? null : waitToSwitch(profileId);
    return retryAfter === null ? save(next) : err({ code: 'profile.too-often', retryAfter });
  };

  /** Outside the serial queue while the technician reads the question: no other change has to wait for the answer. */
  const takeOver = async (
    change: ProfileChange,
    allows: AllowsChange,
    retentionDays?: number,
  ): Promise<Outcome<SettingsData>> => {
    if (change.kind === 'known')
      return serial(() =>
        switchTo(change.profile.id, { ...withProfile(data, change.profile, retentionDays), profiles: data.profiles }),
      );
    const allowed = await allows(change);
    if (!allowed.ok) return allowed;
    if (!allowed.value) return ok(effective());
    return serial(async () =>
      isSameChange(changeFor(data.profiles, change.profile), change)
        ? save(withProfile(data, change.profile, retentionDays))
        : changedMeanwhile,
    );
  };
  // Writing makes the file private, so it must say by itself which profiles no one has agreed to.
  if (isOpen && pending.length > 0) void serial(() => save(data));

  return {
    notices,
    get managed() {
      return managedBy(policy);
    },
    usePolicy(next) {
      policy = next;
    },
    current: effective,
    change: (patch) =>
      serial(() => {
        const { retentionDays, ...rest } = unmanaged(patch, policy);
        const retention =
          retentionDays === undefined ? data.retention : { ...data.retention, [data.activeProfile]: retentionDays };
        return save({ ...data, preferences: withPatch(data.preferences, rest), retention }, rest);
      }),
    keepFor: (profileId, retentionDays) =>
      serial(async () =>
        hasProfile(data, profileId)
          ? save({ ...data, retention: { ...data.retention, [profileId]: retentionDays } })
          : unknownProfile,
      ),
    activate: (profileId) =>
      serial(async () =>
        hasProfile(data, profileId) ? switchTo(profileId, { ...data, activeProfile: profileId }) : unknownProfile,
      ),
    importProfile: async (text, allows) => {
      const read = parseProfileFile(text);
      return read.ok ? takeOver(changeFor(data.profiles, read.value), allows, retentionDaysInText(text)) : read;
    },
    leavesActive: (text) => {
      const read = parseProfileFile(text);
      if (!read.ok) return read;
      const change = changeFor(data.profiles, read.value);
      return ok(change.kind !== 'known' || change.profile.id !== data.activeProfile);
    },
    removeProfile: async (profileId, allows) => {
      const profile = data.profiles.find(({ id }) => id === profileId);
      if (profile === undefined || profileId === practiceId) return unknownProfile;
      const allowed = await allows(profile);
      if (!allowed.ok) return allowed;
      if (!allowed.value) return ok(effective());
      return serial(async () =>
        data.profiles.includes(profile) ? save(withoutProfile(data, profileId)) : changedMeanwhile,
      );
    },
    pending: () => pending,
    async settlePending(allows) {
      for (const profile of pending) {
        const change = changeFor(data.profiles, profile);
        const settled = await takeOver(change.kind === 'add' ? { ...change, isFound: true } : change, allows);
        if (!settled.ok) return settled;
      }
      return ok(effective());
    },
  };
}

/** What the organization has set is neither changed nor stored as the technician's own choice. */
const unmanaged = (patch: PreferencesPatch, policy: Policy): PreferencesPatch => {
  const managed = managedBy(policy);
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !managed.some((one) => one === name)));
};

const unknownProfile = err<Failure>({ code: 'input.invalid', detail: 'profileId' });

/** What the technician agreed to is no longer what would happen. */
const changedMeanwhile = err<Failure>({ code: 'input.invalid', detail: 'profiles' });

/** Whether another user could have written the settings, or the copy that is used when there are none. */
function canOthersWrite(folder: string): boolean {
  const path = join(folder, 'settings.json');
  try {
    return isOpenToOthers(existsSync(path) ? path : lastGoodPath(path));
  } catch {
    return true;
  }
}

const hasFileOf = ({ profiles }: SettingsData, profileId: string): boolean =>
  profiles.some(({ id }) => isSameFile(id, profileId));

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
  retention: {
    ...data.retention,
    [profile.id]: retentionDays ?? data.retention[profile.id] ?? data.preferences.retentionDays,
  },
});
