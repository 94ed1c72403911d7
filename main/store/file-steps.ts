import type { FileHandle } from 'node:fs/promises';
import { chmod, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Only the user who runs the app may read what it writes. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

const RENAME_TRIES = 8;
const RENAME_PAUSE_MS = 25;

/**
 * Writes every byte at `position`. On a nearly full disk the kernel may write only a part and report success, so the
 * count is checked and the rest is written until the error is reported.
 */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw Object.assign(new Error('no byte was written'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}

/** Creates the folder and its parents, readable by no one else. */
export async function ensureFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  if (made === undefined) return;
  await chmod(folder, FOLDER_MODE);
  await syncFolder(dirname(folder));
}

/** Makes a new or changed name durable. Windows has no such call: there the name is journaled by NTFS. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems refuse fsync on a folder.
    const code = errorCode(cause);
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EPERM') throw cause;
  } finally {
    await handle.close();
  }
}

/** Renames over an existing file. On Windows a virus scanner may hold the old one open for some milliseconds. */
export async function replace(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(from, to);
      return;
    } catch (cause) {
      const code = errorCode(cause);
      const isHeld = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY');
      if (!isHeld || tries === RENAME_TRIES) throw cause;
      await pause(RENAME_PAUSE_MS * tries);
    }
  }
}

/** The code of a system error (`ENOENT` …); empty for anything else. */
export function errorCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}
