import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Handler } from '../sign-in-without-browser';
import type { Pki } from './pki';

/** Requests larger than this are cut off; no real one comes near. */
const BODY_LIMIT = 4_000_000;

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new RangeError('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const method = incoming.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string' && !name.startsWith(':')) headers.set(name, value);
  }
  const body = await readBody(incoming);
  // One slash is put before the path so that `//host` cannot become another origin.
  const url = new URL(`/${(incoming.url ?? '/').replace(/^\/+/, '')}`, origin);
  return new Request(url, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** Runs a fetch handler on TLS at 127.0.0.1. A handler that rejects cuts the connection. */
export interface TlsServer {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

export async function startTlsServer(
  pki: Pki,
  port: number,
  handlerFor: (origin: string) => Handler,
): Promise<TlsServer> {
  const server = createServer({ cert: pki.certPem, key: pki.keyPem });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const handler = handlerFor(origin);
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      await send(await handler(await toRequest(incoming, origin)), outgoing);
    } catch {
      incoming.socket.destroy();
    }
  };
  server.on('request', (incoming, outgoing) => void answer(incoming, outgoing));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, stop };
}
