import { describe, expect, it } from 'vitest';
import { matchesTokens, parseSearch } from '../../../practice/graph/user-search';
import { landmarkPeople, landmarks, TENANT_ID } from '../../../practice/index';
import { asker, AUTHORITY, bench, EVERYTHING, GRAPH, READ, signedIn, signIn, WRITE } from './support';

const DEVICES = '/deviceManagement/managedDevices';
const CAPABLE = '{"access_token":{"xms_cc":{"values":["cp1"]}}}';
const { ready } = landmarks;

/** The JSON text inside an Intune message. */
const inner = (message: string | undefined): Record<string, string> =>
  JSON.parse(message ?? '') as Record<string, string>;

describe('access to Graph', () => {
  it.each([
    ['no token', {}],
    ['another scheme', { authorization: 'Basic x' }],
    ['an invented token', { authorization: 'Bearer x.y.z' }],
  ])('refuses %s', async (_, headers) => {
    const response = await bench().handler(new Request(`${GRAPH}/v1.0${DEVICES}`, { headers }));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  });
  it('refuses an expired token', async () => {
    const { ask, clock } = await signedIn();
    clock.pass(3_600_000);
    expect((await ask(DEVICES)).status).toBe(401);
  });
  it('names the scopes that would do, in shape A', async () => {
    const { ask } = await signedIn({}, 'technician', [READ]);
    const { status, body } = await ask(`${DEVICES}/${ready.id}/requestRemoteAssistance`, { method: 'POST' });
    expect(status).toBe(403);
    expect(body.error?.code).toBe('Forbidden');
    expect(body.error?.message.startsWith('{\r\n  "_version": 3,\r\n  "Message": "Application is not authorized')).toBe(
      true,
    );
    expect(inner(body.error?.message)['Message']).toContain(
      `following scopes: ${WRITE}, DeviceManagementConfiguration.ReadWrite.All - Operation ID`,
    );
  });
  it('refuses people search without its scope in Graph’s own words', async () => {
    const { ask } = await signedIn({}, 'technician', [READ]);
    expect(await ask('/users')).toMatchObject({
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied' } },
    });
  });
  it('answers 401 in the doubly nested shape B to someone without an Intune role', async () => {
    const { ask } = await signedIn({}, 'no-role');
    const { status, headers, body } = await ask(DEVICES);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBeNull();
    expect(body.error?.code).toBe('UnknownError');
    const outer = inner(body.error?.message);
    expect(outer['ErrorCode']).toBe('Forbidden');
    expect(inner(inner(outer['Message'])['HttpHeaders'])['WWW-Authenticate']).toContain('urn:intune:service');
    expect(await ask("/deviceManagement/getEffectivePermissions(scope='*')")).toMatchObject({
      status: 200,
      body: { value: [{ resourceActions: [{ allowedResourceActions: [] }] }] },
    });
  });
  it('challenges revoked tokens of capable clients until one satisfies the claims', async () => {
    const tenant = bench();
    const ask = asker(tenant, (await signIn(tenant, 'technician', EVERYTHING, CAPABLE))['access_token']);
    expect((await ask(DEVICES)).status).toBe(200);
    tenant.control.revokeTokens();
    const { status, headers } = await ask(DEVICES);
    expect(status).toBe(401);
    const challenge = headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('error="insufficient_claims"');
    const claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString();
    const plain = asker(tenant, (await signIn(tenant, 'technician', EVERYTHING, CAPABLE))['access_token']);
    expect((await plain(DEVICES)).status).toBe(401);
    const satisfied = asker(tenant, (await signIn(tenant, 'technician', EVERYTHING, claims))['access_token']);
    expect((await satisfied(DEVICES)).status).toBe(200);
  });
  it('sends no challenge to clients that cannot answer one', async () => {
    const { ask, control } = await signedIn();
    control.revokeTokens();
    expect((await ask(DEVICES)).headers.get('www-authenticate')).not.toContain('claims');
  });
  it('expires every token on demand', async () => {
    const { ask, control } = await signedIn();
    control.expireAccessTokens();
    expect((await ask('/me')).status).toBe(401);
  });
  it('repeats the client’s request id and sends its own, with the date', async () => {
    const { ask, clock } = await signedIn();
    const { headers } = await ask('/me', { headers: { 'client-request-id': 'mine' } });
    expect(headers.get('client-request-id')).toBe('mine');
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Date.parse(headers.get('date') ?? '')).toBe(clock.now());
  });
  it.each(['/groups', '/deviceManagement', `${DEVICES}/${ready.id}/wipe`, '/%E0%A4%A'])(
    'refuses the unknown path %s',
    async (path) => {
      expect((await (await signedIn()).ask(path)).status).toBe(400);
    },
  );
  it('breaks the connection to other hosts', async () => {
    await expect(bench().handler(new Request('https://graph.microsoft.com/v1.0/me'))).rejects.toThrow(TypeError);
  });
});

