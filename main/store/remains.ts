import { lstat, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { SIZE_LIMIT } from './document-disk';
import { durableWrite, namesIn } from './durable-write';
import { readOwnFile } from './own-file';
import { storageFailure } from './storage-failure';

/** Copies of damaged files that our stores make beside them. */
const remainsName = /\.(?:damaged|rejected)(?:-[\w-]*)?(?:\.json)?$/;

/**
 * Removes lines from the damaged journals beside `journal` (absolute), except those that `isOthers`. Damaged lines whose owner
 * cannot be known are removed as well.
 */
export async function forgetDamagedLines(journal: string, isOthers: (line: string) => boolean): Promise<Outcome<null>> {
  try {
    for (const path of await remainsOf(dirname(journal), `${basename(journal)}.damaged`)) {
      const lines = (await readOwnFile(path, { limit: SIZE_LIMIT }))
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
      const kept = lines.filter(isOthers);
      if (kept.length === 0) await rm(path, { force: true });
      else if (kept.length < lines.length) await durableWrite(path, kept.map((line) => `${line}\n`).join(''));
    }
    return ok(null);
  } catch (cause) {
    return err(storageFailure(cause));
  }
}

/** Deletes copies of damaged files that were last changed before `before` (milliseconds since 1970); `folder` is absolute. */
export async function forgetOldRemains(folder: string, before: number): Promise<void> {
  for (const path of await remainsOf(folder, '')) {
    const { mtimeMs } = await lstat(path);
    if (mtimeMs < before) await rm(path, { force: true });
  }
}

/** The folders one level below `names` in `root`. */
export async function foldersIn(root: string, names: readonly string[]): Promise<readonly string[]> {
  const below = await Promise.all(
    names.map(async (name) => (await namesIn(join(root, name))).map((inside) => join(root, name, inside))),
  );
  return below.flat();
}

/** Regular files only: a link or a pipe is not ours. */
async function remainsOf(folder: string, start: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(start) || !remainsName.test(name)) continue;
    const path = join(folder, name);
    if ((await lstat(path)).isFile()) found.push(path);
  }
  return found;
}
