import { app } from 'electron';

/** Chromium switches that open a debugger, hand out the person's network log-on, or weaken TLS, name resolution, the proxy or the page's walls. */
export const weakeningSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ignore-urlfetcher-cert-requests',
  'allow-insecure-localhost',
  'allow-running-insecure-content',
  'disable-web-security',
  'disable-site-isolation-trials',
  'unsafely-treat-insecure-origin-as-secure',
  'host-resolver-rules',
  'host-rules',
  'ssl-key-log-file',
  'log-net-log',
  'net-log-capture-mode',
  'proxy-server',
  'proxy-pac-url',
  'proxy-bypass-list',
  'no-proxy-server',
  'load-extension',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'browser-subprocess-path',
  'gpu-launcher',
  'disable-gpu-sandbox',
  'disable-seccomp-filter-sandbox',
  'auth-server-allowlist',
  'auth-negotiate-delegate-allowlist',
] as const;

/** Environment variables that would do the same for Node's and Chromium's network code. */
export const weakeningVariables = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_DEBUG',
  'SSLKEYLOGFILE',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

/** Removes what weakens a packaged app. Fuses do not cover these; must run before anything else does. */
export function removeWeakeningSwitches(
  packaged = app.isPackaged,
  commandLine: { removeSwitch(name: string): void } = app.commandLine,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (!packaged) return;
  for (const name of weakeningSwitches) commandLine.removeSwitch(name);
  for (const name of weakeningVariables) Reflect.deleteProperty(env, name);
}
