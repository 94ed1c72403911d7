import * as v from 'valibot';
import type { Clock } from '../../shared/clock';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { Owner } from '../auth/owner';
import { isSameOwner } from '../auth/owner';
import type { DocumentSpec } from '../store/document';
import { openDocument } from '../store/document-file';

/** Who was signed in with which profile, by the profile's id: the names of an owner's folders do not say it. */
type Owners = Readonly<Record<string, readonly Owner[]>>;

const OwnerSchema = v.object({ homeAccountId: v.string(), tenantId: v.string(), cloud: v.nullable(v.string()) });

const spec: DocumentSpec<Owners> = {
  empty: {},
  steps: [(old) => old],
  parse: v.parser(v.record(v.string(), v.array(OwnerSchema))),
};

const of = (owners: Owners, profileId: string): readonly Owner[] =>
  Object.hasOwn(owners, profileId) ? (owners[profileId] ?? []) : [];

export interface ProfileOwners {
  /** Records that an owner is signed in with a profile. Never rejects. */
  note(profileId: string, owner: Owner): Promise<void>;
  /**
   * For each profile without a known owner, records the one whose sign-in is `remembered` there: earlier versions recorded no
   * owners, and the owner may never sign in again before the profile is removed. Never rejects.
   */
  learn<P extends { readonly id: string }>(
    profiles: readonly P[],
    remembered: (profile: P) => Promise<Owner | null>,
  ): Promise<void>;
  /** All known owners, once for each profile they used. */
  known(): readonly { readonly profileId: string; readonly owner: Owner }[];
  /**
   * A profile was removed: calls `forget` for each owner who used it, to delete their stored data. `isElsewhere` says that the
   * owner also used another profile, so that data that belongs to no single profile stays. Returns the first failure; its owner
   * is tried again when a profile with this id is removed again.
   */
  remove(
    profileId: string,
    forget: (owner: Owner, isElsewhere: boolean) => Promise<Outcome<null>>,
  ): Promise<Outcome<null>>;
}

/** Stored in `profile-owners.json` in `userData` (absolute). */
export function createProfileOwners(userData: string, clock: Clock): ProfileOwners {
  const document = openDocument({ folder: userData, name: 'profile-owners', spec, now: () => clock.now() });
  const serial = createSerial();
  const note = async (profileId: string, owner: Owner): Promise<void> => {
    const owners = document.read();
    const known = of(owners, profileId);
    if (!known.some((one) => isSameOwner(one, owner)))
      await document.write({ ...owners, [profileId]: [...known, owner] });
  };
  return {
    note: (profileId, owner) => serial(() => note(profileId, owner)),
    learn: (profiles, remembered) =>
      serial(async () => {
        for (const profile of profiles.filter(({ id }) => of(document.read(), id).length === 0)) {
          const owner = await remembered(profile).catch(() => null);
          if (owner !== null) await note(profile.id, owner);
        }
      }),
    known: () =>
      Object.entries(document.read()).flatMap(([profileId, owners]) => owners.map((owner) => ({ profileId, owner }))),
    remove: (profileId, forget) =>
      serial(async () => {
        const { [profileId]: _removed, ...others } = document.read();
        const own = of(document.read(), profileId);
        const left: Owner[] = [];
        let failed: Outcome<null> | null = null;
        for (const owner of own) {
          const isElsewhere = Object.values(others)
            .flat()
            .some((one) => isSameOwner(one, owner));
          const outcome = await forget(owner, isElsewhere);
          if (outcome.ok) continue;
          failed ??= outcome;
          left.push(owner);
        }
        if (own.length === 0) return ok(null);
        const written = await document.write(left.length === 0 ? others : { ...others, [profileId]: left });
        return failed ?? written;
      }),
  };
}
