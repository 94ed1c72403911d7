import { join } from 'node:path';
import type { Failure } from '../../shared/failure';
import type { Owner } from '../auth/owner';
import { withCloud } from '../auth/owner';
import type { DocumentSpec } from '../store/document';
import { keepUnknown } from '../store/keep-unknown';
import { partitionName } from '../store/partition';
import { openPrivateDocument } from '../store/private-document';
import type { DraftStore } from './api';
import type { StoredDraft } from './draft-data';
import { MOST_DRAFTS, parseDrafts, readDraft } from './draft-data';

/** The stored form, including drafts that this version cannot read. */
const spec: DocumentSpec<readonly unknown[]> = {
  empty: [],
  steps: [(old) => old],
  parse: (raw) => {
    if (Array.isArray(raw)) return raw as readonly unknown[];
    throw new TypeError('drafts are a list');
  },
};

export interface DraftFiles {
  /** Absolute; each owner has a folder below it. */
  readonly folder: string;
  readonly now: () => number;
  readonly onNotice: (failure: Failure) => void;
}

/** The drafts of one account in one tenant: `<folder>/<partition>/drafts.json`, readable by its owner only. */
export function createDraftStore({ folder, now, onNotice }: DraftFiles, owner: Owner): DraftStore {
  const place = join(folder, partitionName(...withCloud(owner, owner.homeAccountId, owner.tenantId)));
  const document = openPrivateDocument({ folder: place, name: 'drafts', spec, now });
  if (document.notice !== null) onNotice(document.notice);
  return {
    load: () => parseDrafts(document.load()),
    save: (drafts) => document.save(storedForm(document.load(), drafts)),
    forget: () => document.forget(),
  };
}

/**
 * Keeps everything in the document that a later version wrote and this one does not know: whole drafts and single
 * members.
 */
function storedForm(stored: readonly unknown[], drafts: readonly StoredDraft[]): readonly unknown[] {
  const found = stored.map((raw) => ({ raw, read: readDraft(raw) }));
  const unread = found.filter(({ read }) => read === null).map(({ raw }) => raw);
  const kept = drafts.map((draft) => {
    const old = found.find(({ read }) => read?.id === draft.id && read.at === draft.at);
    return old === undefined ? draft : keepUnknown(old.raw, old.read, draft);
  });
  return [...kept, ...unread.slice(0, MOST_DRAFTS)];
}
