/** How Intune judges a device; `other` stands for values this version does not know. */
export const complianceStates = [
  'compliant',
  'noncompliant',
  'inGracePeriod',
  'conflict',
  'error',
  'configManager',
  'unknown',
  'other',
] as const;
export type Compliance = (typeof complianceStates)[number];

export const ownerships = ['company', 'personal', 'unknown'] as const;
export type Ownership = (typeof ownerships)[number];

export const platforms = ['windows', 'macos', 'ios', 'android', 'linux', 'chromeos', 'other'] as const;
export type Platform = (typeof platforms)[number];

/** A managed device of Intune, cleaned: no control or bidi characters, every text cut to a length that can be shown. */
export interface ManagedDevice {
  /** Intune's id of the managed device. */
  readonly id: string;
  readonly name: string;
  readonly serial: string;
  /** Entra device id; empty when not registered. */
  readonly entraId: string;
  readonly userId: string;
  readonly userName: string;
  readonly upn: string;
  readonly mail: string;
  readonly os: string;
  readonly osVersion: string;
  readonly platform: Platform;
  readonly manufacturer: string;
  readonly model: string;
  readonly imei: string;
  readonly phone: string;
  /** `00:1A:2B:3C:4D:5E`; empty when it is not known. */
  readonly wifiMac: string;
  /** The same of the network socket; the service tells it only when one device alone is read. */
  readonly ethernetMac?: string;
  readonly category: string;
  readonly compliance: Compliance;
  readonly ownership: Ownership;
  /** `deviceEnrollmentType` as Graph words it. */
  readonly enrollment: string;
  /** ISO 8601 in UTC; null when the service says "never" (0001-01-01). */
  readonly lastCheckIn: string | null;
  readonly enrolledAt: string | null;
}

/** A device that has not checked in for longer is unlikely to take part in a session. */
export const STALE_AFTER_MS = 30 * 24 * 60 * 60 * 1_000;

/** Whether a device has not checked in for long, or never. `now`: milliseconds since 1970. */
export const isStale = ({ lastCheckIn }: Pick<ManagedDevice, 'lastCheckIn'>, now: number): boolean =>
  lastCheckIn === null || now - Date.parse(lastCheckIn) > STALE_AFTER_MS;

export type DeviceField =
  | 'name'
  | 'serial'
  | 'userName'
  | 'upn'
  | 'mail'
  | 'model'
  | 'manufacturer'
  | 'imei'
  | 'phone'
  | 'wifiMac'
  | 'entraId'
  | 'id'
  | 'os'
  | 'category';

/**
 * Why a device is in the answer: the field and the ranges [start, end) of its text, as it is shown, that matched. Of a hit that is
 * only similar the ranges are the letters that differ from what was typed, or those around a letter that is missing.
 */
export interface MatchReason {
  readonly field: DeviceField;
  readonly ranges: readonly (readonly [number, number])[];
  /** This row alone is only similar to the text, among others that have it; the ranges are then what differs. */
  readonly isSimilar?: true;
}
