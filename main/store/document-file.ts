import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Failure, Outcome } from '../../shared/failure';
import { err } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { DocumentSpec, Extras, Loaded } from './document';
import { currentVersion, loadText } from './document';
import {
  copyAside,
  keepVersion,
  lastGoodPath,
  makePrivate,
  moveAside,
  readText,
  restoreLastGood,
} from './document-disk';
import { DocumentWriter } from './document-writer';
import { faultOf } from './foreign-json';
import { ForeignFile } from './own-file';

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
  /** Keeps the file's permissions until it is next written: they say who may have written the content. */
  readonly keepsMode?: boolean;
  /** The file may be made by hand before the first start: without a last good copy, the code page of old programs is tried too. */
  readonly handLanguage?: string;
}

/** A versioned document. Reads use the copy in memory, which changes only once the change is on disk. */
export interface DocumentFile<T> {
  /** What was wrong when it was opened; `detail` names the copy that was made. */
  readonly notice: Failure | null;
  /** Why nothing can be written in this run. */
  readonly readOnly: Failure | null;
  read(): T;
  write(data: T): Promise<Outcome<null>>;
  /** Copies the file as it is now; returns the name of the copy beside it. */
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
 * a file of a later version is read to the extent possible and not written in this run.
 */
export function openDocument<T>(options: DocumentOptions<T>): DocumentFile<T> {
  const path = join(options.folder, `${options.name}.json`);
  const opened = open(path, options);
  const writer = new DocumentWriter(options, opened.text);
  const serial = createSerial();
  let data = opened.data;

  const write = async (next: T): Promise<Outcome<null>> => {
    if (opened.readOnly !== null) return err(opened.readOnly);
    const written = await writer.put({ ...opened.extras, version: currentVersion(options.spec), data: next });
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
  const [text, found] = look(path, options.spec, existsSync(lastGoodPath(path)) ? null : options.handLanguage);
  switch (found.state) {
    case 'fresh':
      return fromLastGood(path, options, null);
    case 'current':
      if (options.keepsMode !== true) makePrivate(path);
      return { data: found.data, extras: found.extras, text, notice: null, readOnly: null };
    case 'migrated':
      keepVersion(path, found.found);
      return { data: found.data, extras: found.extras, text, notice: null, readOnly: null };
    case 'newer':
      return newer(path, text, found.data);
    case 'damaged':
      return repair(path, options, found.cause);
  }
}

function look<T>(path: string, spec: DocumentSpec<T>, language: string | null = null): [string | null, Loaded<T>] {
  try {
    const text = readText(path, language);
    return [text, loadText(spec, text)];
  } catch (cause) {
    return [null, { state: 'damaged', data: spec.empty, cause }];
  }
}

const newer = <T>(path: string, text: string | null, data: T): Opened<T> => {
  const failure: Failure = { code: 'storage.newer', detail: basename(path) };
  return { data, extras: {}, text, notice: failure, readOnly: failure };
};

function repair<T>(path: string, options: DocumentOptions<T>, cause: unknown): Opened<T> {
  const kept = moveAside(path, options.now());
  if (kept !== null)
    return fromLastGood(path, options, {
      code: cause instanceof ForeignFile ? 'storage.foreign' : 'storage.damaged',
      detail: kept,
      ...(options.handLanguage === undefined ? {} : faultOf(cause)),
    });
  const [text, last] = look(lastGoodPath(path), options.spec);
  const failure: Failure = { code: 'storage.read-only', detail: basename(path) };
  return { data: last.data, extras: {}, text, notice: failure, readOnly: failure };
}

/** There is no usable file: because of `damage`, or because it never existed or was deleted. */
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
