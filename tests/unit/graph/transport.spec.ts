import { describe, expect, it } from 'vitest';
import { BASE, bench, json, netError, nodeError, ROOT, status, type Step } from './support';

const SCOPES = ['DeviceManagementManagedDevices.Read.All'];
const LIST = '/deviceManagement/managedDevices';
const get = (b: ReturnType<typeof bench>, more: object = {}) =>
  b.clock.drive(b.transport.get(LIST, { scopes: SCOPES, ...more }));
const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString('base64');
const CHALLENGE = `Bearer realm="", error="insufficient_claims", claims="${claims}"`;
const INTUNE_401 = {
  error: {
    code: 'UnknownError',
    message: JSON.stringify({
      ErrorCode: 'Forbidden',
      Message: JSON.stringify({
        _version: 3,
        Message:
          'An error has occurred - Operation ID (for customer support): 0 - Activity ID: 11111111-2222-3333-4444-555555555555 - Url: https://x.manage.microsoft.com/',
      }),
    }),
  },
};

describe('a read', () => {
  it('is sent with token and ids, and without cookies, cache or redirects', async () => {
    const b = bench([json({ value: [] }, 200, { date: 'Mon, 23 Nov 2026 09:00:00 GMT' })]);
    const answer = await get(b);
    expect(answer).toEqual({
      ok: true,
      value: {
        body: { value: [] },
        requestId: 'a0000000-0000-4000-8000-000000000001',
        serverTime: Date.UTC(2026, 10, 23, 9),
      },
    });
    const [sent] = b.sent;
    expect(sent?.url).toBe(`${BASE}${LIST}`);
    expect(sent?.init).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store', method: 'GET' });
    expect(sent?.headers.get('authorization')).toBe('Bearer token-1');
    expect(sent?.headers.get('client-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent?.headers.has('consistencylevel')).toBe(false);
    expect(b.tokens.requests).toEqual([{ scopes: SCOPES, interactive: false }]);
  });

  it('requests the advanced query level only when set', async () => {
    const b = bench([json({})]);
    await get(b, { isAdvanced: true });
    expect(b.sent[0]?.headers.get('ConsistencyLevel')).toBe('eventual');
  });

  it('keeps the client request id for its retries and gives each call its own', async () => {
    const b = bench([status(503), json({}), json({})]);
    await get(b);
    await get(b);
    const ids = b.sent.map(({ headers }) => headers.get('client-request-id'));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[1]).not.toBe(ids[2]);
  });

  it('uses neither token nor network for a URL that is not allowed', async () => {
    const b = bench([json({})]);
    for (const address of [`${LIST}/1/wipe`, 'https://evil.example/v1.0/users', '//evil.example/v1.0/users', '/me']) {
      expect(await b.transport.get(address, { scopes: SCOPES })).toMatchObject({
        ok: false,
        error: { code: 'graph.blocked' },
      });
    }
    expect(b.tokens.requests).toHaveLength(0);
    expect(b.sent).toHaveLength(0);
  });

  it('returns the reason when there is no token', async () => {
    const b = bench([json({})]);
    b.tokens.failure = { code: 'auth.required' };
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'auth.required' } });
    expect(b.sent).toHaveLength(0);
  });

  it.each<[number, string, number]>([
    [301, 'graph.blocked', 1],
    [400, 'graph.rejected', 1],
    [403, 'graph.forbidden', 1],
    [404, 'graph.not-found', 1],
    [409, 'graph.conflict', 1],
    [412, 'graph.conflict', 1],
    [408, 'network.timeout', 5],
    [429, 'graph.throttled', 5],
    [500, 'graph.server', 5],
    [501, 'graph.server', 1],
    [502, 'graph.server', 5],
    [503, 'graph.server', 5],
    [504, 'graph.server', 5],
  ])('maps status %i to %s after %i tries', async (code, expected, tries) => {
    const b = bench([status(code)]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: expected, status: code } });
    expect(b.sent).toHaveLength(tries);
  });

  it.each<[string, Step, string, number]>([
    ['no name', netError('ERR_NAME_NOT_RESOLVED'), 'network.offline', 1],
    ['offline', netError('ERR_INTERNET_DISCONNECTED'), 'network.offline', 1],
    ['a bad certificate', netError('ERR_CERT_AUTHORITY_INVALID'), 'network.tls', 1],
    ['a reset', netError('ERR_CONNECTION_RESET'), 'network.offline', 5],
    ['a Node reset', nodeError('ECONNRESET', 'read'), 'network.offline', 5],
    ['a redirect', nodeError('ERR_X'), 'network.offline', 5],
    [
      'a refused redirect',
      new TypeError('fetch failed', { cause: new Error('unexpected redirect') }),
      'network.portal',
      1,
    ],
    ['a refused tunnel', netError('ERR_TUNNEL_CONNECTION_FAILED'), 'network.proxy', 1],
    ['a proxy sign-in', netError('ERR_PROXY_AUTH_UNSUPPORTED'), 'network.proxy-auth', 1],
    ['a certificate out of date', netError('ERR_CERT_DATE_INVALID'), 'network.clock', 1],
  ])('after %s returns the right code', async (_, step, code, tries) => {
    const b = bench([step]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code } });
    expect(b.sent).toHaveLength(tries);
  });

  it('ends after thirty seconds, whether or not fetch listens to its signal', async () => {
    const b = bench([() => new Promise<Response>(() => undefined)]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'network.timeout' } });
    expect(b.clock.waits).toEqual([30_000]);
  });

  it('fails when the body stalls', async () => {
    const stalled = (): Response =>
      new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([123])) }));
    const b = bench([stalled]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'network.timeout' } });
  });

  it('stops at once when the caller aborts', async () => {
    const stop = new AbortController();
    const b = bench([status(503, { 'retry-after': '60' })]);
    const work = b.transport.get(LIST, { scopes: SCOPES, signal: stop.signal });
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await work).toMatchObject({ ok: false });
    expect(b.sent).toHaveLength(1);
  });

  describe('that the caller stops is cancelled, not timed out,', () => {
    const soon = async (): Promise<void> => {
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    const never = (): Promise<Response> => new Promise<Response>(() => undefined);
    const halfBody = (code: number) => (): Response =>
      new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([123])) }), { status: code });

    it.each<[string, Step]>([
      ['while it is sent', never],
      [
        'while fetch listens to its signal',
        (_, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          }),
      ],
      ['in the middle of the body', halfBody(200)],
      ['in the middle of the body of an error', halfBody(500)],
      ['in a pause before a retry', status(503, { 'retry-after': '60' })],
      ['while Graph throttles', status(429, { 'retry-after': '60' })],
    ])('%s', async (_, step) => {
      const stop = new AbortController();
      const b = bench([step]);
      const work = b.transport.get(LIST, { scopes: SCOPES, signal: stop.signal });
      await soon();
      stop.abort();
      expect(await work).toEqual({
        ok: false,
        error: { code: 'cancelled', clientRequestId: b.sent[0]?.headers.get('client-request-id') },
      });
      expect(b.sent).toHaveLength(1);
    });

    it('before it began, and sends nothing', async () => {
      const b = bench([json({})]);
      expect(await get(b, { signal: AbortSignal.abort() })).toMatchObject({ ok: false, error: { code: 'cancelled' } });
      expect(b.sent).toEqual([]);
    });

    it('while background work holds back', async () => {
      const stop = new AbortController();
      const b = bench([status(429, { 'retry-after': '60' })]);
      const work = ['foreground', 'background'].map(async (kind) => {
        if (kind === 'background') await soon();
        return b.transport.get(LIST, { scopes: SCOPES, background: kind === 'background', signal: stop.signal });
      });
      await soon();
      await soon();
      stop.abort();
      expect(await Promise.all(work)).toMatchObject([
        { ok: false, error: { code: 'cancelled' } },
        { ok: false, error: { code: 'cancelled' } },
      ]);
      expect(b.sent).toHaveLength(1);
    });

    it('while its token is renewed in vain', async () => {
      const stop = new AbortController();
      const b = bench([json({})]);
      b.tokens.token = async () => {
        stop.abort();
        return { ok: false, error: { code: 'auth.required' } };
      };
      expect(await get(b, { signal: stop.signal })).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    });

    it('and so says the log', async () => {
      const stop = new AbortController();
      const b = bench([never]);
      const work = b.transport.get(LIST, { scopes: SCOPES, signal: stop.signal });
      await soon();
      stop.abort();
      await work;
      expect(b.log.lines.at(-1)).toMatchObject({ event: 'graph.answer', fields: { trouble: 'cancelled' } });
    });

    it('unless the whole answer had come', async () => {
      const stop = new AbortController();
      const whole = json({ value: [1] }, 200, { date: 'Mon, 23 Nov 2026 09:00:00 GMT' });
      const b = bench([whole], { servedAt: () => stop.abort() });
      expect(await get(b, { signal: stop.signal })).toMatchObject({ ok: true, value: { body: { value: [1] } } });
      expect(stop.signal.aborted).toBe(true);
    });
  });

  it('whose time is up is timed out, even if its caller could have stopped it', async () => {
    const b = bench([() => new Promise<Response>(() => undefined)]);
    expect(await get(b, { signal: new AbortController().signal })).toMatchObject({
      ok: false,
      error: { code: 'network.timeout' },
    });
  });

  it.each<[string, () => Response]>([
    ['nothing', () => new Response('', { status: 200 })],
    ['half a body', () => new Response('{"value":[', { status: 200 })],
    ['an empty 204', () => new Response(null, { status: 204 })],
  ])('calls %s malformed', async (_, make) => {
    expect(await get(bench([make]))).toMatchObject({ ok: false, error: { code: 'graph.malformed' } });
  });

  it.each<[string, () => Response, string, number]>([
    ['a page in place of the answer', () => new Response('<html>hello</html>', { status: 200 }), 'network.portal', 1],
    ['a page that refuses', () => new Response('<html>', { status: 403 }), 'network.proxy', 1],
    ['a page that may pass', () => new Response('<html>', { status: 503 }), 'network.proxy', 5],
    ['a sign-in of a proxy', () => new Response('', { status: 407 }), 'network.proxy-auth', 1],
    ['a sign-in of a network', () => new Response('<html>', { status: 401 }), 'network.portal', 1],
  ])('reports who sent %s, and requests no new token for it', async (_, make, code, tries) => {
    const b = bench([make]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code } });
    expect(b.sent).toHaveLength(tries);
    expect(b.tokens.requests.every(({ forceRefresh }) => forceRefresh !== true)).toBe(true);
    expect(b.throttled).toEqual([]);
  });

  it('does not read more than twenty megabytes', async () => {
    let pulled = 0;
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += 1;
            controller.enqueue(new Uint8Array(1024 * 1024));
          },
        }),
      );
    expect(await get(bench([endless]))).toMatchObject({ ok: false, error: { code: 'graph.malformed' } });
    expect(pulled).toBeLessThan(30);
  });

  it('accepts a body that is nested two hundred thousand levels deep', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const answer = await get(bench([new Response(deep)]));
    expect(answer.ok || answer.error.code === 'graph.malformed').toBe(true);
  });

  it('logs route, status and ids, and neither paths nor tokens', async () => {
    const b = bench([json({ value: [] })]);
    await b.clock.drive(b.transport.get(`${LIST}/secret-device-id?$filter=x`, { scopes: SCOPES }));
    const text = JSON.stringify(b.log.lines);
    expect(b.log.lines[0]?.fields).toMatchObject({ route: `${LIST}/{id}`, status: 200, tries: 1 });
    expect(text).not.toContain('secret-device-id');
    expect(text).not.toContain('token-1');
  });
});

