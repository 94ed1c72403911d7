import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
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
  return new Request(url, { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }) });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** Runs a fetch handler on TLS at 127.0.0.1. A handler that rejects cuts the connection. */
export interface TlsServer {
  readonly origin: string;
  readonly server: Server;
  stop(): Promise<void>;
}

export async function startTlsServer(pki: Pki, port: number, handlerFor: (origin: string) => Handler): Promise<TlsServer> {
  let handler: Handler | undefined;
  let origin = '';
  const server = createServer({ cert: pki.certPem, key: pki.keyPem }, (incoming, outgoing) => {
    const answered = async (): Promise<void> => {
      if (handler === undefined) throw new Error('not started');
      await send(await handler(await toRequest(incoming, origin)), outgoing);
    };
    answered().catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  handler = handlerFor(origin);
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, server, stop };
}
