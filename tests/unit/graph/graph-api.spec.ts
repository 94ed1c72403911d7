import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { api, ID, other, row } from './api-bench';
import { BASE, json, netError, type Sent, status, type Step } from './support';

interface Part {
  id: string;
  method: string;
  url: string;
}
const partsOf = (sent: Sent | undefined): Part[] =>
  (JSON.parse(sent?.body ?? '{"requests":[]}') as { requests: Part[] }).requests;
const batchOf =
  (answer: (part: Part) => object | null): Step =>
  (sent) =>
    json({
      responses: partsOf(sent)
        .map(answer)
        .filter((part) => part !== null),
    });

describe('findDevices', () => {
  const filters = [
    { field: 'deviceName', op: 'contains', value: "a'b" },
    { field: 'serialNumber', op: 'eq', value: 'X' },
  ] as const;

  it('sends all filters in one batch and returns the outcomes in their order', async () => {
    const b = api([
      batchOf((part) => ({
        id: part.id,
        status: 200,
        body: {
          value: [row(other(Number(part.id)))],
          ...(part.id === '1' ? { '@odata.nextLink': `${BASE}/deviceManagement/managedDevices?$skiptoken=1` } : {}),
        },
      })),
    ]);
    const found = await b.run((graph) => graph.findDevices(filters));
    expect(found).toMatchObject([
      { ok: true, value: { devices: [{ id: other(0) }], truncated: false } },
      { ok: true, value: { devices: [{ id: other(1) }], truncated: true } },
    ]);
    expect(b.sent).toHaveLength(1);
    expect(b.sent[0]).toMatchObject({ method: 'POST', url: `${BASE}/$batch` });
    const [first] = partsOf(b.sent[0]);
    expect(first).toMatchObject({ id: '0', method: 'GET' });
    expect(decodeURIComponent(first?.url ?? '')).toMatch(
      /^\/deviceManagement\/managedDevices\?\$filter=contains\(deviceName,'a''b'\)&\$select=id,deviceName,.*&\$top=200$/,
    );
  });

  it('never sends an empty value', async () => {
    const b = api([batchOf((part) => ({ id: part.id, status: 200, body: { value: [] } }))]);
    const found = await b.run((graph) =>
      graph.findDevices([{ field: 'userPrincipalName', op: 'eq', value: ' ' }, ...filters]),
    );
    expect(found[0]).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(partsOf(b.sent[0])).toHaveLength(2);
    const none = api([json({})]);
    await none.run((graph) => graph.findDevices([{ field: 'imei', op: 'eq', value: '' }]));
    expect(none.sent).toHaveLength(0);
  });

  it('retries only the throttled parts, after the longest wait', async () => {
    const b = api([
      batchOf((part) =>
        part.id === '0'
          ? { id: '0', status: 429, headers: { 'Retry-After': '3.5' }, body: {} }
          : { id: part.id, status: 200, body: { value: [] } },
      ),
      batchOf((part) => ({ id: part.id, status: 200, body: { value: [row(ID)] } })),
    ]);
    const found = await b.run((graph) => graph.findDevices(filters));
    expect(found.every(({ ok }) => ok)).toBe(true);
    expect(b.sent.map((sent) => partsOf(sent).map(({ id }) => id))).toEqual([['0', '1'], ['0']]);
    expect(b.clock.waits).toEqual([3_500]);
    expect(b.throttled).toEqual([4]);
  });

  it('gives up a part after five rounds and keeps the others', async () => {
    const b = api([
      batchOf((part) =>
        part.id === '0' ? { id: '0', status: 429 } : { id: part.id, status: 200, body: { value: [] } },
      ),
    ]);
    const found = await b.run((graph) => graph.findDevices(filters));
    expect(found[0]).toMatchObject({ ok: false, error: { code: 'graph.throttled', status: 429 } });
    expect(found[1]?.ok).toBe(true);
    expect(b.sent).toHaveLength(5);
  });

  it('reads a part alone when its token is refused, so that the token is renewed', async () => {
    const b = api([
      batchOf((part) =>
        part.id === '0'
          ? { id: '0', status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'x' } } }
          : { id: part.id, status: 200, body: { value: [] } },
      ),
      status(401),
      json({ value: [row(ID)] }),
    ]);
    const found = await b.run((graph) => graph.findDevices(filters));
    expect(found[0]).toMatchObject({ ok: true, value: { devices: [{ id: ID }] } });
    expect(b.tokens.requests.some(({ forceRefresh }) => forceRefresh === true)).toBe(true);
  });

  it('reports a part that is missing in the response, and all parts of an invalid response', async () => {
    const missing = api([
      batchOf((part) => (part.id === '1' ? null : { id: part.id, status: 200, body: { value: 'no list' } })),
    ]);
    for (const found of await missing.run((graph) => graph.findDevices(filters)))
      expect(found).toMatchObject({ ok: false, error: { code: 'graph.malformed' } });
    const none = api([json('hello')]);
    for (const found of await none.run((graph) => graph.findDevices(filters)))
      expect(found).toMatchObject({ ok: false, error: { code: 'graph.malformed' } });
  });

  it('splits more than twenty filters', async () => {
    const many = Array.from({ length: 45 }, (_, n) => ({ field: 'serialNumber', op: 'eq', value: `S${n}` }) as const);
    const b = api([batchOf((part) => ({ id: part.id, status: 200, body: { value: [row(other(Number(part.id)))] } }))]);
    const found = await b.run((graph) => graph.findDevices(many));
    expect(b.sent.map((sent) => partsOf(sent).length)).toEqual([20, 20, 5]);
    expect(found[44]).toMatchObject({ value: { devices: [{ id: other(44) }] } });
  });
});

