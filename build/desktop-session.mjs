// A private Linux desktop for one command: virtual screen, session bus, unlocked keyring and an empty home.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup/places.mjs';
import { run } from './setup/run.mjs';
import { Stop } from './setup/say.mjs';

const SCREEN = '1600x1000x24';
const SCREEN_LIMIT_MS = 15_000;

// The keyring must be unlocked before it is used: a locked one waits for a prompt that no one answers.
const KEYRING = 'printf %s deskside | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;';
// The bus daemon's own chatter is dropped; the command keeps its error output through descriptor 3.
const COMMAND = 'exec "$@" 2>&3 3>&-';
const WITH_BUS = 'exec 3>&2; exec dbus-run-session -- sh -c "$0" sh "$@" 2>/dev/null';

/**
 * Runs a command to its end inside a desktop of its own and returns its exit code.
 * On Windows and macOS, where a real desktop is always there, it just runs.
 * `keyring: false` leaves the keyring out; `env` adds variables; `stdio` is that of `spawn`.
 */
export async function runInDesktop(command, args, { env = {}, keyring = true, stdio = 'inherit', cwd = root } = {}) {
  if (process.platform !== 'linux') return ended(spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio }));
  const home = await makeHome();
  const screen = await startScreen();
  try {
    const inner = keyring ? `${KEYRING} ${COMMAND}` : COMMAND;
    const variables = { ...desktopVariables(home, screen.display), ...env };
    return await ended(spawn('sh', ['-c', WITH_BUS, inner, command, ...args], { cwd, stdio, env: variables }));
  } finally {
    screen.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function desktopVariables(home, display) {
  const { WAYLAND_DISPLAY: _wayland, DBUS_SESSION_BUS_ADDRESS: _bus, XAUTHORITY: _authority, ...rest } = process.env;
  return {
    ...rest,
    HOME: home,
    DISPLAY: display,
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: join(home, 'run'),
    XDG_SESSION_TYPE: 'x11',
    // Decides which keyring Chromium asks.
    XDG_CURRENT_DESKTOP: 'GNOME',
    NO_AT_BRIDGE: '1',
  };
}

// An empty certificate store: tests add the practice server's authority to it.
async function makeHome() {
  const home = mkdtempSync(join(tmpdir(), 'deskside-home-'));
  const store = join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  const { code, output } = await run('certutil', ['-N', '--empty-password', '-d', `sql:${store}`]);
  if (code !== 0)
    throw new Stop(
      `The certificate store of the test desktop could not be made: ${output.trim()}`,
      'Run: npm run setup',
    );
  return home;
}

// Xvfb itself picks a free display number and writes it to descriptor 3 once it is ready.
async function startScreen() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const number = await new Promise((resolve, reject) => {
    const fail = () =>
      reject(new Stop(`The virtual screen could not be started. ${errors.trim()}`, 'Run: npm run setup'));
    const limit = setTimeout(fail, SCREEN_LIMIT_MS);
    child.once('error', fail).once('exit', fail);
    child.stdio[3].on('data', (chunk) => {
      clearTimeout(limit);
      resolve(String(chunk).trim());
    });
  });
  child.removeAllListeners('exit');
  const stop = () => child.kill();
  process.once('exit', stop);
  return {
    display: `:${number}`,
    stop: () => {
      process.removeListener('exit', stop);
      stop();
    },
  };
}

function ended(child) {
  const pass = (signal) => child.kill(signal);
  process.once('SIGINT', pass).once('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.removeListener('SIGINT', pass).removeListener('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}
