import type { Tenant } from '../tenant';
import type { Reply, SignedCall } from './reply';

const PARTNER_ID = '7ea3a1e0-0000-4000-8000-000000000001';

/** Permissions of the role Help Desk Operator that this client asks about. */
const HELP_DESK_ACTIONS = [
  'Microsoft.Intune_ManagedDevices_Read',
  'Microsoft.Intune_Organization_Read',
  'Microsoft.Intune_RemoteAssistance_Read',
  'Microsoft.Intune_RemoteTasks_RequestRemoteAssistance',
  'Microsoft.Intune_RemoteTasks_RebootNow',
  'Microsoft.Intune_RemoteTasks_SyncDevice',
  'Microsoft.Intune_Audit_Read',
] as const;

/** GET /deviceManagement/remoteAssistancePartners. */
export function listPartners(tenant: Tenant, call: SignedCall): Reply {
  const status = tenant.state.connector;
  const partner = {
    id: PARTNER_ID,
    displayName: 'TeamViewer',
    onboardingUrl: 'https://login.teamviewer.com/oauth2/authorize',
    onboardingStatus: status,
    lastConnectionDateTime:
      status === 'onboarded' ? new Date(call.now - 420_000).toISOString() : '0001-01-01T00:00:00Z',
  };
  return {
    status: 200,
    body: {
      '@odata.context': `${tenant.origin.graph}/v1.0/$metadata#deviceManagement/remoteAssistancePartners`,
      value: [partner],
    },
  };
}

/** GET /deviceManagement/getEffectivePermissions(scope='*'). notAllowedResourceActions is always empty. */
export function effectivePermissions(call: SignedCall): Reply {
  const allowed = call.token.account.intuneRole ? HELP_DESK_ACTIONS : [];
  return {
    status: 200,
    body: { value: [{ resourceActions: [{ allowedResourceActions: allowed, notAllowedResourceActions: [] }] }] },
  };
}
