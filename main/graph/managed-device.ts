import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import { decodeEntities } from '../../shared/entities';
import { canonicalInstant } from '../../shared/instant';
import { macText } from '../../shared/mac-address';
import { complianceStates, type ManagedDevice, ownerships, type Platform } from '../../shared/managed-device';
import { isRecord } from '../../shared/record';
import { clean } from './clean';

/** Properties selected in lists. */
export const DEVICE_SELECT = [
  'id',
  'deviceName',
  'serialNumber',
  'azureADDeviceId',
  'userId',
  'userDisplayName',
  'userPrincipalName',
  'emailAddress',
  'operatingSystem',
  'osVersion',
  'manufacturer',
  'model',
  'imei',
  'phoneNumber',
  'wiFiMacAddress',
  'deviceCategoryDisplayName',
  'complianceState',
  'managedDeviceOwnerType',
  'deviceEnrollmentType',
  'lastSyncDateTime',
  'enrolledDateTime',
].join(',');

/** Cleaned text; empty when missing or not a string. */
export const TextField = v.fallback(
  v.pipe(
    v.string(),
    v.transform((text) => clean(text)),
  ),
  '',
);

/** Properties selected in a single read: the service fills some of them only there, and only when selected by name. */
export const ONE_DEVICE_SELECT = `${DEVICE_SELECT},ethernetMacAddress`;

const INSTANT_LIMIT = 64;
/** Characters of a service text that are processed; the rest is ignored. */
const RAW_LIMIT = 4_096;

const OLDEST = '1990-01-01T00:00:00.000Z';

/** The service represents "never" as the first day of the year 1. */
function instant(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return null;
  const canonical = canonicalInstant(text);
  return canonical === null || canonical < OLDEST ? null : canonical;
}

/** ISO 8601 in UTC; null when missing, unreadable or "never". */
export const InstantField = v.fallback(v.pipe(v.string(), v.maxLength(INSTANT_LIMIT), v.transform(instant)), null);

const NIL_GUID = '00000000-0000-0000-0000-000000000000';
const guidOrEmpty = (id: string): string => (id === NIL_GUID ? '' : id);

/** Names typed into some portals arrive with HTML entities; they are decoded here and nowhere else. */
const textOf = (raw: unknown): string =>
  typeof raw === 'string' ? clean(decodeEntities(raw.slice(0, RAW_LIMIT))) : '';
const instantOf = (raw: unknown): string | null =>
  typeof raw === 'string' && raw.length <= INSTANT_LIMIT ? instant(raw) : null;
const oneOf = <T extends string>(names: readonly T[], raw: unknown): T | undefined =>
  names.find((name) => name === raw);

/**
 * The platform for an operating system name as Intune reports it ("Windows", "macOS", "iOS", "iPadOS", "Android", …).
 */
export function platformOf(os: string): Platform {
  const name = os.toLowerCase();
  if (name.startsWith('windows')) return 'windows';
  if (name.startsWith('mac')) return 'macos';
  if (name.startsWith('ios') || name.startsWith('ipad')) return 'ios';
  if (name.startsWith('android')) return 'android';
  if (name.startsWith('linux')) return 'linux';
  return name.startsWith('chrome') ? 'chromeos' : 'other';
}

/**
 * Parses one managed device from unknown JSON; null when it has no usable id. Every other defect becomes a default.
 * Written by hand instead of with a schema for speed: the first read of a large tenant parses half a million.
 */
export function parseDevice(raw: unknown): ManagedDevice | null {
  if (!isRecord(raw) || !v.is(IdSchema, raw['id'])) return null;
  const os = textOf(raw['operatingSystem']);
  const compliance = raw['complianceState'];
  const ethernetMac = macText(textOf(raw['ethernetMacAddress']));
  return {
    id: raw['id'],
    name: textOf(raw['deviceName']),
    serial: textOf(raw['serialNumber']),
    entraId: guidOrEmpty(textOf(raw['azureADDeviceId'])),
    userId: guidOrEmpty(textOf(raw['userId'])),
    userName: textOf(raw['userDisplayName']),
    upn: textOf(raw['userPrincipalName']),
    mail: textOf(raw['emailAddress']),
    os,
    osVersion: textOf(raw['osVersion']),
    platform: platformOf(os),
    manufacturer: textOf(raw['manufacturer']),
    model: textOf(raw['model']),
    imei: textOf(raw['imei']),
    phone: textOf(raw['phoneNumber']),
    wifiMac: macText(textOf(raw['wiFiMacAddress'])),
    category: textOf(raw['deviceCategoryDisplayName']),
    compliance: oneOf(complianceStates, compliance) ?? (typeof compliance === 'string' ? 'other' : 'unknown'),
    ownership: oneOf(ownerships, raw['managedDeviceOwnerType']) ?? 'unknown',
    enrollment: textOf(raw['deviceEnrollmentType']),
    lastCheckIn: instantOf(raw['lastSyncDateTime']),
    enrolledAt: instantOf(raw['enrolledDateTime']),
    ...(ethernetMac !== '' && { ethernetMac }),
  };
}

const Collection = v.object({ value: v.array(v.unknown()) });

/** The entries of a collection; null when the body is not a collection. */
export function collectionOf(body: unknown): readonly unknown[] | null {
  const parsed = v.safeParse(Collection, body);
  return parsed.success ? parsed.output.value : null;
}
