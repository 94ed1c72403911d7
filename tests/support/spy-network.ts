import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** Stands in for the whole network except the tenant: every other host resolves here, and no connection should ever arrive. */
export interface SpyNetwork {
  /** `https://localhost:<port>`: the same place without a name of its own. */
  readonly origin: string;
  /** Chromium's switch that makes every host name lead here, except those of this computer. */
  readonly switch: string;
  /** What came in, one text for each connection: readable parts of its first bytes, such as the host in a TLS greeting. */
  readonly reached: readonly string[];
  stop(): Promise<void>;
}

export async function startSpyNetwork(): Promise<SpyNetwork> {
  const reached: string[] = [];
  const server = createServer((socket) => {
    const at = reached.push('a connection') - 1;
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      reached[at] = (bytes.toString('latin1').match(/[\w.-]{4,}/g) ?? []).join(' ').slice(0, 200);
      socket.destroy();
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${String(port)}`,
    switch: `--host-resolver-rules=MAP * 127.0.0.1:${String(port)}, EXCLUDE localhost, EXCLUDE 127.0.0.1`,
    reached,
    stop: () => new Promise((settle) => server.close(() => settle())),
  };
}
