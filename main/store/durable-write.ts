import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureFolder, FILE_MODE, replace, syncFolder, writeAll } from './file-steps';
import { isOwnFolder } from './own-file';

/** Temp copies of this writer and of electron-store: `<name>.tmp-<digits and hex>`. */
const tempName = /\.tmp-[0-9a-f]{6,}$/;

/** What is written one after the other; text as UTF-8. */
type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Replaces a file so that at every moment either the old or the new content is there in full. Makes the folder.
 * Resolves when the new content and its name are on the disk; throws the system's error (ENOSPC, EROFS…)
 * with the old content untouched and no temp copy left.
 */
export async function durableWrite(path: string, content: string | Uint8Array): Promise<void> {
  await ensureFolder(dirname(path));
  await replaceWhole(path, [content]);
}

/**
 * The same piece by piece, in a folder that is there. Returns how many bytes were written. An error of `pieces` ends it too.
 */
export async function replaceWhole(path: string, pieces: Pieces): Promise<number> {
  const temp = `${path}.tmp-${randomBytes(8).toString('hex')}`;
  try {
    const size = await writeNew(temp, pieces);
    await replace(temp, path);
    await syncFolder(dirname(path));
    return size;
  } catch (cause) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw cause;
  }
}

async function writeNew(path: string, pieces: Pieces): Promise<number> {
  const handle = await open(path, 'wx', FILE_MODE);
  try {
    let size = 0;
    for await (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      await writeAll(handle, bytes, size);
      size += bytes.length;
    }
    await handle.sync();
    return size;
  } finally {
    await handle.close();
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
