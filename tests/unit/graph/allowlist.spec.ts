import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeOf } from '../../../main/graph/allowlist';
import { graphRoot } from '../../../main/graph/graph-root';

/** Every action bound to a managed device in v1.0, and those of beta that people know. */
const ACTIONS = [
  'bypassActivationLock',
  'cleanWindowsDevice',
  'deleteUserFromSharedAppleDevice',
  'disableLostMode',
  'locateDevice',
  'logoutSharedAppleDeviceActiveUser',
  'rebootNow',
  'recoverPasscode',
  'remoteLock',
  'resetPasscode',
  'retire',
  'shutDown',
  'syncDevice',
  'updateWindowsDeviceAccount',
  'windowsDefenderScan',
  'windowsDefenderUpdateSignatures',
  'wipe',
  'setDeviceName',
  'rotateBitLockerKeys',
  'enableLostMode',
  'createDeviceLogCollectionRequest',
  'playLostModeSound',
  'sendCustomNotificationToCompanyPortal',
  'initiateOnDemandProactiveRemediation',
  'revokeAppleVppLicenses',
  'assignUser',
];
const ID = '7a1b2c3d-0000-4000-8000-000000000001';
const FORMS = [
  `/deviceManagement/managedDevices/${ID}`,
  `/users/${ID}/managedDevices/${ID}`,
  `/deviceManagement/detectedApps/${ID}/managedDevices/${ID}`,
  `/deviceManagement/comanagedDevices/${ID}`,
  `/me/managedDevices/${ID}`,
  `/deviceManagement/managedDevices('${ID}')`,
];
const root = graphRoot('https://graph.example.com');
const isAllowed = (method: string, address: string): boolean =>
  method === 'GET' || method === 'POST' ? root.resolve(method, address).ok : false;

describe('allowlist', () => {
  const cases = FORMS.flatMap((form) =>
    ACTIONS.flatMap((action) => [`${form}/${action}`, `${form}/microsoft.graph.${action}`]),
  );

  it.each(cases)('refuses %s', (path) => {
    for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']) {
      expect(isAllowed(method, path), method).toBe(false);
      expect(routeOf(method, path), method).toBeNull();
    }
  });

  it('refuses actions on the whole collection', () => {
    for (const action of ACTIONS) expect(isAllowed('POST', `/deviceManagement/managedDevices/${action}`)).toBe(false);
  });

  it.each([...FORMS, '/deviceManagement/managedDevices'])('refuses changing or deleting %s', (path) => {
    for (const method of ['PATCH', 'PUT', 'DELETE', 'POST']) expect(routeOf(method, path)).toBeNull();
  });

  it.each(FORMS.slice(0, 3))('allows the one action on %s', (path) => {
    expect(isAllowed('POST', `${path}/requestRemoteAssistance`)).toBe(true);
    expect(isAllowed('GET', `${path}/requestRemoteAssistance`)).toBe(false);
  });

  it.each([
    `/deviceManagement/managedDevices/${ID}/requestRemoteAssistance/../wipe`,
    `/deviceManagement/managedDevices/${ID}/requestRemoteAssistance%2f..%2fwipe`,
    `/deviceManagement/managedDevices/${ID}/%72etire`,
    `/deviceManagement/managedDevices/${ID}/requestRemoteAssistance/`,
    `/deviceManagement//managedDevices/${ID}`,
    `/deviceManagement/managedDevices/${ID}#x`,
    `/DeviceManagement/managedDevices/${ID}`,
    `/../beta/deviceManagement/managedDevices/${ID}`,
    `//evil.example/v1.0/users`,
    `/\\evil.example/users`,
    `/users/..`,
    `/$batch`,
    `/`,
    '',
  ])('refuses the odd path %j for a read', (path) => {
    expect(isAllowed('GET', path)).toBe(false);
  });
});

describe('addresses', () => {
  const next = (host: string): string => `https://${host}/v1.0/deviceManagement/managedDevices?$skiptoken=x`;

  it('keeps a next link unchanged', () => {
    const target = root.resolve('GET', `${next('graph.example.com')}&a=%27b%27`);
    expect(target).toMatchObject({
      ok: true,
      value: { href: `${next('graph.example.com')}&a=%27b%27`, route: '/deviceManagement/managedDevices' },
    });
  });

  it.each([
    next('evil.example'),
    next('graph.example.com.evil.example'),
    next('graph.example.com:444'),
    next('user:secret@graph.example.com'),
    next('graph.example.com@evil.example'),
    next('graph.example.com').replace('https', 'http'),
    next('graph.example.com').replace('v1.0', 'beta'),
    'https://graph.example.com/v1.0evil/users',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:application/json,{}',
  ])('blocks %s', (address) => {
    expect(root.resolve('GET', address)).toMatchObject({ ok: false, error: { code: 'graph.blocked' } });
  });

  it.each([
    'https://graph.example.com\\@evil.example/v1.0/users',
    'https://graph.example.com/v1.0/us\ners',
    'not a url',
    'https://',
  ])('calls %j malformed', (address) => {
    expect(root.resolve('GET', address)).toMatchObject({ ok: false, error: { code: 'graph.malformed' } });
  });

  it.each([
    'http://graph.example.com',
    'nonsense',
    '',
    'https://u:p@graph.example.com',
    'https://graph.example.com/?x=1',
  ])('blocks everything under the root %j', (bad) => {
    expect(graphRoot(bad).resolve('GET', '/users')).toMatchObject({ ok: false, error: { code: 'graph.blocked' } });
  });

  it('serves a root below a path', () => {
    const below = graphRoot('https://gateway.example/graph/');
    expect(below.resolve('GET', '/users')).toMatchObject({
      ok: true,
      value: { href: 'https://gateway.example/graph/v1.0/users' },
    });
    expect(below.resolve('GET', 'https://gateway.example/v1.0/users').ok).toBe(false);
  });

  it('never resolves anything to another origin', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string().map((text) => `/users/${text}`),
      fc.string().map((text) => `https://graph.example.com${text}`),
    );
    fc.assert(
      fc.property(anything, (address) => {
        const target = root.resolve('GET', address);
        expect(!target.ok || target.value.href.startsWith('https://graph.example.com/v1.0/')).toBe(true);
      }),
      { numRuns: 800 },
    );
  });
});
