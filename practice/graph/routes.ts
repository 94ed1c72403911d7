import type { Tenant } from '../tenant';
import { requestForApp, requestForUser, requestRemoteAssistance } from './assistance';
import { auditActivityTypes, auditCategories, listAuditEvents } from './audit';
import { getAppDevice, getDetectedApp, listAppDevices, listDetectedApps } from './detected-apps';
import { getDevice, listDevices, listUserDevices } from './devices';
import type { GraphRoute } from './reply';
import { effectivePermissions, listPartners } from './tenant-facts';
import { getMe, getUser, listUsers } from './users';

const READ = ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All'];
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';
const ACT = [WRITE, 'DeviceManagementConfiguration.ReadWrite.All'];
const PEOPLE = ['User.ReadBasic.All', 'User.Read.All'];
const AUDIT = ['DeviceManagementApps.Read.All', 'DeviceManagementApps.ReadWrite.All'];
const SERVICE = ['DeviceManagementServiceConfig.Read.All', 'DeviceManagementServiceConfig.ReadWrite.All'];
const RBAC = ['DeviceManagementRBAC.Read.All', 'DeviceManagementRBAC.ReadWrite.All'];

const DEVICES = '/deviceManagement/managedDevices';
const APPS = '/deviceManagement/detectedApps';

/** Everything this model of Graph answers; any other path is 404. */
export function graphRoutes(tenant: Tenant): readonly GraphRoute[] {
  const get = (path: string, scopes: readonly string[], intune: boolean, run: GraphRoute['run']): GraphRoute => ({
    method: 'GET',
    path,
    scopes,
    intune,
    run,
  });
  const post = (path: string, scopes: readonly string[], run: GraphRoute['run']): GraphRoute => ({
    method: 'POST',
    path,
    scopes,
    intune: true,
    run,
  });
  return [
    get('/me', ['User.Read', ...PEOPLE], false, (call) => getMe(tenant, call)),
    get('/users', PEOPLE, false, (call) => listUsers(tenant, call)),
    get('/users/{userId}', PEOPLE, false, (call) => getUser(tenant, call)),
    get('/me/managedDevices', READ, true, (call) =>
      listUserDevices(tenant, call, call.token.account.userPrincipalName),
    ),
    get('/users/{userId}/managedDevices', READ, true, (call) =>
      listUserDevices(tenant, call, call.params['userId'] ?? ''),
    ),
    get(DEVICES, READ, true, (call) => listDevices(tenant, call, () => true)),
    get(`${DEVICES}/{deviceId}`, READ, true, (call) => getDevice(tenant, call)),
    post(`${DEVICES}/{deviceId}/requestRemoteAssistance`, ACT, (call) => requestRemoteAssistance(tenant, call)),
    post('/users/{userId}/managedDevices/{deviceId}/requestRemoteAssistance', ACT, (call) =>
      requestForUser(tenant, call),
    ),
    post(`${APPS}/{appId}/managedDevices/{deviceId}/requestRemoteAssistance`, [WRITE], (call) =>
      requestForApp(tenant, call),
    ),
    get(APPS, READ, true, (call) => listDetectedApps(tenant, call)),
    get(`${APPS}/{appId}`, READ, true, (call) => getDetectedApp(tenant, call)),
    get(`${APPS}/{appId}/managedDevices`, READ, true, (call) => listAppDevices(tenant, call)),
    get(`${APPS}/{appId}/managedDevices/{deviceId}`, READ, true, getAppDevice),
    get('/deviceManagement/remoteAssistancePartners', SERVICE, true, (call) => listPartners(tenant, call)),
    // Someone without a role may ask what they may do: the answer is an empty list.
    get("/deviceManagement/getEffectivePermissions(scope='*')", RBAC, false, effectivePermissions),
    get('/deviceManagement/auditEvents', AUDIT, true, (call) => listAuditEvents(tenant, call)),
    get('/deviceManagement/auditEvents/getAuditCategories()', AUDIT, true, auditCategories),
    get("/deviceManagement/auditEvents/getAuditActivityTypes(category='Device')", AUDIT, true, auditActivityTypes),
  ];
}
