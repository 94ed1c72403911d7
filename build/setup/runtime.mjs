// Step 3: an Electron runtime. The official one where its download host answers, else the stand-in.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { at, cacheFolder } from './places.mjs';
import { lastWords, run } from './run.mjs';
import { say, secondsSince, Stop, ticker } from './say.mjs';
import { prepareStandIn, STAND_IN_VERSION, standInFits, standInIsReady } from './stand-in.mjs';

const PROBE_MS = 4000;
const DOWNLOAD_MS = 10 * 60_000;
const REMEMBER_MS = 24 * 60 * 60_000;
const unreachableNote = join(cacheFolder, 'electron-host-unreachable');

/** Makes sure that an Electron can be started; `officialOnly` never falls back to the stand-in. */
export async function ensureRuntime({ officialOnly = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    if (existsSync(override)) return;
    throw new Stop(
      `ELECTRON_OVERRIDE_DIST_PATH names a folder that does not exist: ${override}`,
      'Correct or unset it.',
    );
  }
  if (officialIsInstalled()) return;
  if (!officialOnly && standInFits && standInIsReady()) return;
  const reason = await installOfficial(officialOnly || !standInFits);
  if (reason === undefined) return;
  if (officialOnly || !standInFits) {
    throw new Stop(
      `Electron ${wantedVersion()} could not be downloaded: ${reason}`,
      'Connect to the network (or set ELECTRON_MIRROR to a mirror you may use) and run the command again.',
    );
  }
  say(
    `Electron ${wantedVersion()} cannot be had here (${reason}); using the stand-in ${STAND_IN_VERSION} for development and tests.`,
  );
  await prepareStandIn();
}

/** The Electron version that package.json declares. */
export function wantedVersion() {
  return JSON.parse(readFileSync(at('package.json'), 'utf8')).devDependencies.electron;
}

/** Whether the electron package has its own, complete download of the declared version. */
export function officialIsInstalled() {
  try {
    const folder = at('node_modules', 'electron');
    const program = readFileSync(join(folder, 'path.txt'), 'utf8');
    const version = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return version === wantedVersion() && existsSync(join(folder, 'dist', program));
  } catch {
    return false;
  }
}

async function installOfficial(mustTry) {
  if (!mustTry && (recentlyUnreachable() || !(await hostAnswers()))) {
    rememberUnreachable();
    return 'its download host does not answer';
  }
  say(`Downloading Electron ${wantedVersion()} (about 110 MB, once per computer)…`);
  const start = performance.now();
  const stop = ticker(() => `still downloading, ${secondsSince(start)}`);
  const { code, signal, output } = await run(process.execPath, [at('node_modules', 'electron', 'install.js')], {
    limitMs: DOWNLOAD_MS,
  });
  stop();
  if (code === 0 && officialIsInstalled()) {
    say(`Electron ${wantedVersion()} downloaded (${secondsSince(start)}).`);
    return undefined;
  }
  if (signal === 'SIGKILL') return 'the download took too long';
  return /(\w+Error:.*|E[A-Z]+:? .*|getaddrinfo .*)/.exec(output)?.[1] ?? lastWords(output, 1);
}

// A proxy or mirror may answer where the host itself does not: then only the download itself can tell.
async function hostAnswers() {
  const { env } = process;
  const indirect =
    env.ELECTRON_MIRROR ??
    env.npm_config_electron_mirror ??
    env.HTTPS_PROXY ??
    env.https_proxy ??
    env.ELECTRON_GET_USE_PROXY;
  if (indirect) return true;
  return new Promise((resolve) => {
    const socket = connect({ host: 'github.com', port: 443, timeout: PROBE_MS });
    const answer = (value) => () => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

function recentlyUnreachable() {
  const note = statSync(unreachableNote, { throwIfNoEntry: false });
  return note !== undefined && Date.now() - note.mtimeMs < REMEMBER_MS;
}

function rememberUnreachable() {
  if (recentlyUnreachable()) return;
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(unreachableNote, 'Delete this file to try the official Electron download again.\n');
}
