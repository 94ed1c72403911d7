import { join } from 'node:path';
import type { Outcome } from '../../shared/failure';
import type { RunningAssistance } from '../assistance/assistance';
import type { PhoneChoices } from '../assistance/phone-choices';
import type { Owner } from '../auth/owner';
import type { History } from '../history/history';
import type { Retention } from '../history/retention';
import type { FormerPlaces } from '../inventory/former-places';
import type { ShortlistKeeper } from '../inventory/port';
import { createShortlistStore } from '../inventory/shortlist/shortlist-store';
import { forgetAll, isLineOfOthers } from '../session/forgetting';
import type { ProfileOwners } from '../session/profile-owners';
import { createForgetProfile } from '../session/removed-profile';
import { foldersIn, forgetDamagedLines, forgetOldRemains } from '../store/remains';

export interface ForgettingParts {
  /** Absolute. */
  readonly userData: string;
  /** Who is signed in; null while no one is. */
  readonly owner: () => Owner | null;
  readonly activeProfile: () => string;
  /** Profiles that may have stored data. */
  readonly profiles: () => readonly string[];
  readonly assistance: RunningAssistance;
  readonly phone: Pick<PhoneChoices, 'forget'>;
  readonly history: History;
  readonly retention: Retention;
  readonly shortlist: ShortlistKeeper;
  readonly former: FormerPlaces;
  readonly owners: ProfileOwners;
}

export interface Forgetting {
  /** The technician clears the stored data of an owner. Returns the first failure. */
  readonly clear: (whose: Owner) => Promise<Outcome<null>>;
  /** The technician removed a profile. */
  readonly profile: (profileId: string) => Promise<Outcome<null>>;
  /** Deletes leftover files beside the records that are older than every retention. */
  readonly old: () => Promise<void>;
}

/** Connects the actions that delete data with every store that holds data. */
export function createForgetting({
  userData,
  owner,
  activeProfile,
  profiles,
  assistance,
  phone,
  history,
  retention,
  shortlist,
  former,
  owners,
}: ForgettingParts): Forgetting {
  const journal = join(userData, 'journal.jsonl');
  // The data of the open tenant is deleted first, before the first `await`: another tenant may be opened in the
  // meantime.
  const kindsIn = (profileId: string) => [
    () => shortlist.forget(),
    (whose: Owner) => assistance.forgetEnded({ owner: whose }),
    history.clear,
    (whose: Owner) => assistance.forgetDrafts(whose),
    phone.forget,
    (whose: Owner) => former.forgetShortlist({ profileId, owner: whose }),
    (whose: Owner) => forgetDamagedLines(journal, (line) => isLineOfOthers(line, whose)),
  ];
  return {
    clear: (whose) => forgetAll(whose, kindsIn(activeProfile())),
    profile: createForgetProfile({
      owners,
      forgetDrafts: (whose) => forgetAll(whose, [assistance.forgetDrafts, phone.forget]),
      forgetList: (profileId, whose) =>
        forgetAll(whose, [
          () => createShortlistStore(userData, { profileId, owner: whose }).forget(),
          () => former.forgetShortlist({ profileId, owner: whose }),
        ]),
      forgetFormer: (profileId) => former.forgetProfile(profileId, { remaining: profiles(), known: owners.known() }),
    }),
    async old() {
      const before = retention.oldest();
      const whose = owner();
      if (before === null) return;
      for (const folder of [userData, ...(await foldersIn(userData, ['shortlist', 'drafts', 'phone']))])
        await forgetOldRemains(folder, before);
      if (whose !== null) await assistance.forgetEnded({ owner: whose, before });
    },
  };
}
