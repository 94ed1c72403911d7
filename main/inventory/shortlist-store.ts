import { join } from 'node:path';
import type { Failure } from '../../shared/failure';
import type { DocumentSpec } from '../store/document';
import { openDocument } from '../store/document-file';
import { sweepTempFiles } from '../store/durable-write';
import { partitionName } from '../store/partition';
import type { ShortlistData, ShortlistStore } from './port';
import { parseShortlist } from './shortlist-data';

export interface ShortlistFile extends ShortlistStore {
  /** What was wrong with the file when it was opened. */
  readonly notice: Failure | null;
}

/** Whose list it is. */
export interface ShortlistPartition {
  readonly profileId: string;
  readonly homeAccountId: string;
}

const spec: DocumentSpec<ShortlistData> = {
  empty: { pinned: [], recent: [] },
  steps: [(old) => old],
  parse: (raw) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new TypeError('a shortlist is an object');
    return parseShortlist(raw);
  },
};

/** The shortlist of one account in one tenant profile: `shortlist/<partition>/shortlist.json` below `folder`. */
export function createShortlistStore(folder: string, partition: ShortlistPartition, now: () => number = Date.now): ShortlistFile {
  const place = join(folder, 'shortlist', partitionName(partition.profileId, partition.homeAccountId));
  sweepTempFiles(place);
  const document = openDocument({ folder: place, name: 'shortlist', spec, now });
  return {
    notice: document.notice,
    load: () => document.read(),
    save: (data) => document.write(data),
  };
}
