import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Copies the user-data folder of an app that is not running, without the sockets that a run is known by. */
export async function copyFolder(from: string, to?: string): Promise<string> {
  const target = to ?? (await mkdtemp(join(tmpdir(), 'deskside-chaos-')));
  await cp(from, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\/(Singleton\w+|instance\.sock)$/.test(path),
  });
  return target;
}

export const removeFolder = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/** Names of half-written copies, which no start may leave behind. */
export const tempCopies = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.includes('.tmp-'));

/** Paths below `folder` of all files of this name. */
export const filesNamed = async (folder: string, name: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((path) => basename(path) === name);
