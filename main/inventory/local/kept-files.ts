import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Preferences } from '../../../shared/contract/settings';
import { namesIn } from '../../store/durable-write';
import { errorCode } from '../../store/file-steps';
import { isOwnFolder } from '../../store/own-file';
import type { InventoryTenant } from './port';

/** Below `userData`: a folder for each profile, in it one for each account. */
export const FOLDER = 'inventory';
/** In the folder of an account. */
export const SNAPSHOT = 'devices.snapshot';
export const KEY = 'key.bin';

/** Removes what the disk holds of somebody's inventory, the key with it. Rejects with the system's error. */
export async function removeKept({ folder }: Pick<InventoryTenant, 'folder'>): Promise<void> {
  // A link on the way to it would lead elsewhere.
  if (folder !== null && [folder, dirname(folder), dirname(dirname(folder))].every(isOwnFolder))
    await removeFolder(folder);
}

/** Removes what is kept of other profiles than these. Rejects with the system's error. */
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

/** Files of an inventory, with the temp copies that a killed run left. */
const ourFile = /^(?:devices\.snapshot|key\.bin)(?:\.tmp-[0-9a-f]+)?$/;

/** Removes our files and the folders that are empty then: what somebody else put there stays. Links are never entered. */
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

/** It is gone already, or something is left in it. */
const stays = new Set(['ENOENT', 'ENOTEMPTY', 'EEXIST']);
