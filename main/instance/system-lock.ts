import { spawnSync } from 'node:child_process';
import { closeSync, constants, existsSync, fstatSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { errorCode, FILE_MODE } from '../store/file-steps';

/** A lock on a folder. The operating system releases it when the process ends, however that happens. */
export interface SystemLock {
  release(): void;
}

/** Linux: part of util-linux (or BusyBox), which every desktop has. Searched at fixed paths only, never along PATH. */
const flockPrograms = ['/usr/bin/flock', '/bin/flock', '/run/current-system/sw/bin/flock'];
/** Time limit in milliseconds, so that a dead network drive does not block the start forever. */
const FLOCK_LIMIT_MS = 5_000;

/**
 * Flags with which `open` itself locks. Node has no name for this one: libuv's UV_FS_O_EXLOCK. Windows opens the file
 * exclusively; macOS locks it as flock(2) does.
 */
const exclusiveFlags: Partial<Record<NodeJS.Platform, number>> = {
  win32: 0x1000_0000,
  darwin: 0x20 | constants.O_NONBLOCK,
};
const takenCodes: ReadonlySet<string> = new Set(['EBUSY', 'EAGAIN', 'EWOULDBLOCK']);

/** The operating system calls that the lock uses; tests replace them to simulate another system. */
export interface LockSystem {
  readonly platform: NodeJS.Platform;
  /** As `fs.openSync`. */
  readonly open: (path: string, flags: number, mode: number) => number;
  /** Path of the program that calls flock(2); null when there is none. */
  readonly flock: string | null;
}

const thisSystem = (): LockSystem => ({
  platform: process.platform,
  open: openSync,
  flock: flockPrograms.find((path) => existsSync(path)) ?? null,
});

/**
 * Locks an existing folder for this process. Returns null when another process of this machine holds the lock (also
 * through another path to the same folder, or from another container). There are no stale locks: a lock whose owner has
 * ended is free. Throws the system's error when the folder cannot be opened.
 */
export async function takeSystemLock(folder: string, system: LockSystem = thisSystem()): Promise<SystemLock | null> {
  const flag = exclusiveFlags[system.platform];
  return flag === undefined
    ? lockFolder(folder, system.flock)
    : lockFile(join(folder, 'instance.lock'), flag, system.open);
}

function lockFile(path: string, flag: number, open: LockSystem['open']): SystemLock | null {
  try {
    return held(open(path, constants.O_RDWR | constants.O_CREAT | flag, FILE_MODE));
  } catch (cause) {
    if (takenCodes.has(errorCode(cause))) return null;
    // On a read-only file system two processes do no harm.
    if (errorCode(cause) === 'EROFS') return { release: () => undefined };
    throw cause;
  }
}

/**
 * Node cannot call flock(2), so a helper program locks the folder through an inherited descriptor. The lock belongs to
 * the open file description, not to the helper: it lasts as long as this process keeps the folder open. There is no
 * lock file that could be deleted.
 */
async function lockFolder(folder: string, flock: string | null): Promise<SystemLock | null> {
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const { status } =
    flock === null
      ? { status: NO_FLOCK }
      : spawnSync(flock, ['-n', '-x', '3'], {
          stdio: ['ignore', 'ignore', 'ignore', descriptor],
          env: {},
          timeout: FLOCK_LIMIT_MS,
        });
  if (status === 0) return held(descriptor);
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  closeSync(descriptor);
  // 1: locked by another process. null: the helper did not finish, so only waiting is safe. Other values: this file
  // system does not support flock.
  return status === 1 || status === null ? null : lockName(`deskside ${process.getuid?.() ?? ''} ${dev} ${ino}`);
}

const NO_FLOCK = 127;

const held = (descriptor: number): SystemLock => ({ release: () => closeSync(descriptor) });

/** Fallback: an abstract socket. Any user of the machine could take the name first; that only prevents the start. */
function lockName(name: string): Promise<SystemLock | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => (errorCode(cause) === 'EADDRINUSE' ? resolve(null) : reject(cause)));
    server.listen({ path: `\0${name}`, exclusive: true }, () => {
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}