describe('lists of devices', () => {
  it('come in pages of a thousand at most, with an opaque next link that keeps the query', async () => {
    const { ask } = await signedIn({ devices: 2_300 });
    const sizes: number[] = [];
    const ids = new Set<unknown>();
    for (let link: unknown = `${GRAPH}/v1.0${DEVICES}?$select=deviceName&$top=5000`; typeof link === 'string';) {
      const { body } = await ask(link);
      sizes.push(body.value?.length ?? 0);
      for (const row of body.value ?? []) ids.add(row['id']);
      link = body['@odata.nextLink'];
      if (typeof link === 'string') expect(new URL(link).searchParams.get('$select')).toBe('deviceName');
    }
    expect(sizes).toEqual([1_000, 1_000, 300]);
    expect(ids.size).toBe(2_300);
  });
  it('honour $top and $select', async () => {
    const { ask } = await signedIn();
    const { body } = await ask(`${DEVICES}?$top=3&$select=deviceName,nonsense`);
    expect(body.value?.map((row) => Object.keys(row))).toEqual([
      ['id', 'deviceName'],
      ['id', 'deviceName'],
      ['id', 'deviceName'],
    ]);
  });
  it('refuse an invented skip token', async () => {
    expect((await (await signedIn()).ask(`${DEVICES}?$skiptoken=zzz`)).status).toBe(400);
  });
  it('never show select-only values', async () => {
    const { ask } = await signedIn();
    const { body } = await ask(
      `${DEVICES}?$filter=deviceName eq '${landmarks.open.name}'&$select=remoteAssistanceSessionUrl,ethernetMacAddress`,
    );
    expect(body.value?.[0]).toMatchObject({ remoteAssistanceSessionUrl: '', ethernetMacAddress: null });
  });
  it('are listed per user by id and by sign-in name', async () => {
    const { ask } = await signedIn();
    const byId = await ask(`/users/${landmarkPeople[0]?.id}/managedDevices`);
    const byName = await ask('/users/misaki.sato@contoso.example/managedDevices');
    expect(byId.body.value?.map((row) => row['deviceName'])).toContain(ready.name);
    expect(byName.body.value).toEqual(byId.body.value);
    expect((await ask('/users/nobody@contoso.example/managedDevices')).status).toBe(404);
  });
});

