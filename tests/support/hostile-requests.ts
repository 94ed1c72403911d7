import { connect } from 'node:net';

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Request lines that some parser somewhere does not survive. */
const lines = [
  'GET // HTTP/1.1',
  'GET /// HTTP/1.1',
  'GET http://[ HTTP/1.1',
  'GET /\\[ HTTP/1.1',
  'GET \\\\ HTTP/1.1',
  'GET //[ HTTP/1.1',
  'GET //:0 HTTP/1.1',
  'GET //@ HTTP/1.1',
  'GET //%00 HTTP/1.1',
  'GET /%zz HTTP/1.1',
  'GET /%ff%fe HTTP/1.1',
  'GET /?%=%&%%% HTTP/1.1',
  'GET /?code=x&state=y HTTP/1.1',
  'GET ?code=x HTTP/1.1',
  'GET /#code=x HTTP/1.1',
  'GET * HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'GET http://localhost/ HTTP/1.1',
  'GET http://evil.example/?code=x&state=y HTTP/1.1',
  'GET http://:99999/ HTTP/1.1',
  'GET https://[::1 HTTP/1.1',
  'GET ftp://x HTTP/1.1',
  'GET javascript:alert(1) HTTP/1.1',
  'GET data:, HTTP/1.1',
  'GET / HTTP/9.9',
  'GET / HTTP/1.0',
  'GET /',
  'GET',
  'GET  / HTTP/1.1',
  ' GET / HTTP/1.1',
  'get / HTTP/1.1',
  'GET\t/\tHTTP/1.1',
  'POST // HTTP/1.1',
  'POST http://[ HTTP/1.1',
  'POST /x HTTP/1.1',
  'PUT / HTTP/1.1',
  'HEAD / HTTP/1.1',
  'DELETE / HTTP/1.1',
  'TRACE / HTTP/1.1',
  'PATCH / HTTP/1.1',
  'PRI * HTTP/2.0',
  'CONNECT localhost:1 HTTP/1.1',
  'CONNECT // HTTP/1.1',
  'CONNECT [ HTTP/1.1',
  'BREW / HTTP/1.1',
  'GET /\u0000 HTTP/1.1',
  '\u0000',
  '\r\n\r\n',
  'HTTP/1.1 200 OK',
  'GET /é HTTP/1.1',
  'GET /\ud83d\ude00 HTTP/1.1',
  `GET /${'a'.repeat(20_000)} HTTP/1.1`,
  `GET ${'/'.repeat(9_000)} HTTP/1.1`,
  'GET /../../etc/passwd HTTP/1.1',
  '\u0016\u0003\u0001\u0002\u0000\u0001',
] as const;

const extras = [
  '',
  'Upgrade: websocket\r\nConnection: Upgrade\r\n',
  'Expect: 100-continue\r\n',
  'Expect: miracles\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Content-Length: 70000\r\n',
  'Content-Length: 5\r\nContent-Length: 6\r\n',
  'Content-Length: x\r\n',
  `X: ${'b'.repeat(17_000)}\r\n`,
  'X\u0000Y: 1\r\n',
  ': nothing\r\n',
  'Folded: a\r\n b\r\n',
  'A: 1\r\n'.repeat(600),
  'Connection: keep-alive\r\n',
  'Cookie: a=b\r\n',
  'No colon here\r\n',
  'Content-Type: text/plain\r\n',
  'Content-Type: \r\n',
  'Origin: https://evil.example\r\n',
] as const;

const forms = [
  '',
  'code=stolen',
  'code=stolen&state=guessed',
  'error=access_denied',
  'error=access_denied&state=guessed',
  'state=',
  'state=&code=x',
  'code=a&code=b&state=guessed',
  'state=a&state=b&code=x',
  '%',
  '%zz=%',
  '&&&&',
  '=',
  'a'.repeat(70_000),
  '__proto__=1&code=x&state=guessed',
  'code[]=x&state[]=guessed',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  'ffffffffffffffff\r\n',
  '-1\r\n\r\n',
  '{"code":"x"}',
  '\u0000\u0001',
  'code=%C0%80&state=%FF',
] as const;

/**
 * One hostile request for each number up to `count`. `state` is the right one: what carries it must still not count, because something else
 * about it is wrong. Every line, header and form above comes up; bytes that are no text are among them.
 */
export function hostileRequests(seed: number, count: number, port: number, state: string): readonly Buffer[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[], at: number): T =>
    (at < from.length ? from[at] : from[Math.floor(random() * from.length)]) as T;
  const hosts = [
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    'evil.example',
    '',
    `[::1]:${port}`,
    `localhost:${port}, evil.example`,
    'localhost',
  ];
  /** With the right state, and yet no answer. */
  const nearly = (): Buffer => {
    const good = `code=forged&state=${encodeURIComponent(state)}`;
    const bodies: readonly (readonly [string, string, string])[] = [
      ['POST / HTTP/1.1', `localhost:${port}`, `${good}&state=${state}`],
      ['POST / HTTP/1.1', `localhost:${port}`, `${good}&error=access_denied`],
      ['POST / HTTP/1.1', `localhost:${port}`, `${good}&code=other`],
      ['POST / HTTP/1.1', `localhost:${port}`, `state=${state}`],
      ['POST / HTTP/1.1', `localhost:${port}`, `error=&state=${state}`],
      ['POST / HTTP/1.1', `localhost:${port}`, `code=forged&state=${state.slice(0, -1)}`],
      ['POST / HTTP/1.1', `localhost:${port}`, `code=forged&state=${state}x`],
      ['POST / HTTP/1.1', 'evil.example', good],
      ['POST /x HTTP/1.1', `localhost:${port}`, good],
      ['POST // HTTP/1.1', `localhost:${port}`, good],
      [`POST http://localhost:${port}/ HTTP/1.1`, `localhost:${port}`, good],
      [`GET /?${good} HTTP/1.1`, `localhost:${port}`, ''],
      [`PUT / HTTP/1.1`, `localhost:${port}`, good],
      ['POST / HTTP/1.1', `localhost:${port}`, `${good}&pad=${'p'.repeat(66_000)}`],
    ];
    const [line, host, body] = pick(bodies, bodies.length);
    return Buffer.from(
      `${line}\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };
  return Array.from({ length: count }, (_, n): Buffer => {
    const kind = Math.floor(random() * 8);
    if (n >= lines.length && kind === 0) return nearly();
    if (n >= lines.length && kind === 1)
      return Buffer.from(Array.from({ length: 1 + Math.floor(random() * 400) }, () => Math.floor(random() * 256)));
    const form = pick(forms, n);
    const length = kind < 5 ? `Content-Length: ${Buffer.byteLength(form)}\r\n` : '';
    const host = kind === 7 ? '' : `Host: ${pick(hosts, hosts.length)}\r\n`;
    const type = kind % 2 === 0 ? 'Content-Type: application/x-www-form-urlencoded\r\n' : '';
    const whole = Buffer.from(
      `${pick(lines, n)}\r\n${host}${type}${length}${pick(extras, n)}\r\n${form}`,
      kind === 6 ? 'latin1' : 'utf8',
    );
    // Some never finish what they began.
    return kind === 3 ? whole.subarray(0, Math.ceil(whole.length * random())) : whole;
  });
}

/** Sends bytes to a port of this computer and returns everything it receives until the other side closes or `patienceMs` have passed. */
export function sendRaw(
  port: number,
  bytes: Uint8Array,
  { host = '127.0.0.1', patienceMs = 2_000 } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host }, () => socket.end(bytes));
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}
