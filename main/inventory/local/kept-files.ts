import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Preferences } from '../../../shared/contract/settings';
import { namesIn } from '../../store/durable-write';
import { errorCode } from '../../store/file-steps';
import { isOwnFolder } from '../../store/own-file';
import type { InventoryTenant } from './port';

/** Below `userData`: a folder for each profile, with a folder for each account. */
export const FOLDER = 'inventory';
/** In the folder of an account. */
export const SNAPSHOT = 'devices.snapshot';
export const KEY = 'key.bin';

/** Deletes the stored inventory of an account, including its key. Rejects with the system's error. */
export async function removeKept({ folder }: Pick<InventoryTenant, 'folder'>): Promise<void> {
  // A symbolic link in the path would lead elsewhere.
  if (folder !== null && [folder, dirname(folder), dirname(dirname(folder))].every(isOwnFolder))
    await removeFolder(folder);
}

/** Deletes the stored inventories of all other profiles. Rejects with the system's error. */
export async function keepInventoriesOf(userData: string, profileIds: readonly string[]): Promise<void> {
  const folder = join(userData, FOLDER);
  for (const name of await namesIn(folder)) if (!profileIds.includes(name)) await removeFolder(join(folder, name));
}

/** Deletes what must not stay: every stored inventory while they are kept in memory, else those of other profiles. */
export const tidyInventories = (
  userData: string,
  place: Preferences['inventory'],
  profileIds: readonly string[],
): Promise<void> => keepInventoriesOf(userData, place === 'disk' ? profileIds : []);

/** Files of an inventory, including the temporary files of a killed process. */
const ourFile = /^(?:devices\.snapshot|key\.bin)(?:\.tmp-[0-9a-f]+)?$/;

/** Deletes our files and then empty folders: files of others stay. Never follows links. */
async function removeFolder(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (ourFile.test(name)) await rm(path, { force: true, maxRetries: 3 });
    else if (isOwnFolder(path)) await removeFolder(path);
  }
  if (!isOwnFolder(folder)) return;
  try {
    await rmdir(folder);
  } catch (cause) {
    if (!stays.has(errorCode(cause))) throw cause;
  }
}

/** The folder does not exist, or it is not empty. */
const stays = new Set(['ENOENT', 'ENOTEMPTY', 'EEXIST']);