describe('waiting', () => {
  it.each<[string, string | null, number]>([
    ['whole seconds', '7', 7_000],
    ['a fraction', '2.128', 2_128],
    ['zero', '0', 1_000],
    ['a date', 'Mon, 23 Nov 2026 09:00:09 GMT', 9_000],
    ['a date that is past', 'Mon, 23 Nov 2020 09:00:09 GMT', 500],
    ['a negative number', '-5', 500],
    ['nonsense', 'soon', 500],
    ['nothing', null, 500],
  ])('reads Retry-After as %s', async (_, header, ms) => {
    const b = bench([status(429, header === null ? {} : { 'retry-after': header }), json({})]);
    expect((await get(b)).ok).toBe(true);
    expect(b.clock.waits).toEqual([ms]);
    expect(b.throttled).toEqual([Math.ceil(ms / 1_000)]);
  });

  it('backs off with full jitter, twice as long each time', async () => {
    const b = bench([status(503)]);
    await get(b);
    expect(b.clock.waits).toEqual([500, 1_000, 2_000, 4_000]);
    expect(b.throttled).toEqual([]);
  });

  it('announces no wait without a following retry', async () => {
    const tooLong = bench([status(429, { 'retry-after': '125' })]);
    await get(tooLong);
    expect(tooLong.throttled).toEqual([]);
    const last = bench([status(429, { 'retry-after': '30' })]);
    await get(last);
    // Three fit into the two minutes; after the fourth answer nothing follows.
    expect(last.throttled).toEqual([30, 30, 30, 30]);
    expect(last.sent).toHaveLength(5);
  });

  it('withdraws an announced wait when the caller aborts', async () => {
    const stop = new AbortController();
    const b = bench([status(429, { 'retry-after': '60' })]);
    const work = b.transport.get(LIST, { scopes: SCOPES, signal: stop.signal });
    while (b.throttled.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await work;
    expect(b.throttled).toEqual([60, 0]);
    expect(b.sent).toHaveLength(1);
  });

  it('gives up when the service asks for more than two minutes, and reports how long', async () => {
    const b = bench([status(429, { 'retry-after': '121' })]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'graph.throttled', retryAfter: 121 } });
    expect(b.sent).toHaveLength(1);
  });

  it('adds up its waits over the tries', async () => {
    const b = bench([status(429, { 'retry-after': '50' })]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'graph.throttled', retryAfter: 50 } });
    expect(b.clock.waits).toEqual([50_000, 50_000]);
  });

  it('limits Retry-After to ten minutes', async () => {
    const b = bench([status(429, { 'retry-after': '99999999999' })]);
    expect(await get(b)).toMatchObject({ ok: false, error: { retryAfter: 600 } });
  });

  it('holds background reads back while Graph throttles, and lets foreground calls through', async () => {
    const b = bench([status(429, { 'retry-after': '300' }), json({ person: 1 }), json({ background: 1 })]);
    await get(b);
    expect(await get(b, { background: true })).toMatchObject({
      ok: false,
      error: { code: 'graph.throttled', retryAfter: 300 },
    });
    expect(b.sent).toHaveLength(1);
    expect(await get(b)).toMatchObject({ ok: true, value: { body: { person: 1 } } });
    b.clock.time += 250_000;
    expect(await get(b, { background: true })).toMatchObject({ ok: true, value: { body: { background: 1 } } });
    expect(b.clock.waits).toEqual([50_000]);
  });
});

