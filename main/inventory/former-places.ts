import { existsSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { ok } from '../../shared/result';
import type { Owner } from '../auth/owner';
import { practiceId } from '../settings/practice-profile';
import type { DocumentSpec } from '../store/document';
import { openDocument } from '../store/document-file';
import { namesIn } from '../store/durable-write';
import { partitionName } from '../store/partition';
import { removePrivate } from '../store/private-document';
import { FOLDER as inventories } from './local/kept-files';
import type { ShortlistPartition } from './shortlist/shortlist-store';
import { formerShortlistPlace, shortlistPlace, SHORTLISTS } from './shortlist/shortlist-store';

/**
 * Versions up to 0.1.0 stored pins and inventories by profile and account alone. The profiles at the first start of this version
 * determine whose they are: that is recorded once, and from then on nothing is moved to another cloud.
 */
interface Former {
  /** Custom clouds of that time, by profile id. */
  readonly clouds: Readonly<Record<string, string>>;
  /** Folders of shortlists of that time. */
  readonly shortlists: readonly string[];
  /** Profiles of that time, by their ids. */
  readonly profiles?: readonly string[] | undefined;
}

const spec: DocumentSpec<Former> = {
  empty: { clouds: {}, shortlists: [] },
  steps: [(old) => old],
  parse: v.parser(
    v.object({
      clouds: v.record(v.string(), v.string()),
      shortlists: v.array(v.string()),
      profiles: v.optional(v.array(v.string())),
    }),
  ),
};
const NAME = 'former-places';
const folderName = /^[0-9a-f]{24}$/;

interface KnownProfile {
  readonly id: string;
  /** See `Owner`. */
  readonly cloud: string | null;
}

/** Moves data of an earlier version to their owner; call it before any shortlist is opened. */
export interface FormerPlaces {
  settleShortlist(partition: ShortlistPartition): void;
  /** Deletes the list of an owner at its former place, if it is still there; call it whenever the list itself is deleted. */
  forgetShortlist(partition: ShortlistPartition): Promise<Outcome<null>>;
  /**
   * Call when a profile was removed: deletes what is left at the former places and can belong only to it. A folder does not say
   * whose it is: it stays while it may belong to another profile of that time, and is deleted with the last of them.
   */
  forgetProfile(profileId: string, others: OtherProfiles): Promise<Outcome<null>>;
}

/** The state when a profile is removed. */
interface OtherProfiles {
  /** Ids of the remaining profiles that may have been used. */
  readonly remaining: readonly string[];
  /** Which owner was signed in with which profile since. */
  readonly known: readonly ShortlistPartition[];
}

/** `userData`: absolute path. Records the owners, once, and moves the inventories. Never rejects. */
export async function settleFormerPlaces(
  userData: string,
  profiles: readonly KnownProfile[],
  log: Log,
): Promise<FormerPlaces> {
  const document = openDocument({ folder: userData, name: NAME, spec, now: Date.now });
  const isFirst = !existsSync(join(userData, `${NAME}.json`));
  if (isFirst) await note(userData, profiles, document, log);
  const { clouds, shortlists, profiles: former } = document.read();
  const cloudOf = (profileId: string): string | undefined =>
    Object.hasOwn(clouds, profileId) ? clouds[profileId] : undefined;
  const placeOf = (profileId: string, owner: Owner): string =>
    formerShortlistPlace(userData, profileId, owner.homeAccountId);
  const nameOf = (profileId: string, owner: Owner): string => basename(placeOf(profileId, owner));
  // The practice tenant has invented data only: nothing at the former places belongs to it.
  const isFormer = (profileId: string): boolean => profileId !== practiceId && (former?.includes(profileId) ?? true);
  return {
    forgetProfile: (profileId, { remaining, known }) => {
      if (!isFormer(profileId) || remaining.some(isFormer)) return Promise.resolve(ok(null));
      const theirs = known.map((one) => nameOf(one.profileId, one.owner));
      return forgetShortlists(
        userData,
        shortlists.filter((name) => !theirs.includes(name)),
      );
    },
    settleShortlist({ profileId, owner }) {
      const cloud = cloudOf(profileId);
      if (cloud !== undefined && shortlists.includes(nameOf(profileId, owner)))
        move(placeOf(profileId, owner), shortlistPlace(userData, { profileId, owner: { ...owner, cloud } }), log);
    },
    forgetShortlist({ profileId, owner }) {
      const name = nameOf(profileId, owner);
      return forgetShortlists(
        userData,
        cloudOf(profileId) === owner.cloud ? shortlists.filter((one) => one === name) : [],
      );
    },
  };
}

async function forgetShortlists(userData: string, names: readonly string[]): Promise<Outcome<null>> {
  const outcomes = await Promise.all(
    names.filter((name) => folderName.test(name)).map((name) => removePrivate(join(userData, SHORTLISTS, name))),
  );
  return outcomes.find(({ ok: isGone }) => !isGone) ?? ok(null);
}

type FormerDocument = ReturnType<typeof openDocument<Former>>;

async function note(
  userData: string,
  profiles: readonly KnownProfile[],
  document: FormerDocument,
  log: Log,
): Promise<void> {
  const custom = profiles.flatMap(({ id, cloud }) => (cloud === null ? [] : [{ id, cloud }]));
  const shortlists = (await namesIn(join(userData, SHORTLISTS))).filter((name) => folderName.test(name));
  const written = await document.write({
    clouds: Object.fromEntries(custom.map(({ id, cloud }) => [id, cloud])),
    shortlists,
    profiles: profiles.map(({ id }) => id),
  });
  // Unrecorded, it would be done again; a list that is read again is the smaller harm.
  if (!written.ok) return;
  for (const { id, cloud } of custom) {
    const folder = join(userData, inventories, id);
    const names = (await namesIn(folder)).filter((name) => folderName.test(name));
    for (const name of names) move(join(folder, name), join(folder, partitionName(name, cloud)), log);
  }
}

/** Files at the destination are not overwritten. */
function move(from: string, to: string, log: Log): void {
  if (!existsSync(from) || existsSync(to)) return;
  try {
    renameSync(from, to);
  } catch (cause) {
    log.fault('former-places.not-moved', cause);
  }
}
