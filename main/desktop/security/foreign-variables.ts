/**
 * Name prefixes of all variables that Electron, Chromium, Node and their TLS libraries read, so that new ones are
 * covered too.
 */
const families = /^(BREAKPAD|CHROME|ELECTRON|GOOGLE|NODE|NSS|OPENSSL|SSL|UV|V8)_|^(NSSKEYLOGFILE|SSLKEYLOGFILE)$/;

/** Display settings, and variables that Electron itself sets before our first line runs. */
const harmless: ReadonlySet<string> = new Set([
  'CHROME_DESKTOP',
  'ELECTRON_OZONE_PLATFORM_HINT',
  'ELECTRON_NO_ATTACH_CONSOLE',
  'NODE_ENV',
]);

/**
 * Disabled by a fuse, or read only when the network starts: removing them from the running process is enough. Companies
 * set some of them for everyone.
 */
const inTime: ReadonlySet<string> = new Set([
  'ELECTRON_RUN_AS_NODE',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'SSLKEYLOGFILE',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
]);

/** Disables Chromium's sandbox without any argument, whatever its value. */
export const SANDBOX_VARIABLE = 'ELECTRON_DISABLE_SANDBOX';

export interface ForeignVariables {
  /** Read before our first line runs: only a second start undoes their effect. */
  readonly early: readonly string[];
  /** Removing them from the running process is enough. */
  readonly late: readonly string[];
}

/**
 * The variables that would weaken a packaged app, with their names as in `env`. On Windows names are case-insensitive.
 */
export function foreignVariables(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ForeignVariables {
  const plain = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const foreign = Object.keys(env).filter((name) => families.test(plain(name)) && !harmless.has(plain(name)));
  return {
    early: foreign.filter((name) => !inTime.has(plain(name))),
    late: foreign.filter((name) => inTime.has(plain(name))),
  };
}
