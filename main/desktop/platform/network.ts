import { session } from 'electron';
import { createSerial } from '../../../shared/serial';

/**
 * `fetch` through Chromium's network stack: the system proxy (PAC, NTLM), the certificates of the operating system, no
 * cookies, nothing on disk. A bad certificate is an error that cannot be bypassed. Needs `app` to be ready at the first
 * call.
 */
export function createNetworkFetch(): typeof fetch {
  return sessionFetch(networkSession);
}

const networkSession = (): Electron.Session => session.fromPartition('graph', { cache: false });
const actionSession = (): Electron.Session => session.fromPartition('graph-action', { cache: false });

/**
 * Clears what Chromium may store about an account: cookies, cached responses, storage. Requests in flight are
 * completed.
 */
export async function forgetNetwork(
  sessions: readonly Pick<Electron.Session, 'clearStorageData' | 'clearCache'>[] = [networkSession(), actionSession()],
): Promise<void> {
  await Promise.all(sessions.flatMap((own) => [own.clearStorageData(), own.clearCache()]));
}

/**
 * The same for a POST that must reach the service once. Chromium resends a request when a reused connection turns out
 * to be closed, so every request here gets a new connection, one at a time.
 */
export function createActionFetch(): typeof fetch {
  const own = actionSession;
  const send = sessionFetch(own);
  const serial = createSerial();
  return (input, init) =>
    serial(async () => {
      await own().closeAllConnections();
      return send(input, init);
    });
}

/** The same on a given session. */
export function sessionFetch(of: () => Pick<Electron.Session, 'fetch'>): typeof fetch {
  return (input, init) => of().fetch(input instanceof URL ? input.href : input, { ...init, credentials: 'omit' });
}

/** Connects to this computer's loopback address without any proxy, with Node's client. Use it for nothing else. */
export const loopbackFetch: typeof fetch = (input, init) => fetch(input, init);