describe('one device', () => {
  it('is read with fields that no list has, and works without them', async () => {
    const b = api([
      json({ ...row(ID), ethernetMacAddress: '00-1A-2B-3C-4D-5E' }),
      json({ ...row(ID), ethernetMacAddress: null }),
    ]);
    expect(await b.run((graph) => graph.device(ID))).toMatchObject({
      ok: true,
      value: { ethernetMac: '00:1A:2B:3C:4D:5E' },
    });
    const other = await b.run((graph) => graph.device(ID));
    expect(other.ok && 'ethernetMac' in other.value).toBe(false);
    expect(b.sent.map(({ url }) => new URL(url).searchParams.get('$select')?.split(',').at(-1))).toEqual([
      'ethernetMacAddress',
      'ethernetMacAddress',
    ]);
  });
});

describe('session facts', () => {
  const URL_TEXT = 'https://get.teamviewer.com/s123-secret';
  const raw = (id: string): object => ({
    id,
    remoteAssistanceSessionUrl: URL_TEXT,
    remoteAssistanceSessionErrorDetails: 'see https://get.teamviewer.com/s123-secret',
    deviceActionResults: [
      {
        actionName: 'x',
        actionState: 'pending',
        startDateTime: '2026-11-23T09:00:00Z',
        lastUpdatedDateTime: '0001-01-01T00:00:00Z',
      },
      7,
      { actionName: 9 },
    ],
    lastSyncDateTime: '2026-11-23T08:00:00Z',
  });

  it('come from the only form of GET that returns the link', async () => {
    const b = api([json(raw(ID), 200, { date: 'Mon, 23 Nov 2026 09:00:00 GMT' })]);
    expect(await b.run((graph) => graph.sessionFacts(ID))).toMatchObject({
      ok: true,
      value: {
        deviceId: ID,
        sessionUrl: URL_TEXT,
        errorDetails: 'see …',
        actions: [
          { name: 'x', state: 'pending', startedAt: '2026-11-23T09:00:00.000Z', updatedAt: null },
          { name: '', state: '', startedAt: null, updatedAt: null },
        ],
        lastCheckIn: '2026-11-23T08:00:00.000Z',
        serverTime: Date.UTC(2026, 10, 23, 9),
      },
    });
    expect(decodeURIComponent(b.sent[0]?.url ?? '')).toBe(
      `${BASE}/deviceManagement/managedDevices/${ID}?$select=id,deviceName,remoteAssistanceSessionUrl,remoteAssistanceSessionErrorDetails,deviceActionResults,lastSyncDateTime,managementAgent`,
    );
    expect(JSON.stringify(b.log.lines)).not.toContain('teamviewer');
  });

  it('about another device are refused', async () => {
    expect(await api([json(raw(other(2)))]).run((graph) => graph.sessionFacts(ID))).toMatchObject({
      ok: false,
      error: { code: 'graph.malformed' },
    });
    expect(await api([json(row(other(2)))]).run((graph) => graph.device(ID))).toMatchObject({
      ok: false,
      error: { code: 'graph.malformed' },
    });
  });

  it('of several devices come in batches, each with its own outcome', async () => {
    const ids = Array.from({ length: 21 }, (_, n) => other(n));
    const b = api([
      batchOf((part) =>
        part.id === '3'
          ? { id: '3', status: 404, body: {} }
          : { id: part.id, status: 200, body: raw(other(Number(part.id))) },
      ),
    ]);
    const facts = await b.run((graph) => graph.sessionFactsOf([...ids, ids[0]!, 'bad id']));
    expect(b.sent).toHaveLength(2);
    expect(facts.size).toBe(22);
    expect(facts.get(other(3))).toMatchObject({ ok: false, error: { code: 'graph.not-found' } });
    expect(facts.get(other(20))).toMatchObject({ ok: true, value: { deviceId: other(20) } });
    expect(facts.get('bad id')).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
  });
});

