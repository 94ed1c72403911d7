import { session } from 'electron';
import { createSerial } from '../../../shared/serial';

/**
 * `fetch` through Chromium's network stack: the system proxy (PAC, NTLM), the certificates of the operating system,
 * no cookies, nothing on disk. A bad certificate is an error and there is no way round it.
 * Needs `app` to be ready at the first call.
 */
export function createNetworkFetch(): typeof fetch {
  return sessionFetch(() => session.fromPartition('graph', { cache: false }));
}

/**
 * The same for a POST that must reach the service once. Chromium sends a request again by itself when a reused connection
 * turns out to be dead, so every request here gets a new connection, one at a time.
 */
export function createActionFetch(): typeof fetch {
  const own = (): Electron.Session => session.fromPartition('graph-action', { cache: false });
  const send = sessionFetch(own);
  const serial = createSerial();
  return (input, init) =>
    serial(async () => {
      await own().closeAllConnections();
      return send(input, init);
    });
}

/** The same on a session of one's own choice. */
export function sessionFetch(of: () => Pick<Electron.Session, 'fetch'>): typeof fetch {
  return (input, init) => of().fetch(input instanceof URL ? input.href : input, { ...init, credentials: 'omit' });
}

/** Reaches this computer's own loopback address past every proxy, with Node's client. Never for anything else. */
export const loopbackFetch: typeof fetch = (input, init) => fetch(input, init);
