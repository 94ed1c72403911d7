import { session } from 'electron';

/**
 * `fetch` through Chromium's network stack: the system proxy (PAC, NTLM), the certificates of the operating system,
 * no cookies, nothing on disk. A bad certificate is an error and there is no way round it.
 * Needs `app` to be ready at the first call.
 */
export function createNetworkFetch(): typeof fetch {
  return sessionFetch(() => session.fromPartition('graph', { cache: false }));
}

/** The same on a session of one's own choice. */
export function sessionFetch(of: () => Pick<Electron.Session, 'fetch'>): typeof fetch {
  return (input, init) => of().fetch(input instanceof URL ? input.href : input, { ...init, credentials: 'omit' });
}

/** Reaches this computer's own loopback address past every proxy, with Node's client. Never for anything else. */
export const loopbackFetch: typeof fetch = (input, init) => fetch(input, init);
