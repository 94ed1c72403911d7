/** Variables that Electron, Chromium, Node and their TLS libraries read: all of them, so that a new one is covered too. */
const families = /^(BREAKPAD|CHROME|ELECTRON|GOOGLE|NODE|NSS|OPENSSL|SSL|UV|V8)_|^(NSSKEYLOGFILE|SSLKEYLOGFILE)$/;

/** How to draw, and what Electron sets itself before the first line of ours runs. */
const harmless: ReadonlySet<string> = new Set([
  'CHROME_DESKTOP',
  'ELECTRON_OZONE_PLATFORM_HINT',
  'ELECTRON_NO_ATTACH_CONSOLE',
  'NODE_ENV',
]);

/** Dead by a fuse, or read only when the network starts: taking them out of the running process is enough. Companies set some for everyone. */
const inTime: ReadonlySet<string> = new Set([
  'ELECTRON_RUN_AS_NODE',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'SSLKEYLOGFILE',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
]);

/** Switches Chromium's sandbox off without a word on the command line, whatever its value. */
export const SANDBOX_VARIABLE = 'ELECTRON_DISABLE_SANDBOX';

export interface ForeignVariables {
  /** Were read before our first line ran: only another start gets rid of what they did. */
  readonly early: readonly string[];
  /** Can still be taken out. */
  readonly late: readonly string[];
}

/** The variables that would weaken a packaged app, by the names they have in `env`. Names have no case on Windows. */
export function foreignVariables(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ForeignVariables {
  const plain = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const foreign = Object.keys(env).filter((name) => families.test(plain(name)) && !harmless.has(plain(name)));
  return {
    early: foreign.filter((name) => !inTime.has(plain(name))),
    late: foreign.filter((name) => inTime.has(plain(name))),
  };
}