describe('a refused token', () => {
  it('is renewed once for a plain 401', async () => {
    const b = bench([status(401), json({ fine: true })]);
    expect((await get(b)).ok).toBe(true);
    expect(b.tokens.requests).toEqual([
      { scopes: SCOPES, interactive: false },
      { scopes: SCOPES, interactive: false, forceRefresh: true },
    ]);
    expect(b.sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(b.clock.waits).toEqual([]);
  });

  it('asks for sign-in at the second 401', async () => {
    const b = bench([status(401)]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'auth.required', status: 401 } });
    expect(b.sent).toHaveLength(2);
  });

  it.each([401, 403])('answers a claims challenge in a %i once', async (code) => {
    const b = bench([status(code, { 'www-authenticate': CHALLENGE }), json({})]);
    expect((await get(b)).ok).toBe(true);
    expect(b.tokens.requests[1]?.claims).toBe('{"access_token":{"nbf":{"essential":true,"value":"1"}}}');
  });

  it('does not loop on claims challenges', async () => {
    const b = bench([status(401, { 'www-authenticate': CHALLENGE })]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'auth.claims' } });
    expect(b.sent).toHaveLength(2);
  });

  it('is not blamed when Intune returns 401 for a missing role', async () => {
    const b = bench([json(INTUNE_401, 401)]);
    expect(await get(b)).toMatchObject({
      ok: false,
      error: {
        code: 'graph.forbidden',
        status: 401,
        activityId: '11111111-2222-3333-4444-555555555555',
        detail: 'An error has occurred',
      },
    });
    expect(b.sent).toHaveLength(1);
    expect(b.tokens.requests).toHaveLength(1);
  });
});

