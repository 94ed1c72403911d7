import { describe, expect, it } from 'vitest';
import { createFaults } from '../../../practice/faults';
import { landmarks } from '../../../practice/index';
import { TENANT_ID } from '../../../practice/index';
import { createRequestLog } from '../../../practice/request-log';
import { asker, AUTHORITY, bench, GRAPH, READ, signedIn, signIn, WRITE } from './support';

const DEVICES = '/deviceManagement/managedDevices';
const { ready } = landmarks;
const ACTION = `${DEVICES}/${ready.id}/requestRemoteAssistance`;

describe('fault rules', () => {
  it('strike only what they match, in the order they were added', () => {
    const faults = createFaults(7, [
      { kind: 'throttle', match: { method: 'post' } },
      { kind: 'html', match: { path: /devices/i } },
    ]);
    expect(faults.strike('POST', '/v1.0/x')?.kind).toBe('throttle');
    expect(faults.strike('GET', '/v1.0/managedDevices')?.kind).toBe('html');
    expect(faults.strike('GET', '/v1.0/me')).toBeUndefined();
  });
  it('are used up after their times and let the first ones through', () => {
    const faults = createFaults(7, [{ kind: 'html', times: 2, skip: 1 }]);
    expect([1, 2, 3, 4].map(() => faults.strike('GET', '/')?.kind)).toEqual([undefined, 'html', 'html', undefined]);
  });
  it('strike their share of requests, the same ones for the same seed', () => {
    const run = (): readonly boolean[] => {
      const faults = createFaults(7, [{ kind: 'html', rate: 0.2 }]);
      return Array.from({ length: 2_000 }, () => faults.strike('GET', '/') !== undefined);
    };
    const struck = run().filter(Boolean).length;
    expect(struck).toBeGreaterThan(320);
    expect(struck).toBeLessThan(480);
    expect(run()).toEqual(run());
  });
  it('tests a global expression from its beginning each time', () => {
    const faults = createFaults(7, [{ kind: 'html', match: { path: /me/g } }]);
    expect([1, 2, 3].map(() => faults.strike('GET', '/me')?.kind)).toEqual(['html', 'html', 'html']);
  });
});

