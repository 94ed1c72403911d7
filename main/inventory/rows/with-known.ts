import type { ManagedDevice } from '../../../shared/managed-device';

/** Texts that one read of Graph may leave empty although another one, of the same check-in, had them. */
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
 * A device as it was just read, with what is known of it where the read is blank: Graph answers some reads without the
 * person, the mail or other members. A later check-in counts as news, blanks included; what is known may then be over.
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

/** Milliseconds since 1970; a read without one is not newer than anything. */
const checkIn = ({ lastCheckIn }: ManagedDevice): number =>
  lastCheckIn === null ? Number.NEGATIVE_INFINITY : Date.parse(lastCheckIn);
