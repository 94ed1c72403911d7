// Step 2, Linux only: shared libraries and tools of the operating system.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastWords, run } from './run.mjs';
import { say, secondsSince, Stop, ticker } from './say.mjs';

const library = (soname, ...packages) => ({ name: soname, packages, isThere: () => libraries().includes(soname) });
const command = (name, ...packages) => ({ name, packages, isThere: () => hasCommand(name) });

/** What each kind of run needs. The first package name that the distribution knows is installed. */
const needs = {
  system: [
    library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
    library('libnss3.so', 'libnss3'),
    library('libasound.so.2', 'libasound2t64', 'libasound2'),
    library('libgbm.so.1', 'libgbm1'),
    library('libnotify.so.4', 'libnotify4'),
    library('libsecret-1.so.0', 'libsecret-1-0'),
  ],
  desktop: [
    command('Xvfb', 'xvfb'),
    command('dbus-run-session', 'dbus-daemon', 'dbus'),
    command('gnome-keyring-daemon', 'gnome-keyring'),
    command('certutil', 'libnss3-tools'),
    { name: 'a Japanese font', packages: ['fonts-noto-cjk'], isThere: hasJapaneseFont },
  ],
  browser: [command('chromium', 'chromium'), command('xdotool', 'xdotool'), command('openssl', 'openssl')],
  unzip: [command('unzip', 'unzip')],
};

/** Installs what is missing of the named groups with apt when that is allowed; otherwise says the one command. */
export async function ensureSystem(...groups) {
  if (process.platform !== 'linux') return;
  const missing = groups.flatMap((group) => needs[group]).filter((need) => !need.isThere());
  if (missing.length === 0) return;
  const names = missing.map((need) => need.name).join(', ');
  if (!hasCommand('apt-get')) {
    throw new Stop(
      `Missing on this computer: ${names}.`,
      'Install them with the package manager of your distribution.',
    );
  }
  const asRoot = rootPrefix();
  if (asRoot === undefined) {
    const packages = missing.map((need) => need.packages.at(-1)).join(' ');
    throw new Stop(`Missing on this computer: ${names}.`, `Install them with: sudo apt-get install -y ${packages}`);
  }
  await install(asRoot, missing, names);
}

async function install(asRoot, missing, names) {
  say(`Installing with apt-get: ${names}…`);
  const start = performance.now();
  const stop = ticker(() => `still installing, ${secondsSince(start)}`);
  const [program, ...prefix] = [...asRoot, 'apt-get'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run(program, [...prefix, 'update', '-qq'], { env });
  const packages = missing.map((need) => need.packages.find(aptKnows) ?? need.packages.at(-1));
  const { code, output } = await run(
    program,
    [...prefix, 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    { env },
  );
  stop();
  if (code !== 0) {
    throw new Stop(
      `apt-get could not install ${packages.join(' ')}:\n${lastWords(update.code === 0 ? output : update.output + output)}`,
      `Check the network and the package sources, then run: sudo apt-get install -y ${packages.join(' ')}`,
    );
  }
  librariesSeen = undefined;
  const still = missing.filter((need) => !need.isThere());
  if (still.length > 0) throw new Stop(`Still missing after apt-get: ${still.map((need) => need.name).join(', ')}.`);
  say(`System packages installed (${secondsSince(start)}).`);
}

/** Whether a program is on the PATH (or where administrators' programs are). */
export function hasCommand(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

let librariesSeen;
function libraries() {
  if (librariesSeen === undefined) {
    const { stdout } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
    librariesSeen = (stdout ?? '').split('\n').map((line) => line.trim().split(' ')[0]);
  }
  return librariesSeen;
}

function hasJapaneseFont() {
  const { stdout } = spawnSync('fc-list', [':lang=ja', 'family'], { encoding: 'utf8' });
  return (stdout ?? '').trim() !== '';
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return hasCommand('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '-n']
    : undefined;
}

function aptKnows(name) {
  try {
    return (
      execFileSync('apt-cache', ['policy', name], { encoding: 'utf8' }).includes('Candidate: ') &&
      !execFileSync('apt-cache', ['policy', name], { encoding: 'utf8' }).includes('Candidate: (none)')
    );
  } catch {
    return false;
  }
}
