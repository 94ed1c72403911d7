import { describe, expect, it } from 'vitest';
import type { TokenPort, TokenRequest } from '../../../../main/auth/port';
import { createGraph } from '../../../../main/graph/graph-api';
import { createTransport } from '../../../../main/graph/transport';
import { createLiveSearch } from '../../../../main/inventory/live/live-search';
import { createShortlist } from '../../../../main/inventory/shortlist/shortlist';
import { landmarkPeople, landmarks } from '../../../../practice/index';
import { ok } from '../../../../shared/result';
import { anAccount } from '../../../support/main-builders';
import { AutoClock, MemoryLog } from '../../graph/support';
import { bench, EVERYTHING, GRAPH, signIn } from '../../practice/support';

/** The real transport, search and the practice tenant, joined by nothing but fetch. */
async function join(options: Parameters<typeof bench>[0] = {}) {
  const tenant = bench({ devices: 2_500, ...options });
  const clock = new AutoClock();
  const log = new MemoryLog();
  const requests: TokenRequest[] = [];
  const urls: string[] = [];
  const tokens: TokenPort = {
    async token(request) {
      requests.push(request);
      const answer = await signIn(tenant, 'technician', EVERYTHING, request.claims);
      return ok({
        value: String(answer['access_token']),
        account: anAccount(),
      });
    },
  };
  const fetch = (url: string, init: RequestInit): Promise<Response> => {
    urls.push(url);
    return tenant.handler(new Request(url, init));
  };
  const transport = createTransport({ root: GRAPH, fetch, tokens, clock, log, random: () => 0.5 });
  const graph = createGraph(transport);
  const shortlist = createShortlist({ clock, changed: () => undefined });
  const finder = createLiveSearch({ graph, clock, shortlist });
  const search = async (text: string) => {
    const answer = await clock.drive(finder.search(text));
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  return { tenant, clock, log, requests, urls, graph, finder, search };
}

describe('live search on the practice tenant', () => {
  it.each([
    ['TYO-LT-04127', landmarks.ready.id],
    ['tyo-lt-04127', landmarks.ready.id],
    ['pf4d7k2q', landmarks.ready.id],
    [landmarks.ready.id, landmarks.ready.id],
  ])('finds %s first', async (text, id) => {
    const { search } = await join();
    const { devices, problems } = await search(text);
    expect(problems).toEqual([]);
    expect(devices[0]).toMatchObject({ id, source: 'live' });
    expect(devices[0]?.match).not.toBeNull();
  });

  it.each(['佐藤', '佐藤 美咲', 'misaki.sato@contoso.example'])(
    'finds the user and the devices by %s',
    async (text) => {
      const { search } = await join();
      const { devices, people } = await search(text);
      expect(people.map(({ id }) => id)).toContain(landmarkPeople[0]?.id);
      expect(devices.map(({ id }) => id)).toContain(landmarks.ready.id);
    },
  );

  it.each([
    ['佐藤 美咲 <misaki.sato@contoso.example>', landmarks.ready.id, 'address'],
    ['mailto:misaki.sato@contoso.example', landmarks.ready.id, 'address'],
    ['S/N: PF4D7K2Q', landmarks.ready.id, 'serial'],
    ['INC0012345 PF4D7K2Q', landmarks.ready.id, 'serial'],
    ['CONTOSO\\TYO-LT-04127$', landmarks.ready.id, 'name'],
    ['TYO-LT-04127.corp.contoso.example', landmarks.ready.id, 'name'],
    ['P F 4 D 7 K 2 Q', landmarks.ready.id, 'joined'],
    ['*PF4D7K2Q*', landmarks.ready.id, 'text'],
    [`{${landmarks.ready.id.toUpperCase()}}`, landmarks.ready.id, 'id'],
    [
      `https://intune.microsoft.com/#view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId/${landmarks.ready.id}`,
      landmarks.ready.id,
      'id',
    ],
    ['user id: 0000000a-0000-4000-8000-000000000001', landmarks.ready.id, 'id'],
    ['さとう みさき', landmarks.ready.id, 'romanised'],
    ['佐藤さん', landmarks.ready.id, 'person'],
    ['IMEI: 49-015420-323751-8', landmarks.entityName.id, 'imei'],
    ['090-5550-0051', landmarks.entityName.id, 'phone'],
    ['VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7', landmarks.virtualMachine.id, 'text'],
    ['5CGOOOOOO1', landmarks.userless.id, 'heard'],
    ['00012345', landmarks.longDigits.id, 'heard'],
    ['Juergen Weiss', landmarks.error.id, 'text'],
    ['JÜRGEN WEISS', landmarks.error.id, 'text'],
    ['juergen weiß', landmarks.error.id, 'text'],
    ['emmataylor', landmarks.lingering.id, 'person'],
    ['Emma Taylors Laptop', landmarks.lingering.id, 'person'],
    [
      'https://contoso-my.sharepoint.com/personal/emma_taylor_contoso_example/Documents',
      landmarks.lingering.id,
      'address',
    ],
    ['papa-foxtrot-4-delta-7-kilo-2-quebec', landmarks.ready.id, 'joined'],
    ['パパ フォックストロット 4 デルタ 7 キロ 2 ケベック', landmarks.ready.id, 'joined'],
    ['佐藤美咲です', landmarks.ready.id, 'person'],
    ['Nora Lindqvist', landmarks.guest.id, 'text'],
    ['nora.lindqvist@fabrikam.example', landmarks.guest.id, 'text'],
    ['nora.lindqvist_fabrikam.example#EXT#@contoso.example', landmarks.guest.id, 'text'],
    ['*PF3W0057*', landmarks.scanned.id, 'text'],
    [']C1PF3W0057', landmarks.scanned.id, 'text'],
    ['SPF3W0057', landmarks.scanned.id, 'serial'],
    ['1S20XW004XGEPF3W0057', landmarks.scanned.id, 'serial'],
    ['(01)04012345678901(21)PF3W0057', landmarks.scanned.id, 'serial'],
  ])('finds the device named by %s', async (text, id, kind) => {
    const { search } = await join();
    const { devices, readings, problems } = await search(text);
    expect(problems).toEqual([]);
    expect(devices.map((device) => device.id)).toContain(id);
    expect(readings[0]?.kind).toBe(kind);
  });

  it.each(["Ole's iPhone", 'Ole’s iPhone', 'Ole&apos;s iPhone'])(
    'finds a name that the service stores with an entity by %s',
    async (text) => {
      const { search } = await join();
      expect((await search(text)).devices.map(({ id }) => id)).toContain(landmarks.entityName.id);
    },
  );

  it.each(['--', '??', '('])('makes no call for %s', async (text) => {
    const { search, urls } = await join();
    expect(await search(text)).toMatchObject({ devices: [], people: [], problems: [] });
    expect(urls).toEqual([]);
  });

  it('has the MAC address of the network socket only from the read of one device', async () => {
    const { graph, finder, clock, search } = await join();
    const { macAddress: landmark } = landmarks;
    const one = await clock.drive(graph.device(landmark.id));
    expect(one).toMatchObject({ ok: true, value: { wifiMac: '3C:21:9C:0A:5E:71', ethernetMac: '3C:21:9C:0A:5E:70' } });
    const { devices } = await search(landmark.name);
    expect(devices[0]).toMatchObject({ id: landmark.id, wifiMac: '3C:21:9C:0A:5E:71' });
    expect(devices[0]).not.toHaveProperty('ethernetMac');
    expect(await clock.drive(finder.read(landmark.id))).toMatchObject({
      ok: true,
      value: { ethernetMac: '3C:21:9C:0A:5E:70' },
    });
    // What was read is kept with the device that was opened.
    expect((await search(landmark.name)).devices[0]).toMatchObject({ id: landmark.id, source: 'live' });
  });

  it('flags twins of one name', async () => {
    const { search } = await join();
    const { devices } = await search('TYO-LT-07001');
    expect(devices.filter(({ name }) => name === 'TYO-LT-07001').map(({ twins }) => twins)).toEqual([2, 2, 2]);
    expect(devices.find(({ id }) => id === landmarks.twinC.id)).toMatchObject({ stale: true, lastCheckIn: null });
  });

  it("escapes quotes, as in O'Brien", async () => {
    const { search } = await join();
    const { people, problems } = await search("O'Brien");
    expect(problems).toEqual([]);
    expect(people.map(({ upn }) => upn)).toContain('shaun.obrien@contoso.example');
  });

  it('checks again what an ignored filter lets through', async () => {
    const { search, graph, clock } = await join();
    // The service ignores a filter on a property that it does not support, and answers with every device.
    const [page] = await clock.drive(
      graph.findDevices([{ field: 'serialNumber', op: 'contains', value: '7K2Q' } as never]),
    );
    expect(page?.ok && page.value.devices.length).toBe(200);
    const { devices } = await search('zzzz-no-such-device');
    expect(devices).toEqual([]);
  });

  it('reads devices of a user and of an app', async () => {
    const { finder, clock, search } = await join();
    const person = landmarkPeople[0]?.id ?? '';
    const ofPerson = await clock.drive(finder.ofPerson(person));
    expect(ofPerson.ok && ofPerson.value.devices.map(({ id }) => id)).toContain(landmarks.ready.id);
    const { apps } = await search('teams');
    expect(apps.length).toBeGreaterThan(0);
    const ofApp = await clock.drive(finder.ofApp(apps[0]?.id ?? ''));
    expect(ofApp.ok && ofApp.value.devices.length).toBeGreaterThan(0);
  });

  it('reaches every device of an app that is on more than five pages', async () => {
    const { finder, clock, search } = await join();
    const { apps } = await search('Microsoft Edge');
    const app = apps.find(({ name }) => name === 'Microsoft Edge');
    let list = await clock.drive(finder.ofApp(app?.id ?? ''));
    const ids = new Set<string>();
    let turns = 0;
    for (;;) {
      if (!list.ok) throw new Error(list.error.code);
      for (const { id } of list.value.devices) ids.add(id);
      const { more } = list.value;
      if (more === undefined) break;
      turns += 1;
      list = await clock.drive(finder.more(more));
    }
    expect(turns).toBeGreaterThan(1);
    expect(ids.size).toBe(app?.deviceCount);
    expect(list.value.truncated).toBe(false);
  });

  it('shows hostile rows safely', async () => {
    const { search, finder, clock } = await join({ hostile: true });
    const row = await clock.drive(finder.read(landmarks.hostileName.id));
    expect(row.ok && row.value.name).toBe('PAR-LT-00666<script>alert(1)</script>');
    for (const text of ['XXXXXXXX', 'LONGNAME1', 'BADTYPES1', 'BADENUMS1', 'RED']) {
      for (const device of (await search(text)).devices) {
        for (const value of Object.values(device)) {
          if (typeof value !== 'string') continue;
          expect(value).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(value.length).toBeLessThanOrEqual(256);
        }
      }
    }
  });
});

describe('the transport on the practice tenant', () => {
  it('survives throttling with fractional and missing Retry-After', async () => {
    const { tenant, search, clock } = await join();
    tenant.control.fault({ kind: 'throttle', match: { path: /managedDevices/ }, times: 2, retryAfter: 2.128 });
    tenant.control.fault({ kind: 'throttle', match: { path: /detectedApps/ }, times: 1, retryAfter: null });
    const { devices, problems } = await search('TYO-LT-04127');
    expect(devices[0]?.id).toBe(landmarks.ready.id);
    expect(problems).toEqual([]);
    expect(clock.waits).toContain(2_128);
  });

  it('answers a claims challenge and continues', async () => {
    const { tenant, graph, clock, requests } = await join();
    tenant.control.fault({ kind: 'claims-challenge', match: { path: /managedDevices/ }, times: 1 });
    expect(await clock.drive(graph.device(landmarks.ready.id))).toMatchObject({
      ok: true,
      value: { id: landmarks.ready.id },
    });
    expect(requests.at(-1)?.claims).toContain('access_token');
  });

  it('follows no next link to another host', async () => {
    const { tenant, graph, clock, urls } = await join();
    const person = landmarkPeople[0]?.id ?? '';
    tenant.control.fault({ kind: 'foreign-next-link', match: { path: /managedDevices/ } });
    const answer = await clock.drive(graph.devicesOfUser(person));
    expect(answer).toMatchObject({ ok: false, error: { code: 'graph.blocked' } });
    expect(urls.every((url) => url.startsWith(`${GRAPH}/v1.0/`))).toBe(true);
  });

  it.each([
    ['A', 403, 'graph.scope-missing'],
    ['B', 401, 'graph.forbidden'],
    ['C', 400, 'graph.unsupported'],
    ['D', 500, 'graph.server'],
  ] as const)('words error body %s', async (shape, status, code) => {
    const { tenant, graph, clock } = await join();
    tenant.control.fault({ kind: 'status', status, shape, match: { method: 'POST', path: /requestRemoteAssistance/ } });
    const outcome = await clock.drive(
      graph.requestRemoteAssistance(landmarks.ready.id, '3f000000-0000-4000-8000-000000000009'),
    );
    expect(outcome).toMatchObject({ failure: { code, status } });
    expect(tenant.control.requests.filter(({ path }) => path.includes('requestRemoteAssistance'))).toHaveLength(1);
  });

  it.each(['device', 'user', 'app'] as const)(
    'requests assistance through %s and reads the link afterwards',
    async (via) => {
      const { tenant, graph, clock, search } = await join();
      const userId = landmarkPeople[0]?.id ?? '';
      const appId = via === 'app' ? ((await search('teams')).apps[0]?.id ?? '') : '';
      const form = {
        device: { via: 'device' } as const,
        user: { via: 'user', userId } as const,
        app: { via: 'app', appId } as const,
      }[via];
      const id = '3f000000-0000-4000-8000-000000000009';
      const outcome = await clock.drive(graph.requestRemoteAssistance(landmarks.ready.id, id, form));
      if (via !== 'app') expect(outcome.kind).toBe('accepted');
      tenant.clock.pass(5_000);
      if (outcome.kind !== 'accepted') return;
      expect(await clock.drive(graph.sessionFacts(landmarks.ready.id))).toMatchObject({
        ok: true,
        value: { sessionUrl: expect.stringMatching(/^https:/) as string },
      });
      const many = await clock.drive(graph.sessionFactsOf([landmarks.ready.id, landmarks.never.id]));
      expect(many.get(landmarks.ready.id)).toMatchObject({ ok: true });
    },
  );

  it('does not send again when the connection broke after the service had accepted', async () => {
    const { tenant, graph, clock } = await join();
    tenant.control.fault({ kind: 'drop-after-accept', match: { path: /requestRemoteAssistance/ } });
    const outcome = await clock.drive(
      graph.requestRemoteAssistance(landmarks.ready.id, '3f000000-0000-4000-8000-000000000009'),
    );
    expect(outcome.kind).toBe('unknown');
    expect(tenant.control.accepted(landmarks.ready.id)).toBe(1);
  });
});
