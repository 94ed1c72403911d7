import { execFile } from 'node:child_process';

/** Runs a program and returns its output; rejects when it is missing, fails or takes too long. */
export type Run = (program: string, words: readonly string[]) => Promise<string>;

const watcher = 'org.kde.StatusNotifierWatcher';
const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'] as const;

/** The same query to the session bus for each tool that a desktop may have. */
const questions: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    ['call', '--session', '--dest', bus[0], '--object-path', bus[1], '--method', `${bus[2]}.NameHasOwner`, watcher],
  ],
  [
    'dbus-send',
    ['--session', '--print-reply', `--dest=${bus[0]}`, bus[1], `${bus[2]}.NameHasOwner`, `string:${watcher}`],
  ],
  ['busctl', ['--user', 'call', ...bus, 'NameHasOwner', 's', watcher]],
];

/**
 * Whether a tray icon can be seen. On Linux a desktop without a tray silently ignores the icon, so the session bus is
 * queried; an unknown result counts as no.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  run: Run = runProgram,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const [program, words] of questions) {
    try {
      return /\btrue\b/.test(await run(program, words));
    } catch {
      // Not installed, or no session bus: the next tool may know.
    }
  }
  return false;
}

const runProgram: Run = (program, words) =>
  new Promise((resolve, reject) => {
    execFile(program, words, { timeout: 2_000, maxBuffer: 65_536 }, (cause, printed) => {
      if (cause === null) resolve(printed);
      else reject(new Error(`${program} failed`));
    });
  });
