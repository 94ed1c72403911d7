import { join } from 'node:path';
import type { Owner } from '../../auth/owner';
import { withCloud } from '../../auth/owner';
import type { DocumentSpec } from '../../store/document';
import { partitionName } from '../../store/partition';
import type { PrivateDocument } from '../../store/private-document';
import { openPrivateDocument } from '../../store/private-document';
import type { ShortlistData } from '../port';
import { parseShortlist } from './shortlist-data';

/** Whose list it is. */
export interface ShortlistPartition {
  readonly profileId: string;
  readonly owner: Owner;
}

/** Below the user-data folder. */
export const SHORTLISTS = 'shortlist';

export const shortlistPlace = (userData: string, { profileId, owner }: ShortlistPartition): string =>
  join(userData, SHORTLISTS, partitionName(...withCloud(owner, profileId, owner.homeAccountId)));

/** Where versions up to 0.1.0 stored it, for every cloud. For Microsoft's clouds it is still there. */
export const formerShortlistPlace = (userData: string, profileId: string, homeAccountId: string): string =>
  join(userData, SHORTLISTS, partitionName(profileId, homeAccountId));

const spec: DocumentSpec<ShortlistData> = {
  empty: { pinned: [], recent: [] },
  steps: [(old) => old],
  parse: (raw) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new TypeError('a shortlist is an object');
    return parseShortlist(raw);
  },
};

/** Stores the shortlist of one owner in one tenant profile, in `shortlist/<partition>/shortlist.json` below `folder` (user data). */
export const createShortlistStore = (
  folder: string,
  partition: ShortlistPartition,
  now: () => number = Date.now,
): PrivateDocument<ShortlistData> =>
  openPrivateDocument({ folder: shortlistPlace(folder, partition), name: 'shortlist', spec, now });
