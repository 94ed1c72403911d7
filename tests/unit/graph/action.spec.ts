import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraph } from '../../../main/graph/graph-api';
import type { ActionForm } from '../../../main/graph/port';
import { BASE, bench, json, netError, nodeError, REQUEST_ID, status, type Step } from './support';

const DEVICE = '0000000d-0000-4000-8000-000000000001';
const CRID = '3f000000-0000-4000-8000-000000000009';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';

async function post(steps: readonly Step[], form?: ActionForm) {
  const b = bench(steps);
  const outcome = await b.clock.drive(createGraph(b.transport).requestRemoteAssistance(DEVICE, CRID, form));
  return { ...b, outcome };
}

describe('requestRemoteAssistance', () => {
  it('is one bare POST with our request id', async () => {
    const { outcome, sent, tokens } = await post([
      status(204, { 'request-id': 'a0000000-0000-4000-8000-000000000001' }),
    ]);
    expect(outcome).toEqual({ kind: 'accepted', requestId: 'a0000000-0000-4000-8000-000000000001' });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: `${BASE}/deviceManagement/managedDevices/${DEVICE}/requestRemoteAssistance`,
      body: null,
    });
    expect(sent[0]?.headers.get('client-request-id')).toBe(CRID);
    expect(tokens.requests[0]?.scopes).toEqual([WRITE]);
  });

  it('returns the time of the response, by the service’s clock', async () => {
    const date = 'Mon, 30 Nov 2026 09:00:07 GMT';
    const yes = await post([status(204, { date })]);
    expect(yes.outcome).toEqual({ kind: 'accepted', requestId: REQUEST_ID, answeredAt: '2026-11-30T09:00:07.000Z' });
    const no = await post([status(403, { date })]);
    expect(no.outcome).toMatchObject({ failure: { answeredAt: '2026-11-30T09:00:07.000Z' } });
    for (const damaged of ['', 'yesterday', '9'.repeat(400)]) {
      expect((await post([status(204, { date: damaged })])).outcome).toEqual({
        kind: 'accepted',
        requestId: REQUEST_ID,
      });
    }
  });

  it.each<[ActionForm, string]>([
    [{ via: 'user', userId: 'u-1' }, `/users/u-1/managedDevices/${DEVICE}/requestRemoteAssistance`],
    [
      { via: 'app', appId: 'a-1' },
      `/deviceManagement/detectedApps/a-1/managedDevices/${DEVICE}/requestRemoteAssistance`,
    ],
  ])('has the form %j', async (form, path) => {
    const { outcome, sent } = await post([status(204)], form);
    expect(outcome.kind).toBe('accepted');
    expect(sent[0]?.url).toBe(`${BASE}${path}`);
  });

  it.each(['', '../wipe', 'a/b', "x'", 'a b', 'x'.repeat(200)])('sends nothing for the id %j', async (id) => {
    const b = bench([status(204)]);
    const graph = createGraph(b.transport);
    expect(await graph.requestRemoteAssistance(id, CRID)).toMatchObject({ kind: 'refused' });
    expect(await graph.requestRemoteAssistance(DEVICE, CRID, { via: 'user', userId: id })).toMatchObject({
      kind: 'refused',
    });
    expect(b.sent).toHaveLength(0);
  });

  it('sends nothing without a token', async () => {
    const b = bench([status(204)]);
    b.tokens.failure = { code: 'auth.consent' };
    expect(await createGraph(b.transport).requestRemoteAssistance(DEVICE, CRID)).toMatchObject({
      kind: 'refused',
      failure: { code: 'auth.consent' },
    });
    expect(b.sent).toHaveLength(0);
  });

  it.each<[number, 'refused' | 'unknown', string]>([
    [200, 'unknown', 'graph.malformed'],
    [202, 'unknown', 'graph.malformed'],
    [302, 'unknown', 'graph.blocked'],
    [400, 'refused', 'graph.unsupported'],
    [403, 'refused', 'graph.forbidden'],
    [404, 'refused', 'graph.not-found'],
    [408, 'unknown', 'network.timeout'],
    [409, 'refused', 'graph.conflict'],
    [412, 'refused', 'graph.conflict'],
    [418, 'refused', 'graph.server'],
    [500, 'unknown', 'graph.server'],
    [502, 'unknown', 'graph.server'],
    [503, 'unknown', 'graph.server'],
    [504, 'unknown', 'graph.server'],
  ])('after status %i is %s (%s) and is not sent again', async (code, kind, failure) => {
    const { outcome, sent } = await post([status(code, { 'retry-after': '1' })]);
    expect(outcome).toMatchObject({ kind, failure: { code: failure, clientRequestId: CRID } });
    expect(sent).toHaveLength(1);
  });

  it.each<[string, Step]>([
    ['a reset', netError('ERR_CONNECTION_RESET')],
    ['a closed connection', netError('ERR_CONNECTION_CLOSED')],
    ['an empty response', netError('ERR_EMPTY_RESPONSE')],
    ['an aborted connection', netError('ERR_CONNECTION_ABORTED')],
    ['a changed network', netError('ERR_NETWORK_CHANGED')],
    ['a time-out', netError('ERR_TIMED_OUT')],
    ['an unreachable address', netError('ERR_ADDRESS_UNREACHABLE')],
    ['an HTTP/2 error', netError('ERR_HTTP2_PROTOCOL_ERROR')],
    ['a TLS error in the middle', netError('ERR_SSL_PROTOCOL_ERROR')],
    ['an unknown error', new Error('something')],
    ['a Node reset', nodeError('ECONNRESET', 'read')],
    ['a broken pipe', nodeError('EPIPE', 'write')],
    ['other side closed', nodeError('UND_ERR_SOCKET')],
    ['no headers in time', nodeError('UND_ERR_HEADERS_TIMEOUT')],
    ['no answer', () => new Promise<Response>(() => undefined)],
  ])('after %s is unknown and is not sent again', async (_, step) => {
    const { outcome, sent } = await post([step]);
    expect(outcome.kind).toBe('unknown');
    expect(sent).toHaveLength(1);
  });

  it.each<[string, Step]>([
    ['no name', netError('ERR_NAME_NOT_RESOLVED')],
    ['no network', netError('ERR_INTERNET_DISCONNECTED')],
    ['a refused connection', netError('ERR_CONNECTION_REFUSED')],
    ['a failed proxy', netError('ERR_PROXY_CONNECTION_FAILED')],
    ['no name in Node', nodeError('ENOTFOUND', 'getaddrinfo')],
    ['a refused connection in Node', nodeError('ECONNREFUSED', 'connect')],
    ['an unreachable host on connect', nodeError('EHOSTUNREACH', 'connect')],
  ])('after %s is tried three times under the same id, then refused', async (_, step) => {
    const { outcome, sent } = await post([step]);
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'network.offline' } });
    expect(sent.map(({ headers }) => headers.get('client-request-id'))).toEqual([CRID, CRID, CRID]);
  });

  it('is not repeated over a bad certificate', async () => {
    for (const [error, code] of [
      ['ERR_CERT_DATE_INVALID', 'network.clock'],
      ['ERR_CERT_AUTHORITY_INVALID', 'network.tls'],
    ] as const) {
      const { outcome, sent } = await post([netError(error)]);
      expect(outcome).toMatchObject({ kind: 'refused', failure: { code, notSent: true } });
      expect(sent).toHaveLength(1);
    }
  });

  it('waits when throttled and is accepted', async () => {
    const { outcome, sent, clock, throttled } = await post([
      status(429, { 'retry-after': '4' }),
      status(429),
      status(204),
    ]);
    expect(outcome.kind).toBe('accepted');
    expect(sent).toHaveLength(3);
    expect(clock.waits).toEqual([4_000, 1_000]);
    expect(throttled).toEqual([4, 1]);
  });

  it('is refused with the wait when throttling does not end', async () => {
    const { outcome, sent } = await post([status(429, { 'retry-after': '30' })]);
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'graph.throttled', retryAfter: 30 } });
    expect(sent).toHaveLength(3);
  });

  it('is not sent after the computer slept through the wait', async () => {
    const b = bench([status(429, { 'retry-after': '5' }), status(204)]);
    b.clock.sleepMs = 3_600_000;
    const outcome = await b.clock.drive(createGraph(b.transport).requestRemoteAssistance(DEVICE, CRID));
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'graph.throttled' } });
    expect(b.sent).toHaveLength(1);
  });

  it('is sent again once after a refused token', async () => {
    expect((await post([status(401), status(204)])).outcome.kind).toBe('accepted');
    const twice = await post([status(401)]);
    expect(twice.outcome).toMatchObject({ kind: 'refused', failure: { code: 'auth.required' } });
    expect(twice.sent).toHaveLength(2);
  });

  it('stays unknown when a reset follows an answer that proved harmless', async () => {
    const { outcome, sent } = await post([status(429), netError('ERR_CONNECTION_RESET'), status(204)]);
    expect(outcome.kind).toBe('unknown');
    expect(sent).toHaveLength(2);
  });

  it('reads the body of a refusal only for its words', async () => {
    const broken = (headers: Record<string, string>) => (): Response =>
      new Response(new ReadableStream({ start: (c) => c.error(new Error('net::ERR_CONNECTION_RESET')) }), {
        status: 400,
        headers,
      });
    expect((await post([broken({ 'request-id': 'a0000000-0000-4000-8000-000000000001' })])).outcome).toMatchObject({
      kind: 'refused',
      failure: { code: 'graph.unsupported' },
    });
    // Nothing shows that this one came from Graph.
    expect((await post([broken({})])).outcome).toMatchObject({ kind: 'unknown', failure: { code: 'network.proxy' } });
    expect((await post([broken({ 'client-request-id': CRID })])).outcome).toMatchObject({ kind: 'unknown' });
  });

  it('is sent at most once whatever the status and body, except after 401 and 429', async () => {
    const codes = fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 205, 304, 401, 429].includes(code));
    await fc.assert(
      fc.asyncProperty(codes, fc.json(), async (code, body) => {
        const { sent, outcome } = await post([
          () => new Response(body, { status: code, headers: { 'retry-after': '1' } }),
        ]);
        expect(sent).toHaveLength(1);
        expect(outcome.kind).not.toBe('accepted');
      }),
      { numRuns: 200 },
    );
  });

  const page =
    (code: number, headers: Record<string, string> = {}) =>
    (): Response =>
      new Response('<html><title>Blocked</title>', {
        status: code,
        headers: { 'content-type': 'text/html', via: '1.1 proxy.corp.example', 'retry-after': '1', ...headers },
      });

  it.each<[string, () => Response, 'refused' | 'unknown', string]>([
    ['a proxy that refuses', page(403), 'unknown', 'network.proxy'],
    ['a proxy that refuses for reasons of law', page(451), 'unknown', 'network.proxy'],
    [
      'a proxy that refuses either way',
      page(403, { 'x-squid-error': 'ERR_ACCESS_DENIED 0' }),
      'unknown',
      'network.proxy',
    ],
    [
      'a proxy that finds something too big',
      page(413, { 'x-squid-error': 'ERR_TOO_BIG 0' }),
      'unknown',
      'network.proxy',
    ],
    [
      'a proxy that refuses before it passes on',
      page(403, { 'proxy-status': 'proxy.corp.example; error=http_request_denied' }),
      'refused',
      'network.proxy',
    ],
    [
      'a proxy that could not resolve the name',
      page(503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }),
      'refused',
      'network.proxy',
    ],
    [
      'a proxy that wants a sign-in',
      page(407, { 'proxy-authenticate': 'Basic realm="corp"' }),
      'refused',
      'network.proxy-auth',
    ],
    ['a network that wants a sign-in', page(511), 'refused', 'network.portal'],
    [
      'a network that wants a sign-in with 401',
      page(401, { 'www-authenticate': 'Basic realm="guest"' }),
      'unknown',
      'network.portal',
    ],
    [
      'a proxy that could not connect',
      page(503, { 'x-squid-error': 'ERR_CONNECT_FAIL 110' }),
      'refused',
      'network.proxy',
    ],
    ['a proxy that lost the answer', page(502, { 'x-squid-error': 'ERR_READ_ERROR 104' }), 'unknown', 'network.proxy'],
    ['a proxy that is busy', page(429), 'unknown', 'network.proxy'],
    ['a proxy that waited too long', page(504), 'unknown', 'network.proxy'],
    ['a page in place of the answer', page(200), 'unknown', 'network.portal'],
    ['a way to a sign-in page', page(302, { location: 'https://portal.guest.example/' }), 'unknown', 'network.portal'],
  ])('is sent once when %s responds', async (_, answer, kind, code) => {
    const { outcome, sent, tokens } = await post([answer]);
    expect(outcome).toMatchObject({ kind, failure: { code, clientRequestId: CRID } });
    expect('failure' in outcome && outcome.failure.notSent === true).toBe(kind === 'refused');
    expect(sent).toHaveLength(1);
    expect(tokens.requests).toHaveLength(1);
  });

  it.each(['ERR_PROXY_AUTH_UNSUPPORTED', 'ERR_PROXY_AUTH_REQUESTED', 'ERR_TUNNEL_CONNECTION_FAILED'])(
    'counts as never sent after %s',
    async (error) => {
      const { outcome, sent } = await post([netError(error)]);
      expect(outcome).toMatchObject({ kind: 'refused', failure: { notSent: true } });
      expect(sent).toHaveLength(1);
    },
  );

  it('knows the 407 of a tunnel, whose body Chromium withholds', async () => {
    const tunnel = (): Response =>
      new Response(new ReadableStream({ start: (c) => c.error(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')) }), {
        status: 407,
        headers: { 'proxy-authenticate': 'NTLM' },
      });
    expect((await post([tunnel])).outcome).toMatchObject({
      kind: 'refused',
      failure: { code: 'network.proxy-auth', detail: 'NTLM', notSent: true },
    });
  });

  const nameless =
    (code: number, headers: Record<string, string> = {}, body: unknown = null) =>
    (): Response =>
      new Response(body === null ? null : JSON.stringify(body), {
        status: code,
        headers: { 'retry-after': '1', ...headers },
      });
  const imitated = { error: { code: 'TooManyRequests', message: 'slow down' } };
  const challenge = {
    'www-authenticate': 'Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="',
  };

  const own = { 'request-id': REQUEST_ID };
  it.each<[string, () => Response]>([
    ['an empty 404', nameless(404, own)],
    ['a 404 with a page', () => new Response('<html>Not Found</html>', { status: 404, headers: own })],
    ['a 404 with JSON that is no error', nameless(404, own, { value: [] })],
    ['a 404 with an error without a code', nameless(404, own, { error: { message: 'gone' } })],
    ['a 404 that is cut', () => new Response('{"error":{"code":"Reso', { status: 404, headers: own })],
  ])('after %s it is unknown although it has an id of Graph, and nothing more is sent', async (_, answer) => {
    const { outcome, sent } = await post([answer, status(204)]);
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { clientRequestId: CRID } });
    expect(sent).toHaveLength(1);
  });

  it.each<[string, () => Response]>([
    ['an empty 204', nameless(204)],
    ['a 204 of a proxy with its name', nameless(204, { via: '1.1 proxy.corp.example' })],
    ['a 204 that sends our own id back', nameless(204, { 'client-request-id': CRID })],
    ['a 204 with an id that is none', nameless(204, { 'request-id': '<b>' })],
    ['an empty 429', nameless(429)],
    ['a 429 that imitates the shape', nameless(429, { 'content-type': 'application/json' }, imitated)],
    [
      'a 429 with our own id in the body',
      nameless(429, {}, { error: { ...imitated.error, innerError: { 'client-request-id': CRID } } }),
    ],
    ['an empty 503', nameless(503)],
    ['an empty 500', nameless(500)],
    ['a 401 for a bearer token', nameless(401, { 'www-authenticate': 'Bearer realm="corp"' })],
    ['a 401 with a challenge', nameless(401, challenge)],
    ['a 403 with a challenge', nameless(403, challenge)],
    ['a 400 that imitates the shape', nameless(400, {}, imitated)],
    ['a 404 that imitates the shape', nameless(404, {}, imitated)],
    ['a way to another place of the same host', nameless(307, { location: `${BASE}/elsewhere` })],
  ])('after %s without a mark of Graph it is unknown, and nothing more is sent or asked', async (_, answer) => {
    const { outcome, sent, tokens } = await post([answer, status(204)]);
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { clientRequestId: CRID } });
    expect('failure' in outcome && outcome.failure.notSent).toBeUndefined();
    expect(sent).toHaveLength(1);
    expect(tokens.requests).toHaveLength(1);
  });

  it('names who may have responded in place of Graph', async () => {
    expect((await post([nameless(204, { via: '1.1 proxy.corp.example' })])).outcome).toMatchObject({
      failure: { code: 'network.proxy', why: 'unmarked', status: 204, host: 'proxy.corp.example' },
    });
    // The front door of Microsoft: its word, but not Graph's.
    expect((await post([nameless(503, { 'x-azure-ref': 'x' })])).outcome).toMatchObject({
      kind: 'unknown',
      failure: { code: 'graph.server' },
    });
    expect((await post([nameless(429, { 'x-ms-ags-diagnostic': '{}' })])).sent).toHaveLength(1);
  });

  it('accepts the id in the body as Graph’s when a proxy removed the headers', async () => {
    const body = { error: { ...imitated.error, innerError: { 'request-id': REQUEST_ID } } };
    const { outcome, sent } = await post([nameless(429, {}, body), status(204)]);
    expect(outcome).toMatchObject({ kind: 'accepted', requestId: REQUEST_ID });
    expect(sent).toHaveLength(2);
  });

  it.each<[string, Step, Step | null, string]>([
    ['the new token cannot be had', status(401), null, 'auth.required'],
    ['the challenge cannot be met', status(401, challenge), null, 'auth.required'],
    ['the challenge comes again', status(401, challenge), status(401, challenge), 'auth.claims'],
    [
      'the next try finds no way',
      status(429, { 'retry-after': '1' }),
      netError('ERR_NAME_NOT_RESOLVED'),
      'network.offline',
    ],
    [
      'a proxy refuses the next try',
      status(429, { 'retry-after': '1' }),
      page(403, { 'proxy-status': 'p.example; error=http_request_denied' }),
      'network.proxy',
    ],
  ])('does not claim that nothing was sent when Graph refused the first try and %s', async (_, first, then, code) => {
    const steps = then === null ? [first] : [first, then];
    const b = bench(steps);
    const token = b.tokens.token.bind(b.tokens);
    b.tokens.token = (request) => {
      if (then === null && b.tokens.requests.length > 0) b.tokens.failure = { code: 'auth.required' };
      return token(request);
    };
    const outcome = await b.clock.drive(createGraph(b.transport).requestRemoteAssistance(DEVICE, CRID));
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code, clientRequestId: CRID, requestId: REQUEST_ID } });
    expect('failure' in outcome && outcome.failure.notSent === true).toBe(false);
  });

  it('reports that a second administrator must approve, with the code', async () => {
    const { outcome, sent } = await post([
      json({ error: { code: 'BadRequest', message: 'x' } }, 412, { 'x-msft-approval-code': 'abc-1' }),
    ]);
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'graph.approval', detail: 'abc-1' } });
    expect(sent).toHaveLength(1);
  });

  it('cannot go through a batch', async () => {
    const b = bench([json({ responses: [] })]);
    const path = `/deviceManagement/managedDevices/${DEVICE}/requestRemoteAssistance`;
    expect(await b.transport.batch([{ id: '0', path }], { scopes: [] })).toMatchObject({
      ok: false,
      error: { code: 'graph.blocked' },
    });
    expect(await b.transport.act('/$batch', { scopes: [], clientRequestId: CRID })).toMatchObject({ kind: 'refused' });
    expect(b.sent).toHaveLength(0);
  });

  it('asks for the write scope before anything is sent', async () => {
    const b = bench([status(204)]);
    expect(await createGraph(b.transport).ensureWriteScope()).toEqual({ ok: true, value: null });
    expect(b.tokens.requests).toEqual([{ scopes: [WRITE], interactive: true }]);
    expect(b.sent).toHaveLength(0);
  });
});
