// Step 1: the npm packages of the lock file.
import { readFileSync } from 'node:fs';
import { at, root } from './places.mjs';
import { lastWords, run } from './run.mjs';
import { say, secondsSince, Stop, ticker } from './say.mjs';

/** Installs what package-lock.json says, when node_modules does not hold it already. */
export async function ensurePackages() {
  if (packagesAreCurrent()) return;
  say('Installing packages from package-lock.json (about 250 MB the first time)…');
  const start = performance.now();
  const stop = ticker(() => `still installing, ${secondsSince(start)}`);
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  stop();
  if (code !== 0) {
    if (output.includes('EUSAGE')) {
      throw new Stop(
        'package.json and package-lock.json do not fit together, so nothing was installed.',
        'Run `npm install` once and commit the new package-lock.json.',
      );
    }
    throw new Stop(
      `The packages could not be installed:\n${lastWords(output)}`,
      'Check that the npm registry can be reached (a proxy or mirror goes into ~/.npmrc) and run the command again.',
    );
  }
  say(`Packages installed (${secondsSince(start)}).`);
}

/** npm keeps what it really installed in node_modules/.package-lock.json, written last: no file, no complete install. */
export function packagesAreCurrent() {
  const wanted = readLock(at('package-lock.json'));
  if (wanted === undefined) {
    throw new Stop('package-lock.json is missing or damaged.', 'Restore it with `git checkout package-lock.json`.');
  }
  const present = readLock(at('node_modules', '.package-lock.json'));
  if (present === undefined) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const found = present[place];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
