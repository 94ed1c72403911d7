import type { Story } from '../stories';

/** A fixed person of every practice tenant. */
export interface LandmarkPerson {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userPrincipalName: string;
}

/** A fixed device of every practice tenant: same id, name and story whatever the seed. */
export interface Landmark {
  readonly id: string;
  readonly name: string;
  readonly serial: string;
  /** Index into {@link landmarkPeople}, or null for a userless device. */
  readonly owner: number | null;
  readonly story: Story;
  /** Property values that replace the generated ones. */
  readonly values: Readonly<Record<string, unknown>>;
  /** How long ago the device checked in, in milliseconds; 'never' is the sentinel date. */
  readonly lastSync: number | 'never';
}

const person = (n: number, displayName: string, surname: string, givenName: string, login: string): LandmarkPerson => ({
  id: `0000000a-0000-4000-8000-${String(n).padStart(12, '0')}`,
  displayName,
  givenName,
  surname,
  userPrincipalName: `${login}@contoso.example`,
});

export const landmarkPeople: readonly LandmarkPerson[] = [
  person(1, '佐藤 美咲', '佐藤', '美咲', 'misaki.sato'),
  person(2, '鈴木 健太', '鈴木', '健太', 'kenta.suzuki'),
  person(3, 'Emma Taylor', 'Taylor', 'Emma', 'emma.taylor'),
  person(4, 'Jürgen Weiß', 'Weiß', 'Jürgen', 'jurgen.weiss'),
  person(5, "Shaun O'Brien", "O'Brien", 'Shaun', 'shaun.obrien'),
  person(6, '佐藤 美咲', '佐藤', '美咲', 'misaki.sato2'),
];

const MINUTE = 60_000;
const DAY = 86_400_000;
const windows = { operatingSystem: 'Windows', osVersion: '10.0.26100.4652', manufacturer: 'LENOVO', model: 'ThinkPad X1 Carbon Gen 12', managedDeviceOwnerType: 'company', deviceEnrollmentType: 'windowsAzureADJoin', managementAgent: 'mdm', managementState: 'managed', complianceState: 'compliant', imei: null, phoneNumber: null } as const;
const androidCorporate = { ...windows, operatingSystem: 'Android', osVersion: '15', manufacturer: 'samsung', model: 'SM-A556E', deviceEnrollmentType: 'unknown', managementAgent: 'googleCloudDevicePolicyController' } as const;

const device = (n: number, name: string, serial: string, owner: number | null, story: Story, more: Partial<Landmark> = {}): Landmark => ({
  id: `0000000d-0000-4000-8000-${String(n).padStart(12, '0')}`,
  name,
  serial,
  owner,
  story,
  values: windows,
  lastSync: 11 * MINUTE,
  ...more,
});

const soon: Story = { kind: 'ready', afterMs: 4_000 };

/** Devices for demonstrations and tests, by what happens when assistance is requested. */
export const landmarks = {
  /** Ready four seconds after the request. */
  ready: device(1, 'TYO-LT-04127', 'PF4D7K2Q', 0, soon),
  /** Ready after twenty seconds. */
  slow: device(2, 'TYO-LT-04128', 'PF4D7K2R', 1, { kind: 'ready', afterMs: 20_000 }),
  /** Accepted, then nothing, for ever. */
  never: device(3, 'TYO-LT-00404', 'PF3N0404', 1, { kind: 'never' }),
  /** Corporate-owned Android: the service answers 400 without a reason. */
  refused: device(4, 'LON-AP-00400', 'R5CX400AB1C', 2, { kind: 'refused' }, { values: androidCorporate }),
  /** The service reports error details after three seconds. */
  error: device(5, 'BER-LT-00500', 'PF3E0500', 3, { kind: 'error', afterMs: 3_000, details: 'The TeamViewer session could not be created.' }),
  /** An old link is shown until the new one replaces it. */
  lingering: device(6, 'NYC-LT-00302', 'PF3L0302', 2, { kind: 'lingering', afterMs: 5_000 }),
  /** Checks in again ninety seconds after the request, ready five seconds later. */
  offline: device(7, 'OSA-LT-00503', 'PF3O0503', 1, { kind: 'offline', backAfterMs: 90_000, afterMs: 5_000 }, { lastSync: 41 * DAY }),
  /** A session is already open before anyone asks. */
  open: device(8, 'LON-LT-00200', 'PF3P0200', 2, { kind: 'open', afterMs: 4_000 }),
  twinA: device(9, 'TYO-LT-07001', 'PF3T7001', 0, soon),
  twinB: device(10, 'TYO-LT-07001', 'PF3T7002', 5, soon, { lastSync: 96 * DAY, values: { ...windows, complianceState: 'noncompliant' } }),
  twinC: device(11, 'TYO-LT-07001', 'PF3T7003', null, soon, { lastSync: 'never', values: { ...windows, complianceState: 'unknown' } }),
  /** A kiosk without a primary user, enrolled in bulk. */
  userless: device(12, 'FUK-DT-00001', '5CG0000001', null, { kind: 'never' }, { values: { ...windows, manufacturer: 'HP', model: 'HP EliteDesk 800 G9', deviceEnrollmentType: 'windowsBulkUserless', deviceCategoryDisplayName: 'Kiosk' } }),
  /** Enrolled and never seen: the service shows the sentinel date. */
  neverSeen: device(13, 'SYD-LT-00101', 'PF3S0101', 4, { kind: 'offline', backAfterMs: 600_000, afterMs: 5_000 }, { lastSync: 'never' }),
  /** A name that tries to break lists, logs and bidirectional text. */
  hostileName: device(14, 'PAR-LT-\u202E00666<script>alert(1)</script>', "=cmd|'/c'!A1", 4, soon),
} as const satisfies Record<string, Landmark>;

export type LandmarkName = keyof typeof landmarks;

/** Rows that break promises of the service's own metadata; present only in a tenant made with `hostile`. */
export const hostileDevices: readonly Landmark[] = [
  device(101, 'X'.repeat(100_000), 'LONGNAME1', 0, soon),
  device(102, '', '', null, soon, { values: { ...windows, deviceName: null, serialNumber: null, model: null, manufacturer: null, operatingSystem: null } }),
  device(103, 'BAD-TYPES-1', 'BADTYPES1', null, soon, { values: { ...windows, deviceName: 42, serialNumber: { value: 'x' }, lastSyncDateTime: 'yesterday', complianceState: 7, userPrincipalName: [] } }),
  device(104, 'BAD-ENUMS-1', 'BADENUMS1', 2, soon, { values: { ...windows, complianceState: 'sideways', managedDeviceOwnerType: 'leased', deviceEnrollmentType: 'quantumEnrollment', managementState: 'ascended', operatingSystem: 'TempleOS' } }),
  device(105, '\u0000\u0007\u001B[31mRED\u2066\uFEFF\u200B', 'CTRL\n\r\t', 3, soon),
  device(106, 'MISSING-FIELDS-1', 'MISSING1', 4, soon, { values: { ...windows, deviceName: undefined, lastSyncDateTime: undefined, operatingSystem: undefined, userDisplayName: undefined } }),
];
