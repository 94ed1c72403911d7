import { describe, expect, it } from 'vitest';
import { deviceHandlers } from '../../main/desktop/ipc/handlers/device-handlers';
import { serve } from '../../main/desktop/ipc/serve';
import { createGraph } from '../../main/graph/graph-api';
import { createLiveSearch } from '../../main/inventory/live/live-search';
import { createShortlist } from '../../main/inventory/shortlist/shortlist';
import { createBridge } from '../../preload/bridge';
import { contract } from '../../shared/contract';
import { keepingLog, makeWire } from '../support/wire';
import type { Sent } from '../unit/graph/support';
import { bench, json } from '../unit/graph/support';

const ID = '0000000d-0000-4000-8000-000000000001';
const LINK = 'https://get.teamviewer.com/s12-secret';

interface Part {
  readonly id: string;
  readonly url: string;
}
type Answer = (part: Part) => object;

/** A window, the bridge, main's search and what Graph answers: one part of a batch after the other, or a single read. */
function joined(answerPart: Answer, single: (sent: Sent) => Response = () => json({ value: [] })) {
  const answer = (sent: Sent): Response => {
    if (!sent.url.endsWith('/$batch')) return single(sent);
    const { requests } = JSON.parse(sent.body ?? '{}') as { requests: readonly Part[] };
    // Graph promises no order.
    return json({ responses: requests.map(answerPart).reverse() });
  };
  const b = bench([answer]);
  const shortlist = createShortlist({ clock: b.clock, changed: () => undefined });
  const finder = createLiveSearch({ graph: createGraph(b.transport), clock: b.clock, shortlist });
  const wire = makeWire();
  const group = { devices: contract.devices };
  serve(group, { devices: deviceHandlers({ finder: () => finder, shortlist }) }, wire.calls, keepingLog());
  const bridge = createBridge(group, wire.window);
  return {
    search: (text: string) => b.clock.drive(bridge.devices.search({ text })),
    read: (deviceId: string) => b.clock.drive(bridge.devices.read({ deviceId })),
  };
}

const rows = (...value: readonly unknown[]) => ({ value });
const part =
  (body: unknown, status = 200, headers: object = { 'Content-Type': 'application/json' }): Answer =>
  ({ id }) => ({ id, status, headers, body });
const devicesOnly =
  (...value: readonly unknown[]): Answer =>
  (one) =>
    part(one.url.includes('managedDevices') ? rows(...value) : rows())(one);

describe('unusual responses of Graph reach a window as rows or as a failure, never unparsed', () => {
  it('nulls, other types, unknown words, entities and hidden characters', async () => {
    const odd = {
      '@odata.type': '#microsoft.graph.managedDevice',
      id: ID,
      deviceName: 'Ole&apos;s\u202E TYO-1',
      serialNumber: 7,
      userId: null,
      userDisplayName: { x: 1 },
      operatingSystem: 'TempleOS',
      complianceState: 'sideways',
      managedDeviceOwnerType: 3,
      lastSyncDateTime: '0001-01-01T00:00:00Z',
      enrolledDateTime: '2024-01-01T00:00:00.1234567Z',
      wiFiMacAddress: 'n/a',
      remoteAssistanceSessionUrl: LINK,
    };
    const found = await joined(devicesOnly(odd, null, 'x', [], { id: '../../users' })).search("Ole's TYO-1");
    if (!found.ok) throw new Error(found.error.code);
    expect(found.value.problems).toEqual([]);
    expect(found.value.devices).toHaveLength(1);
    expect(found.value.devices[0]).toMatchObject({
      id: ID,
      name: "Ole's TYO-1",
      serial: '',
      userId: '',
      userName: '',
      platform: 'other',
      compliance: 'other',
      ownership: 'unknown',
      lastCheckIn: null,
      enrolledAt: '2024-01-01T00:00:00.123Z',
      wifiMac: '',
    });
    expect(JSON.stringify(found)).not.toContain('teamviewer');
  });

  it('the same device in several parts, in another order than asked, is one row', async () => {
    const found = await joined(
      devicesOnly({ id: ID, deviceName: 'TYO-LT-1' }, { id: ID, deviceName: 'TYO-LT-1' }),
    ).search('TYO-LT-1');
    expect(found).toMatchObject({ ok: true, value: { problems: [], truncated: false } });
    expect(found.ok && found.value.devices.map(({ id }) => id)).toEqual([ID]);
  });

  it.each([
    ['a body that is not a list', part({ value: 'none' })],
    [
      'a body in base64, as parts that are no JSON come',
      part(Buffer.from('<html>').toString('base64'), 200, { 'Content-Type': 'text/html' }),
    ],
    ['no body', part(undefined)],
  ])('%s is one failed part, reported once', async (_what, answer) => {
    const found = await joined(answer).search('TYO-LT-1');
    expect(found).toMatchObject({ ok: true, value: { devices: [], problems: [{ code: 'graph.malformed' }] } });
    expect(found.ok && found.value.problems).toHaveLength(1);
  });

  it('no license, and a role that only the directory needs, are reported as such', async () => {
    const none = await joined(
      part(
        {
          error: {
            code: 'BadRequest',
            message: '{"_version":3,"Message":"Request not applicable to target tenant.","ErrorCode":"x"}',
          },
        },
        400,
      ),
    ).search('TYO-LT-1');
    expect(none).toMatchObject({ ok: true, value: { problems: [{ code: 'graph.license' }] } });
    const denied = {
      error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' },
    };
    const half = await joined(
      (one) =>
        (one.url.includes('managedDevices')
          ? part(rows({ id: ID, deviceName: 'TYO-LT-1', userPrincipalName: 'anna.keller@contoso.example' }))
          : part(denied, 403))(one),
      () => json(denied, 403),
    ).search('anna.keller');
    expect(half).toMatchObject({
      ok: true,
      value: { devices: [{ id: ID }], problems: [{ code: 'graph.forbidden', why: 'directory' }] },
    });
  });

  it('a proxy that responds in place of Graph is one cause, however many calls it blocks', async () => {
    const page = (): Response =>
      new Response('<html><title>Blocked</title></html>', {
        status: 403,
        headers: { 'content-type': 'text/html', via: '1.1 proxy.contoso.example' },
      });
    const wired = joined(part(rows()), page);
    expect(await wired.read(ID)).toMatchObject({ ok: false, error: { code: 'network.proxy' } });
  });

  it('a single read returns fields that no list has, and nothing of a session', async () => {
    const one = await joined(part(rows()), () =>
      json({ id: ID, deviceName: 'TYO-LT-1', ethernetMacAddress: '001a.2b3c.4d5e', remoteAssistanceSessionUrl: LINK }),
    ).read(ID);
    expect(one).toMatchObject({ ok: true, value: { ethernetMac: '00:1A:2B:3C:4D:5E', source: 'live' } });
    expect(JSON.stringify(one)).not.toContain('teamviewer');
    expect(
      await joined(part(rows()), () => json({ id: '0000000d-0000-4000-8000-000000000002' })).read(ID),
    ).toMatchObject({ ok: false, error: { code: 'graph.malformed' } });
  });
});
