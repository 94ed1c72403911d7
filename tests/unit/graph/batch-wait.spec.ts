import { describe, expect, it } from 'vitest';
import { createGraph } from '../../../main/graph/graph-api';
import { bench, json } from './support';

const FILTER = [{ field: 'serialNumber', op: 'eq', value: 'PF3X' }] as const;
const part = (status: number, headers: Record<string, string> = {}, body: object = { value: [] }) =>
  json({ responses: [{ id: '0', status, headers, body }] });
const busy = (seconds: number) =>
  part(429, { 'Retry-After': String(seconds) }, { error: { code: 'TooManyRequests', message: 'x' } });

describe('a part of a batch', () => {
  it('that is throttled and retried is announced', async () => {
    const b = bench([busy(7), part(200)]);
    expect(await b.clock.drive(createGraph(b.transport).findDevices(FILTER))).toMatchObject([{ ok: true }]);
    expect(b.throttled).toEqual([7]);
    expect(b.sent).toHaveLength(2);
  });

  it('that has to wait too long is not announced, and reports how long', async () => {
    const b = bench([busy(125)]);
    expect(await b.clock.drive(createGraph(b.transport).findDevices(FILTER))).toMatchObject([
      { ok: false, error: { code: 'graph.throttled', retryAfter: 125 } },
    ]);
    expect(b.throttled).toEqual([]);
    expect(b.sent).toHaveLength(1);
  });

  it('that is background work is not announced', async () => {
    const b = bench([busy(7), part(200)]);
    await b.clock.drive(createGraph(b.transport).findDevices(FILTER, { background: true }));
    expect(b.throttled).toEqual([]);
    expect(b.sent).toHaveLength(2);
  });

  it('that the caller stops during the wait is cancelled, and the parts that were answered stay', async () => {
    const stop = new AbortController();
    const mixed = json({
      responses: [
        { id: '0', status: 429, headers: { 'Retry-After': '60' }, body: { error: { code: 'Busy', message: 'x' } } },
        { id: '1', status: 200, headers: {}, body: { value: [] } },
      ],
    });
    const b = bench([mixed]);
    const work = createGraph(b.transport).findDevices([...FILTER, { field: 'deviceName', op: 'eq', value: 'PC-17' }], {
      signal: stop.signal,
    });
    while (b.throttled.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await work).toMatchObject([{ ok: false, error: { code: 'cancelled' } }, { ok: true }]);
    expect(b.sent).toHaveLength(1);
  });

  it('that is refused without a reason names the permission that the token lacks', async () => {
    const b = bench([part(403, {}, { error: { code: 'Forbidden', message: '' } })]);
    const ask = b.tokens.token.bind(b.tokens);
    b.tokens.token = async (request) => {
      const given = await ask(request);
      return given.ok ? { ok: true, value: { ...given.value, scopes: ['User.Read'] } } : given;
    };
    expect(await b.clock.drive(createGraph(b.transport).findDevices(FILTER))).toMatchObject([
      { ok: false, error: { code: 'graph.scope-missing', scopes: ['DeviceManagementManagedDevices.Read.All'] } },
    ]);
  });

  it('of a batch that a proxy answered is reported as such', async () => {
    const b = bench([() => new Response('<html>', { status: 403 })]);
    expect(await b.clock.drive(createGraph(b.transport).findDevices(FILTER))).toMatchObject([
      { ok: false, error: { code: 'network.proxy' } },
    ]);
  });
});