describe('a refusal without a reason', () => {
  const jwt = (payload: object): string => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.sig`;
  const INTUNE_ADMINISTRATOR = '3a2c62db-5318-420d-8d23-23affee5d9d5';
  const silent = (): Response => json({ error: { code: 'Forbidden', message: '' } }, 403);
  /** A read that is refused while the token says this of itself. */
  async function refused(token: string, answer = silent, scopes: readonly string[] = SCOPES) {
    const b = bench([answer]);
    const ask = b.tokens.token.bind(b.tokens);
    b.tokens.token = async (request) => {
      const given = await ask(request);
      return given.ok ? { ok: true, value: { ...given.value, value: token } } : given;
    };
    return get(b, { scopes });
  }

  it.each<[string, string, object]>([
    [
      'the permission that the token lacks',
      jwt({ scp: 'User.Read openid' }),
      { code: 'graph.scope-missing', scopes: SCOPES },
    ],
    [
      'no permission where a wider one is held',
      jwt({ scp: 'DeviceManagementManagedDevices.ReadWrite.All' }),
      { code: 'graph.forbidden' },
    ],
    [
      'no permission that is held in other letters',
      jwt({ scp: 'devicemanagementmanageddevices.read.all' }),
      { code: 'graph.forbidden' },
    ],
    [
      'that a role is not what is missing',
      jwt({ scp: SCOPES[0], wids: [INTUNE_ADMINISTRATOR] }),
      { code: 'graph.forbidden', why: 'administrator' },
    ],
    ['the role when the token tells nothing', 'opaque', { code: 'graph.forbidden' }],
    ['the role when the token is odd', 'a.b.c', { code: 'graph.forbidden' }],
  ])('names %s', async (_, token, expected) => {
    const answer = await refused(token);
    expect(answer).toMatchObject({ ok: false, error: expected });
    if (!('why' in expected)) expect(answer).not.toHaveProperty('error.why');
  });

  it('names it as well when Intune returns 401 for a missing role', async () => {
    expect(await refused(jwt({ scp: 'User.Read' }), () => json(INTUNE_401, 401))).toMatchObject({
      error: { code: 'graph.scope-missing', scopes: SCOPES },
    });
    expect(await refused(jwt({ scp: SCOPES[0] }), () => json(INTUNE_401, 401))).toMatchObject({
      error: { code: 'graph.forbidden' },
    });
  });

  it('keeps what the service itself named', async () => {
    const named = (): Response =>
      json(
        {
          error: {
            code: 'Forbidden',
            message: 'Application must have one of the following scopes: A.Read.All, B.Read.All - Operation ID 1',
          },
        },
        403,
      );
    expect(await refused(jwt({ scp: '' }), named)).toMatchObject({
      error: { code: 'graph.scope-missing', scopes: ['A.Read.All', 'B.Read.All'] },
    });
  });

  it('names the directory instead of Intune when users are read', async () => {
    expect(await refused(jwt({ scp: 'User.ReadBasic.All' }), silent, ['User.ReadBasic.All'])).toMatchObject({
      error: { code: 'graph.forbidden', why: 'directory' },
    });
    expect(await refused(jwt({ scp: 'User.Read.All' }), silent, ['User.ReadBasic.All'])).toMatchObject({
      error: { code: 'graph.forbidden', why: 'directory' },
    });
    expect(await refused(jwt({ scp: 'User.Read' }), silent, ['User.ReadBasic.All'])).toMatchObject({
      error: { code: 'graph.scope-missing' },
    });
  });

  it('uses the scopes from the sign-in service when the token is opaque', async () => {
    const b = bench([silent]);
    const ask = b.tokens.token.bind(b.tokens);
    b.tokens.token = async (request) => {
      const given = await ask(request);
      return given.ok ? { ok: true, value: { ...given.value, scopes: ['User.Read'] } } : given;
    };
    expect(await get(b)).toMatchObject({ error: { code: 'graph.scope-missing', scopes: SCOPES } });
  });
});

describe('a tenant without Intune', () => {
  const nested = (text: string): object => ({
    error: {
      code: 'BadRequest',
      message: JSON.stringify({
        _version: 3,
        Message: `${text} - Operation ID (for customer support): 0 - Activity ID: 11111111-2222-3333-4444-555555555555 - Url: https://x/`,
      }),
    },
  });
  it.each<[string, number, object]>([
    ['as Graph says it', 400, { error: { code: 'BadRequest', message: 'Request not applicable to target tenant.' } }],
    ['as Intune says it', 400, nested('Request not applicable to target tenant')],
    [
      'when it says 403',
      403,
      { error: { code: 'Forbidden', message: 'The tenant is not licensed for this feature.' } },
    ],
    [
      'when it speaks of registration',
      404,
      { error: { code: 'NotFound', message: 'Tenant not registered for Intune' } },
    ],
    ['when only the code tells', 400, { error: { code: 'TenantNotProvisioned', message: '' } }],
    ['when a license is missing', 400, nested('User does not have a valid Intune license')],
    [
      'when nothing leads on',
      400,
      {
        error: {
          code: 'UnknownError',
          message: 'Unable to perform redirect as Location Header is not set in response',
        },
      },
    ],
  ])('is reported as such, after one try: %s', async (_, code, body) => {
    const b = bench([json(body, code)]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'graph.license', status: code } });
    expect(b.sent).toHaveLength(1);
  });

  it.each<[number, string]>([
    [400, 'Invalid filter clause'],
    [403, 'Insufficient privileges to complete the operation.'],
    [404, 'Device not found'],
    [500, 'Request not applicable to target tenant.'],
  ])('is not assumed for %i “%s”', async (code, message) => {
    const answer = await get(bench([json({ error: { code: 'Any', message } }, code)]));
    expect(answer).not.toMatchObject({ error: { code: 'graph.license' } });
  });
});

