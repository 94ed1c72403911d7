import { parseDevice } from '../../../main/graph/managed-device';
import { createInventory } from '../../../practice/data/inventory';
import { createProperties } from '../../../practice/data/properties';
import { createSessions } from '../../../practice/sessions';
import type { ManagedDevice } from '../../../shared/managed-device';

const BORN = Date.parse('2026-11-01T08:00:00Z');
const NAMES = [
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
  'deviceCategoryDisplayName',
  'complianceState',
  'managedDeviceOwnerType',
  'deviceEnrollmentType',
  'lastSyncDateTime',
  'enrolledDateTime',
] as const;

/** Devices of a practice tenant, as the app would read them, page by page. */
export function* practicePages(seed: number, count: number, pageSize = 1_000): Generator<readonly ManagedDevice[]> {
  const inventory = createInventory({ seed, devices: count, hostile: false, born: BORN });
  const properties = createProperties(inventory, createSessions(seed, inventory), BORN);
  for (let from = 0; from < count; from += pageSize) {
    const page: ManagedDevice[] = [];
    for (let index = from; index < Math.min(count, from + pageSize); index += 1) {
      const raw = Object.fromEntries(NAMES.map((name) => [name, properties[name]?.(index, BORN)]));
      const device = parseDevice(raw);
      if (device !== null) page.push(device);
    }
    yield page;
  }
}
