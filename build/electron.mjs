// Which Electron the checkout runs on.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at, standInFolder } from './setup/places.mjs';
import { officialIsInstalled } from './setup/runtime.mjs';

const PROGRAM =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';

/** The folder of the Electron distribution in use. */
export function electronFolder() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return process.env.ELECTRON_OVERRIDE_DIST_PATH;
  return officialIsInstalled() ? at('node_modules', 'electron', 'dist') : standInFolder;
}

/** The Electron program to start. */
export function electronPath() {
  return join(electronFolder(), PROGRAM);
}

/** Its version, such as `45.4.1`. */
export function electronVersion() {
  return readFileSync(join(electronFolder(), 'version'), 'utf8').trim().replace(/^v/, '');
}

/** Whether it is the stand-in (or another unofficial distribution), which must never be released. */
export function isStandIn() {
  return dirname(electronFolder()) !== at('node_modules', 'electron');
}

/** Words every start needs: Chromium refuses its sandbox to root on Linux. */
export function launchArgs() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
