import { closeSync, constants, lstatSync, openSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';

const socketName = 'instance.sock';
/** Addresses of sockets are short: 108 bytes on Linux, 104 on macOS, the closing zero included. */
const LONGEST_PATH = 103;
const LONGEST_MESSAGE = 65_536;
const LISTENER_LIMIT_MS = 5_000;
const MOST_AT_ONCE = 8;
const heard = 'shown\n';

/** Where later starts say what they were asked for. */
export interface StartSocket {
  close(): void;
}

/**
 * Listens in the folder for starts that came too late, and hears their words (not yet parsed). Only for who holds the folder's lock: whatever
 * lies at its place is a leftover. Who may connect is decided by the folder and the socket, both open to their owner only.
 * Null where there is no such socket (Windows, some network drives); there Chromium's own lock passes the words on.
 */
export function listenForStarts(folder: string, onWords: (words: unknown) => void): StartSocket | null {
  const place = addressIn(folder);
  if (place === null) return null;
  const server = createServer((socket) => hear(socket, onWords));
  server.maxConnections = MOST_AT_ONCE;
  server.on('error', () => undefined);
  try {
    rmSync(join(folder, socketName), { force: true });
  } catch {
    place.done();
    return null;
  }
  // The socket is bound within `listen`: nobody else may connect from its first moment on.
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

function hear(socket: Socket, onWords: (words: unknown) => void): void {
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
    socket.end(heard);
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
 * Says to the run that holds the folder what this start was asked for. True once that run has heard it; false when nobody is there, or the one
 * who is there is of another user. Waits at most `limitMs`.
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
        if (answer.length >= heard.length) socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer === heard));
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

/** The address of the folder's socket, which Linux also has for folders with long names; null where it has none. */
function addressIn(folder: string): { readonly path: string; readonly done: () => void } | null {
  const path = join(folder, socketName);
  if (process.platform === 'win32') return null;
  if (Buffer.byteLength(path) <= LONGEST_PATH) return { path, done: () => undefined };
  if (process.platform !== 'linux') return null;
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${descriptor}/${socketName}`, done: () => closeSync(descriptor) };
}
