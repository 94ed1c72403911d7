import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { decodeText, NotText } from '../store/decode';
import { ForeignFile, readOwnFile } from '../store/own-file';
import { systemLanguage } from '../store/system-language';

/** Largest profile file that is read, in bytes. */
const PROFILE_LIMIT = 65_536;

/**
 * Reads the text of a profile file that the technician chose, in the encoding that an editor wrote it in. Fails with
 * `profile.invalid`; `detail` is `file.size`, `file.binary`, `file.encoding` or `file.unread`.
 */
export async function readProfileFile(path: string): Promise<Outcome<string>> {
  try {
    return ok(decodeText(await readOwnFile(path, { limit: PROFILE_LIMIT, isChosen: true }), systemLanguage()));
  } catch (cause) {
    const isLarge = cause instanceof ForeignFile && cause.kind === 'size';
    return err({
      code: 'profile.invalid',
      detail: `file.${cause instanceof NotText ? cause.kind : isLarge ? 'size' : 'unread'}`,
    });
  }
}
