import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import Store from 'electron-store';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { DocumentSpec, Extras, Loaded } from './document';
import { currentVersion, loadText, parseJson } from './document';
import { copyAside, keepVersion, lastGoodPath, makePrivate, moveAside, readText, restoreLastGood } from './document-disk';
import { durableWrite, ensureFolder, errorCode, fileMode, syncFolder } from './durable-write';
import { surviveFileSizeLimit } from './file-size-limit';
import { createSerial } from './serial';
import { storageFailure } from './storage-failure';

surviveFileSizeLimit();

export interface DocumentOptions<T> {
  /** Absolute. */
  readonly folder: string;
  /** Without `.json`. */
  readonly name: string;
  readonly spec: DocumentSpec<T>;
  /** Milliseconds since 1970; names the copies of damaged files. */
  readonly now: () => number;
  /** Indented, for a file that people edit. */
  readonly isPretty?: boolean;
}

/** A versioned document. The copy in memory answers reads; it changes only when the disk has the change. */
export interface DocumentFile<T> {
  /** What was wrong at opening; `detail` names the copy that was kept. */
  readonly notice: Failure | null;
  /** Why nothing can be written in this run. */
  readonly readOnly: Failure | null;
  read(): T;
  write(data: T): Promise<Outcome<null>>;
  /** Copies the file as it is now beside it; answers the name of the copy. */
  keepCopy(mark: string): string | null;
}

interface Opened<T> {
  readonly data: T;
  readonly extras: Extras;
  /** The text on the disk, null when there is no file. */
  readonly text: string | null;
  readonly notice: Failure | null;
  readonly readOnly: Failure | null;
}

/**
 * Opens a document. Never throws: a damaged file is moved aside and the last good copy takes its place;
 * a file of a later version is read as far as possible and not written in this run.
 */
export function openDocument<T>(options: DocumentOptions<T>): DocumentFile<T> {
  const path = join(options.folder, `${options.name}.json`);
  const opened = open(path, options);
  const disk = createDisk(path, opened.text, options);
  const serial = createSerial();
  let data = opened.data;

  const write = async (next: T): Promise<Outcome<null>> => {
    if (opened.readOnly !== null) return err(opened.readOnly);
    const written = await disk.put({ ...opened.extras, version: currentVersion(options.spec), data: next });
    if (written.ok) data = next;
    return written;
  };

  return {
    notice: opened.notice,
    readOnly: opened.readOnly,
    read: () => data,
    write: (next) => serial(() => write(next)),
    keepCopy: (mark) => copyAside(path, mark, options.now()),
  };
}

function open<T>(path: string, options: DocumentOptions<T>): Opened<T> {
  const [text, found] = look(path, options.spec);
  switch (found.state) {
    case 'fresh':
      return fromLastGood(path, options, null);
    case 'current':
      makePrivate(path);
      return { data: found.data, extras: found.extras, text, notice: null, readOnly: null };
    case 'migrated':
      keepVersion(path, found.found);
      return { data: found.data, extras: found.extras, text, notice: null, readOnly: null };
    case 'newer':
      return newer(path, text, found.data);
    case 'damaged':
      return repair(path, options);
  }
}

function look<T>(path: string, spec: DocumentSpec<T>): [string | null, Loaded<T>] {
  try {
    const text = readText(path);
    return [text, loadText(spec, text)];
  } catch (cause) {
    return [null, { state: 'damaged', data: spec.empty, cause }];
  }
}

const newer = <T>(path: string, text: string | null, data: T): Opened<T> => {
  const failure: Failure = { code: 'storage.newer', detail: basename(path) };
  return { data, extras: {}, text, notice: failure, readOnly: failure };
};

function repair<T>(path: string, options: DocumentOptions<T>): Opened<T> {
  const kept = moveAside(path, options.now());
  if (kept !== null) return fromLastGood(path, options, { code: 'storage.damaged', detail: kept });
  const [text, last] = look(lastGoodPath(path), options.spec);
  const failure: Failure = { code: 'storage.read-only', detail: basename(path) };
  return { data: last.data, extras: {}, text, notice: failure, readOnly: failure };
}

/** There is no usable file: because of `damage`, or because there never was one or it was taken away. */
function fromLastGood<T>(path: string, options: DocumentOptions<T>, damage: Failure | null): Opened<T> {
  const [text, last] = look(lastGoodPath(path), options.spec);
  const nothing: Opened<T> = { data: options.spec.empty, extras: {}, text: null, notice: damage, readOnly: null };
  if (last.state === 'fresh') return nothing;
  if (last.state === 'damaged') {
    const kept = moveAside(lastGoodPath(path), options.now());
    return { ...nothing, notice: damage ?? { code: 'storage.damaged', detail: kept ?? basename(path) } };
  }
  if (last.state === 'newer') return newer(path, text, last.data);
  if (!restoreLastGood(path)) {
    const failure: Failure = { code: 'storage.read-only', detail: basename(path) };
    return { data: last.data, extras: last.extras, text, notice: damage ?? failure, readOnly: failure };
  }
  return { data: last.data, extras: last.extras, text, notice: damage, readOnly: null };
}

interface Disk {
  put(envelope: Record<string, unknown>): Promise<Outcome<null>>;
}

/**
 * electron-store writes once without counting the bytes and calls a file cut by a full disk a success. So the last
 * good copy is made sure of before, and what was written is read back and compared before that copy is let go.
 */
function createDisk(path: string, textAtStart: string | null, options: DocumentOptions<unknown>): Disk {
  const copy = lastGoodPath(path);
  const serialize = (value: unknown): string =>
    options.isPretty === true ? `${JSON.stringify(value, null, 2)}\n` : JSON.stringify(value);
  let store: Store<Record<string, unknown>> | null = null;
  let onDisk = textAtStart;
  let isCopyCurrent = false;

  const openStore = (): Store<Record<string, unknown>> =>
    new Store<Record<string, unknown>>({
      cwd: options.folder,
      name: options.name,
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
      configFileMode: fileMode,
      serialize,
      deserialize: (text) => asRecord(parseJson(text)),
    });

  const set = (envelope: Record<string, unknown>): void => {
    try {
      store ??= openStore();
      store.store = envelope;
    } catch (cause) {
      if (errorCode(cause) !== '') throw cause;
      // Another program changed the file while the app ran: electron-store cannot read it, so it stands aside.
      moveAside(path, options.now());
      store = openStore();
      store.store = envelope;
    }
  };

  const secureCopy = async (): Promise<void> => {
    if (onDisk === null || isCopyCurrent) return;
    if ((await contentOf(copy)) !== onDisk) await durableWrite(copy, onDisk);
    isCopyCurrent = true;
  };

  const goBack = async (): Promise<void> => {
    if ((await contentOf(path)) === onDisk) return;
    isCopyCurrent = false;
    if (onDisk === null) await rm(path, { force: true });
    else await rename(copy, path);
    await syncFolder(dirname(path));
  };

  const put = async (envelope: Record<string, unknown>): Promise<void> => {
    await ensureFolder(options.folder);
    await secureCopy();
    const text = serialize(envelope);
    set(envelope);
    if ((await contentOf(path)) !== text) throw Object.assign(new Error('cut while writing'), { code: 'ENOSPC' });
    await syncFolder(dirname(path));
    onDisk = text;
    isCopyCurrent = false;
    await secureCopy().catch(() => undefined);
  };

  return {
    put: async (envelope) => {
      try {
        await put(envelope);
        return ok(null);
      } catch (cause) {
        await goBack().catch(() => undefined);
        return err(storageFailure(cause));
      }
    },
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not a document');
  return { ...value };
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
