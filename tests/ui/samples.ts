import type { AppInfo } from '../../shared/contract/app';
import type { DeviceRow, PersonRow, SearchAnswer, Shortlist } from '../../shared/contract/devices';
import type { InventoryView } from '../../shared/contract/inventory';
import type { Preferences } from '../../shared/contract/preferences';
import { defaultPreferences } from '../../shared/contract/preferences';
import type { AssistanceRequest, CardNote, ConfirmCard, RequestState } from '../../shared/contract/requests';
import type { OtherAccount, Session, TenantView } from '../../shared/contract/session';
import type { SettingsView } from '../../shared/contract/settings';
import type { Failure, Outcome } from '../../shared/failure';
import type { Result } from '../../shared/result';
import { aCard, aRequest, aRow, aTenant, signedIn as signedInAs } from '../support/builders';
import type { Answers } from './stage';

/** The time in the page. */
export const NOW = new Date('2026-03-12T10:41:22Z');
const MINUTE = 60_000;
/** ISO time so many minutes before the time in the page. */
export const before = (minutes: number): string => new Date(NOW.getTime() - minutes * MINUTE).toISOString();

export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const err = <F extends Failure>(error: F): Result<never, F> => ({ ok: false, error });
export const answer =
  <T>(value: T) =>
  async (): Promise<Outcome<T>> =>
    ok(value);
export const refuse = (error: Failure) => async (): Promise<Outcome<never>> => err(error);

export const practiceTenant = aTenant({
  name: 'Contoso (practice)',
  tenantId: '0f6cbd00-0000-4000-8000-000000000001',
});
export const realTenant: TenantView = {
  ...practiceTenant,
  profileId: 'fabrikam',
  name: 'Fabrikam',
  tenantId: '0f6cbd00-0000-4000-8000-000000000002',
  cloud: 'global',
  color: '#c239b3',
  practice: false,
  hosts: {
    signIn: { host: 'login.microsoftonline.com', readable: null, doubt: null },
    graph: { host: 'graph.microsoft.com', readable: null, doubt: null },
    sessions: [],
  },
};
/** A custom cloud: its hosts do not belong to a well-known owner. */
export const customTenant: TenantView = {
  ...realTenant,
  profileId: 'northwind',
  name: 'Northwind',
  tenantId: '0f6cbd00-0000-4000-8000-000000000003',
  cloud: 'custom',
  color: null,
  hosts: {
    signIn: { host: 'login.northwind.example', readable: null, doubt: null },
    graph: { host: 'graph.northwind.example:8443', readable: null, doubt: null },
    sessions: [{ host: 'help.northwind.example', readable: null, doubt: null }],
  },
};
/** The same with hosts that should make a person stop. */
export const doubtfulTenant: TenantView = {
  ...customTenant,
  hosts: {
    signIn: { host: 'login.xn--micrsoftonline-yzl.com', readable: 'login.micrоsoftonline.com', doubt: 'pretends' },
    graph: { host: 'graph.xn--bcher-kva.example', readable: 'graph.bücher.example', doubt: 'letters' },
    sessions: [],
  },
};

export const signedIn: typeof signedInAs = (over) =>
  signedInAs({
    tenant: practiceTenant,
    account: { name: 'Alex Morgan', upn: 'alex.morgan@contoso.example' },
    ...over,
  });
export const signedOut = (reason: Failure | null = null, tenant = practiceTenant): Session => ({
  state: 'signed-out',
  tenant,
  reason,
});
/** A question who the person wants to be, after the page in the browser was finished as an administrator. */
export const otherAccount: OtherAccount = {
  questionId: '0f3c0000-0000-4000-8000-000000000001',
  expected: { name: 'Alex Morgan', upn: 'alex.morgan@contoso.example' },
  returned: { name: 'Alex Morgan (Admin)', upn: 'adm-alex.morgan@contoso.example' },
  until: before(-5),
};

export const signingIn = (tenant = practiceTenant): Session => ({
  state: 'signing-in',
  tenant,
  expiresAt: before(-5),
  otherAccount: null,
});
export const comingBack = (tenant = realTenant): Session => ({
  state: 'signing-in',
  tenant,
  expiresAt: before(-5),
  otherAccount,
});