describe('a single device', () => {
  it('shows the session link only when $select names it', async () => {
    const { ask } = await signedIn();
    const path = `${DEVICES}/${landmarks.open.id}`;
    expect((await ask(path)).body['remoteAssistanceSessionUrl']).toBe('');
    expect((await ask(`${path}?$select=id`)).body['remoteAssistanceSessionUrl']).toBeUndefined();
    expect((await ask(`${path}?$select=remoteAssistanceSessionUrl`)).body['remoteAssistanceSessionUrl']).toContain(
      'https://get.teamviewer.com/',
    );
  });
  it('is found with either key style', async () => {
    const { ask } = await signedIn();
    expect((await ask(`${DEVICES}('${ready.id}')?$select=deviceName`)).body['deviceName']).toBe(ready.name);
  });
  it('shows the sentinel date when it never checked in', async () => {
    const { ask } = await signedIn();
    expect((await ask(`${DEVICES}/${landmarks.neverSeen.id}?$select=lastSyncDateTime`)).body['lastSyncDateTime']).toBe(
      '0001-01-01T00:00:00Z',
    );
  });
  it('returns 404 when it does not exist', async () => {
    expect((await (await signedIn()).ask(`${DEVICES}/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
  });
});

describe('the action', () => {
  it('works in its three URL forms, and only where the device belongs', async () => {
    const { ask, control } = await signedIn();
    const apps = (await ask('/deviceManagement/detectedApps')).body.value ?? [];
    const withDevice = async (): Promise<string> => {
      for (const app of apps) {
        const devices =
          (await ask(`/deviceManagement/detectedApps/${String(app['id'])}/managedDevices?$select=id`)).body.value ?? [];
        if (devices.some((row) => row['id'] === ready.id)) return String(app['id']);
      }
      throw new Error('no app on this device');
    };
    const post = async (path: string): Promise<number> =>
      (await ask(`${path}/managedDevices/${ready.id}/requestRemoteAssistance`, { method: 'POST' })).status;
    expect(await post('/deviceManagement')).toBe(204);
    expect(await post(`/users/${landmarkPeople[0]?.id}`)).toBe(204);
    expect(await post(`/deviceManagement/detectedApps/${await withDevice()}`)).toBe(204);
    expect(control.accepted(ready.id)).toBe(3);
    expect(await post(`/users/${landmarkPeople[1]?.id}`)).toBe(404);
    expect(await post('/deviceManagement/detectedApps/00000000-0000-4000-8000-000000000000')).toBe(404);
    expect(control.accepted(ready.id)).toBe(3);
  });
  it('is not reached by GET', async () => {
    const { ask, control } = await signedIn();
    expect((await ask(`${DEVICES}/${ready.id}/requestRemoteAssistance`)).status).toBe(400);
    expect(control.accepted(ready.id)).toBe(0);
  });
  it('is written to the audit log with the account and the device', async () => {
    const { ask } = await signedIn();
    const before = (await ask('/deviceManagement/auditEvents')).body.value?.length ?? 0;
    await ask(`${DEVICES}/${ready.id}/requestRemoteAssistance`, { method: 'POST' });
    const after = (await ask('/deviceManagement/auditEvents?$orderby=activityDateTime desc')).body.value ?? [];
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({
      activityType: 'requestRemoteAssistance ManagedDevice',
      category: 'Device',
      actor: { userPrincipalName: 'alex.morgan@contoso.example' },
      resources: [{ resourceId: ready.id }],
    });
    const { body } = await ask(
      "/deviceManagement/auditEvents?$filter=activityType eq 'syncDevice ManagedDevice'&$top=200",
    );
    expect(new Set(body.value?.map((event) => event['activityType']))).toEqual(new Set(['syncDevice ManagedDevice']));
  });
});

describe('people', () => {
  const eventual = { headers: { ConsistencyLevel: 'eventual' } };
  it('are searched only with the consistency header', async () => {
    const { ask } = await signedIn();
    const path = '/users?$search="displayName:emma"';
    expect((await ask(path)).body.error?.code).toBe('Request_UnsupportedQuery');
    expect((await ask(path, eventual)).body.value?.map((row) => row['displayName'])).toContain('Emma Taylor');
  });
  it('are found by the beginnings of words, not by their middle', async () => {
    const { ask } = await signedIn();
    const found = async (text: string) =>
      (await ask(`/users?$search="${encodeURIComponent(text)}"`, eventual)).body.value?.map(
        (row) => row['userPrincipalName'],
      );
    expect(await found('displayName:美咲')).toContain('misaki.sato@contoso.example');
    expect(await found('displayName:mma')).not.toContain('emma.taylor@contoso.example');
    expect(await found('userPrincipalName:misaki.sa')).toContain('misaki.sato@contoso.example');
    expect(await found('userPrincipalName:taylor')).toEqual([]);
  });
  it('joins clauses with OR and AND', () => {
    expect(parseSearch('"a:x" OR "b:y" AND "c:z"')).toEqual([
      [{ property: 'a', text: 'x' }],
      [
        { property: 'b', text: 'y' },
        { property: 'c', text: 'z' },
      ],
    ]);
    expect(parseSearch('"a:x\\"y\\\\"')).toEqual([[{ property: 'a', text: 'x"y\\' }]]);
  });
  it.each(['', 'a:x', '"a"', '"a:"', '"a:x" or "b:y"', '"a:x" OR', '"a:x'])('refuses the search %j', (text) => {
    expect(parseSearch(text)).toBeUndefined();
  });
  it('matches words in any order', () => {
    expect(matchesTokens('Emma Taylor', 'tay em')).toBe(true);
    expect(matchesTokens("Shaun O'Brien", "o'br")).toBe(true);
    expect(matchesTokens('Emma Taylor', 'tay ann')).toBe(false);
  });
});

describe('tenant facts', () => {
  it('contain the connector, the rights and the apps', async () => {
    const { ask, control } = await signedIn();
    expect((await ask('/deviceManagement/remoteAssistancePartners')).body.value?.[0]).toMatchObject({
      displayName: 'TeamViewer',
      onboardingStatus: 'onboarded',
    });
    control.setConnector('onboarding');
    expect((await ask('/deviceManagement/remoteAssistancePartners')).body.value?.[0]).toMatchObject({
      onboardingStatus: 'onboarding',
    });
    const rights = await ask('/deviceManagement/getEffectivePermissions(scope=%27*%27)');
    expect(JSON.stringify(rights.body)).toContain('Microsoft.Intune_RemoteTasks_RequestRemoteAssistance');
    const apps =
      (await ask("/deviceManagement/detectedApps?$filter=startswith(displayName,'viewer')")).body.value ?? [];
    expect(apps.length).toBeGreaterThan(1);
    expect((await ask(`/deviceManagement/detectedApps/${String(apps[0]?.['id'])}`)).body['displayName']).toBeNull();
    expect(
      (await ask(`/deviceManagement/detectedApps/${String(apps[0]?.['id'])}/managedDevices/${ready.id}`)).status,
    ).toBe(400);
  });
  it('return the signed-in user', async () => {
    const { ask } = await signedIn({}, 'technician-ja');
    expect((await ask('/me')).body).toMatchObject({
      displayName: '高橋 結衣',
      userPrincipalName: 'yui.takahashi@contoso.example',
    });
  });
  it('publishes endpoints of its own authority', async () => {
    const response = await bench().handler(
      new Request(`${AUTHORITY}/${TENANT_ID}/v2.0/.well-known/openid-configuration`),
    );
    expect(await response.json()).toMatchObject({
      issuer: `${AUTHORITY}/${TENANT_ID}/v2.0`,
      token_endpoint: `${AUTHORITY}/${TENANT_ID}/oauth2/v2.0/token`,
    });
  });
});

describe('a hostile tenant', () => {
  it('has rows that break the service’s promises, an ordinary one has not', async () => {
    const { ask } = await signedIn({ hostile: true });
    const rows = (await ask(DEVICES)).body.value ?? [];
    expect(rows.some((row) => typeof row['deviceName'] === 'string' && row['deviceName'].length === 100_000)).toBe(
      true,
    );
    expect(rows.some((row) => row['deviceName'] === 42)).toBe(true);
    expect(rows.some((row) => !('deviceName' in row))).toBe(true);
    expect(
      (await (await signedIn()).ask(DEVICES)).body.value?.every((row) => typeof row['deviceName'] === 'string'),
    ).toBe(true);
  });
});
