import type { Sessions } from '../sessions';
import type { Inventory, Property } from './inventory';
import { draw } from './random';

/** The service's way to say "never". */
export const NEVER = '0001-01-01T00:00:00Z';

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
const DAY = 86_400_000;
const GIB = 1_073_741_824;

/** Values that the service returns only for a single GET that names them in $select; elsewhere it returns these. */
export const selectOnly: Readonly<Record<string, unknown>> = {
  remoteAssistanceSessionUrl: '',
  activationLockBypassCode: null,
  ethernetMacAddress: null,
  iccid: null,
  notes: null,
  physicalMemoryInBytes: 0,
  udid: null,
};

/** Every structural property of the v1.0 managed device, each computed on demand. */
export type Properties = Readonly<Record<string, Property>>;

/** Last check-in in milliseconds, stories included: comparing dates must not build strings. */
export function lastSyncReader(
  inventory: Inventory,
  sessions: Sessions,
): (index: number, now: number) => number | undefined {
  return (index, now) => {
    if (sessions.accepted(index) === 0) return inventory.lastSync(index, now);
    return sessions.view(index, now).checkedInAt ?? inventory.lastSync(index, now);
  };
}

function identityProperties(inventory: Inventory): Properties {
  const { facts, people } = inventory;
  const ofOwner =
    <T>(read: (person: number) => T): ((index: number) => T | '') =>
    (index) => {
      const person = inventory.owner(index);
      return person === undefined ? '' : read(person);
    };
  return {
    id: (index) => inventory.id(index),
    userId: ofOwner((person) => people.at(person).id),
    deviceName: (index) => inventory.name(index),
    managedDeviceOwnerType: (index) =>
      facts.kind(index).code === 'PH' && draw(1, 70, index) % 2 === 0 ? 'personal' : facts.kind(index).owner,
    userPrincipalName: ofOwner((person) => people.upn(person)),
    emailAddress: ofOwner((person) => people.mail(person) ?? ''),
    userDisplayName: ofOwner((person) => people.displayName(person)),
    managedDeviceName: (index) =>
      `${ofOwner((person) => people.upn(person).split('@')[0])(index)}_${facts.kind(index).operatingSystem}_${index}`,
    serialNumber: (index) => inventory.landmark(index)?.serial ?? facts.serial(index),
    azureADDeviceId: (index) => facts.entraId(index),
    imei: (index) => facts.imei(index),
    meid: () => '',
    phoneNumber: (index) => facts.phone(index),
    wiFiMacAddress: (index) => facts.mac(index, 0),
    ethernetMacAddress: (index) => (facts.kind(index).mobile === true ? '' : facts.mac(index, 1)),
    iccid: (index) => (facts.kind(index).mobile === true ? `8981${facts.imei(index) ?? ''}` : ''),
    udid: (index) => (facts.model(index).manufacturer === 'Apple' ? facts.entraId(index) : ''),
    notes: () => '',
    easDeviceId: (index) => facts.mac(index, 2),
    enrollmentProfileName: () => null,
  };
}

function stateProperties(
  inventory: Inventory,
  lastSync: (index: number, now: number) => number | undefined,
  born: number,
): Properties {
  const { facts } = inventory;
  const enrolled = (index: number): number => born - (30 + (draw(1, 71, index) % 900)) * DAY;
  return {
    enrolledDateTime: (index) => iso(enrolled(index)),
    lastSyncDateTime: (index, now) => {
      const at = lastSync(index, now);
      return at === undefined ? NEVER : iso(at);
    },
    operatingSystem: (index) => facts.kind(index).operatingSystem,
    osVersion: (index) => facts.kind(index).versions[draw(1, 72, index) % facts.kind(index).versions.length],
    model: (index) => facts.model(index).model,
    manufacturer: (index) => facts.model(index).manufacturer,
    complianceState: (index) => facts.compliance(index),
    jailBroken: (index) => (facts.kind(index).mobile === true ? 'False' : 'Unknown'),
    managementState: (index) => (draw(1, 73, index) % 100 < 98 ? 'managed' : 'retirePending'),
    managementAgent: (index) => facts.kind(index).agents[draw(1, 74, index) % facts.kind(index).agents.length],
    deviceEnrollmentType: (index) =>
      facts.kind(index).enrollments[draw(1, 75, index) % facts.kind(index).enrollments.length],
    deviceRegistrationState: (index) => (draw(1, 76, index) % 100 < 96 ? 'registered' : 'notRegistered'),
    deviceCategoryDisplayName: (index) => facts.category(index),
    azureADRegistered: () => true,
    isSupervised: (index) =>
      facts.kind(index).operatingSystem === 'iOS' && facts.kind(index).enrollments[0]?.startsWith('appleBulk') === true,
    isEncrypted: (index) => draw(1, 77, index) % 100 < 93,
    exchangeAccessState: () => 'none',
    exchangeAccessStateReason: () => 'none',
    exchangeLastSuccessfulSyncDateTime: () => NEVER,
    easActivated: () => false,
    easActivationDateTime: () => NEVER,
    complianceGracePeriodExpirationDateTime: () => '9999-12-31T23:59:59Z',
    managementCertificateExpirationDate: (index) => iso(enrolled(index) + 1_095 * DAY),
    partnerReportedThreatState: () => 'unknown',
    requireUserEnrollmentApproval: () => null,
    androidSecurityPatchLevel: (index) => (facts.kind(index).operatingSystem === 'Android' ? '2026-10-01' : ''),
    subscriberCarrier: (index) => facts.carrier(index),
    totalStorageSpaceInBytes: (index) => ([128, 256, 512, 1_024][draw(1, 78, index) % 4] ?? 256) * GIB,
    freeStorageSpaceInBytes: (index) => (draw(1, 79, index) % 120) * GIB,
    physicalMemoryInBytes: (index) => [8, 16, 32, 64].map((size) => size * GIB)[draw(1, 80, index) % 4],
    activationLockBypassCode: () => null,
    configurationManagerClientEnabledFeatures: () => null,
    deviceHealthAttestationState: () => null,
  };
}

function sessionProperties(sessions: Sessions): Properties {
  return {
    remoteAssistanceSessionUrl: (index, now) => sessions.view(index, now).url,
    remoteAssistanceSessionErrorDetails: (index, now) => sessions.view(index, now).errorDetails,
    deviceActionResults: (index, now) => sessions.view(index, now).actions,
  };
}

/** Joins the generated properties with the landmarks' own values. */
export function createProperties(inventory: Inventory, sessions: Sessions, born: number): Properties {
  const lastSync = lastSyncReader(inventory, sessions);
  const plain: Properties = {
    ...identityProperties(inventory),
    ...stateProperties(inventory, lastSync, born),
    ...sessionProperties(sessions),
  };
  const withLandmarks =
    (name: string, read: Property): Property =>
    (index, now) => {
      const values = index < inventory.landmarkCount ? inventory.landmark(index)?.values : undefined;
      return values !== undefined && name in values ? values[name] : read(index, now);
    };
  return Object.fromEntries(Object.entries(plain).map(([name, read]) => [name, withLandmarks(name, read)]));
}
