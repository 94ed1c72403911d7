import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { pagePolicy } from './result-pages';

/** Headers of every reply: not stored, framed, sniffed or executed, and the connection is closed. */
const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': pagePolicy,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
} as const;

export interface Reply {
  readonly status: number;
  /** A whole page. Default: the name of the status. */
  readonly html?: string;
}

const bodyOf = ({ status, html }: Reply): string => html ?? STATUS_CODES[status] ?? '';

function headersOf(given: Reply): Readonly<Record<string, string>> {
  return {
    ...headers,
    'Content-Type': given.html === undefined ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(bodyOf(given))),
    ...(given.status === 405 ? { Allow: 'POST' } : {}),
  };
}

/** Replies to a request; `sent` runs once the system has the reply, or once the connection is closed. */
export function reply(
  request: IncomingMessage,
  response: ServerResponse,
  given: Reply,
  sent: () => void = () => undefined,
): void {
  response.on('finish', sent);
  response.on('close', sent);
  // The rest of a refused body is not read.
  if (!request.complete) request.pause();
  response.writeHead(given.status, headersOf(given));
  response.end(bodyOf(given));
}

/** Replies to something that is not a request. Writes nothing into a reply that has begun. */
export function replyRaw(socket: Duplex & { readonly bytesWritten?: number }, status: number): void {
  if (!socket.writable || (socket.bytesWritten ?? 0) > 0) {
    socket.destroy();
    return;
  }
  const given: Reply = { status };
  const lines = Object.entries(headersOf(given)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${bodyOf(given)}`, () =>
    socket.destroy(),
  );
}
