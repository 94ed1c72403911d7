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

/**
 * A managed device of Intune, sanitized: no control or bidi characters, every text cut to a length that can be shown.
 */
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
  /** `00:1A:2B:3C:4D:5E`; empty when unknown. */
  readonly wifiMac: string;
  /** The same for the Ethernet adapter; the service returns it only when a single device is read. */
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
 * Why a device is in the answer: the field, and the ranges [start, end) of its displayed text that matched. For a hit
 * that is only similar, the ranges are the letters that differ from the typed text, or those around a missing letter.
 */
export interface MatchReason {
  readonly field: DeviceField;
  readonly ranges: readonly (readonly [number, number])[];
  /** This row is only similar to the text, unlike others of the answer; the ranges are then the differences. */
  readonly isSimilar?: true;
}
