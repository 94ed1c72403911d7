import type { Dirent } from 'node:fs';
import { chmodSync, lstatSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_MODE, FOLDER_MODE } from './durable-write';
import { isOwnFolder } from './own-file';

type IsOurs = (name: string) => boolean;

/** Nothing of ours lies deeper: `inventory/<profile>/<owner>/<file>`. */
const DEEPEST = 4;
const SHARED_BITS = 0o077;
const isAside = /\.foreign-\d+$/;

/**
 * Sets aside what stands in the place of our files and folders and is none: links, pipes, sockets, devices. Nothing is
 * followed or opened, only renamed to `<name>.foreign-<ms>`. Call it before anything below `folder` is opened.
 * `isOurs`: what is ours directly in `folder` (absolute). Answers what was set aside, relative to it; never throws.
 */
export function setAsideForeign(folder: string, isOurs: IsOurs, now: number): readonly string[] {
  const aside: string[] = [];
  for (const { path, kind } of walk(folder, isOurs)) {
    if (kind !== 'foreign' || isAside.test(path)) continue;
    try {
      renameSync(join(folder, path), join(folder, `${path}.foreign-${now}`));
      aside.push(path);
    } catch {
      // Readers refuse it all the same.
    }
  }
  return aside;
}

/** Takes the rights of all others from our files and folders, and from `folder` itself. Never throws. */
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
    // It belongs to somebody else; readers refuse it.
  }
}

interface Found {
  /** Relative. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'foreign';
}

/** Every entry of ours, a folder before what is in it. What is no folder is not entered. */
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
