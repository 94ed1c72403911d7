import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { withCloud } from '../auth/owner';
import type { DocumentSpec } from '../store/document';
import { openDocument } from '../store/document-file';
import { sweepTempFiles } from '../store/durable-write';
import { partitionName } from '../store/partition';
import { storageFailure } from '../store/storage-failure';
import type { ShortlistData, ShortlistStore } from './port';
import { parseShortlist } from './shortlist-data';

export interface ShortlistFile extends ShortlistStore {
  /** What was wrong with the file when it was opened. */
  readonly notice: Failure | null;
}

/** Whose list it is. */
export interface ShortlistPartition {
  readonly profileId: string;
  readonly owner: Owner;
}

/** Below the user-data folder. */
export const SHORTLISTS = 'shortlist';

export const shortlistPlace = (userData: string, { profileId, owner }: ShortlistPartition): string =>
  join(userData, SHORTLISTS, partitionName(...withCloud(owner, profileId, owner.homeAccountId)));

/** Where versions up to 0.1.0 kept it, whatever the cloud; for Microsoft's clouds it is still there. */
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

/** The shortlist of one owner in one tenant profile: `shortlist/<partition>/shortlist.json` below `folder`, the user-data folder. */
export function createShortlistStore(folder: string, partition: ShortlistPartition, now: () => number = Date.now): ShortlistFile {
  const place = shortlistPlace(folder, partition);
  sweepTempFiles(place);
  const open = () => openDocument({ folder: place, name: 'shortlist', spec, now });
  let document = open();
  return {
    notice: document.notice,
    load: () => document.read(),
    save: (data) => document.write(data),
    async forget() {
      try {
        // The last good copy and damaged ones lie beside it.
        await rm(place, { recursive: true, force: true });
        document = open();
        return ok(null);
      } catch (cause) {
        return err(storageFailure(cause));
      }
    },
  };
}
