import { rm } from 'node:fs/promises';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { DocumentOptions } from './document-file';
import { openDocument } from './document-file';
import { sweepTempFiles } from './durable-write';
import { storageFailure } from './storage-failure';

/** A document in a folder of its own, which holds only the document and its copies. */
export interface PrivateDocument<T> {
  /** What was wrong with the file when it was opened. */
  readonly notice: Failure | null;
  load(): T;
  save(data: T): Promise<Outcome<null>>;
  /** Deletes it and all copies beside it (last good, damaged). It is empty then and can be written again. */
  forget(): Promise<Outcome<null>>;
}

/** Opens it as `openDocument` does, after deleting temp copies that a killed run left. */
export function openPrivateDocument<T>(options: DocumentOptions<T>): PrivateDocument<T> {
  sweepTempFiles(options.folder);
  let document = openDocument(options);
  return {
    notice: document.notice,
    load: () => document.read(),
    save: (data) => document.write(data),
    async forget() {
      const gone = await removePrivate(options.folder);
      if (gone.ok) document = openDocument(options);
      return gone;
    },
  };
}

/** Deletes the folder of a private document and its content. Of a link, only the link is deleted, not its target. */
export async function removePrivate(folder: string): Promise<Outcome<null>> {
  try {
    await rm(folder, { recursive: true, force: true });
    return ok(null);
  } catch (cause) {
    return err(storageFailure(cause));
  }
}
