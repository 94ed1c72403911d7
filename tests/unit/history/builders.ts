import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Log } from '../../../shared/log';

export const owner = { homeAccountId: 'oid.tid', tenantId: 'tenant-a', cloud: null };
export const silent: Log = { info: () => undefined, warn: () => undefined, fault: () => 'ref' };

/** A request as the assistance folder hands it over. */
export function request(id: string, at: string, changes: Partial<AssistanceRequest> = {}): AssistanceRequest {
  return {
    id,
    subject: {
      deviceId: `device-${id}`,
      deviceName: `NB-${id}`,
      serial: `SER-${id}`,
      userName: '山田 花子',
      upn: 'hanako@contoso.example',
      tenantId: 'tenant-a',
      tenantName: 'Contoso',
      account: 'tech@contoso.example',
      provider: 'graph',
    },
    ticket: `INC-${id}`,
    reason: 'printer',
    note: '',
    state: 'closed',
    steps: [
      { state: 'sending', at, cause: null },
      { state: 'closed', at: new Date(Date.parse(at) + 60_000).toISOString(), cause: null },
    ],
    failure: null,
    evidence: null,
    linkHost: 'get.teamviewer.com',
    graphRequestIds: [`graph-${id}`],
    nextCheckAt: null,
    lastCheckAt: null,
    ...changes,
  };
}
