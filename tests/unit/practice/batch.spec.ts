import { describe, expect, it } from 'vitest';
import { landmarks } from '../../../practice/index';
import type { Ask } from './support';
import { GRAPH, signedIn } from './support';

interface Part {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

const { ready, never } = landmarks;
const device = (id: string) => `/deviceManagement/managedDevices/${id}`;
const action = (id: string) => `${device(id)}/requestRemoteAssistance`;
const JSON_BODY = { headers: { 'Content-Type': 'application/json' }, body: {} };

async function batch(
  ask: Ask,
  requests: unknown,
): Promise<{ readonly status: number; readonly parts: readonly Part[] }> {
  const { status, body } = await ask('/$batch', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
  return { status, parts: (body['responses'] ?? []) as readonly Part[] };
}

describe('a batch', () => {
  it('answers every part under its id with its own status', async () => {
    const { ask } = await signedIn();
    const { status, parts } = await batch(ask, [
      { id: 'a', method: 'GET', url: `${device(ready.id)}?$select=deviceName` },
      { id: 'b', method: 'GET', url: device('nothing').slice(1) },
    ]);
    expect(status).toBe(200);
    expect(parts.map((part) => [part.id, part.status])).toEqual([
      ['a', 200],
      ['b', 404],
    ]);
    expect(parts[0]?.body).toMatchObject({ deviceName: ready.name });
    expect(parts[0]?.headers['request-id']).toBeDefined();
  });
  it('carries headers per part', async () => {
    const { ask } = await signedIn();
    const url = '/users?$search="displayName:emma"';
    const { parts } = await batch(ask, [
      { id: '1', method: 'GET', url },
      { id: '2', method: 'GET', url, headers: { ConsistencyLevel: 'eventual' } },
    ]);
    expect(parts.map((part) => part.status)).toEqual([400, 200]);
  });
  it('lets a POST act only with a JSON body and type', async () => {
    const { ask, control } = await signedIn();
    const { parts } = await batch(ask, [
      { id: '1', method: 'POST', url: action(ready.id) },
      { id: '2', method: 'POST', url: action(ready.id), body: {} },
      { id: '3', method: 'POST', url: action(ready.id), ...JSON_BODY },
    ]);
    expect(parts.map((part) => part.status)).toEqual([400, 400, 204]);
    expect(control.accepted(ready.id)).toBe(1);
  });
  it('skips the dependents of a failed part', async () => {
    const { ask, control } = await signedIn();
    const { parts } = await batch(ask, [
      { id: '1', method: 'GET', url: device('nothing') },
      { id: '2', method: 'POST', url: action(never.id), dependsOn: ['1'], ...JSON_BODY },
    ]);
    expect(parts[1]?.status).toBe(424);
    expect(control.accepted(never.id)).toBe(0);
  });
  it('refuses absolute addresses', async () => {
    const { ask } = await signedIn();
    const { parts } = await batch(ask, [
      { id: '1', method: 'GET', url: `${GRAPH}/v1.0/me` },
      { id: '2', method: 'GET', url: '//evil.example/me' },
    ]);
    expect(parts.map((part) => part.status)).toEqual([400, 400]);
  });
  it.each([
    ['more than twenty parts', Array.from({ length: 21 }, (_, id) => ({ id: String(id), method: 'GET', url: '/me' }))],
    [
      'an id twice',
      [
        { id: '1', method: 'GET', url: '/me' },
        { id: '1', method: 'GET', url: '/me' },
      ],
    ],
    ['no parts', []],
    ['a part without address', [{ id: '1', method: 'GET' }]],
    ['something else', 'nonsense'],
  ])('with %s is refused as a whole', async (_, requests) => {
    const { ask } = await signedIn();
    expect((await batch(ask, requests)).status).toBe(400);
  });
  it('that is not JSON is refused', async () => {
    const { ask } = await signedIn();
    expect((await ask('/$batch', { method: 'POST', body: '{' })).status).toBe(400);
  });
  it('is throttled part by part', async () => {
    const { ask, control } = await signedIn();
    control.fault({ kind: 'throttle', match: { path: '/me$' }, times: 1, retryAfter: 0.5 });
    const { status, parts } = await batch(ask, [
      { id: '1', method: 'GET', url: '/me' },
      { id: '2', method: 'GET', url: '/me' },
    ]);
    expect(status).toBe(200);
    expect(parts.map((part) => part.status)).toEqual([429, 200]);
    expect(parts[0]?.headers['Retry-After']).toBe('0.5');
    expect(control.requests.filter((record) => record.inBatch)).toHaveLength(2);
  });
});
