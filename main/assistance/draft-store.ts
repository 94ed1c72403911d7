import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { withCloud } from '../auth/owner';
import type { DocumentSpec } from '../store/document';
import type { DocumentFile } from '../store/document-file';
import { openDocument } from '../store/document-file';
import { sweepTempFiles } from '../store/durable-write';
import { partitionName } from '../store/partition';
import { storageFailure } from '../store/storage-failure';
import type { KeptDraft } from './draft-data';
import { parseDrafts } from './draft-data';
import type { DraftStore } from './port';

const spec: DocumentSpec<readonly KeptDraft[]> = { empty: [], steps: [(old) => old], parse: parseDrafts };

export interface DraftFiles {
  /** Absolute; each owner has a folder below it. */
  readonly folder: string;
  readonly now: () => number;
  readonly onNotice: (failure: Failure) => void;
}

/** The drafts of one account in one tenant: `<folder>/<partition>/drafts.json`, readable by nobody else. */
export function createDraftStore({ folder, now, onNotice }: DraftFiles, owner: Owner): DraftStore {
  const place = join(folder, partitionName(...withCloud(owner, owner.homeAccountId, owner.tenantId)));
  const open = (): DocumentFile<readonly KeptDraft[]> => openDocument({ folder: place, name: 'drafts', spec, now });
  sweepTempFiles(place);
  let document = open();
  if (document.notice !== null) onNotice(document.notice);
  return {
    load: () => document.read(),
    save: (drafts) => document.write(drafts),
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
