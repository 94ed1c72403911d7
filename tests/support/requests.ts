import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Session, TenantView } from '../../shared/contract/session';

export const aTenant = (over: Partial<TenantView> = {}): TenantView => ({
  profileId: 'practice',
  name: 'Contoso',
  tenantId: 't1',
  cloud: 'custom',
  color: null,
  practice: true,
  assistanceAvailable: true,
  provider: 'graph',
  hosts: null,
  ...over,
});

export const signedIn = (over: Partial<Extract<Session, { state: 'signed-in' }>> = {}): Session => ({
  state: 'signed-in',
  tenant: aTenant(),
  account: { name: 'Alex', upn: 'alex@contoso.example' },
  persistence: 'encrypted',
  reason: null,
  approvalUntil: null,
  otherAccount: null,
  ...over,
});

/** A request as windows see it; `name` is the device's. */
export function aRequest({
  name = 'TYO-LT-04127',
  user = '佐藤 美咲',
  ...over
}: Partial<AssistanceRequest> & { name?: string; user?: string } = {}): AssistanceRequest {
  const subject = {
    deviceId: 'd1',
    deviceName: name,
    serial: 'S1',
    userName: user,
    upn: 'u@contoso.example',
    tenantId: 't1',
    tenantName: 'Contoso',
    account: 'a@contoso.example',
    provider: 'graph' as const,
  };
  return {
    id: 'r1',
    subject,
    ticket: '',
    reason: '',
    note: '',
    state: 'waiting',
    steps: [],
    failure: null,
    evidence: null,
    linkHost: null,
    graphRequestIds: [],
    nextCheckAt: null,
    lastCheckAt: null,
    ...over,
  };
}
