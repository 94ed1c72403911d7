import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from './packaged-app';

/** Access and identity tokens begin as JSON web tokens do, refresh tokens of the practice tenant with "1." and 160 characters. */
const tokens = /eyJ[A-Za-z0-9_-]{20,}|(?<![\w.-])1\.[A-Za-z0-9_-]{120,}/;
/** As above, in the two encodings of a program's memory. */
const holdsToken = (bytes: Buffer): boolean =>
  tokens.test(bytes.toString('latin1')) || tokens.test(bytes.toString('utf16le'));

/** Would put pages, or what starts them, into the process of the app; and a debugger that needs no port. */
const together = ['--single-process', '--no-zygote', '--in-process-gpu', '--remote-debugging-pipe'];
/** Only says how another one works, so it does nothing alone. */
const isDetail = (word: string): boolean =>
  /^--(?:trace-startup-|enable-tracing-output|net-log-capture|proxy-bypass|remote-debugging-address|remote-allow|log-file|vmodule|v=|proxy-server$)/.test(
    word,
  );

/** A place for everything that a start may write, and what must stay untouched by it. */
export interface HostileStart {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Words that would weaken the app, by what they do. */
  readonly words: Readonly<
    Record<'tracing' | 'network' | 'page' | 'process' | 'keyring' | 'spelling', readonly string[]>
  >;
  /** Each word that does something by itself, those that would put pages into the process of the app among them. */
  readonly single: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Ports that a debugger would open. */
  readonly debuggerPorts: readonly number[];
  /** Connections that came to where a proxy or a resolver rule led. */
  strangers(): number;
  /** What a program was started with that a switch put before the app's own processes. */
  wrapped(): Promise<readonly string[]>;
  /** Every file below the places of this start and the home folder that holds a token, by path. */
  leaks(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function prepareHostileStart(folder: string): Promise<HostileStart> {
  const [cwd, temp, elsewhere] = [join(folder, 'cwd'), join(folder, 'tmp'), join(folder, 'elsewhere')];
  for (const path of [cwd, temp, elsewhere]) await mkdir(path, { recursive: true });
  const wrapper = join(folder, 'wrapper.sh');
  const wraps = join(folder, 'wrapped.txt');
  await writeFile(wraps, '');
  await writeFile(wrapper, `#!/bin/sh\nprintf '%s\\n' "\${DESKSIDE_START:-first} $*" >> '${wraps}'\nexec "$@"\n`);
  await chmod(wrapper, 0o755);
  const spy = await startSpy();
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const [inspect = 0, breaking = 0, devTools = 0, spaced = 0, dashed = 0] = ports;
  const there = (name: string): string => join(folder, name);
  const stranger = `127.0.0.1:${String(spy.port)}`;
  const words = {
    tracing: [
      '--trace-startup=disabled-by-default-netlog.sensitive,netlog',
      `--trace-startup-file=${there('trace.json')}`,
      '--trace-startup-duration=20',
      '--trace-startup-format=json',
      '--enable-tracing=disabled-by-default-netlog.sensitive',
      `--enable-tracing-output=${there('tracing.json')}`,
      `--log-net-log=${there('net-log')}`,
      '--net-log-capture-mode=Everything',
      `--ssl-key-log-file=${there('switch-keys')}`,
      '--enable-logging=file',
      `--log-file=${there('chromium.log')}`,
      `--trace-config-file=${there('trace-config.json')}`,
      '--trace-shutdown',
      `--crash-dumps-dir=${there('dumps')}`,
      `--disk-cache-dir=${there('cache')}`,
      '--v=3',
      '--vmodule=*=3',
    ],
    network: [
      `--proxy-server=${stranger}`,
      `--proxy-pac-url=http://${stranger}/proxy.pac`,
      '--proxy-bypass-list=<-loopback>',
      `--host-resolver-rules=MAP * ${stranger}`,
      `--host-rules=MAP * ${stranger}`,
      '--ignore-certificate-errors',
      '--allow-insecure-localhost',
      '--ignore-urlfetcher-cert-requests',
      '--auth-server-allowlist=*',
      '--auth-server-whitelist=*',
      '--auth-negotiate-delegate-allowlist=*',
      '--disable-ntlm-v2',
    ],
    page: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--disable-web-security',
      '--disable-site-isolation-trials',
      '--enable-features=NetworkServiceInProcess',
      '--disable-features=TrustedTypes',
      '--disable-blink-features=TrustedDOMTypes',
      '--enable-blink-features=MojoJS',
      '--force-fieldtrials=A/B',
      '--test-type',
      '--js-flags=--expose-gc',
      `--load-extension=${folder}`,
      '--allow-running-insecure-content',
    ],
    process: [
      `--inspect=${String(inspect)}`,
      `--inspect-brk=${String(breaking)}`,
      `--remote-debugging-port=${String(devTools)}`,
      '--remote-debugging-address=0.0.0.0',
      '--remote-allow-origins=*',
      `--renderer-cmd-prefix=${wrapper}`,
      `--utility-cmd-prefix=${wrapper}`,
      `--gpu-launcher=${wrapper}`,
      '--wait-for-debugger-children',
      '--disable-gpu-sandbox',
    ],
    keyring: ['--password-store=basic', '--use-mock-keychain', '--password-store=detect'],
    spelling: [
      ` --remote-debugging-port=${String(spaced)}`,
      `-remote-debugging-port=${String(dashed)}`,
      `-user-data-dir=${elsewhere}`,
      ` --user-data-dir=${elsewhere}`,
      '–no-proxy-server',
      '--proxy-server',
      stranger,
      `-log-net-log=${there('net-log-2')}`,
      `\t--ssl-key-log-file=${there('switch-keys-2')}`,
      '--',
    ],
  };
  return {
    cwd,
    env: { TMPDIR: temp },
    words,
    single: [
      ...together,
      ...Object.values(words)
        .flat()
        .filter((word) => word.trimStart().startsWith('-') && word !== '--' && !isDetail(word)),
    ],
    variables: {
      ELECTRON_ENABLE_LOGGING: 'file',
      ELECTRON_LOG_FILE: there('electron.log'),
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require=${wrapper}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_EXTRA_CA_CERTS: wrapper,
      NODE_COMPILE_CACHE: there('compiled'),
      NODE_DEBUG: 'http,net,tls',
      NODE_REDIRECT_WARNINGS: there('node-warnings'),
      NODE_V8_COVERAGE: there('coverage'),
      CHROME_LOG_FILE: there('chrome.log'),
      ELECTRON_ENABLE_STACK_DUMPING: '1',
      OPENSSL_CONF: there('openssl.cnf'),
      SSLKEYLOGFILE: there('variable-keys'),
      SSL_CERT_FILE: wrapper,
      BREAKPAD_DUMP_LOCATION: there('dumps'),
    },
    debuggerPorts: ports,
    strangers: () => spy.met(),
    wrapped: async () => (await readFile(wraps, 'utf8')).split('\n').filter((line) => line !== ''),
    leaks: () => leaksBelow([folder, process.env['HOME'] ?? folder]),
    stop: () => spy.stop(),
  };
}

async function startSpy(): Promise<{ readonly port: number; met(): number; stop(): Promise<void> }> {
  let met = 0;
  const server: Server = createServer((socket) => {
    met += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    met: () => met,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

async function leaksBelow(folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) continue;
      if (holdsToken(await readFile(path).catch(() => Buffer.alloc(0)))) found.push(path);
    }
  }
  return found;
}

/** How many of the files of a folder that begin with a name have any content. */
export async function filled(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return names.filter((_name, place) => (sizes[place] ?? 0) > 0);
}
