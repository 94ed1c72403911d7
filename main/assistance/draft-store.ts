import { join } from 'node:path';
import type { Failure } from '../../shared/failure';
import type { Owner } from '../auth/owner';
import { withCloud } from '../auth/owner';
import type { DocumentSpec } from '../store/document';
import { partitionName } from '../store/partition';
import { openPrivateDocument } from '../store/private-document';
import type { DraftStore } from './api';
import type { KeptDraft } from './draft-data';
import { parseDrafts } from './draft-data';

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
  const document = openPrivateDocument({ folder: place, name: 'drafts', spec, now });
  if (document.notice !== null) onNotice(document.notice);
  return document;
}
