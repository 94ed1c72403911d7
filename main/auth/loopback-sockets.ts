import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../shared/clock';

/** Time limit of a connection, from its start to the end of the reply, in milliseconds. */
export const CONNECTION_MS = 10_000;
/** Most connections that are open at the same time. */
export const MOST_CONNECTIONS = 64;
const MOST_TRIES = 10;

/** The open connections. Slow ones are cut, and a new one over the limit cuts the oldest, so that the browser always gets in. */
export class Connections {
  readonly #clock: Clock;
  /** In order of arrival, with what cancels their time limit. */
  readonly #open = new Map<Socket, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(socket: Socket): void {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST_CONNECTIONS) this.#cut(oldest);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#forget(socket));
    this.#open.set(
      socket,
      this.#clock.after(CONNECTION_MS, () => this.#cut(socket)),
    );
  }

  cutAll(): void {
    for (const socket of [...this.#open.keys()]) this.#cut(socket);
  }

  #cut(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#open.get(socket)?.();
    this.#open.delete(socket);
  }
}

export interface Listening {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on one port of both loopback addresses, because `localhost` may mean either, so that no other program can take one.
 * Without IPv6, IPv4 alone is enough.
 * @param firstPort port to try; 0 lets the system choose
 * @throws the system's error when no port is free
 */
export async function listenOnLoopback(create: () => Server, firstPort: () => number = () => 0): Promise<Listening> {
  for (let tries = 1; ; tries += 1) {
    const four = create();
    await listen(four, firstPort(), '127.0.0.1');
    const { port } = four.address() as AddressInfo;
    const six = create();
    try {
      await listen(six, port, '::1');
      return { port, servers: [four, six] };
    } catch (cause) {
      if (!isTaken(cause)) return { port, servers: [four] };
      four.close();
      if (tries === MOST_TRIES) throw cause;
    }
  }
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Another program has the port. Any other error means that the address does not exist. */
const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES');
