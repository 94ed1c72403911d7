import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, namesIn } from '../../store/durable-write';
import type { InventoryTenant } from './port';

/** Below `userData`: a folder for each profile, in it one for each account. */
export const FOLDER = 'inventory';
/** In the folder of an account. */
export const SNAPSHOT = 'devices.snapshot';
export const KEY = 'key.bin';

/** Removes what the disk holds of somebody's inventory, the key with it. Rejects with the system's error. */
export async function removeKept({ folder }: Pick<InventoryTenant, 'folder'>): Promise<void> {
  if (folder !== null) await removeFolder(folder);
}

/** Removes what is kept of other profiles than these. Rejects with the system's error. */
export async function keepInventoriesOf(userData: string, profileIds: readonly string[]): Promise<void> {
  const folder = join(userData, FOLDER);
  for (const name of await namesIn(folder)) if (!profileIds.includes(name)) await removeFolder(join(folder, name));
}

/** A scanner may hold a file open for a moment, or a last write come in between. */
async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw cause;
  }
}
