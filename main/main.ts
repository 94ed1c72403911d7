import { app } from 'electron';
import { chooseLocale } from '../shared/i18n';
import { compose } from './compose/compose';
import type { StartArguments } from './desktop/platform/arguments';
import { helpText, parseArguments } from './desktop/platform/arguments';
import { crashTexts } from './desktop/platform/crash-texts';
import { isOurs, refuseFolder } from './desktop/platform/data-folder';
import { exitOnFault } from './desktop/platform/lifecycle';
import { createLog } from './desktop/platform/log-file';
import { becomeOnlyInstance } from './desktop/platform/only-instance';
import type { AppPaths } from './desktop/platform/paths';
import { settlePaths } from './desktop/platform/paths';
import { registerAppScheme } from './desktop/security/app-protocol';
import { denyPermissionsEverywhere } from './desktop/security/permissions';
import { mayBegin } from './desktop/security/start-gate';
import type { Running } from './desktop/start-options';
import { setAsideForeign } from './store/own-tree';

// Everything down to `whenReady` must run before Electron is ready, and in this order. Nothing is awaited:
// a top-level await of `whenReady` in an ES module waits for itself.
const words = process.argv.slice(1);
const args = parseArguments(words);

if (args.version || args.help) {
  process.stdout.write(args.version ? `${app.getVersion()}\n` : helpText);
  app.exit(0);
} else if (mayBegin(words, args)) {
  begin(args);
}

function begin(start: StartArguments): void {
  const paths = settlePaths(start.userDataDir, import.meta.dirname);
  if (paths.problem !== null) {
    void refuseFolder(paths.userData, paths.problem);
    return;
  }
  // Chromium refuses its sandbox to root, and `enableSandbox` would override the switch that says so.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  denyPermissionsEverywhere(app);
  // The app lives in the tray; the main window's own closing decides whether it ends.
  app.on('window-all-closed', () => undefined);

  const startedAgain = (asked: unknown): void => void running.then((it) => it?.secondInstance(parseArguments(asked)));
  app.on('activate', () => startedAgain([]));
  // Before any file is opened: two writers on one history would lose entries.
  const running = becomeOnlyInstance(paths.userData, words, startedAgain).then((isOnly) =>
    isOnly ? run(start, paths) : null,
  );
}

async function run(start: StartArguments, paths: AppPaths): Promise<Running> {
  const foreign = setAsideForeign(paths.userData, isOurs, Date.now());
  const log = createLog(paths.logs, { echo: !app.isPackaged });
  exitOnFault(log, () => crashTexts[app.isReady() ? chooseLocale(app.getPreferredSystemLanguages()) : 'en']);
  await app.whenReady();
  return compose({ arguments: start, paths, foreign, log, packaged: app.isPackaged, devServer: devServer() });
}

/** Only a development run has one. */
function devServer(): URL | null {
  const address = process.env['VITE_DEV_SERVER_URL'];
  return app.isPackaged || address === undefined || !URL.canParse(address) ? null : new URL(address);
}
