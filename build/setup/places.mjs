// Paths of the checkout and of the user's cache.
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Joins a path below the checkout. */
export const at = (...parts) => join(root, ...parts);

/** Downloads shared by all checkouts of this user. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'deskside');

/** The stand-in runtime of this checkout. */
export const standInFolder = at('.runtime', 'electron');

/** Whether the script with this `import.meta.url` is the one that was started (and not imported). */
export function isStarted(url) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(url);
}
