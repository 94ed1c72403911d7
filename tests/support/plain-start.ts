import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { electronPath, launchArgs } from '../../build/electron.mjs';
import { definedOnly } from './app-runner';

const root = resolve(import.meta.dirname, '../..');

/** Starts the built app in English without Playwright's driver, in a process group of its own. End it with `killGroup`. */
export const startPlainly = (folder: string): ChildProcess =>
  spawn(electronPath(), [...launchArgs(), root, `--user-data-dir=${folder}`], {
    env: { ...definedOnly(process.env), LANGUAGE: 'en', LC_ALL: 'en_GB.UTF-8' },
    stdio: 'ignore',
    detached: true,
  });

export const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** Kills a process and its helper processes at once, and waits until it is gone. Does nothing when it has ended. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (!isRunning(child) || child.pid === undefined) return;
  const gone = new Promise((settle) => child.once('exit', settle));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}
