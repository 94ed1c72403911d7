import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { replaceWhole } from './durable-write';
import { storageFailure } from './storage-failure';

/**
 * Writes a file where the user wants it, piece by piece; when a piece fails, nothing is left. The folder is the user's:
 * a deleted one is not recreated.
 */
export async function writeStreamed(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<Outcome<null>> {
  try {
    await replaceWhole(path, pieces);
    return ok(null);
  } catch (cause) {
    return err(storageFailure(cause));
  }
}
