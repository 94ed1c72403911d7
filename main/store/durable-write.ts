import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isOwnFolder } from './own-file';

/** Only the user who runs the app may read what it writes. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** Temp copies of this writer and of electron-store: `<name>.tmp-<digits and hex>`. */
const tempName = /\.tmp-[0-9a-f]{6,}$/;
const RENAME_TRIES = 8;
const RENAME_PAUSE_MS = 25;

/**
 * Replaces a file so that at every moment either the old or the new content is there in full.
 * Resolves when the new content and its name are on the disk; throws the system's error (ENOSPC, EROFS…)
 * with the old content untouched and no temp copy left.
 */
export async function durableWrite(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  await ensureFolder(dirname(path));
  const temp = `${path}.tmp-${randomBytes(8).toString('hex')}`;
  try {
    const handle = await open(temp, 'wx', FILE_MODE);
    try {
      await writeAll(handle, bytes, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temp, path);
  } catch (cause) {
    await rm(temp, { force: true });
    throw cause;
  }
  await syncFolder(dirname(path));
}

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

/**
 * Deletes temp copies that a killed run left in this folder (not below it); returns how many. Never throws.
 * Call it before the first write to the folder in this run only: a temp copy in use has the same kind of name.
 */
export function sweepTempFiles(folder: string): number {
  let swept = 0;
  for (const name of namesInSync(folder)) {
    if (!tempName.test(name)) continue;
    try {
      rmSync(join(folder, name), { force: true });
      swept += 1;
    } catch {
      continue;
    }
  }
  return swept;
}

/** The names in a folder of ours; empty when it cannot be listed, is a link to a folder, or belongs to another user. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return isOwnFolder(folder) ? await readdir(folder) : [];
  } catch {
    return [];
  }
}

function namesInSync(folder: string): readonly string[] {
  try {
    return isOwnFolder(folder) ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

/** The code of a system error (`ENOENT` …); empty for anything else. */
export function errorCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}