describe('a fault on Graph', () => {
  it('throttles with a fraction, with any text, or without a header, in shape E', async () => {
    const { ask, control } = await signedIn();
    for (const [retryAfter, shown] of [
      [undefined, '2.128'],
      [10, '10'],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 'Wed, 21 Oct 2015 07:28:00 GMT'],
      [null, null],
    ] as const) {
      control.fault({ kind: 'throttle', times: 1, ...(retryAfter === undefined ? {} : { retryAfter }) });
      const { status, headers, body } = await ask('/me');
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe(shown);
      expect(body).toMatchObject({ error: { code: 'TooManyRequests', innerError: { code: '429', status: '429' } } });
    }
  });
  it('drops before the service saw the request', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'drop-before', times: 1 });
    await expect(ask(ACTION, { method: 'POST' })).rejects.toThrow(TypeError);
    expect(control.accepted(ready.id)).toBe(0);
  });
  it('drops after the service accepted the request', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'drop-after-accept', times: 1 });
    await expect(ask(ACTION, { method: 'POST' })).rejects.toThrow(TypeError);
    expect(control.accepted(ready.id)).toBe(1);
    expect(control.requests.at(-1)).toMatchObject({ method: 'POST', status: 0 });
  });
  it.each([
    ['A', 403],
    ['B', 401],
    ['C', 400],
    ['D', 500],
    ['E', 429],
  ] as const)('answers in shape %s', async (shape, status) => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'status', shape });
    expect((await ask('/me')).status).toBe(status);
    control.clearFaults();
    expect((await ask('/me')).status).toBe(200);
  });
  it('answers with any status, header and body', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'status', status: 503, retryAfter: 3, body: { odd: true } });
    const { status, headers, body } = await ask('/me');
    expect([status, headers.get('retry-after'), body['odd']]).toEqual([503, '3', true]);
  });
  it.each(['malformed', 'html'] as const)('answers 200 with no JSON (%s)', async (kind) => {
    const { ask, control } = await signedIn();
    control.fault({ kind });
    await expect(ask('/me')).rejects.toThrow(SyntaxError);
  });
  it.each([
    ['proxy-page', 403, 'via'],
    ['proxy-refusal', 403, 'proxy-status'],
    ['proxy-sign-in', 407, 'proxy-authenticate'],
    ['html', 200, 'content-type'],
    ['redirect', 302, 'location'],
  ] as const)('answers in place of the service, without any of its headers (%s)', async (kind, status, header) => {
    const { handler, control } = await signedIn();
    control.fault({ kind });
    const answer = await handler(new Request(`${GRAPH}/v1.0/me`));
    expect([
      answer.status,
      answer.headers.has(header),
      answer.headers.has('request-id'),
      answer.headers.has('odata-version'),
    ]).toEqual([status, true, false, false]);
    if (kind === 'redirect') return;
    const token = await handler(
      new Request(`${AUTHORITY}/${TENANT_ID}/oauth2/v2.0/token`, { method: 'POST', body: '' }),
    );
    expect([token.status, token.headers.get('content-type')?.startsWith('text/html')]).toEqual([status, true]);
  });
  it('does the work before a proxy replaces the answer', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'proxy-replaced', times: 1 });
    await expect(ask(ACTION, { method: 'POST' })).rejects.toThrow(SyntaxError);
    expect(control.accepted(ready.id)).toBe(1);
  });
  it.each([
    [undefined, 204],
    [429, 429],
    [503, 503],
  ])('sends a response without any identification (%s)', async (status, shown) => {
    const { handler, control } = await signedIn();
    control.fault({ kind: 'nameless', ...(status === undefined ? {} : { status, retryAfter: 3 }) });
    const answer = await handler(new Request(`${GRAPH}/v1.0/me`));
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      shown,
      status === undefined ? null : '3',
      '',
    ]);
    expect([...answer.headers.keys()].filter((name) => /request-id|odata|x-ms/.test(name))).toEqual([]);
  });
  it.each([
    ['no-license', 400, 'Request not applicable to target tenant.'],
    ['silent-refusal', 403, ''],
  ] as const)('refuses as Graph does (%s)', async (kind, status, message) => {
    const { ask, control } = await signedIn();
    control.fault({ kind });
    const answer = await ask('/me');
    expect([answer.status, answer.body.error?.message]).toEqual([status, message]);
    expect(answer.headers.get('request-id')).not.toBeNull();
  });
  it('returns the service’s 404 for the direct path of a device, and executes nothing', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'not-found', match: { method: 'POST' } });
    const answer = await ask(ACTION, { method: 'POST' });
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'ResourceNotFound']);
    expect(answer.headers.get('request-id')).not.toBeNull();
    expect(control.accepted(ready.id)).toBe(0);
  });
  it('asks for a second administrator', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'approval' });
    expect((await ask('/me')).headers.get('x-msft-approval-code')).toBe('practice-approval-0001');
  });
  it('withholds a permission from the token that it grants', async () => {
    const tenant = bench();
    tenant.control.withholdScopes([READ, WRITE]);
    const answer = await signIn(tenant);
    expect(answer['scope']).toContain(READ);
    expect((await asker(tenant, answer['access_token'])(DEVICES)).status).toBe(403);
    expect((await asker(tenant, answer['access_token'])('/me')).status).toBe(200);
    tenant.control.withholdScopes([]);
    expect((await asker(tenant, (await signIn(tenant))['access_token'])(DEVICES)).status).toBe(200);
  });
  it('sets the clock of the services', async () => {
    const { ask, control } = await signedIn();
    const before = Date.parse((await ask('/me')).headers.get('date') ?? '');
    control.setClockAhead(-3_600_000);
    expect(Date.parse((await ask('/me')).headers.get('date') ?? '') - before).toBeLessThan(-3_590_000);
  });
  it('points the next link to another host', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'foreign-next-link', times: 1 });
    expect(new URL(String((await ask(DEVICES)).body['@odata.nextLink'])).origin).not.toBe(GRAPH);
  });
  it('returns an empty page with a next link', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'empty-page', times: 1 });
    const first = await ask(`${DEVICES}?$top=5`);
    expect(first.body.value).toEqual([]);
    expect((await ask(String(first.body['@odata.nextLink']))).body.value).toHaveLength(5);
  });
  it('redirects elsewhere, and challenges claims', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'redirect', times: 1 });
    expect((await ask('/me')).status).toBe(302);
    control.fault({ kind: 'claims-challenge', times: 1 });
    expect((await ask('/me')).headers.get('www-authenticate')).toContain('insufficient_claims');
  });
  it('delays the response', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'delay', delayMs: 1, times: 1 });
    expect((await ask('/me')).status).toBe(200);
  });
});

describe('the request log', () => {
  it('holds no tokens, codes or bodies', async () => {
    const { ask, control } = await signedIn();
    await ask('/me', { headers: { 'client-request-id': 'mine' } });
    const text = JSON.stringify(control.requests);
    expect(text).not.toMatch(/code_challenge|Bearer|eyJ|code=/);
    expect(control.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v1.0/me',
      status: 200,
      clientRequestId: 'mine',
    });
    control.clearRequests();
    expect(control.requests).toEqual([]);
  });
  it('keeps the newest and counts all', () => {
    const log = createRequestLog(10);
    for (let at = 0; at < 25; at += 1) log.add({ at, method: 'GET', path: '/', status: 200 });
    expect(log.total).toBe(25);
    expect(log.records.length).toBeLessThanOrEqual(10);
    expect(log.records.at(-1)?.at).toBe(24);
  });
});

describe('the control', () => {
  it('chooses who signs in and finds devices by name', async () => {
    const { control } = await signedIn();
    expect(control.account().key).toBe('technician');
    expect(control.account('no-role').userPrincipalName).toBe('sam.okafor@contoso.example');
    expect(control.account().key).toBe('no-role');
    expect(() => control.account('stranger')).toThrow(RangeError);
    expect(control.devicesNamed(landmarks.twinA.name)).toEqual([
      landmarks.twinA.id,
      landmarks.twinB.id,
      landmarks.twinC.id,
    ]);
    expect(() => control.accepted('nothing')).toThrow(RangeError);
    expect(control.accepted('ready')).toBe(0);
  });
});
