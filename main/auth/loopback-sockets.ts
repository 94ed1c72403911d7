import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../shared/clock';

/** A connection that takes longer than this, in milliseconds, from its start to the end of its answer, is cut. */
export const CONNECTION_MS = 10_000;
/** Connections that are open at the same time. */
export const MOST_CONNECTIONS = 64;
const MOST_TRIES = 10;

/** The open connections. A slow sender is cut, and one too many costs the oldest: the browser's own is always let in. */
export class Connections {
  readonly #clock: Clock;
  /** In the order in which they came, with what stops their time limit. */
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
 * Listens on one port of both loopback addresses, because `localhost` may mean either: what is ours nobody else can take.
 * Where there is no IPv6 the other one is enough.
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

/** Somebody else has the port; anything else says that the address is not there. */
const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES');
