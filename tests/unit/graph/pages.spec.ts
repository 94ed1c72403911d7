import { describe, expect, it } from 'vitest';
import { api, ID, other, row } from './api-bench';
import { BASE, json, ROOT, status, type Step } from './support';

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
