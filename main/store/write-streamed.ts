import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { FILE_MODE, replace, syncFolder, writeAll } from './durable-write';
import { storageFailure } from './storage-failure';

/** Writes text or bytes in chunks to a file beside `path` and renames it when it is complete; nothing is left after a failure. */
export async function writeStreamed(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<Outcome<null>> {
  const temp = `${path}.tmp-${randomBytes(8).toString('hex')}`;
  try {
    const handle = await open(temp, 'wx', FILE_MODE);
    try {
      let position = 0;
      for await (const piece of pieces) {
        const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
        await writeAll(handle, bytes, position);
        position += bytes.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temp, path);
    await syncFolder(dirname(path));
    return ok(null);
  } catch (cause) {
    await rm(temp, { force: true }).catch(() => undefined);
    return err(storageFailure(cause));
  }
}
