import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NOBODY = 65_534;
/** `Seccomp: 2` in /proc/PID/status: system calls are filtered. `process.sandboxed` would be true even without. */
export const FILTERED = '2';

interface Process {
  readonly pid: number;
  readonly words: string;
}

/** A user other than root, with a home folder and a copy of a program that every user can read, wherever the checkout is. */
export interface OrdinaryUser {
  /** For the copy. */
  readonly folder: string;
  readonly home: string;
  start(program: string, words: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** Every process that runs from `folder`. */
  processes(): readonly Process[];
  /** The processes of pages. */
  pages(): readonly Process[];
  /** Ends what still runs from `folder`, and removes both folders. */
  leave(): Promise<void>;
}

export function ordinaryUser(): OrdinaryUser {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-user-'));
  const home = mkdtempSync(join(tmpdir(), 'deskside-user-home-'));
  chmodSync(folder, 0o755);
  chmodSync(home, 0o777);
  const processes = (): readonly Process[] => allProcesses().filter(({ words }) => words.startsWith(folder));
  return {
    folder,
    home,
    start: (program, words, env = {}) =>
      spawn(program, words, {
        ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
        env: {
          PATH: process.env['PATH'],
          DISPLAY: process.env['DISPLAY'],
          HOME: home,
          XDG_RUNTIME_DIR: home,
          LANG: 'en_US.UTF-8',
          ...env,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    processes,
    pages: () => processes().filter(({ words }) => words.includes('--type=renderer')),
    async leave() {
      for (let left = processes(); left.length > 0; left = processes()) {
        for (const { pid } of left) kill(pid);
        await new Promise((next) => setImmediate(next));
      }
      for (const path of [folder, home]) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** A line of /proc/PID/status. */
export function statusOf(pid: number, field: string): string | undefined {
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
}

/** The command lines of all processes that run a program of this folder. */
export const runningFrom = (folder: string): readonly string[] =>
  allProcesses().flatMap(({ words }) => (words.startsWith(folder) ? [words] : []));

function allProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), words: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
      } catch {
        return [];
      }
    });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
