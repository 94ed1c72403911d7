import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraph } from '../../../main/graph/graph-api';
import type { GraphPort } from '../../../main/graph/port';
import { BASE, bench, json, netError, ROOT, type Sent, status, type Step } from './support';

const ID = '0000000d-0000-4000-8000-000000000001';
const other = (n: number): string => `0000000d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const row = (id: string, more: object = {}): object => ({ id, deviceName: `N-${id}`, ...more });

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

function api(steps: readonly Step[]) {
  const b = bench(steps);
  const graph = createGraph(b.transport);
  return { ...b, run: <T>(work: (graph: GraphPort) => Promise<T>): Promise<T> => b.clock.drive(work(graph)) };
}

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

describe('pages', () => {
  const next = (n: number): string => `${BASE}/users/u1/managedDevices?$skiptoken=${n}`;
  const run = (steps: readonly Step[]) => {
    const b = api(steps);
    return b.run((graph) => graph.devicesOfUser('u1')).then((outcome) => ({ ...b, outcome }));
  };

  it('are followed unchanged, empty ones too', async () => {
    const { outcome, sent } = await run([
      json({ value: [], '@odata.nextLink': next(1) }),
      json({ value: [row(ID)], '@odata.nextLink': null }),
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { devices: [{ id: ID }], truncated: false } });
    expect(sent[1]?.url).toBe(next(1));
  });

  it.each(['https://evil.example/v1.0/users', `${ROOT}/v1.0/users/u1/manager`, `${ROOT}/beta/users`])(
    'that lead to %s are blocked and get no token',
    async (link) => {
      const { sent } = await run([json({ value: [row(ID)], '@odata.nextLink': link }), status(404)]);
      expect(sent.every(({ url }) => url.startsWith(`${BASE}/users/u1`))).toBe(true);
      const b = api([json({ value: [row(ID)], '@odata.nextLink': link })]);
      expect(await b.run((graph) => graph.devicesOfApp('a1'))).toMatchObject({
        ok: false,
        error: { code: 'graph.blocked' },
      });
      expect(b.sent).toHaveLength(1);
    },
  );

  it.each([7, {}, '', 'x'.repeat(9_000), 'no url'])('with the next link %j are malformed', async (link) => {
    const b = api([json({ value: [row(ID)], '@odata.nextLink': link })]);
    expect(await b.run((graph) => graph.devicesOfApp('a1'))).toMatchObject({
      ok: false,
      error: { code: 'graph.malformed' },
    });
  });

  it('that lead in a circle end', async () => {
    const link = `${BASE}/deviceManagement/detectedApps/a1/managedDevices?$skiptoken=1`;
    const b = api([json({ value: [row(ID)], '@odata.nextLink': link })]);
    expect(await b.run((graph) => graph.devicesOfApp('a1'))).toMatchObject({
      ok: false,
      error: { code: 'graph.malformed' },
    });
    expect(b.sent).toHaveLength(2);
  });

  it('end after five, and report that there is more', async () => {
    let n = 0;
    const { outcome, sent } = await run([() => json({ value: [row(other(n))], '@odata.nextLink': next(++n) })]);
    expect(outcome).toMatchObject({ ok: true, value: { truncated: true } });
    expect(sent).toHaveLength(5);
  });

  /** Goes on until the list ends; answers the ids, and how often it went on. */
  const toEnd = async (b: ReturnType<typeof api>): Promise<{ ids: readonly string[]; turns: number }> => {
    let page = await b.run((graph) => graph.devicesOfUser('u1'));
    const ids: string[] = [];
    for (let turns = 0; ; turns++) {
      if (!page.ok) throw new Error(page.error.code);
      ids.push(...page.value.devices.map(({ id }) => id));
      const { rest } = page.value;
      if (rest === undefined) return { ids, turns };
      page = await b.run(() => rest());
    }
  };

  it('continue where they ended, five at a time, to the last one', async () => {
    let n = 0;
    const b = api([() => json({ value: [row(other(n))], ...(++n < 12 && { '@odata.nextLink': next(n) }) })]);
    const { ids, turns } = await toEnd(b);
    expect(ids).toEqual(Array.from({ length: 12 }, (_, at) => other(at)));
    expect(turns).toBe(2);
    expect(b.sent).toHaveLength(12);
  });

  it('that are larger than asked for lose no row', async () => {
    const large = Array.from({ length: 600 }, (_, at) => row(other(at)));
    const b = api([json({ value: large, '@odata.nextLink': next(1) }), json({ value: [row(ID)] })]);
    expect((await toEnd(b)).ids).toHaveLength(601);
  });

  it('continue from the same page after a failed read', async () => {
    const page = (n: number, more: boolean): Step =>
      json({ value: [row(other(n))], ...(more && { '@odata.nextLink': next(n + 1) }) });
    const b = api([
      page(0, true),
      page(1, true),
      page(2, true),
      page(3, true),
      page(4, true),
      page(5, true),
      status(403),
      page(5, true),
      page(6, false),
    ]);
    const first = await b.run((graph) => graph.devicesOfUser('u1'));
    const rest = first.ok ? first.value.rest : undefined;
    if (rest === undefined) throw new Error('no way to the rest');
    expect(await b.run(() => rest())).toMatchObject({ ok: false, error: { code: 'graph.forbidden' } });
    expect(await b.run(() => rest())).toMatchObject({
      ok: true,
      value: { devices: [{ id: other(5) }, { id: other(6) }], truncated: false },
    });
  });

  it('that lead back to a page already continued from end', async () => {
    let n = 0;
    const b = api([() => json({ value: [row(other(n))], '@odata.nextLink': next(++n > 6 ? 2 : n) })]);
    await expect(toEnd(b)).rejects.toThrow('graph.malformed');
  });
});

describe('a page of the tenant', () => {
  const link = `${BASE}/deviceManagement/managedDevices?$skiptoken=1`;

  it('has up to a thousand devices with the narrow select, and its entries stay unparsed', async () => {
    const odd = [7, { id: 3 }, row(ID)];
    const b = api([json({ value: odd, '@odata.nextLink': link })]);
    expect(await b.run((graph) => graph.devicePage({ kind: 'all' }))).toMatchObject({
      ok: true,
      value: { bytes: new TextEncoder().encode(JSON.stringify({ value: odd, '@odata.nextLink': link })), hint: link },
    });
    expect(decodeURIComponent(b.sent[0]?.url ?? '')).toMatch(
      /managedDevices\?\$select=id,deviceName,[A-Za-z,]+&\$top=1000$/,
    );
  });

  it('reports the guessed next link while the rest is downloading, unless it is a refusal', async () => {
    let end: () => void = () => undefined;
    const rest = new Promise<void>((resolve) => (end = resolve));
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(encoder.encode(`{"@odata.nextLink":${JSON.stringify(link)},"value":[`));
        await rest;
        controller.enqueue(encoder.encode(']}'));
        controller.close();
      },
    });
    const hints: string[] = [];
    const b = api([json({ '@odata.nextLink': 'https://refused' }, 400), new Response(body, { status: 200 })]);
    await b.run((graph) => graph.devicePage({ kind: 'all' }, { onHint: (hint) => hints.push(hint) }));
    expect(hints).toEqual([]);
    const coming = b.run((graph) => graph.devicePage({ kind: 'all' }, { onHint: (hint) => (hints.push(hint), end()) }));
    expect(await coming).toMatchObject({ ok: true, value: { hint: link } });
    expect(hints).toEqual([link]);
  });

  it('is reached by the link of the one before, unchanged', async () => {
    const b = api([json({ value: [] })]);
    expect(await b.run((graph) => graph.devicePage({ kind: 'next', link }))).toMatchObject({
      ok: true,
      value: { hint: null },
    });
    expect(b.sent[0]?.url).toBe(link);
  });

  it('can be narrowed to the devices that checked in since', async () => {
    const b = api([json({ value: [] })]);
    await b.run((graph) => graph.devicePage({ kind: 'changed', since: '2026-11-23T08:00:00Z' }));
    expect(decodeURIComponent(b.sent[0]?.url ?? '')).toContain(
      '$filter=lastSyncDateTime gt 2026-11-23T08:00:00.000Z&$select=',
    );
  });

  it('is not requested with an invalid time', async () => {
    const b = api([]);
    expect(await b.run((graph) => graph.devicePage({ kind: 'changed', since: "' or 1 eq 1" }))).toMatchObject({
      ok: false,
      error: { code: 'input.invalid' },
    });
    expect(b.sent).toHaveLength(0);
  });

  it('never leads to another origin', async () => {
    const b = api([]);
    expect(
      await b.run((graph) =>
        graph.devicePage({ kind: 'next', link: 'https://evil.example/v1.0/deviceManagement/managedDevices' }),
      ),
    ).toMatchObject({ ok: false, error: { code: 'graph.blocked' } });
    expect(b.sent).toHaveLength(0);
  });

  it('of background work shows no wait when Graph throttles', async () => {
    const quiet = api([status(429, { 'retry-after': '3' }), json({ value: [] })]);
    await quiet.run((graph) => graph.devicePage({ kind: 'all' }, { background: true }));
    expect(quiet.throttled).toEqual([]);
    const loud = api([status(429, { 'retry-after': '3' }), json({ value: [] })]);
    await loud.run((graph) => graph.devicePage({ kind: 'all' }));
    expect(loud.throttled).toEqual([3]);
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
