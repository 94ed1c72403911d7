import { closeSync, constants, lstatSync, openSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';

const socketName = 'instance.sock';
/** Longest path of a socket in bytes: 108 on Linux and 104 on macOS, including the terminating zero. */
const LONGEST_PATH = 103;
const LONGEST_MESSAGE = 65_536;
const LISTENER_LIMIT_MS = 5_000;
const MOST_AT_ONCE = 8;
const confirmation = 'shown\n';

/** Receives the arguments of later starts. */
export interface StartSocket {
  close(): void;
}

/**
 * Listens in the folder for later starts and receives their unparsed arguments. Call it only with the folder's lock
 * held: an existing socket file is a leftover and is replaced. The permissions of folder and socket let only their
 * owner connect. Null where such sockets do not exist (Windows, some network drives); there Chromium's own lock passes
 * the arguments on.
 */
export function listenForStarts(folder: string, onWords: (words: unknown) => void): StartSocket | null {
  const place = addressIn(folder);
  if (place === null) return null;
  const server = createServer((socket) => receive(socket, onWords));
  server.maxConnections = MOST_AT_ONCE;
  server.on('error', () => undefined);
  try {
    rmSync(join(folder, socketName), { force: true });
  } catch {
    place.done();
    return null;
  }
  // The socket file is created within `listen`, with permissions for the owner only from the start.
  const mask = process.umask(0o177);
  server.listen({ path: place.path, exclusive: true });
  process.umask(mask);
  server.unref();
  return {
    close() {
      server.close();
      place.done();
    },
  };
}

function receive(socket: Socket, onWords: (words: unknown) => void): void {
  let text = '';
  socket.setEncoding('utf8').setTimeout(LISTENER_LIMIT_MS, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.on('data', (part: string) => {
    text += part;
    if (text.length > LONGEST_MESSAGE) socket.destroy();
    if (!text.endsWith('\n')) return;
    const words = parsed(text);
    if (words === null) return void socket.destroy();
    onWords(words);
    socket.end(confirmation);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Passes the arguments of this start to the process that holds the folder. True once that process has confirmed; false
 * when no process listens, or when it belongs to another user. Waits at most `limitMs`.
 */
export async function tellFirst(folder: string, words: readonly string[], limitMs: number): Promise<boolean> {
  const place = addressIn(folder);
  if (place === null || !isOurs(join(folder, socketName))) {
    place?.done();
    return false;
  }
  try {
    return await new Promise((resolve) => {
      let answer = '';
      const socket = createConnection(place.path);
      socket.setEncoding('utf8').setTimeout(limitMs, () => socket.destroy());
      socket.on('connect', () => socket.write(`${JSON.stringify(words)}\n`));
      socket.on('data', (part: string) => {
        answer += part;
        if (answer.length >= confirmation.length) socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer === confirmation));
    });
  } finally {
    place.done();
  }
}

function isOurs(path: string): boolean {
  try {
    const stat = lstatSync(path);
    return stat.isSocket() && stat.uid === process.getuid?.();
  } catch {
    return false;
  }
}

/** The address of the folder's socket; on Linux also for long paths. Null where there is none. */
function addressIn(folder: string): { readonly path: string; readonly done: () => void } | null {
  const path = join(folder, socketName);
  if (process.platform === 'win32') return null;
  if (Buffer.byteLength(path) <= LONGEST_PATH) return { path, done: () => undefined };
  if (process.platform !== 'linux') return null;
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${descriptor}/${socketName}`, done: () => closeSync(descriptor) };
}