describe('devices of a user', () => {
  const person = { id: 'u1', displayName: 'Ann', userPrincipalName: 'Ann@x.y', mail: null };

  it('come from the navigation', async () => {
    const b = api([json({ value: [row(ID), { noId: 1 }] })]);
    expect(await b.run((graph) => graph.devicesOfUser('u1'))).toMatchObject({
      ok: true,
      value: { devices: [{ id: ID }], truncated: false },
    });
    expect(b.sent[0]?.url).toContain('/users/u1/managedDevices?$select=');
  });

  it('come from the UPN when the navigation is refused, and others that an ignored filter lets through are left out', async () => {
    const b = api([
      status(403),
      json(person),
      json({ value: [row(ID, { userPrincipalName: 'ann@X.Y' }), row(other(2), { userPrincipalName: 'bob@x.y' })] }),
    ]);
    expect(await b.run((graph) => graph.devicesOfUser('u1'))).toMatchObject({
      ok: true,
      value: { devices: [{ id: ID }] },
    });
    expect(b.tokens.requests.map(({ scopes }) => scopes[0])).toEqual([
      'DeviceManagementManagedDevices.Read.All',
      'User.ReadBasic.All',
      'DeviceManagementManagedDevices.Read.All',
    ]);
  });

  it('are not requested with an empty UPN', async () => {
    const b = api([status(404), json({ ...person, userPrincipalName: '' }), json({ value: [row(ID)] })]);
    expect(await b.run((graph) => graph.devicesOfUser('u1'))).toMatchObject({
      ok: false,
      error: { code: 'graph.not-found' },
    });
    expect(b.sent).toHaveLength(2);
  });

  it('are not tried on another path while offline', async () => {
    const b = api([netError('ERR_INTERNET_DISCONNECTED')]);
    expect(await b.run((graph) => graph.devicesOfUser('u1'))).toMatchObject({
      ok: false,
      error: { code: 'network.offline' },
    });
    expect(b.sent).toHaveLength(1);
  });
});

describe('people and apps', () => {
  it('searches people with the advanced level and the least scope', async () => {
    const b = api([
      json({ value: [{ id: 'u1', displayName: 'Ann \u202E', userPrincipalName: 'ann@x.y' }, { id: 7 }] }),
    ]);
    expect(await b.run((graph) => graph.searchPeople('an"n'))).toEqual({
      ok: true,
      value: [{ id: 'u1', name: 'Ann', upn: 'ann@x.y', mail: '' }],
    });
    expect(b.sent[0]?.headers.get('consistencylevel')).toBe('eventual');
    expect(new URL(b.sent[0]!.url).searchParams.get('$search')).toBe(
      '"displayName:an\\"n" OR "userPrincipalName:an\\"n" OR "mail:an\\"n"',
    );
    expect(b.tokens.requests).toEqual([{ scopes: ['User.ReadBasic.All'], interactive: false }]);
  });

  it('searches detected apps by name', async () => {
    const b = api([
      json({ value: [{ id: 'a1', displayName: 'Teams', version: '1', publisher: 'M', deviceCount: -3 }] }),
    ]);
    expect(await b.run((graph) => graph.searchApps('teams'))).toEqual({
      ok: true,
      value: [{ id: 'a1', name: 'Teams', version: '1', publisher: 'M', deviceCount: 0 }],
    });
    expect(new URL(b.sent[0]!.url).searchParams.get('$filter')).toBe("contains(displayName,'teams')");
  });

  it('never asks for the write scope to read', async () => {
    const b = api([json({ value: [] })]);
    await b.run((graph) =>
      Promise.all([
        graph.searchPeople('a'),
        graph.searchApps('a'),
        graph.devicesOfApp('a'),
        graph.devicesOfUser('u'),
        graph.device(ID),
        graph.sessionFacts(ID),
      ]),
    );
    expect(b.tokens.requests.flatMap(({ scopes }) => scopes).filter((scope) => scope.includes('ReadWrite'))).toEqual(
      [],
    );
  });
});

describe('hostile answers', () => {
  const url = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc.constant('https://evil.example/v1.0/users'),
    fc.constant(`${BASE}/users`),
  );
  const payload = fc.oneof(
    fc.json().map((text) => text),
    fc.string(),
    fc
      .record({
        value: fc.oneof(
          fc.anything(),
          fc.array(fc.record({ id: fc.oneof(fc.constant(ID), fc.anything()), deviceName: fc.anything() })),
        ),
        '@odata.nextLink': url,
        responses: fc.anything(),
      })
      .map((body) => {
        try {
          return JSON.stringify(body) ?? '';
        } catch {
          return '';
        }
      }),
  );

  it('never throw and never get a token for another origin', async () => {
    await fc.assert(
      fc.asyncProperty(payload, fc.constantFrom(200, 200, 200, 401, 403, 404), async (text, code) => {
        const b = api([() => new Response(text, { status: code })]);
        await b.run((graph) =>
          Promise.all([
            graph.findDevices([{ field: 'deviceName', op: 'contains', value: 'x' }]),
            graph.device(ID),
            graph.devicesOfUser('u1'),
            graph.user('u1'),
            graph.searchPeople('x'),
            graph.searchApps('x'),
            graph.devicesOfApp('a1'),
            graph.sessionFacts(ID),
            graph.sessionFactsOf([ID]),
          ]),
        );
        for (const sent of b.sent) expect(sent.url.startsWith(`${BASE}/`)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
