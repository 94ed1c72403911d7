import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Clock } from '../../shared/clock';
import type { Log } from '../../shared/log';
import type { BrowserAnswer } from './browser-answer';
import { readBrowserAnswer } from './browser-answer';
import type { Reply } from './loopback-reply';
import { reply, replyRaw } from './loopback-reply';
import { Connections, listenOnLoopback } from './loopback-sockets';
import type { ResultPages } from './result-pages';

/** Largest form that is read, in bytes. */
export const FORM_LIMIT = 64 * 1024;
const HEADER_LIMIT = 16 * 1024;

export interface LoopbackOptions {
  /** Only a form with this state is an answer. */
  readonly state: string;
  readonly pages: ResultPages;
  readonly clock: Clock;
  readonly log: Log;
  /** Port to try; 0, the default, lets the system choose. */
  readonly port?: () => number;
}

/** Where the browser delivers the answer of one sign-in. */
export interface Loopback {
  /** `http://localhost:PORT`, the form that Entra accepts with any port. */
  readonly redirectUri: string;
  /** Resolves with the first form with the right state, and with nothing else. Never rejects. */
  readonly answer: Promise<BrowserAnswer>;
  /** Frees the port and cuts every connection, at once. */
  close(): void;
}

/**
 * Listens for the answer of one sign-in. Any program on this computer, and any page in the browser, may send anything here:
 * everything but the expected form gets a short refusal and changes nothing.
 * @throws the system's error when no port is free
 */
export async function openLoopback({ state, pages, clock, log, port: firstPort }: LoopbackOptions): Promise<Loopback> {
  const connections = new Connections(clock);
  let strangers = 0;
  let hosts: ReadonlySet<string> = new Set();
  let settle: (answer: BrowserAnswer) => void = () => undefined;
  const answer = new Promise<BrowserAnswer>((resolve) => (settle = resolve));

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const found = refusalOf(request, hosts) ?? (await readForm(request, state));
    if ('status' in found) {
      strangers += 1;
      reply(request, response, { ...found, ...(found.status === 405 ? { html: pages.waiting } : {}) });
      return;
    }
    reply(request, response, { status: 200, html: found.kind === 'code' ? pages.success : pages.failure }, () =>
      settle(found),
    );
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => request.destroy());
  };
  const create = (): Server => {
    const server = createServer(
      { maxHeaderSize: HEADER_LIMIT, requireHostHeader: false, insecureHTTPParser: false, keepAlive: false },
      onRequest,
    );
    server.on('connection', (socket) => connections.add(socket));
    server.on('clientError', (_cause, socket) => {
      strangers += 1;
      replyRaw(socket, 400);
    });
    // Without these, Node itself replies, without our headers.
    server.on('checkContinue', (request, response) => reply(request, response, { status: 417 }));
    server.on('checkExpectation', (request, response) => reply(request, response, { status: 417 }));
    server.on('connect', (_request, socket) => replyRaw(socket, 405));
    return server;
  };

  const { port, servers } = await listenOnLoopback(create, firstPort);
  hosts = new Set(['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`));
  for (const server of servers) server.on('error', () => log.warn('auth.loopback-trouble'));
  let isOpen = true;
  return {
    redirectUri: `http://localhost:${port}`,
    answer,
    close() {
      if (!isOpen) return;
      isOpen = false;
      for (const server of servers) server.close();
      connections.cutAll();
      if (strangers > 0) log.warn('auth.loopback-strangers', { requests: strangers });
    },
  };
}

/** Why a request cannot be the answer of the sign-in page, judged by its headers; null when the form decides. */
function refusalOf({ method, url, headers }: IncomingMessage, hosts: ReadonlySet<string>): Reply | null {
  // Compared as text, never parsed: URL parsers reject some request lines.
  if (!hosts.has(headers.host?.toLowerCase() ?? '')) return { status: 421 };
  if (url !== '/') return { status: url?.startsWith('/?') === true ? 400 : 404 };
  if (method !== 'POST') return { status: 405 };
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return { status: 415 };
  return Number(headers['content-length'] ?? 0) > FORM_LIMIT ? { status: 413 } : null;
}

async function readForm(request: IncomingMessage, state: string): Promise<BrowserAnswer | Reply> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > FORM_LIMIT) return { status: 413 };
    parts.push(part);
  }
  const body = utf8(Buffer.concat(parts));
  return (body === null ? null : readBrowserAnswer(body, state)) ?? { status: 400 };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
