import type { Story } from '../stories';

/** A fixed person of every practice tenant. */
export interface LandmarkPerson {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userPrincipalName: string;
  /** Where it is not the sign-in name. */
  readonly mail?: string;
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

const person = (
  n: number,
  login: string,
  displayName: string,
  names: Pick<LandmarkPerson, 'givenName' | 'surname' | 'mail'>,
): LandmarkPerson => ({
  id: `0000000a-0000-4000-8000-${String(n).padStart(12, '0')}`,
  displayName,
  ...names,
  userPrincipalName: `${login}@contoso.example`,
});

export const landmarkPeople: readonly LandmarkPerson[] = [
  person(1, 'misaki.sato', '佐藤 美咲', { surname: '佐藤', givenName: '美咲' }),
  person(2, 'kenta.suzuki', '鈴木 健太', { surname: '鈴木', givenName: '健太' }),
  person(3, 'emma.taylor', 'Emma Taylor', { surname: 'Taylor', givenName: 'Emma' }),
  person(4, 'jurgen.weiss', 'Jürgen Weiß', { surname: 'Weiß', givenName: 'Jürgen' }),
  person(5, 'shaun.obrien', "Shaun O'Brien", { surname: "O'Brien", givenName: 'Shaun' }),
  person(6, 'misaki.sato2', '佐藤 美咲', { surname: '佐藤', givenName: '美咲' }),
  // A guest: the address at home is part of the sign-in name.
  person(7, 'nora.lindqvist_fabrikam.example#EXT#', 'Nora Lindqvist', {
    surname: 'Lindqvist',
    givenName: 'Nora',
    mail: 'nora.lindqvist@fabrikam.example',
  }),
];

const MINUTE = 60_000;
const DAY = 86_400_000;
const windows = {
  operatingSystem: 'Windows',
  osVersion: '10.0.26100.4652',
  manufacturer: 'LENOVO',
  model: 'ThinkPad X1 Carbon Gen 12',
  managedDeviceOwnerType: 'company',
  deviceEnrollmentType: 'windowsAzureADJoin',
  managementAgent: 'mdm',
  managementState: 'managed',
  complianceState: 'compliant',
  imei: null,
  phoneNumber: null,
} as const;
const androidCorporate = {
  ...windows,
  operatingSystem: 'Android',
  osVersion: '15',
  manufacturer: 'samsung',
  model: 'SM-A556E',
  deviceEnrollmentType: 'unknown',
  managementAgent: 'googleCloudDevicePolicyController',
} as const;

type Rest = Pick<Landmark, 'owner' | 'story'> & Partial<Landmark>;

const device = (n: number, name: string, serial: string, rest: Rest): Landmark => ({
  id: `0000000d-0000-4000-8000-${String(n).padStart(12, '0')}`,
  name,
  serial,
  values: windows,
  lastSync: 11 * MINUTE,
  ...rest,
});

const soon: Story = { kind: 'ready', afterMs: 4_000 };

/** Devices for demonstrations and tests, by what happens when assistance is requested. */
export const landmarks = {
  /** Ready four seconds after the request. */
  ready: device(1, 'TYO-LT-04127', 'PF4D7K2Q', { owner: 0, story: soon }),
  /** Ready after twenty seconds. */
  slow: device(2, 'TYO-LT-04128', 'PF4D7K2R', { owner: 1, story: { kind: 'ready', afterMs: 20_000 } }),
  /** Accepted, then nothing, forever. */
  never: device(3, 'TYO-LT-00404', 'PF3N0404', { owner: 1, story: { kind: 'never' } }),
  /** Corporate-owned Android: the service answers 400 without a reason. */
  refused: device(4, 'LON-AP-00400', 'R5CX400AB1C', { owner: 2, story: { kind: 'refused' }, values: androidCorporate }),
  /** The service reports error details after three seconds. */
  error: device(5, 'BER-LT-00500', 'PF3E0500', {
    owner: 3,
    story: { kind: 'error', afterMs: 3_000, details: 'The TeamViewer session could not be created.' },
  }),
  /** An old link is shown until the new one replaces it. */
  lingering: device(6, 'NYC-LT-00302', 'PF3L0302', { owner: 2, story: { kind: 'lingering', afterMs: 5_000 } }),
  /** Checks in again ninety seconds after the request, ready five seconds later. */
  offline: device(7, 'OSA-LT-00503', 'PF3O0503', {
    owner: 1,
    story: { kind: 'offline', backAfterMs: 90_000, afterMs: 5_000 },
    lastSync: 41 * DAY,
  }),
  /** A session is already open before the first request. */
  open: device(8, 'LON-LT-00200', 'PF3P0200', { owner: 2, story: { kind: 'open', afterMs: 4_000 } }),
  twinA: device(9, 'TYO-LT-07001', 'PF3T7001', { owner: 0, story: soon }),
  twinB: device(10, 'TYO-LT-07001', 'PF3T7002', {
    owner: 5,
    story: soon,
    lastSync: 96 * DAY,
    values: { ...windows, complianceState: 'noncompliant' },
  }),
  twinC: device(11, 'TYO-LT-07001', 'PF3T7003', {
    owner: null,
    story: soon,
    lastSync: 'never',
    values: { ...windows, complianceState: 'unknown' },
  }),
  /** A kiosk without a primary user, enrolled in bulk. */
  userless: device(12, 'FUK-DT-00001', '5CG0000001', {
    owner: null,
    story: { kind: 'never' },
    values: {
      ...windows,
      manufacturer: 'HP',
      model: 'HP EliteDesk 800 G9',
      deviceEnrollmentType: 'windowsBulkUserless',
      deviceCategoryDisplayName: 'Kiosk',
    },
  }),
  /** Enrolled and never seen: the service shows the sentinel date. */
  neverSeen: device(13, 'SYD-LT-00101', 'PF3S0101', {
    owner: 4,
    story: { kind: 'offline', backAfterMs: 600_000, afterMs: 5_000 },
    lastSync: 'never',
  }),
  /** A name that tries to break lists, logs and bidirectional text. */
  hostileName: device(14, 'PAR-LT-\u202E00666<script>alert(1)</script>', "=cmd|'/c'!A1", { owner: 4, story: soon }),
  /** Configuration Manager manages it together with Intune: the service answers 400 without a reason. */
  coManaged: device(41, 'MUC-LT-00041', 'PF3C0041', {
    owner: 3,
    story: { kind: 'refused' },
    values: { ...windows, managementAgent: 'configurationManagerClientMdm' },
  }),
  /** Only Defender for Endpoint manages it: 400 as well. */
  defenderOnly: device(42, 'MUC-DT-00042', 'PF3D0042', {
    owner: 2,
    story: { kind: 'refused' },
    values: { ...windows, managementAgent: 'msSense' },
  }),
  /** Two devices with one name, and with the maker's placeholder instead of a serial number. */
  placeholderA: device(43, 'MUC-DT-00043', 'Default string', {
    owner: 0,
    story: soon,
    values: { ...windows, manufacturer: 'Micro-Star', model: 'MS-7D25' },
  }),
  placeholderB: device(44, 'MUC-DT-00043', 'Default string', {
    owner: 1,
    story: soon,
    values: { ...windows, manufacturer: 'Micro-Star', model: 'MS-7D25' },
  }),
  /** Prepared by Autopilot; no user has signed in to it. */
  notEnrolledYet: device(45, 'DESKTOP-F00US3R', 'PF3F0045', {
    owner: null,
    story: { kind: 'never' },
    values: {
      ...windows,
      userId: '0000000a-0000-4000-8000-000000000045',
      userPrincipalName: 'fooUser@contoso.example',
      emailAddress: 'fooUser@contoso.example',
      userDisplayName: 'fooUser',
      deviceEnrollmentType: 'windowsAutoEnrollment',
    },
  }),
  /** Values that a spreadsheet would calculate, round or cut: a phone number, an IMEI, a serial number with leading zeros. */
  longDigits: device(46, 'MUC-PH-00046', '0012345', {
    owner: 2,
    story: soon,
    values: {
      ...windows,
      operatingSystem: 'iOS',
      osVersion: '26.1',
      manufacturer: 'Apple',
      model: 'iPhone 16',
      deviceEnrollmentType: 'userEnrollment',
      managedDeviceOwnerType: 'personal',
      imei: '356789104512345',
      phoneNumber: '+15551234567',
    },
  }),
  /** The service sends the apostrophe as an entity, and compares filters with that. */
  entityName: device(51, 'Ole&apos;s iPhone', 'F2LXK0051', {
    owner: 2,
    story: soon,
    values: {
      ...windows,
      operatingSystem: 'iOS',
      osVersion: '26.1',
      manufacturer: 'Apple',
      model: 'iPhone 16',
      imei: '490154203237518',
      phoneNumber: '+819055500051',
    },
  }),
  /** Two virtual machines: pieces of their serial numbers are alike. */
  virtualMachine: device(52, 'FRA-VM-00052', 'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7', {
    owner: null,
    story: soon,
    values: { ...windows, manufacturer: 'VMware, Inc.', model: 'VMware7,1' },
  }),
  virtualTwin: device(53, 'FRA-VM-00053', 'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d8', {
    owner: null,
    story: soon,
    values: { ...windows, manufacturer: 'VMware, Inc.', model: 'VMware7,1' },
  }),
  /** The system of a meeting room. */
  teamsRoom: device(54, 'BER-MR-00054', 'PF3R0054', {
    owner: null,
    story: { kind: 'never' },
    values: { ...windows, manufacturer: 'LENOVO', model: 'ThinkSmart Hub Teams Room' },
  }),
  /** Of a guest, whose sign-in name is made of the address at home. */
  guest: device(55, 'AMS-LT-00055', 'PF3G0055', { owner: 6, story: soon }),
  /** Known only by its MAC addresses, from the switch and the label. */
  macAddress: device(56, 'DESKTOP-7QK2M9X', 'PF3M0056', {
    owner: null,
    story: soon,
    values: { ...windows, wiFiMacAddress: '3C219C0A5E71', ethernetMacAddress: '3C219C0A5E70' },
  }),
  /** Its label holds more than the serial number: stars, the mark of the code, the prefixes of GS1 and of the maker. */
  scanned: device(57, 'AMS-LT-00057', 'PF3W0057', { owner: 2, story: soon }),
} as const satisfies Record<string, Landmark>;

/** Rows that break promises of the service's own metadata; present only in a tenant made with `hostile`. */
export const hostileDevices: readonly Landmark[] = [
  device(101, 'X'.repeat(100_000), 'LONGNAME1', { owner: 0, story: soon }),
  device(102, '', '', {
    owner: null,
    story: soon,
    values: {
      ...windows,
      deviceName: null,
      serialNumber: null,
      model: null,
      manufacturer: null,
      operatingSystem: null,
    },
  }),
  device(103, 'BAD-TYPES-1', 'BADTYPES1', {
    owner: null,
    story: soon,
    values: {
      ...windows,
      deviceName: 42,
      serialNumber: { value: 'x' },
      lastSyncDateTime: 'yesterday',
      complianceState: 7,
      userPrincipalName: [],
    },
  }),
  device(104, 'BAD-ENUMS-1', 'BADENUMS1', {
    owner: 2,
    story: soon,
    values: {
      ...windows,
      complianceState: 'sideways',
      managedDeviceOwnerType: 'leased',
      deviceEnrollmentType: 'quantumEnrollment',
      managementState: 'ascended',
      operatingSystem: 'TempleOS',
    },
  }),
  device(105, '\u0000\u0007\u001B[31mRED\u2066\uFEFF\u200B', 'CTRL\n\r\t', { owner: 3, story: soon }),
  device(106, 'MISSING-FIELDS-1', 'MISSING1', {
    owner: 4,
    story: soon,
    values: {
      ...windows,
      deviceName: undefined,
      lastSyncDateTime: undefined,
      operatingSystem: undefined,
      userDisplayName: undefined,
    },
  }),
];
