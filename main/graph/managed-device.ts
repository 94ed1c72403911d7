import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import { complianceStates, type ManagedDevice, ownerships, type Platform } from '../../shared/managed-device';
import { clean } from './clean';

/** Properties asked for in lists and single reads. */
export const DEVICE_SELECT = [
  'id', 'deviceName', 'serialNumber', 'azureADDeviceId', 'userId', 'userDisplayName', 'userPrincipalName', 'emailAddress',
  'operatingSystem', 'osVersion', 'manufacturer', 'model', 'imei', 'phoneNumber', 'deviceCategoryDisplayName',
  'complianceState', 'managedDeviceOwnerType', 'deviceEnrollmentType', 'lastSyncDateTime', 'enrolledDateTime',
].join(',');

/** Cleaned text; empty when missing or of another type. */
export const TextField = v.fallback(v.pipe(v.string(), v.transform((text) => clean(text))), '');

/** The service writes "never" as the first day of the year 1. */
function instant(text: string): string | null {
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) || at < Date.UTC(1990) ? null : new Date(at).toISOString();
}

/** ISO 8601 in UTC; null when missing, unreadable or "never". */
export const InstantField = v.fallback(v.pipe(v.string(), v.maxLength(64), v.transform(instant)), null);

const NIL_GUID = '00000000-0000-0000-0000-000000000000';
const guidOrEmpty = (id: string): string => (id === NIL_GUID ? '' : id);

const RawDevice = v.object({
  id: IdSchema,
  deviceName: TextField,
  serialNumber: TextField,
  azureADDeviceId: TextField,
  userId: TextField,
  userDisplayName: TextField,
  userPrincipalName: TextField,
  emailAddress: TextField,
  operatingSystem: TextField,
  osVersion: TextField,
  manufacturer: TextField,
  model: TextField,
  imei: TextField,
  phoneNumber: TextField,
  deviceCategoryDisplayName: TextField,
  complianceState: v.fallback(v.union([v.picklist(complianceStates), v.pipe(v.string(), v.transform(() => 'other' as const))]), 'unknown'),
  managedDeviceOwnerType: v.fallback(v.picklist(ownerships), 'unknown'),
  deviceEnrollmentType: TextField,
  lastSyncDateTime: InstantField,
  enrolledDateTime: InstantField,
});

/** The family of an operating system as Intune words it ("Windows", "macOS", "iOS", "iPadOS", "Android", …). */
export function platformOf(os: string): Platform {
  const name = os.toLowerCase();
  if (name.startsWith('windows')) return 'windows';
  if (name.startsWith('mac')) return 'macos';
  if (name.startsWith('ios') || name.startsWith('ipad')) return 'ios';
  if (name.startsWith('android')) return 'android';
  if (name.startsWith('linux')) return 'linux';
  return name.startsWith('chrome') ? 'chromeos' : 'other';
}

/** One managed device from unknown JSON; null when it has no usable id. Every other defect becomes a default. */
export function parseDevice(raw: unknown): ManagedDevice | null {
  const parsed = v.safeParse(RawDevice, raw);
  if (!parsed.success) return null;
  const device = parsed.output;
  return {
    id: device.id,
    name: device.deviceName,
    serial: device.serialNumber,
    entraId: guidOrEmpty(device.azureADDeviceId),
    userId: guidOrEmpty(device.userId),
    userName: device.userDisplayName,
    upn: device.userPrincipalName,
    mail: device.emailAddress,
    os: device.operatingSystem,
    osVersion: device.osVersion,
    platform: platformOf(device.operatingSystem),
    manufacturer: device.manufacturer,
    model: device.model,
    imei: device.imei,
    phone: device.phoneNumber,
    category: device.deviceCategoryDisplayName,
    compliance: device.complianceState,
    ownership: device.managedDeviceOwnerType,
    enrollment: device.deviceEnrollmentType,
    lastCheckIn: device.lastSyncDateTime,
    enrolledAt: device.enrolledDateTime,
  };
}

const Collection = v.object({ value: v.array(v.unknown()) });

/** The entries of a collection, or null when the body is none. */
export function collectionOf(body: unknown): readonly unknown[] | null {
  const parsed = v.safeParse(Collection, body);
  return parsed.success ? parsed.output.value : null;
}
