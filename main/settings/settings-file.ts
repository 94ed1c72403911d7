import type { PreferencesPatch } from '../../shared/contract/preferences';
import { defaultPreferences } from '../../shared/contract/preferences';
import type { Failure } from '../../shared/failure';
import { isRecord } from '../../shared/record';
import type { DocumentSpec } from '../store/document';
import type { SettingsData, TenantProfile } from './port';
import { practiceId, practiceProfile } from './practice-profile';
import { readPreferences, withPatch } from './preferences';
import { parseProfile } from './profile';
import { isSameFile } from './profile-id';
import { retentionDaysIn } from './retention-member';

/** The stored data as it is, with members that only other versions know. */
export type StoredSettings = Readonly<Record<string, unknown>>;

/** Version 1 is the first; a file written by hand may say 0. */
export const settingsSpec: DocumentSpec<StoredSettings> = {
  empty: {},
  steps: [(old: unknown): unknown => old],
  parse: (raw) => {
    if (isRecord(raw)) return raw;
    throw new TypeError('settings are an object');
  },
};

export interface ReadSettings {
  readonly data: SettingsData;
  /** Profiles that no one has agreed to yet: kept, and not used. The one that is named as active comes last. */
  readonly pending: readonly TenantProfile[];
  /** One for each part that was left out. */
  readonly problems: readonly Failure[];
}

/**
 * Pure and tolerant: a part that cannot be used is left out and named, the rest is kept. `isOpenToOthers`: another user could have
 * written the file, so none of its profiles counts as agreed to.
 */
export function readSettings(stored: StoredSettings, isOpenToOthers = false): ReadSettings {
  const problems: Failure[] = [];
  const wrong = (detail: string): void => void problems.push({ code: 'storage.damaged', detail });
  const found = readProfiles(stored.profiles, problems);
  const isPending = ({ isAgreed }: Found): boolean => isOpenToOthers || !isAgreed;
  const profiles = found.filter((one) => !isPending(one)).map(({ profile }) => profile);
  const preferences = isRecord(stored.preferences) ? readPreferences(stored.preferences) : { patch: {}, bad: [] };
  if (stored.preferences !== undefined && !isRecord(stored.preferences)) wrong('preferences');
  for (const name of preferences.bad) wrong(`preferences.${name}`);
  const chosen = withPatch(defaultPreferences, preferences.patch);
  const named = readActive(
    stored.activeProfile,
    found.map(({ profile }) => profile),
  );
  if (named === null) wrong('activeProfile');
  const activeProfile = profiles.some(({ id }) => id === named) ? named : null;
  const pending = found.filter(isPending).map(({ profile }) => profile);
  return {
    data: {
      profiles: [practiceProfile, ...profiles],
      activeProfile: activeProfile ?? practiceId,
      preferences: chosen,
      retention: readRetention(
        stored,
        found.map(({ profile }) => profile),
        chosen.retentionDays,
      ),
    },
    pending: [...pending.filter(({ id }) => id !== named), ...pending.filter(({ id }) => id === named)],
    problems,
  };
}

/** The stored form of changed settings; unknown members of the data, of a profile and of the preferences stay. */
export function writeSettings(
  stored: StoredSettings,
  data: SettingsData,
  patch: PreferencesPatch = {},
  pending: readonly TenantProfile[] = [],
): StoredSettings {
  const known = listOf(stored.profiles).filter(isRecord);
  const before = (profile: TenantProfile): Readonly<Record<string, unknown>> =>
    known.find((raw) => {
      const read = parseProfile(raw);
      return read.ok && read.value.id === profile.id;
    }) ?? {};
  const preferences = isRecord(stored.preferences) ? stored.preferences : {};
  const { bad } = readPreferences(preferences);
  return {
    ...stored,
    profiles: [
      ...data.profiles
        .filter(({ id }) => id !== practiceId)
        .map((profile) => ({
          ...without(before(profile), ['confirmed']),
          ...profile,
          ...laterProvider(profile, before(profile)),
          ...retentionOf(data, profile.id),
        })),
      ...pending.map((profile) => ({
        ...before(profile),
        ...profile,
        ...laterProvider(profile, before(profile)),
        confirmed: false,
      })),
    ],
    practice: { ...(isRecord(stored.practice) ? stored.practice : {}), ...retentionOf(data, practiceId) },
    activeProfile: data.activeProfile,
    preferences: { ...without(preferences, bad), ...withoutUndefined(patch) },
  };
}

/** A provider that only a later version knows stays as it was stored. */
const laterProvider = (
  { provider }: TenantProfile,
  stored: Readonly<Record<string, unknown>>,
): { readonly provider?: unknown } => (provider === 'other' ? { provider: stored['provider'] } : {});

/** Each profile has its own. It starts with the one that earlier versions had for all profiles. */
function readRetention(
  stored: StoredSettings,
  profiles: readonly TenantProfile[],
  forAll: number,
): SettingsData['retention'] {
  const own = listOf(stored.profiles).flatMap((raw) => {
    const read = parseProfile(raw);
    return read.ok ? [[read.value.id, retentionDaysIn(raw) ?? forAll] as const] : [];
  });
  const known = new Map(own.toReversed());
  const all = profiles.map(({ id }) => [id, known.get(id) ?? forAll] as const);
  return Object.fromEntries([[practiceId, retentionDaysIn(stored.practice) ?? forAll], ...all]);
}

const retentionOf = ({ retention }: SettingsData, profileId: string): { retentionDays?: number } => {
  const days = retention[profileId];
  return days === undefined ? {} : { retentionDays: days };
};

interface Found {
  readonly profile: TenantProfile;
  readonly isAgreed: boolean;
}

function readProfiles(stored: unknown, problems: Failure[]): readonly Found[] {
  if (stored !== undefined && !Array.isArray(stored)) problems.push({ code: 'profile.invalid', detail: 'profiles' });
  const found: Found[] = [];
  for (const [at, raw] of listOf(stored).entries()) {
    const read = parseProfile(raw);
    if (!read.ok) problems.push({ code: 'profile.invalid', detail: memberOf(at, read.error.detail) });
    else if ([practiceProfile, ...found.map(({ profile }) => profile)].some(({ id }) => isSameFile(id, read.value.id)))
      problems.push({ code: 'profile.invalid', detail: `profiles[${at}].id` });
    else found.push({ profile: read.value, isAgreed: !(isRecord(raw) && raw['confirmed'] === false) });
  }
  return found;
}

const memberOf = (at: number, member: string | undefined): string =>
  member === undefined || member === 'file' ? `profiles[${at}]` : `profiles[${at}].${member}`;

/**
 * The active profile. A pre-seeded file may refer to it by id, name or tenant, or not at all.
 * Null when it refers to none that is there.
 */
function readActive(stored: unknown, profiles: readonly TenantProfile[]): string | null {
  if (stored === undefined) return profiles[0]?.id ?? practiceId;
  if (stored === practiceId) return practiceId;
  const by = (member: 'id' | 'name' | 'tenantId'): TenantProfile | undefined =>
    profiles.find((profile) => profile[member] === stored);
  return (by('id') ?? by('name') ?? by('tenantId'))?.id ?? null;
}

const listOf = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : []);
const without = (raw: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => !names.includes(name)));
const withoutUndefined = (patch: PreferencesPatch): Record<string, unknown> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
