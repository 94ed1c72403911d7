import type { ManagedDevice } from '../../../shared/managed-device';

/** Texts that one read of Graph may leave empty although another one, for the same check-in, had them. */
const texts = [
  'name',
  'serial',
  'entraId',
  'userId',
  'userName',
  'upn',
  'mail',
  'osVersion',
  'manufacturer',
  'model',
  'imei',
  'phone',
  'wifiMac',
  'category',
  'enrollment',
] as const;

/**
 * Fills the blanks of a device that was just read with known values: Graph answers some reads without the user, the mail or other
 * members. If the read has a later check-in, its blanks count: known values may be outdated by then.
 */
export function withKnown(read: ManagedDevice, known: ManagedDevice | null | undefined): ManagedDevice {
  if (known === null || known === undefined || known.id !== read.id || checkIn(read) > checkIn(known)) return read;
  const filled = Object.fromEntries(
    texts.flatMap((name) => (read[name] === '' && known[name] !== '' ? [[name, known[name]]] : [])),
  );
  const system = read.os === '' && known.os !== '' ? { os: known.os, platform: known.platform } : {};
  return {
    ...read,
    ...filled,
    ...system,
    ...(read.ethernetMac === undefined && known.ethernetMac !== undefined && { ethernetMac: known.ethernetMac }),
    ownership: read.ownership === 'unknown' ? known.ownership : read.ownership,
    lastCheckIn: read.lastCheckIn ?? known.lastCheckIn,
    enrolledAt: read.enrolledAt ?? known.enrolledAt,
  };
}

/** Milliseconds since 1970; a read without a check-in is never newer. */
const checkIn = ({ lastCheckIn }: ManagedDevice): number =>
  lastCheckIn === null ? Number.NEGATIVE_INFINITY : Date.parse(lastCheckIn);
