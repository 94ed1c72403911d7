import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../shared/log';
import type { DocumentSpec } from '../store/document';
import { openDocument } from '../store/document-file';
import { namesIn } from '../store/durable-write';
import { partitionName } from '../store/partition';
import { FOLDER as inventories } from './local/kept-files';
import type { ShortlistPartition } from './shortlist-store';
import { formerShortlistPlace, shortlistPlace, SHORTLISTS } from './shortlist-store';

/**
 * Versions up to 0.1.0 kept pins and inventories by profile and account alone. Whose they are is what the profiles said
 * when this version first started: it is written down once, and from then on nothing is moved to any other cloud.
 */
interface Former {
  /** Custom clouds of that time, by profile id. */
  readonly clouds: Readonly<Record<string, string>>;
  /** Folders of shortlists of that time. */
  readonly shortlists: readonly string[];
}

const spec: DocumentSpec<Former> = {
  empty: { clouds: {}, shortlists: [] },
  steps: [(old) => old],
  parse: v.parser(v.object({ clouds: v.record(v.string(), v.string()), shortlists: v.array(v.string()) })),
};
const NAME = 'former-places';
const folderName = /^[0-9a-f]{24}$/;

interface KnownProfile {
  readonly id: string;
  /** See `Owner`. */
  readonly cloud: string | null;
}

/** Brings what an earlier version kept to the owner it belonged to; call it before the shortlist of anybody is opened. */
export interface FormerPlaces {
  settleShortlist(partition: ShortlistPartition): void;
}

/** `userData`: absolute. Writes down who owned what when it was never done, and moves the inventories. Never rejects. */
export async function settleFormerPlaces(userData: string, profiles: readonly KnownProfile[], log: Log): Promise<FormerPlaces> {
  const document = openDocument({ folder: userData, name: NAME, spec, now: Date.now });
  const isFirst = !existsSync(join(userData, `${NAME}.json`));
  if (isFirst) await note(userData, profiles, document, log);
  const { clouds, shortlists } = document.read();
  return {
    settleShortlist({ profileId, owner }) {
      const cloud = Object.hasOwn(clouds, profileId) ? clouds[profileId] : undefined;
      const former = formerShortlistPlace(userData, profileId, owner.homeAccountId);
      if (cloud === undefined || !shortlists.some((name) => former.endsWith(name))) return;
      move(former, shortlistPlace(userData, { profileId, owner: { ...owner, cloud } }), log);
    },
  };
}

type FormerDocument = ReturnType<typeof openDocument<Former>>;

async function note(userData: string, profiles: readonly KnownProfile[], document: FormerDocument, log: Log): Promise<void> {
  const custom = profiles.flatMap(({ id, cloud }) => (cloud === null ? [] : [{ id, cloud }]));
  const shortlists = (await namesIn(join(userData, SHORTLISTS))).filter((name) => folderName.test(name));
  const written = await document.write({ clouds: Object.fromEntries(custom.map(({ id, cloud }) => [id, cloud])), shortlists });
  // Not written down, it would be done again; then a list that is read anew is the smaller harm.
  if (!written.ok) return;
  for (const { id, cloud } of custom) {
    const folder = join(userData, inventories, id);
    const names = (await namesIn(folder)).filter((name) => folderName.test(name));
    for (const name of names) move(join(folder, name), join(folder, partitionName(name, cloud)), log);
  }
}

/** What is there already stays as it is. */
function move(from: string, to: string, log: Log): void {
  if (!existsSync(from) || existsSync(to)) return;
  try {
    renameSync(from, to);
  } catch (cause) {
    log.fault('former-places.not-moved', cause);
  }
}