describe('a clock that is wrong', () => {
  it('is the reason when a fresh token is refused as well', async () => {
    const b = bench([() => status(401, { date: new Date(b.clock.time - 3_600_000).toUTCString() })]);
    expect(await get(b)).toMatchObject({ ok: false, error: { code: 'network.clock', why: 'token', skew: 3_600 } });
    expect(b.sent).toHaveLength(2);
  });

  it('is measured with every response of the service, and with none of a proxy', async () => {
    const heard: number[] = [];
    const date = 'Mon, 23 Nov 2026 08:00:00 GMT';
    await get(bench([json({}, 200, { date })], { servedAt: (time) => heard.push(time) }));
    await get(
      bench([() => new Response('<html>', { status: 403, headers: { date } })], {
        servedAt: (time) => heard.push(time),
      }),
    );
    expect(heard).toEqual([Date.UTC(2026, 10, 23, 8)]);
  });
});

describe('a root of its own', () => {
  it('never sees the token of another', async () => {
    const b = bench([json({})], { root: 'https://graph.microsoft.us' });
    expect(await b.transport.get(`${ROOT}/v1.0/users`, { scopes: SCOPES })).toMatchObject({
      ok: false,
      error: { code: 'graph.blocked' },
    });
    await get(b);
    expect(b.sent.map(({ url }) => new URL(url).origin)).toEqual(['https://graph.microsoft.us']);
  });
});
