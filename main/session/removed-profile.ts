import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { forgetAll } from './forgetting';
import type { ProfileOwners } from './profile-owners';

interface Parts {
  readonly owners: ProfileOwners;
  /** Deletes the pins and recent devices of an owner in a profile, also where earlier versions kept them. */
  readonly forgetList: (profileId: string, owner: Owner) => Promise<Outcome<null>>;
  readonly forgetDrafts: (owner: Owner) => Promise<Outcome<null>>;
  /** Deletes what earlier versions stored for the profile without recording the owner. */
  readonly forgetFormer: (profileId: string) => Promise<Outcome<null>>;
}

/** What is deleted with a removed profile: pins, recent devices and drafts of everyone who used it. The history stays. */
export function createForgetProfile({
  owners,
  forgetList,
  forgetDrafts,
  forgetFormer,
}: Parts): (profileId: string) => Promise<Outcome<null>> {
  return async (profileId) => {
    const known = await owners.remove(profileId, (owner, isElsewhere) =>
      forgetAll(owner, [(whose) => forgetList(profileId, whose), ...(isElsewhere ? [] : [forgetDrafts])]),
    );
    const former = await forgetFormer(profileId);
    return known.ok ? (former.ok ? ok(null) : former) : known;
  };
}
