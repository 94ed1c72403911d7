import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { replaceWhole } from './durable-write';
import { storageFailure } from './storage-failure';

/**
 * Writes a file where the user wants it, piece by piece; nothing of it stays when a piece fails. The folder is theirs: one that
 * is gone is not made again.
 */
export async function writeStreamed(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<Outcome<null>> {
  try {
    await replaceWhole(path, pieces);
    return ok(null);
  } catch (cause) {
    return err(storageFailure(cause));
  }
}
