import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** Why what is at the path of one of our files is not read. */
export type ForeignKind = 'link' | 'no-file' | 'owner' | 'size';

/** What is at the path is not a file of ours; it was not followed, waited for or changed. `code` is like that of system errors. */
export class ForeignFile extends Error {
  readonly code = 'EFOREIGN';

  readonly kind: ForeignKind;

  constructor(kind: ForeignKind) {
    super(`not a file of this app: ${kind}`);
    this.kind = kind;
  }
}

export interface ReadRules {
  /** Bytes. */
  readonly limit: number;
  /** The user chose the file: it may be a link and belong to anyone, but it must be a regular file. */
  readonly isChosen?: boolean;
  /** Users whose files are read. Default: this user and the administrator. Not checked on Windows. */
  readonly owners?: readonly number[];
}

/**
 * The bytes of a file of ours. Never follows a link, never waits for a pipe or a device, never reads more than `limit`.
 * Throws the system's error (`ENOENT` …), or `ForeignFile`.
 */
export function readOwnFileSync(path: string, rules: ReadRules): Buffer {
  if (rules.isChosen !== true) look(path);
  const file = openSync(path, flagsFor(constants.O_RDONLY, rules.isChosen));
  try {
    judge(fstatSync(file), rules);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The same without blocking. */
export async function readOwnFile(path: string, rules: ReadRules): Promise<Buffer> {
  const handle = await openOwnFile(path, 'r', rules);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Opens a file of ours that is there, for reading or for reading and writing. Throws as `readOwnFileSync` does. */
export async function openOwnFile(path: string, mode: 'r' | 'r+', rules: ReadRules): Promise<FileHandle> {
  if (rules.isChosen !== true) look(path);
  const handle = await open(path, flagsFor(mode === 'r' ? constants.O_RDONLY : constants.O_RDWR, rules.isChosen));
  try {
    judge(await handle.stat(), rules);
    return handle;
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** Whether there is a folder that is not a link and belongs to this user. */
export function isOwnFolder(path: string): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && isOwnedBy(found, ownUsers());
  } catch {
    return false;
  }
}

/** What is at a path that is neither a file nor a folder; null for a file, a folder or nothing. Never throws. */
export function foreignKind(path: string): ForeignKind | null {
  try {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return 'link';
    return found.isFile() || found.isDirectory() ? null : 'no-file';
  } catch {
    return null;
  }
}

/** Whether there is a folder of another user, who could change everything in it. Follows links. */
export function isOfSomebodyElse(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !isOwnedBy(found, ownUsers());
}

/** Before opening: opening a device can have effects. */
function look(path: string): void {
  const kind = foreignKind(path);
  if (kind !== null) throw new ForeignFile(kind);
}

/** `O_NONBLOCK`: a pipe without a writer opens at once. Windows has neither the flags nor such files. */
const flagsFor = (access: number, isChosen = false): number =>
  access |
  (isChosen ? 0 : ((constants.O_NOFOLLOW as number | undefined) ?? 0)) |
  ((constants.O_NONBLOCK as number | undefined) ?? 0);

function judge(found: Stats, { limit, isChosen = false, owners = ownUsers() }: ReadRules): void {
  if (found.isDirectory())
    throw Object.assign(new Error('EISDIR: a folder is in the place of the file'), { code: 'EISDIR' });
  if (!found.isFile()) throw new ForeignFile('no-file');
  if (found.size > limit) throw new ForeignFile('size');
  if (isChosen) return;
  if (!isOwnedBy(found, owners)) throw new ForeignFile('owner');
}

const isOwnedBy = ({ uid }: Stats, owners: readonly number[]): boolean =>
  process.platform === 'win32' || owners.includes(uid);

/** This user, and the administrator, who may pre-seed files. */
const ownUsers = (): readonly number[] => [0, process.getuid?.() ?? 0];
