import type { Dirent } from 'node:fs';
import { chmodSync, lstatSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_MODE, FOLDER_MODE } from './file-steps';
import { isOwnFolder } from './own-file';

type IsOurs = (name: string) => boolean;

/** The deepest path of ours: `inventory/<profile>/<owner>/<file>`. */
const DEEPEST = 4;
const SHARED_BITS = 0o077;
const isAside = /\.foreign-\d+$/;

/**
 * Moves aside what has the name of one of our files and folders and is neither: links, pipes, sockets, devices. Nothing is
 * followed or opened, only renamed to `<name>.foreign-<ms>`. Call it before anything below `folder` is opened.
 * `isOurs`: which names directly in `folder` (absolute) are ours. Returns what was moved, relative to it; never throws.
 */
export function setAsideForeign(folder: string, isOurs: IsOurs, now: number): readonly string[] {
  const aside: string[] = [];
  for (const { path, kind } of walk(folder, isOurs)) {
    if (kind !== 'foreign' || isAside.test(path)) continue;
    try {
      renameSync(join(folder, path), join(folder, `${path}.foreign-${now}`));
      aside.push(path);
    } catch {
      // It stays, but readers refuse it.
    }
  }
  return aside;
}

/** Removes the permissions of all other users from our files and folders, and from `folder` itself. Never throws. */
export function tightenTree(folder: string, isOurs: IsOurs): void {
  if (process.platform === 'win32') return;
  tighten(folder, FOLDER_MODE);
  for (const { path, kind } of walk(folder, isOurs))
    if (kind !== 'foreign') tighten(join(folder, path), kind === 'folder' ? FOLDER_MODE : FILE_MODE);
}

function tighten(path: string, mode: number): void {
  try {
    const found = lstatSync(path);
    if (!found.isSymbolicLink() && (found.mode & SHARED_BITS) !== 0) chmodSync(path, mode);
  } catch {
    // It belongs to another user; readers refuse it.
  }
}

interface Found {
  /** Relative. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'foreign';
}

/** Every entry of ours, a folder before its content. Only real folders are entered. */
function* walk(folder: string, isOurs: IsOurs): Generator<Found> {
  for (const entry of entriesOf(folder)) if (isOurs(entry.name)) yield* below(folder, '', entry, 1);
}

function* below(root: string, parent: string, entry: Dirent, depth: number): Generator<Found> {
  const path = join(parent, entry.name);
  yield { path, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'foreign' };
  if (!entry.isDirectory() || depth === DEEPEST) return;
  for (const child of entriesOf(join(root, path))) yield* below(root, path, child, depth + 1);
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return isOwnFolder(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  } catch {
    return [];
  }
}