export const preferences: Preferences = {
  ...defaultPreferences,
  retentionDays: 365,
  columns: ['name', 'userName', 'os', 'compliance', 'lastCheckIn'],
};
export const settingsView = (over: Partial<SettingsView> = {}): SettingsView => ({
  preferences,
  retention: { days: preferences.retentionDays, next: null, undecided: false },
  managed: [],
  locale: 'en',
  shortcut: 'off',
  profiles: [practiceTenant, realTenant],
  activeProfile: 'practice',
  ...over,
});
export const info: AppInfo = { version: '0.1.0', electron: '45.4.1', platform: 'linux', notices: [] };

/** A row as Intune returned it just now. */
export const device = (over: Partial<DeviceRow> & { readonly id: string; readonly name: string }): DeviceRow =>
  aRow({
    serial: '5CG2481TQZ',
    entraId: '7a1d4c02-1111-4222-8333-0a0b0c0d0e0f',
    userId: 'user-1',
    userName: '佐藤 美咲',
    upn: 'misaki.sato@contoso.example',
    mail: 'misaki.sato@contoso.example',
    osVersion: '10.0.26100.3194',
    manufacturer: 'Microsoft',
    model: 'Surface Laptop 7',
    category: 'Sales',
    enrollment: 'windowsAzureADJoin',
    lastCheckIn: before(2),
    enrolledAt: '2025-04-02T08:00:00Z',
    source: 'live',
    asOf: before(0),
    ...over,
  });

const named = (match: readonly [number, number]): DeviceRow['match'] => ({ field: 'name', ranges: [match] });
export const sato = device({ id: 'dev-1', name: 'TYO-LT-04127', match: named([0, 6]) });
export const suzuki = device({
  id: 'dev-2',
  name: 'TYO-LT-04131',
  userName: '鈴木 大輔',
  upn: 'daisuke.suzuki@contoso.example',
  lastCheckIn: before(8),
  match: named([0, 6]),
});
export const tanaka = device({
  id: 'dev-3',
  name: 'TYO-LT-00982',
  userName: '田中 由紀',
  upn: 'yuki.tanaka@contoso.example',
  compliance: 'noncompliant',
  lastCheckIn: before(180),
  twins: 1,
  match: named([0, 6]),
});
export const miles = device({
  id: 'dev-4',
  name: 'SEA-LT-11873',
  userName: 'Jordan Miles',
  upn: 'jmiles@contoso.example',
  serial: 'TYO-LT-77',
  match: { field: 'serial', ranges: [[0, 6]] },
  lastCheckIn: before(26),
});
export const nair = device({
  id: 'dev-5',
  name: 'LON-VM-00044',
  userName: 'Priya Nair',
  upn: 'pnair@contoso.example',
  compliance: 'inGracePeriod',
  lastCheckIn: before(2 * 1440),
  os: 'macOS',
  osVersion: '15.3',
  platform: 'macos',
});
export const oldTablet = device({
  id: 'dev-6',
  name: 'TYO-TB-00311',
  userName: '',
  upn: '',
  mail: '',
  compliance: 'unknown',
  lastCheckIn: null,
  stale: true,
  os: 'Android',
  osVersion: '14',
  platform: 'android',
});
export const devices: readonly DeviceRow[] = [sato, suzuki, tanaka, miles, nair, oldTablet];

export const person: PersonRow = {
  id: 'user-1',
  name: '佐藤 美咲',
  upn: 'misaki.sato@contoso.example',
  mail: 'misaki.sato@contoso.example',
};
export const detectedApp = {
  id: 'app-1',
  name: 'TeamViewer Host',
  version: '15.60.3',
  publisher: 'TeamViewer',
  deviceCount: 412,
};
export const found = (over: Partial<SearchAnswer> = {}): SearchAnswer => ({
  text: '',
  devices: [],
  people: [],
  apps: [],
  readings: [],
  truncated: false,
  problems: [],
  ...over,
});
export const everything = found({ devices, people: [person], apps: [detectedApp], truncated: true });
const unmatched = (row: DeviceRow): DeviceRow => ({ ...row, match: null });
export const shortlist: Shortlist = { pinned: [unmatched(suzuki)], recent: [unmatched(sato), nair] };

