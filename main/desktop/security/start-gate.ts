import { spawn, spawnSync } from 'node:child_process';
import { app, dialog } from 'electron';
import { chooseLocale } from '../../../shared/i18n';
import type { StartArguments } from '../platform/arguments';
import { cleanStart } from './clean-start';
import { noSandboxTexts } from './start-texts';

const env = process.env;

/**
 * Whether the app may begin in this process. If not, everything is done: it was started again with what is allowed,
 * or it was said why not, and this process ends. Nothing may have been opened before. Only packages are judged.
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
      void tellNoSandbox();
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

/** An AppImage's program lies on a file system that goes with the first process. */
const isInImage = (): boolean => Boolean(env['APPDIR']) && process.execPath.startsWith(`${String(env['APPDIR'])}/`);

/**
 * Takes this process' place. Chromium has not come further than its zygote here, and comes no further: with `waits` the process stands
 * still until the other one ends and passes its exit code on; otherwise it goes at once.
 */
function startAgain(words: readonly string[], cleaned: NodeJS.ProcessEnv, waits: boolean): void {
  // Node hands some variables on by itself (NODE_V8_COVERAGE) unless this process has lost them too.
  forget(Object.keys(env).filter((name) => cleaned[name] === undefined));
  const options = { env: cleaned, stdio: 'inherit' } as const;
  if (waits) return app.exit(spawnSync(process.execPath, words, options).status ?? 1);
  const child = spawn(process.execPath, words, options);
  if (child.pid !== undefined) return app.exit(0);
  say('Deskside could not be started again.');
  app.exit(1);
}

async function tellNoSandbox(): Promise<void> {
  await app.whenReady();
  const { title, body } = noSandboxTexts[chooseLocale(app.getPreferredSystemLanguages())];
  await dialog.showMessageBox({ type: 'error', title, message: title, detail: body, noLink: true });
  app.exit(1);
}
