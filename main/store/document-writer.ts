import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Store from 'electron-store';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { lastGoodPath, moveAside, SIZE_LIMIT } from './document-disk';
import { durableWrite } from './durable-write';
import { ensureFolder, errorCode, FILE_MODE, syncFolder } from './file-steps';
import { parseForeignJson } from './foreign-json';
import { foreignKind, readOwnFile } from './own-file';
import { storageFailure } from './storage-failure';

/**
 * A limit on file sizes (`ulimit -f`) raises SIGXFSZ in addition to the error of the write. A library below electron-store
 * ends the process on that signal; the error of the write is all that is needed.
 */
if (process.platform !== 'win32') {
  process.removeAllListeners('SIGXFSZ');
  process.on('SIGXFSZ', () => undefined);
}

export interface WriterOptions {
  readonly folder: string;
  readonly name: string;
  readonly now: () => number;
  readonly isPretty?: boolean;
}

/**
 * Writes one document through electron-store, which does not count the bytes it writes and reports success for a file
 * that a full disk cut short. So a last good copy is secured first, and it is given up only after what was written has
 * been read back and compared. One write at a time.
 */
export class DocumentWriter {
  readonly #options: WriterOptions;
  readonly #path: string;
  readonly #copy: string;
  #store: Store | null = null;
  /** What the file holds, null when there is none. */
  #onDisk: string | null;
  #isCopyCurrent = false;

  constructor(options: WriterOptions, textAtStart: string | null) {
    this.#options = options;
    this.#path = join(options.folder, `${options.name}.json`);
    this.#copy = lastGoodPath(this.#path);
    this.#onDisk = textAtStart;
  }

  /** On failure the file holds what it held before. */
  async put(envelope: Record<string, unknown>): Promise<Outcome<null>> {
    try {
      await this.#put(envelope);
      return ok(null);
    } catch (cause) {
      await this.#goBack().catch(() => undefined);
      return err(storageFailure(cause));
    }
  }

  async #put(envelope: Record<string, unknown>): Promise<void> {
    await ensureFolder(this.#options.folder);
    await this.#secureCopy();
    const text = this.#serialize(envelope);
    this.#set(envelope);
    if ((await contentOf(this.#path)) !== text) throw Object.assign(new Error('cut while writing'), { code: 'ENOSPC' });
    await syncFolder(this.#options.folder);
    this.#onDisk = text;
    this.#isCopyCurrent = false;
    // Without disk space for the copy, the next write is refused before it touches the file.
    await this.#secureCopy().catch(() => undefined);
  }

  async #secureCopy(): Promise<void> {
    if (this.#onDisk === null || this.#isCopyCurrent) return;
    if ((await contentOf(this.#copy)) !== this.#onDisk) await durableWrite(this.#copy, this.#onDisk);
    this.#isCopyCurrent = true;
  }

  async #goBack(): Promise<void> {
    if ((await contentOf(this.#path)) === this.#onDisk) return;
    this.#isCopyCurrent = false;
    if (this.#onDisk === null) await rm(this.#path, { force: true });
    else await rename(this.#copy, this.#path);
    await syncFolder(dirname(this.#path));
  }

  #set(envelope: Record<string, unknown>): void {
    try {
      this.#store ??= this.#open();
      this.#store.store = envelope;
    } catch (cause) {
      if (errorCode(cause) !== '') throw cause;
      // Another program changed the file while the app ran. electron-store cannot read it, so it is moved aside.
      moveAside(this.#path, this.#options.now());
      this.#store = this.#open();
      this.#store.store = envelope;
    }
  }

  #open(): Store {
    // electron-store would follow a link and block on a pipe.
    if (foreignKind(this.#path) !== null) moveAside(this.#path, this.#options.now());
    return new Store({
      cwd: this.#options.folder,
      name: this.#options.name,
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
      configFileMode: FILE_MODE,
      serialize: (value) => this.#serialize(value),
      deserialize: (text) => asRecord(parseForeignJson(text)),
    });
  }

  #serialize(value: unknown): string {
    return this.#options.isPretty === true ? `${JSON.stringify(value, null, 2)}\n` : JSON.stringify(value);
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not a document');
  return { ...value };
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return (await readOwnFile(path, { limit: SIZE_LIMIT })).toString('utf8');
  } catch {
    return null;
  }
}
