import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

const WRITABLE_BY_OTHERS = 0o022;

/**
 * Whether a user other than `owners` could have written a file: it or its folder belongs to another user, or a group or everyone may
 * write it. False when there is no such file, and always on Windows, whose access lists are not checked.
 */
export function isOpenToOthers(path: string, owners: readonly number[] = ownUsers()): boolean {
  if (process.platform === 'win32') return false;
  const file = statSync(path, { throwIfNoEntry: false });
  return file !== undefined && (isOpen(file, owners) || isOpen(statSync(dirname(path)), owners));
}

const isOpen = ({ uid, mode }: Stats, owners: readonly number[]): boolean =>
  !owners.includes(uid) || (mode & WRITABLE_BY_OTHERS) !== 0;

/** The current user and the administrator. */
function ownUsers(): readonly number[] {
  return [0, process.getuid?.() ?? 0];
}
