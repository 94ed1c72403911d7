import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { decodeText, decodeUnicode } from './decode';
import { errorCode, FILE_MODE } from './file-steps';
import { foreignKind, readOwnFileSync } from './own-file';

/** No document of this app comes near this size (bytes). */
export const SIZE_LIMIT = 64 * 1024 * 1024;

export const lastGoodPath = (path: string): string => `${path}.last-good`;

/**
 * The text of a file; null when there is none. Throws when it is there and cannot be read. `language`: the file was made by hand on
 * a computer of that language, and is read in that code page when it is not Unicode.
 */
export function readText(path: string, language: string | null = null): string | null {
  try {
    const bytes = readOwnFileSync(path, { limit: SIZE_LIMIT });
    return language === null ? decodeUnicode(bytes) : decodeText(bytes, language);
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** A free name beside the file: `settings.damaged-20261123T133307Z.json`. */
export function sideName(path: string, mark: string, time: number): string {
  const stamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const stem = basename(path).replace(/\.json$/, '');
  for (let n = 1; ; n += 1) {
    const name = `${stem}.${mark}-${stamp}${n === 1 ? '' : `-${n}`}.json`;
    if (!existsSync(join(dirname(path), name))) return name;
  }
}

/** Renames a file that cannot be used (this needs no disk space). Returns its new name, or null when that fails. */
export function moveAside(path: string, time: number): string | null {
  const name = sideName(path, 'damaged', time);
  try {
    renameSync(path, join(dirname(path), name));
    makePrivate(join(dirname(path), name));
    return name;
  } catch {
    return null;
  }
}

/** Copies a file before it is changed. Returns the name of the copy (an equal one is reused), or null without disk space. */
export function copyAside(path: string, mark: string, time: number): string | null {
  const equal = equalCopy(path, mark);
  if (equal !== null) return equal;
  const name = sideName(path, mark, time);
  const target = join(dirname(path), name);
  try {
    copySync(path, target);
    return name;
  } catch {
    rmSync(target, { force: true });
    return null;
  }
}

function equalCopy(path: string, mark: string): string | null {
  const start = `${basename(path).replace(/\.json$/, '')}.${mark}-`;
  try {
    const read = (file: string): Buffer => readOwnFileSync(file, { limit: SIZE_LIMIT });
    const bytes = read(path);
    const isEqual = (name: string): boolean => name.startsWith(start) && read(join(dirname(path), name)).equals(bytes);
    return readdirSync(dirname(path)).find(isEqual) ?? null;
  } catch {
    return null;
  }
}

/** Copies the file of an earlier version, once, before it is first written in the current format. */
export function keepVersion(path: string, version: number): void {
  const target = path.replace(/\.json$/, `.version-${version}.json`);
  if (existsSync(target)) return;
  try {
    copySync(path, target);
  } catch {
    rmSync(target, { force: true });
  }
}

/** Restores the last good copy; without disk space for both, the copy itself is moved. */
export function restoreLastGood(path: string): boolean {
  const temp = `${path}.tmp-${Date.now().toString(16)}`;
  try {
    copySync(lastGoodPath(path), temp);
    renameSync(temp, path);
    return true;
  } catch {
    rmSync(temp, { force: true });
  }
  try {
    renameSync(lastGoodPath(path), path);
    return true;
  } catch {
    return false;
  }
}

export function makePrivate(path: string): void {
  try {
    if (foreignKind(path) !== null) return;
    chmodSync(path, FILE_MODE);
  } catch {
    return;
  }
}

function copySync(from: string, to: string): void {
  copyFileSync(from, to);
  makePrivate(to);
  if (statSync(from).size !== statSync(to).size) throw Object.assign(new Error('short copy'), { code: 'ENOSPC' });
  const file = openSync(to, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
