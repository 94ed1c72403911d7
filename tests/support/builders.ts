import type { DeviceRow } from '../../shared/contract/devices';
import type { AssistanceRequest, ConfirmCard, RequestSubject } from '../../shared/contract/requests';
import type { Session, TenantView } from '../../shared/contract/session';
import type { Log } from '../../shared/log';
import type { ManagedDevice } from '../../shared/managed-device';

/*
 * Valid values for tests. Each function returns a whole value; `over` replaces members of it. A test names the members that it
 * depends on, and leaves the others to the defaults.
 */

/** A device of which only the id is known, so that no search finds it by a default. */
export const aBlankDevice = (over: Partial<ManagedDevice> = {}): ManagedDevice => ({
  id: 'device-1',
  name: '',
  serial: '',
  entraId: '',
  userId: '',
  userName: '',
  upn: '',
  mail: '',
  os: '',
  osVersion: '',
  platform: 'windows',
  manufacturer: '',
  model: '',
  imei: '',
  phone: '',
  wifiMac: '',
  category: '',
  compliance: 'compliant',
  ownership: 'company',
  enrollment: '',
  lastCheckIn: '2026-11-23T08:00:00.000Z',
  enrolledAt: null,
  ...over,
});

let devices = 0;
/** A device with an id of its own: of two calls, two devices. */
export function aDevice(over: Partial<ManagedDevice> = {}): ManagedDevice {
  devices += 1;
  return aBlankDevice({
    id: `00000000-0000-4000-8000-${devices.toString(16).padStart(12, '0')}`,
    name: 'TYO-LT-1',
    serial: 'PF1',
    os: 'Windows',
    osVersion: '10',
    lastCheckIn: null,
    ...over,
  });
}

/** The laptop of 佐藤 美咲, with every field that a request looks at. Each call returns the same device. */
export const aLaptop = (over: Partial<ManagedDevice> = {}): ManagedDevice =>
  aBlankDevice({
    name: 'TYO-LT-04127',
    serial: 'SN1',
    entraId: 'entra-1',
    userId: 'user-1',
    userName: '佐藤 美咲',
    upn: 'misaki@contoso.example',
    mail: 'misaki@contoso.example',
    os: 'Windows',
    osVersion: '10.0.26100',
    manufacturer: 'Dell',
    model: 'Latitude',
    enrollment: 'windowsAzureADJoin',
    lastCheckIn: '2026-11-23T08:50:00.000Z',
    enrolledAt: '2026-01-01T00:00:00.000Z',
    ...over,
  });

/** A device as a list shows it, from the local inventory; its name is its id in capital letters. */
export const aRow = (over: Partial<DeviceRow> & { readonly id: string }): DeviceRow => ({
  ...aBlankDevice({
    name: over.id.toUpperCase(),
    serial: 'S1',
    userName: 'Sato',
    upn: 'sato@contoso.example',
    os: 'Windows',
    osVersion: '10.0.26100',
    manufacturer: 'Contoso',
    model: 'One',
    lastCheckIn: '2026-11-23T09:00:00Z',
  }),
  match: null,
  source: 'local',
  asOf: '2026-11-23T08:00:00.000Z',
  twins: 0,
  stale: false,
  pinned: false,
  ...over,
});

/** A connected tenant as windows see it: the practice tenant. */
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

type SignedInSession = Extract<Session, { state: 'signed-in' }>;

export const signedIn = (over: Partial<SignedInSession> = {}): SignedInSession => ({
  state: 'signed-in',
  tenant: aTenant(),
  account: { name: 'Alex', upn: 'alex@contoso.example' },
  persistence: 'encrypted',
  reason: null,
  approvalUntil: null,
  otherAccount: null,
  ...over,
});

/** What a request for `aLaptop` froze when it was confirmed. */
export const aSubject = (over: Partial<RequestSubject> = {}): RequestSubject => ({
  deviceId: 'device-1',
  deviceName: 'TYO-LT-04127',
  serial: 'SN1',
  userName: '佐藤 美咲',
  upn: 'misaki@contoso.example',
  tenantId: 'tenant-1',
  tenantName: 'Contoso',
  account: 'alice@contoso.example',
  provider: 'graph',
  ...over,
});

/** A waiting request as windows see it. `subject` replaces single members of the subject. */
export const aRequest = ({
  subject = {},
  ...over
}: Partial<Omit<AssistanceRequest, 'subject'>> & {
  readonly subject?: Partial<RequestSubject>;
} = {}): AssistanceRequest => ({
  id: 'r1',
  subject: aSubject(subject),
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
});

/** A closed request as the history stores it; what tells it from others contains `id`. `at`: when it was sent, ISO 8601. */
export const aClosedRequest = (
  id: string,
  at: string,
  { subject = {}, ...over }: Parameters<typeof aRequest>[0] = {},
): AssistanceRequest =>
  aRequest({
    id,
    subject: {
      deviceId: `device-${id}`,
      deviceName: `NB-${id}`,
      serial: `SER-${id}`,
      userName: '山田 花子',
      upn: 'hanako@contoso.example',
      tenantId: 'tenant-a',
      account: 'tech@contoso.example',
      ...subject,
    },
    ticket: `INC-${id}`,
    reason: 'printer',
    state: 'closed',
    steps: [
      { state: 'sending', at, cause: null },
      { state: 'closed', at: new Date(Date.parse(at) + 60_000).toISOString(), cause: null },
    ],
    linkHost: 'get.teamviewer.com',
    graphRequestIds: [`graph-${id}`],
    ...over,
  });

/** The confirm card of `aLaptop`, without notes. */
export const aCard = (over: Partial<ConfirmCard> = {}): ConfirmCard => ({
  handle: 'handle-1',
  device: aLaptop(),
  subject: aSubject(),
  notes: [],
  needsOverride: false,
  last: null,
  others: [],
  expiresAt: '2026-11-23T10:05:00Z',
  ...over,
});

export const silentLog: Log = { info: () => undefined, warn: () => undefined, fault: () => 'ref' };
