import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { definedOnly } from './app-runner';

const root = resolve(import.meta.dirname, '../..');
const LOOK_EVERY_MS = 20;
const END_LIMIT_MS = 40_000;
const BUILD_LIMIT_MS = 170_000;

/** What `npm run package -- --dir` makes on Linux. */
export const packagedFolder = resolve(root, 'dist/linux-unpacked');
export const packagedProgram = resolve(packagedFolder, 'deskside');

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  /** What came back through the pipe, see `asks`. */
  readonly answers: string;
}

interface Surroundings {
  /** Beside the test's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
  readonly cwd?: string;
  /** Written into a pipe at descriptor 3, where Chromium would listen to a debugger; it would answer at 4. */
  readonly asks?: string;
}

/** Runs a script of `build/` to its end. @throws with its last words when it fails */
export async function runBuildScript(name: string, words: readonly string[] = []): Promise<void> {
  const { code, output, errors } = await runToEnd(process.execPath, [resolve(root, 'build', name), ...words]);
  if (code !== 0) throw new Error(`build/${name} failed:\n${output.slice(-2_000)}${errors.slice(-2_000)}`);
}

let packaging: Promise<void> | null = null;

/** Packages the app, once for all tests of a run, and leaves the build behind that can be read: packages are minified. */
export function packageOnce(): Promise<void> {
  packaging ??= runBuildScript('package.mjs', ['--dir']).then(() => runBuildScript('build.mjs'));
  return packaging;
}

/** Runs the packaged app until it ends by itself; killed when it does not. `words` come after those that the test desktop needs. */
export function runPackaged(
  words: readonly string[],
  { program = packagedProgram, ...surroundings }: Surroundings = {},
): Promise<Ended> {
  const isRoot = process.getuid?.() === 0;
  return runToEnd(
    program,
    [...(isRoot ? ['--no-sandbox'] : []), '--password-store=gnome-libsecret', ...words],
    surroundings,
  );
}

function runToEnd(
  program: string,
  words: readonly string[],
  { env = {}, cwd = root, asks }: Omit<Surroundings, 'program'> = {},
): Promise<Ended> {
  const pipes = asks === undefined ? [] : (['pipe', 'pipe'] as const);
  const child = spawn(program, words, {
    cwd,
    env: { ...definedOnly(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...pipes],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), program === process.execPath ? BUILD_LIMIT_MS : END_LIMIT_MS);
  let output = '';
  let errors = '';
  let answers = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [, , , toDebugger, fromDebugger] = child.stdio;
  // An app that never reads it breaks the pipe at its end.
  if (toDebugger instanceof Writable) toDebugger.on('error', () => undefined).write(asks);
  if (fromDebugger instanceof Readable) fromDebugger.on('data', (chunk: Buffer) => (answers += chunk.toString()));
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      clearTimeout(late);
      settle({ code, output, errors, answers });
    });
  });
}

export async function readReport(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
}

/** A free loopback port. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((settle, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Tries the ports for as long as the work lasts; returns those that were ever open. */
export async function openedWhile(ports: readonly number[], work: () => Promise<unknown>): Promise<readonly number[]> {
  const opened = new Set<number>();
  let isRunning = true;
  const knocking = (async () => {
    while (isRunning) {
      for (const port of ports) if (await answers(port)) opened.add(port);
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
    }
  })();
  try {
    await work();
  } finally {
    isRunning = false;
    await knocking;
  }
  return [...opened];
}

function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((settle) => {
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  }).then((isOpen) => {
    socket.destroy();
    return isOpen === true;
  });
}
