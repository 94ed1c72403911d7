import { spawn, spawnSync } from 'node:child_process';
import { app } from 'electron';
import { chooseLocale } from '../../../shared/i18n';
import type { StartArguments } from '../platform/arguments';
import { sayLastWords } from '../platform/last-words';
import { cleanStart } from './clean-start';
import { noSandboxTexts } from './start-texts';

const env = process.env;

/**
 * Whether the app may continue in this process. If not, there is nothing left to do: the app was started again with the
 * allowed arguments, or the reason was reported, and this process ends. Call it before any file is opened. Only
 * packaged apps are checked.
 */
export function mayBegin(words: readonly string[], start: StartArguments): boolean {
  if (!app.isPackaged) return true;
  const isRoot = process.getuid?.() === 0;
  const judged = cleanStart(words, env, { platform: process.platform, isRoot });
  switch (judged.kind) {
    case 'clean':
      forget(judged.remove);
      if (words.includes('--no-sandbox'))
        say('Deskside runs without the sandbox that protects it from its pages: root cannot have one.');
      return true;
    case 'tell':
      forget(judged.remove);
      void reportNoSandbox();
      return false;
    case 'again':
      startAgain(judged.words, judged.env, start.selfCheck !== null || isInImage());
      return false;
    case 'refused':
      if (judged.why === 'still-unclean')
        say(
          'Deskside was not started: its command line or environment still holds what is not allowed after it was cleaned.',
        );
      else {
        say(
          'Deskside was not started: it does not run without its sandbox. Start it without --no-sandbox and the like.',
        );
        if (hasDisplay() && start.selfCheck === null)
          spawn(process.execPath, judged.words, { env: judged.env, stdio: 'ignore', detached: true }).unref();
      }
      app.exit(1);
      return false;
  }
}

const forget = (names: readonly string[]): void => {
  for (const name of names) Reflect.deleteProperty(env, name);
};

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);

/** An AppImage's program is on a file system that is unmounted with the first process. */
const isInImage = (): boolean => Boolean(env['APPDIR']) && process.execPath.startsWith(`${String(env['APPDIR'])}/`);

/**
 * Starts the app again in place of this process, in which Chromium has started no more than its zygote. With `waits`,
 * this process blocks until the other one ends and returns its exit code; otherwise it exits at once.
 */
function startAgain(words: readonly string[], cleaned: NodeJS.ProcessEnv, waits: boolean): void {
  // Node passes some variables on (NODE_V8_COVERAGE) unless they are deleted in this process too.
  forget(Object.keys(env).filter((name) => cleaned[name] === undefined));
  const options = { env: cleaned, stdio: 'inherit' } as const;
  if (waits) return app.exit(spawnSync(process.execPath, words, options).status ?? 1);
  const child = spawn(process.execPath, words, options);
  if (child.pid !== undefined) return app.exit(0);
  say('Deskside could not be started again.');
  app.exit(1);
}

async function reportNoSandbox(): Promise<void> {
  await app.whenReady();
  const { title, body, close } = noSandboxTexts[chooseLocale(app.getPreferredSystemLanguages())];
  await sayLastWords({ message: title, detail: body, close });
  app.exit(1);
}
