import { customCloud } from './clouds';
import { lookOf } from './look-alike';
import type { ProfileChange, TenantProfile } from './port';
import { isSameFile } from './profile-id';

const textOf = ({ name, tenantId, clientId, cloud, color, provider, sessionHosts }: TenantProfile): string =>
  JSON.stringify([name, tenantId, clientId, customCloud(cloud) ?? cloud, color, provider, [...sessionHosts].sort()]);

/**
 * What importing a profile would do to the existing ones. One that is there already, unchanged, is `known`; one of the same
 * tenant and client with any other difference replaces the existing one and gets its id.
 */
export function changeFor(profiles: readonly TenantProfile[], profile: TenantProfile): ProfileChange {
  const before = profiles.find(({ id }) => isSameFile(id, profile.id));
  if (before !== undefined) {
    const next = { ...profile, id: before.id };
    return textOf(before) === textOf(next)
      ? { kind: 'known', profile: before }
      : { kind: 'replace', profile: next, before };
  }
  const look = lookOf(profile.name);
  return { kind: 'add', profile, isNamedLikeAnother: profiles.some(({ name }) => lookOf(name) === look) };
}

/** Whether a change would still do what the technician was shown. */
export const isSameChange = (one: ProfileChange, other: ProfileChange): boolean =>
  one.kind === other.kind &&
  textOf(one.profile) === textOf(other.profile) &&
  (one.kind !== 'replace' || other.kind !== 'replace' || textOf(one.before) === textOf(other.before));
