import { createHash } from 'node:crypto';

const alphabet = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** Reserved device names of Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Whether an id of a profile can be the name of a file and a folder on every system. */
export const isFileId = (id: string): boolean => alphabet.test(id) && !device.test(id) && !id.endsWith('.');

/** Whether two ids would be the same file on a case-insensitive file system. */
export const isSameFile = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The same tenant and client give the same id on every workstation. */
export function profileId(tenantId: string, clientId: string): string {
  const plain = `${tenantId}.${clientId}`;
  return isFileId(plain) ? plain : createHash('sha256').update(plain).digest('hex').slice(0, 32);
}
