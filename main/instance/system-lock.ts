import { spawnSync } from 'node:child_process';
import { closeSync, constants, existsSync, fstatSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { errorCode, FILE_MODE } from '../store/file-steps';

/** A lock on a folder. The system holds it for this process and takes it back with the process, however that ends. */
export interface SystemLock {
  release(): void;
}

/** Linux: part of util-linux (or BusyBox), which every desktop has. Looked for at fixed places, never along PATH. */
const flockPrograms = ['/usr/bin/flock', '/bin/flock', '/run/current-system/sw/bin/flock'];
/** A dead network drive must not hold the start for ever. */
const FLOCK_LIMIT_MS = 5_000;

/**
 * What `open` itself locks, with the value of the flag that Node does not name: libuv's UV_FS_O_EXLOCK. On Windows the file is opened
 * for nobody else, on macOS it is locked as by flock(2).
 */
const exclusiveFlags: Partial<Record<NodeJS.Platform, number>> = {
  win32: 0x1000_0000,
  darwin: 0x20 | constants.O_NONBLOCK,
};
const takenCodes: ReadonlySet<string> = new Set(['EBUSY', 'EAGAIN', 'EWOULDBLOCK']);

/** What the lock needs of the machine; tests replace it to play another one. */
export interface LockSystem {
  readonly platform: NodeJS.Platform;
  /** As `fs.openSync`. */
  readonly open: (path: string, flags: number, mode: number) => number;
  /** The program that calls flock(2); null where there is none. */
  readonly flock: string | null;
}

const thisSystem = (): LockSystem => ({
  platform: process.platform,
  open: openSync,
  flock: flockPrograms.find((path) => existsSync(path)) ?? null,
});

/**
 * Locks a folder that exists for this process, or answers null when another process of this machine has it (also by another path to the
 * same folder, and in another container). Takes nothing over: a lock whose owner is gone is free.
 * Throws the system's error when the folder cannot be opened.
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
    // Where nothing can be written, two runs do no harm.
    if (errorCode(cause) === 'EROFS') return { release: () => undefined };
    throw cause;
  }
}

/**
 * Node cannot call flock(2), so a helper locks the folder through the descriptor it inherits. The lock belongs to the open folder, not to
 * the helper: it stays as long as this process has it open. No file is made that somebody could delete.
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
  // 1: taken; null: the helper itself could not run this time, and then only waiting is safe. Anything else: never on this file system.
  return status === 1 || status === null ? null : lockName(`deskside ${process.getuid?.() ?? ''} ${dev} ${ino}`);
}

const NO_FLOCK = 127;

const held = (descriptor: number): SystemLock => ({ release: () => closeSync(descriptor) });

/** The second best: an abstract socket. Anybody on the machine could take the name first, which keeps us from starting, and no more. */
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
