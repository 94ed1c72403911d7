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
  /** Deletes what earlier versions kept for the profile of people who are not known by name. */
  readonly forgetFormer: (profileId: string) => Promise<Outcome<null>>;
}

/** What goes when a person removes a profile: the pins, recent devices and drafts of everybody who used it. The history stays. */
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