const path: readonly RequestState[] = ['sending', 'accepted', 'waiting', 'ready', 'opened', 'closed'];
const stepsTo = (state: RequestState): readonly RequestState[] => {
  if (state === 'failed') return ['sending', 'failed'];
  if (state === 'unknown') return ['sending', 'unknown'];
  if (state === 'other') return ['sending', 'other'];
  if (state === 'expired') return ['sending', 'accepted', 'waiting', 'expired'];
  if (state === 'given-up') return ['sending', 'accepted', 'waiting', 'given-up'];
  return path.slice(0, path.indexOf(state) + 1);
};

/** A request of the device of 佐藤 美咲 that came to a state the usual way. */
export function request(
  state: RequestState,
  over: Partial<AssistanceRequest> & { readonly of?: DeviceRow; readonly minutesAgo?: number } = {},
): AssistanceRequest {
  const { of = sato, minutesAgo = 0, ...rest } = over;
  const steps = stepsTo(state);
  return aRequest({
    id: `req-${of.id}`,
    subject: {
      deviceId: of.id,
      deviceName: of.name,
      serial: of.serial,
      userName: of.userName,
      upn: of.upn,
      tenantId: practiceTenant.tenantId,
      tenantName: practiceTenant.name,
      account: 'alex.morgan@contoso.example',
    },
    ticket: 'INC-4711',
    reason: 'Outlook does not start',
    state,
    steps: steps.map((one, index) => ({
      state: one,
      at: before(minutesAgo + 0.3 * (steps.length - index)),
      cause: null,
      ...(one === 'accepted' ? { answeredAt: before(minutesAgo + 0.3 * (steps.length - index)) } : {}),
    })),
    evidence: state === 'unknown' ? 'none-yet' : null,
    linkHost: state === 'ready' || state === 'opened' ? 'get.teamviewer.com' : null,
    graphRequestIds: ['5f1c0000-0000-4000-8000-00000000009a'],
    ...rest,
  });
}

export const card = (over: Partial<ConfirmCard> & { readonly of?: DeviceRow } = {}): ConfirmCard => {
  const { of = sato, ...rest } = over;
  return aCard({
    device: of,
    subject: request('sending', { of }).subject,
    expiresAt: before(-2),
    ...rest,
  });
};
export const everyNote: readonly CardNote[] = [
  { code: 'twins', grade: 'doubt', count: 2 },
  { code: 'session-open', grade: 'doubt' },
  { code: 'request-running', grade: 'doubt' },
  { code: 'recently-asked', grade: 'doubt', at: before(4), state: 'waiting' },
  { code: 'stale', grade: 'doubt', at: before(40 * 1440) },
  { code: 'never-seen', grade: 'doubt' },
  { code: 'no-user', grade: 'doubt' },
  { code: 'not-enrolled-yet', grade: 'doubt' },
  { code: 'co-managed', grade: 'doubt', manager: 'config-manager' },
  { code: 'managed-elsewhere', grade: 'doubt', manager: 'defender' },
  { code: 'placeholder-serial', grade: 'ok' },
  { code: 'unsupported-platform', grade: 'blocks' },
  { code: 'unsupported-enrollment', grade: 'blocks' },
  { code: 'noncompliant', grade: 'ok' },
  { code: 'facts-unread', grade: 'doubt' },
];
/** Those that leave the question standing. */
export const doubts = everyNote.filter(({ grade }) => grade !== 'blocks');

/** While no one is signed in, or when it is switched off. */
export const inventoryOff: InventoryView = {
  state: 'off',
  devices: 0,
  asOf: null,
  kept: 'disk',
  sync: null,
  isStopped: false,
  failure: null,
  isDoubtful: false,
  categories: [],
  revision: 0,
};

const byId = ({ deviceId }: { readonly deviceId: string }): DeviceRow =>
  devices.find((one) => one.id === deviceId) ?? sato;

/** What a page asks as soon as it opens, and the reading of a device. Everything else is prepared by the test. */
export const ordinary: Answers = {
  session: { current: answer(signedIn()) },
  settings: { current: answer(settingsView()) },
  devices: { shortlist: answer({ pinned: [], recent: [] }), read: async (input) => ok(byId(input)) },
  inventory: { current: answer(inventoryOff), find: answer(null) },
  requests: { current: answer([]), waiting: answer([]) },
  drafts: { list: answer([]), save: answer(null) },
  phone: { language: answer(null), choose: answer(null) },
  history: { usual: answer(40_000), query: answer({ entries: [], total: 0 }) },
  app: { info: answer(info), resizeQuick: answer(null) },
};
