import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import { makePrivate } from './document-disk';
import { durableWrite, sweepTempFiles } from './durable-write';
import { ensureFolder, errorCode, FILE_MODE, replace, syncFolder, writeAll } from './file-steps';
import { openOwnFile, readOwnFile } from './own-file';
import { storageFailure } from './storage-failure';

const NEWLINE = 0x0a;

/** The path of the journal is not a file; it is moved to another name. */
const movable = new Set(['EISDIR', 'EACCES', 'EPERM', 'ELOOP', 'EFOREIGN']);
/** Bytes; the journal is compacted long before. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/** Append-only file of JSON lines. `append` resolves only when the line is on the disk. */
export interface JournalFile {
  append(line: string): Promise<Outcome<null>>;
  /** Every whole line so far; a torn or unreadable one is left out and counted. */
  read(): Promise<{ readonly lines: readonly string[]; readonly damaged: number }>;
  /** Replaces the content atomically. */
  rewrite(lines: readonly string[]): Promise<Outcome<null>>;
}

/**
 * A file of JSON lines at `path`. Calls run one after the other. Damaged lines are kept in `<path>.damaged`,
 * an unreadable journal as `<path>.damaged-<ms>`. `now` names that copy (milliseconds since 1970).
 */
export function createJournalFile(path: string, now: () => number = Date.now): JournalFile {
  const serial = createSerial();
  let isBlocked = false;

  const guarded = async (write: () => Promise<void>): Promise<Outcome<null>> => {
    if (isBlocked) return err({ code: 'storage.damaged' });
    try {
      await write();
      return ok(null);
    } catch (cause) {
      return err(storageFailure(cause));
    }
  };

  const read: JournalFile['read'] = async () => {
    sweepTempFiles(dirname(path));
    let bytes: Buffer;
    try {
      bytes = await readOwnFile(path, { limit: SIZE_LIMIT });
      makePrivate(path);
      isBlocked = false;
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') return { lines: [], damaged: 0 };
      isBlocked = !(movable.has(errorCode(cause)) && (await moveAside(path, now())));
      return { lines: [], damaged: 1 };
    }
    const { lines, broken } = splitLines(bytes);
    if (broken.length > 0) await quarantine(path, lines, broken);
    return { lines, damaged: broken.length };
  };

  return {
    append: async (line) => {
      const text = asLine(line);
      return serial(() => guarded(() => appendLine(path, text)));
    },
    read: () => serial(read),
    rewrite: async (lines) => {
      const text = lines.map(asLine).join('');
      return serial(() => guarded(() => durableWrite(path, text)));
    },
  };
}

const asLine = (line: string): string => {
  if (line.includes('\n')) throw new TypeError('a journal line holds no line break');
  return `${line}\n`;
};

/** After a failed write the file is truncated to its old length, so that a later line does not follow half a line. */
async function appendLine(path: string, line: string | Uint8Array): Promise<void> {
  const { handle, isNew } = await openJournal(path);
  try {
    const { size } = await handle.stat();
    const isTorn = size > 0 && (await lastByte(handle, size)) !== NEWLINE;
    try {
      await writeAll(handle, Buffer.concat([Buffer.from(isTorn ? '\n' : ''), Buffer.from(line)]), size);
      await handle.datasync();
    } catch (cause) {
      await cutBack(handle, size);
      throw cause;
    }
  } finally {
    await handle.close();
  }
  if (isNew) await syncFolder(dirname(path));
}

async function openJournal(path: string): Promise<{ handle: FileHandle; isNew: boolean }> {
  try {
    return { handle: await openOwnFile(path, 'r+', { limit: SIZE_LIMIT }), isNew: false };
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw cause;
    await ensureFolder(dirname(path));
    return { handle: await open(path, 'wx+', FILE_MODE), isNew: true };
  }
}

async function lastByte(handle: FileHandle, size: number): Promise<number | undefined> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0];
}

async function cutBack(handle: FileHandle, size: number): Promise<void> {
  try {
    await handle.truncate(size);
    await handle.datasync();
  } catch {
    // The next append finds the torn line and starts on a new one.
  }
}

function splitLines(bytes: Buffer): { lines: string[]; broken: Buffer[] } {
  const lines: string[] = [];
  const broken: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    const piece = bytes.subarray(start, end === -1 ? bytes.length : end);
    const text = readable(piece, end !== -1);
    if (text !== null) lines.push(text);
    else if (piece.length > 0) broken.push(piece);
    start = end === -1 ? bytes.length : end + 1;
  }
  return { lines, broken };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a line that is valid UTF-8 and JSON, else null. A last line that lost only its line break counts as
 * complete when it is an object: a truncated object never parses, while a truncated number would.
 */
function readable(piece: Uint8Array, hasBreak: boolean): string | null {
  try {
    const text = utf8.decode(piece);
    const value: unknown = JSON.parse(text);
    return hasBreak || (typeof value === 'object' && value !== null) ? text : null;
  } catch {
    return null;
  }
}

/** Moves the damaged lines to a file beside the journal; without disk space nothing changes. */
async function quarantine(path: string, lines: readonly string[], broken: readonly Buffer[]): Promise<void> {
  try {
    for (const piece of broken) await appendLine(`${path}.damaged`, Buffer.concat([piece, Buffer.from('\n')]));
    await durableWrite(path, lines.map(asLine).join(''));
  } catch {
    return;
  }
}

async function moveAside(path: string, time: number): Promise<boolean> {
  try {
    await replace(path, `${path}.damaged-${time}`);
    return true;
  } catch {
    return false;
  }
}
