import { request } from 'node:http';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { BrowserAnswer } from '../../../main/auth/browser-answer';
import { FORM_LIMIT, openLoopback } from '../../../main/auth/loopback';
import { CONNECTION_MS, MOST_CONNECTIONS } from '../../../main/auth/loopback-sockets';
import { resultPages } from '../../../main/auth/result-pages';
import { ManualClock } from '../../support/clock';
import { sendRaw } from '../../support/hostile-requests';
import { MemoryLog, until } from './support';

const STATE = 'the-right-state';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
let ends: (() => unknown)[] = [];
afterEach(() => {
  ends.forEach((end) => void end());
  ends = [];
});

async function open(port?: () => number) {
  const clock = new ManualClock();
  const log = new MemoryLog();
  const loopback = await openLoopback({
    state: STATE,
    pages: resultPages,
    clock,
    log,
    ...(port === undefined ? {} : { port }),
  });
  ends.push(() => loopback.close());
  const answers: BrowserAnswer[] = [];
  void loopback.answer.then((answer) => answers.push(answer));
  const at = Number(new URL(loopback.redirectUri).port);
  const post = (body: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${at}/`, { method: 'POST', headers: form, body, ...init });
  return { clock, log, loopback, answers, port: at, post };
}

/** A connection that says only what the test lets it say. */
async function begin(port: number, bytes: string): Promise<{ socket: Socket; ended: Promise<void> }> {
  const socket = connect({ port, host: '127.0.0.1' });
  ends.push(() => socket.destroy());
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.resume();
  await new Promise<void>((resolve) => socket.on('connect', () => socket.write(bytes, () => resolve())));
  return { socket, ended };
}

describe('the loopback listener', () => {
  it('accepts the form with the right state, once, and is addressed as localhost', async () => {
    const { loopback, post, answers } = await open();
    expect(loopback.redirectUri).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await (await post(`code=first&client_info=abc&state=${STATE}`)).text()).toBe(resultPages.success);
    expect((await post(`code=second&state=${STATE}`)).status).toBe(200);
    expect(await loopback.answer).toEqual({ kind: 'code', code: 'first', clientInfo: 'abc' });
    expect(answers).toHaveLength(1);
  });

  it('accepts a refusal with the right state', async () => {
    const { loopback, post } = await open();
    expect(await (await post(`error=access_denied&error_description=No%20<b>&suberror=s&state=${STATE}`)).text()).toBe(
      resultPages.failure,
    );
    expect(await loopback.answer).toEqual({
      kind: 'refused',
      error: 'access_denied',
      description: 'No <b>',
      suberror: 's',
    });
  });

  it.each([
    ['no state', 'code=x'],
    ['an empty state', 'code=x&state='],
    ['a wrong state', 'code=x&state=the-wrong-state'],
    ['the beginning of the state', `code=x&state=${STATE.slice(0, -1)}`],
    ['the state twice', `code=x&state=${STATE}&state=${STATE}`],
    ['the right state and a wrong one', `code=x&state=${STATE}&state=other`],
    ['two codes', `code=x&code=y&state=${STATE}`],
    ['a code and an error', `code=x&error=y&state=${STATE}`],
    ['an empty code', `code=&state=${STATE}`],
    ['neither code nor error', `state=${STATE}`],
  ])('keeps listening after a form with %s', async (_name, body) => {
    const { post, answers } = await open();
    expect((await post(body)).status).toBe(400);
    expect(answers).toEqual([]);
  });

  it.each([
    ['another path', 'POST', '/x', form, 404],
    ['a path of slashes', 'POST', '//', form, 404],
    ['a query', 'POST', '/?x', form, 400],
    ['the answer in the address', 'GET', `/?code=x&state=${STATE}`, {}, 400],
    ['GET', 'GET', '/', {}, 405],
    ['HEAD', 'HEAD', '/', {}, 405],
    ['PUT', 'PUT', '/', form, 405],
    ['JSON', 'POST', '/', { 'content-type': 'application/json' }, 415],
    ['no type', 'POST', '/', {}, 415],
    ['another host', 'POST', '/', { ...form, host: 'evil.example' }, 421],
    ['an expectation to continue', 'POST', '/', { ...form, expect: '100-continue' }, 417],
    ['an unknown expectation', 'POST', '/', { ...form, expect: 'miracles' }, 417],
  ])(
    'sends %s a short response with every header, and keeps listening',
    async (_name, method, path, headers, status) => {
      const { port, answers } = await open();
      const body = method === 'GET' || method === 'HEAD' ? '' : `code=x&state=${STATE}`;
      const answer = await new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>(
        (resolve, reject) => {
          const sent = request(
            {
              port,
              host: '127.0.0.1',
              method,
              path,
              headers: { host: `localhost:${port}`, 'content-length': body.length, ...headers },
            },
            (response) => {
              response.resume();
              resolve({ status: response.statusCode, headers: response.headers });
            },
          );
          sent.on('error', reject);
          sent.end(body);
        },
      );
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        connection: 'close',
      });
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
      expect(answers).toEqual([]);
    },
  );

  it.each([
    'GET http://[',
    'nonsense',
    '\u0000',
    `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    'CONNECT // HTTP/1.1\r\n\r\n',
  ])('responds to something that is not a request with the same headers: %j', async (bytes) => {
    const { port } = await open();
    const answer = await sendRaw(port, Buffer.from(`${bytes}\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).toMatch(
      /Cache-Control: no-store\r\n.*Content-Security-Policy: default-src 'none'.*X-Content-Type-Options: nosniff\r\n/s,
    );
  });

  it('echoes nothing of what it was sent', async () => {
    const { port, post } = await open();
    const seen = [
      await (await post('code=<script>alert(7)</script>&state=<script>alert(7)</script>')).text(),
      await sendRaw(port, Buffer.from('GET /alert(7) HTTP/1.1\r\nHost: alert(7)\r\n\r\n')),
      await sendRaw(port, Buffer.from('alert(7) alert(7) alert(7)\r\n\r\n')),
    ];
    expect(seen.join('')).not.toContain('alert');
  });

  it.each([FORM_LIMIT + 1, 10_000_000])('reads no form of %i bytes, announced or not', async (size) => {
    const { port, post, answers } = await open();
    const announced = await post(`code=x&state=${STATE}&pad=${'p'.repeat(size)}`).then(
      ({ status }) => status,
      () => 'cut',
    );
    expect([413, 'cut']).toContain(announced);
    const chunked = `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const body = `code=x&state=${STATE}&pad=${'p'.repeat(size)}`;
    await sendRaw(port, Buffer.from(`${chunked}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`));
    expect(answers).toEqual([]);
    await post(`code=y&state=${STATE}`);
    await until(() => answers.length === 1);
  });

  it('reads a form of exactly the limit', async () => {
    const { post, loopback } = await open();
    const head = `code=x&state=${STATE}&pad=`;
    expect((await post(head + 'p'.repeat(FORM_LIMIT - head.length))).status).toBe(200);
    expect(await loopback.answer).toMatchObject({ code: 'x' });
  });

  it('rejects bytes that are not text', async () => {
    const { port, answers } = await open();
    const body = Buffer.concat([Buffer.from(`code=x&state=${STATE}&a=`), Buffer.from([0xff, 0xfe])]);
    const head = `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(await sendRaw(port, Buffer.concat([Buffer.from(head), body]))).toMatch(/^HTTP\/1\.1 400 /);
    expect(answers).toEqual([]);
  });

  it('closes connections that send slowly, in the head or in the form', async () => {
    const { port, clock, answers } = await open();
    const head = await begin(port, 'POST / HTTP/1.1\r\nHost: local');
    const body = await begin(
      port,
      `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nco`,
    );
    const silent = await begin(port, '');
    await until(() => clock.waiting === 3);
    clock.pass(CONNECTION_MS);
    await Promise.all([head.ended, body.ended, silent.ended]);
    expect([answers, clock.waiting]).toEqual([[], 0]);
  });

  it('accepts the browser even when many connections are held open', async () => {
    const { port, clock, loopback, post } = await open();
    const held = await Promise.all(
      Array.from({ length: MOST_CONNECTIONS + 20 }, () => begin(port, 'POST / HTTP/1.1\r\n')),
    );
    await until(() => clock.waiting === MOST_CONNECTIONS);
    expect((await post(`code=x&state=${STATE}`)).status).toBe(200);
    expect(await loopback.answer).toMatchObject({ code: 'x' });
    expect(held.some(({ socket }) => socket.destroyed)).toBe(true);
  });

  it('frees its port at once, even with open connections', async () => {
    const { port, clock, loopback, log } = await open();
    const held = await begin(port, 'POST / HTTP/1.1\r\n');
    await sendRaw(port, Buffer.from('GET // HTTP/1.1\r\n\r\n'));
    loopback.close();
    await held.ended;
    expect(clock.waiting).toBe(0);
    expect(log.lines).toEqual([{ event: 'auth.loopback-strangers', fields: { requests: 1 } }]);
    const next = createServer();
    ends.push(() => next.close());
    await new Promise<void>((resolve, reject) => next.on('error', reject).listen(port, '127.0.0.1', resolve));
  });
});

describe('both loopback addresses', () => {
  it('are taken, so that no one else can listen where localhost leads', async () => {
    const { port, loopback } = await open();
    for (const host of ['127.0.0.1', '::1']) {
      const squatter = createServer();
      const taken = await new Promise((resolve) =>
        squatter
          .on('error', (cause: NodeJS.ErrnoException) => resolve(cause.code))
          .listen(port, host, () => resolve('listening')),
      );
      squatter.close();
      expect([host, taken]).toEqual([host, 'EADDRINUSE']);
    }
    const body = `code=six&state=${STATE}`;
    await sendRaw(
      port,
      Buffer.from(
        `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      ),
      { host: '::1' },
    );
    expect(await loopback.answer).toMatchObject({ code: 'six' });
  });

  it('are left for another port when someone holds one of them', async () => {
    const squatter = createServer();
    ends.push(() => squatter.close());
    await new Promise<void>((resolve) => squatter.listen(0, '::1', resolve));
    const held = (squatter.address() as { port: number }).port;
    const tries = [held, 0];
    const { port } = await open(() => tries.shift() ?? 0);
    expect(port).not.toBe(held);
    expect(tries).toEqual([]);
  });
});
