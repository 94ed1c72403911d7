import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { electronPath } from '../../../build/electron.mjs';
import { definedOnly } from '../../support/app-runner';

const LIMIT_MS = 60_000;
const hook = resolve(import.meta.dirname, 'when-usable.cjs');

/** The app of this checkout, as built. */
export const deskside = resolve(import.meta.dirname, '../../..');
/** An Electron app with one window and one box in it. */
export const emptyApp = resolve(import.meta.dirname, 'empty-app');

export interface Started {
  readonly pid: number;
  /** From just before the process was made until the box could take a letter, in milliseconds. */
  readonly ms: number;
  stop(): Promise<void>;
}

/** Starts an app without any debugger and waits for its box; with `--hidden` among the words it does not wait. */
export async function startPlainly(app: string, userData: string, words: readonly string[] = []): Promise<Started> {
  const isRoot = process.getuid?.() === 0;
  const begun = performance.now();
  const child = spawn(
    electronPath(),
    [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--password-store=gnome-libsecret',
      '-r',
      hook,
      app,
      `--user-data-dir=${userData}`,
      ...words,
    ],
    {
      env: { ...definedOnly(process.env), LANGUAGE: 'en', LC_ALL: 'en_GB.UTF-8' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  if (!words.includes('--hidden')) await said(child, 'box is usable');
  const ms = performance.now() - begun;
  return { pid: child.pid ?? 0, ms, stop: () => stop(child) };
}

function said(child: ChildProcess, words: string): Promise<void> {
  let heard = '';
  return new Promise((settle, fail) => {
    const late = setTimeout(() => fail(new Error(`The app never said "${words}". It said:\n${heard}`)), LIMIT_MS);
    child.stdout?.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (!heard.includes(words)) return;
      clearTimeout(late);
      settle();
    });
    child.once('exit', () => fail(new Error(`The app ended early. It said:\n${heard}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((settle) => child.once('exit', settle));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(late);
}
