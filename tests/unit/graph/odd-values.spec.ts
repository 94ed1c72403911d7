import { describe, expect, it } from 'vitest';
import { createGraph } from '../../../main/graph/graph-api';
import { parseDevice } from '../../../main/graph/managed-device';
import type { GraphPort } from '../../../main/graph/port';
import { BASE, bench, json, ROOT, status, type Step } from './support';

const ID = '0000000d-0000-4000-8000-000000000001';
const row = (id: string, more: object = {}): object => ({ id, deviceName: `N-${id}`, ...more });

function api(steps: readonly Step[]) {
  const b = bench(steps);
  const graph = createGraph(b.transport);
  return { ...b, run: <T>(work: (graph: GraphPort) => Promise<T>): Promise<T> => b.clock.drive(work(graph)) };
}

describe('a next link that quotes the last device', () => {
  const link = (name: string): string =>
    `${BASE}/detectedApps/a1/managedDevices?$skiptoken=LastDeviceName='${name}',LastDeviceId='${ID}'`;

  it.each(["O'Brien''s PC", 'PC #7', 'PC%20%237', 'R&D+Lab 50%', '会議室 #3', 'a?b#c d', "#'", '#'])(
    'named %j is followed with all of it',
    async (name) => {
      const path = link(name).replace('/detectedApps', '/deviceManagement/detectedApps');
      const b = api([json({ value: [row(ID)], '@odata.nextLink': path }), json({ value: [row('d2')] })]);
      expect(await b.run((graph) => graph.devicesOfApp('a1'))).toMatchObject({
        ok: true,
        value: { devices: [{ id: ID }, { id: 'd2' }] },
      });
      const asked = new URL(b.sent[1]?.url ?? '');
      expect(asked.hash).toBe('');
      expect(decodeURIComponent(asked.search.replaceAll('50%', '50%25'))).toContain(
        `LastDeviceName='${name.replaceAll('%20', ' ').replaceAll('%23', '#')}',LastDeviceId='${ID}'`,
      );
    },
  );

  it.each([
    `${ROOT}/v1.0/users/u1/managedDevices#?x=1`,
    `${ROOT} /v1.0/users?x=1`,
    `${ROOT}/v1.0/us ers?x`,
    `https://evil.example/?${BASE}/users`,
    `${BASE}/users/u1/managedDevices?x=\n`,
  ])('is refused when anything before the query is unusual: %j', async (next) => {
    const b = api([json({ value: [row(ID)], '@odata.nextLink': next })]);
    expect(await b.run((graph) => graph.devicesOfApp('a1'))).toMatchObject({ ok: false });
    expect(b.sent).toHaveLength(1);
  });
});

describe('a value with characters that have a meaning in URLs', () => {
  it.each(["R&D + Lab #1's 50% = ok?", 'a+b@contoso.example', '会議室 #3', '%27 or 1 eq 1', '"quoted" \\ /'])(
    '%j reaches the service unchanged, as one value of its filter',
    async (value) => {
      const b = api([
        (sent) => {
          const { requests } = JSON.parse(sent.body ?? '') as { requests: { id: string; url: string }[] };
          return json({ responses: requests.map(({ id }) => ({ id, status: 200, body: { value: [] } })) });
        },
      ]);
      await b.run((graph) =>
        graph.findDevices([
          { field: 'deviceName', op: 'eq', value },
          { field: 'serialNumber', op: 'eq', value },
        ]),
      );
      const { requests } = JSON.parse(b.sent[0]?.body ?? '') as { requests: { url: string }[] };
      for (const [at, field] of ['deviceName', 'serialNumber'].entries()) {
        const asked = new URL(`${BASE}${requests[at]?.url ?? ''}`);
        expect(asked.hash).toBe('');
        expect([...asked.searchParams.keys()]).toEqual(['$filter', '$select', '$top']);
        expect(asked.searchParams.get('$filter')).toBe(`${field} eq '${value.replaceAll("'", "''")}'`);
      }
    },
  );
});

describe('missing and special values of the service', () => {
  it('nulls everywhere give a device without known values', () => {
    const nothing = Object.fromEntries(
      [
        'deviceName',
        'serialNumber',
        'azureADDeviceId',
        'userId',
        'userDisplayName',
        'userPrincipalName',
        'emailAddress',
        'operatingSystem',
        'osVersion',
        'manufacturer',
        'model',
        'imei',
        'phoneNumber',
        'deviceCategoryDisplayName',
        'complianceState',
        'managedDeviceOwnerType',
        'deviceEnrollmentType',
        'lastSyncDateTime',
        'enrolledDateTime',
      ].map((name) => [name, null]),
    );
    expect(parseDevice({ id: ID, ...nothing })).toMatchObject({
      id: ID,
      name: '',
      serial: '',
      upn: '',
      userId: '',
      compliance: 'unknown',
      ownership: 'unknown',
      platform: 'other',
      lastCheckIn: null,
      enrolledAt: null,
    });
  });

  it.each([
    ['0001-01-01T00:00:00Z', null],
    ['0001-01-01T00:00:00.0000000+00:00', null],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
  ])('a check-in at %s is %s', (lastSyncDateTime, lastCheckIn) =>
    expect(parseDevice({ id: ID, lastSyncDateTime })?.lastCheckIn).toBe(lastCheckIn),
  );
});

describe('a user without devices', () => {
  const person = { id: 'u1', displayName: 'Anna', userPrincipalName: 'anna@contoso.example', mail: null };

  it('gets an empty list when the navigation returns 404, not a failure', async () => {
    const b = api([status(404), json(person), json({ value: [] })]);
    expect(await b.run((graph) => graph.devicesOfUser('u1'))).toMatchObject({
      ok: true,
      value: { devices: [], truncated: false },
    });
  });
});
