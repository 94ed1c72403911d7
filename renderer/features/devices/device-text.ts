import type { DeviceRow } from '../../../shared/contract/devices';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import type { Compliance, DeviceField, ManagedDevice, MatchReason, Platform } from '../../../shared/managed-device';
import { isPlaceholderSerial } from '../../../shared/placeholder-serial';
import { osName, osText } from '../../../shared/search/shown';
import { isSetUpAccount } from '../../../shared/set-up-account';
import type { IconName } from '../../ui/icons.gen';
import type { SearchScope } from './live-search.svelte';

export const platformIcon: Readonly<Record<Platform, IconName>> = {
  windows: 'laptop',
  macos: 'laptop',
  linux: 'desktop',
  chromeos: 'laptop',
  ios: 'phone',
  android: 'phone',
  other: 'window-multiple',
};

interface ComplianceLook {
  readonly icon: IconName;
  readonly tone: 'success' | 'warning' | 'danger' | 'neutral';
}

export const complianceLook: Readonly<Record<Compliance, ComplianceLook>> = {
  compliant: { icon: 'checkmark-circle', tone: 'success' },
  noncompliant: { icon: 'error-circle', tone: 'danger' },
  inGracePeriod: { icon: 'warning', tone: 'warning' },
  conflict: { icon: 'warning', tone: 'warning' },
  error: { icon: 'error-circle', tone: 'danger' },
  configManager: { icon: 'info', tone: 'neutral' },
  unknown: { icon: 'question-circle', tone: 'neutral' },
  other: { icon: 'question-circle', tone: 'neutral' },
};

const fieldWords: Readonly<Record<DeviceField, keyof Messages['device']['field']>> = {
  name: 'name',
  serial: 'serial',
  userName: 'user',
  upn: 'upn',
  mail: 'mail',
  model: 'model',
  manufacturer: 'manufacturer',
  imei: 'imei',
  wifiMac: 'wifiMac',
  phone: 'phone',
  entraId: 'entraId',
  id: 'id',
  os: 'os',
  category: 'category',
};

export const fieldText = (messages: Messages, field: DeviceField): string => messages.device.field[fieldWords[field]]();

export const deviceName = (messages: Messages, device: ManagedDevice): string =>
  device.name || messages.device.unknownName();

/** The text for a device that does not match what was typed, before and after it was chosen by hand. */
export function doubtText(
  { search }: Messages,
  { isChosen, isRest }: { readonly isChosen: boolean; readonly isRest: boolean },
): string {
  if (isChosen) return isRest ? search.onlyRest() : search.onlySimilar();
  return isRest ? search.chooseRest() : search.chooseFirst();
}

/** Whose devices a list shows. */
export function scopeText(messages: Messages, scope: SearchScope): string {
  switch (scope.kind) {
    case 'person':
      return messages.search.ofPerson({ name: scope.person.name });
    case 'app':
      return messages.search.ofApp({ name: scope.app.name });
    case 'all':
      return messages.search.allTitle();
  }
}

/** "2 min ago" of the last check-in; `now` in milliseconds since 1970. */
export const checkInText = (messages: Messages, formats: Formats, device: ManagedDevice, now: number): string =>
  device.lastCheckIn === null ? messages.device.never() : formats.ago(Date.parse(device.lastCheckIn), now);

interface Marks {
  readonly ranges?: MatchReason['ranges'];
  /** The ranges are the differences from the text, not the matches. */
  readonly differs?: boolean;
}

/**
 * What to mark in a field; nothing when another field matched. `isSimilar`: the row is only similar, so the ranges are
 * the differences.
 */
export function marksIn({ match }: Pick<DeviceRow, 'match'>, field: DeviceField, isSimilar: boolean): Marks {
  return match?.field === field ? { ranges: match.ranges, differs: isSimilar } : {};
}

function osFact(device: ManagedDevice): string {
  const name = osName(device);
  return name === device.os ? osText(device) : `${name} (${device.osVersion})`;
}

/** Manufacturer and model; many models begin with the manufacturer already. */
export function modelText({ manufacturer, model }: Pick<ManagedDevice, 'manufacturer' | 'model'>): string {
  const named =
    model.toLowerCase() === manufacturer.toLowerCase() ||
    model.toLowerCase().startsWith(`${manufacturer.toLowerCase()} `);
  return named ? model : [manufacturer, model].filter(Boolean).join(' ');
}

/** How the device was enrolled, in words; an unknown value as Graph writes it. */
export function enrollmentText(messages: Messages, enrollment: string): string {
  const known: Readonly<Record<string, (() => string) | undefined>> = messages.enrollment;
  return (Object.hasOwn(known, enrollment) ? known[enrollment]?.() : undefined) ?? enrollment;
}

/** An identifier is shown in a fixed-width font, an address breaks at its joints; both can be copied. */
type FactKind = 'text' | 'address' | 'identifier' | 'long-identifier';

export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly kind: FactKind;
  /** A remark beside the value that limits what it says. */
  readonly hint?: string;
}

/** Where the values of a device come from and how old they are; `now` in milliseconds since 1970. */
export function sourceText(
  messages: Messages,
  formats: Formats,
  { source, asOf }: Pick<DeviceRow, 'source' | 'asOf'>,
  now: number,
): string {
  const { source: words } = messages.device;
  if (asOf === null) return source === 'live' ? words.live() : source === 'local' ? words.local() : words.recent();
  const ago = formats.ago(Date.parse(asOf), now);
  return source === 'live'
    ? words.liveAt({ ago })
    : source === 'local'
      ? words.localAt({ ago })
      : words.recentAt({ ago });
}

/** The known facts of a device, in reading order. */
export function deviceFacts(messages: Messages, formats: Formats, device: ManagedDevice): readonly Fact[] {
  const { field } = messages.device;
  const rows: readonly (readonly [key: string, label: string, value: string, kind?: FactKind])[] = [
    ['serial', field.serial(), device.serial, 'identifier'],
    ['ownership', field.ownership(), messages.ownership[device.ownership]()],
    ['user', field.user(), device.userName],
    ['upn', field.upn(), device.upn, 'address'],
    ['mail', field.mail(), device.mail === device.upn ? '' : device.mail, 'address'],
    ['phone', field.phone(), device.phone, 'identifier'],
    ['model', field.model(), modelText(device)],
    ['os', field.os(), osFact(device)],
    [
      'checkIn',
      field.lastCheckIn(),
      device.lastCheckIn === null ? messages.device.never() : formats.dateTime(Date.parse(device.lastCheckIn)),
    ],
    ['enrolled', field.enrolledAt(), device.enrolledAt === null ? '' : formats.date(Date.parse(device.enrolledAt))],
    ['enrollment', field.enrollment(), enrollmentText(messages, device.enrollment)],
    ['category', field.category(), device.category],
    ['imei', field.imei(), device.imei, 'identifier'],
    ['wifiMac', field.wifiMac(), device.wifiMac, 'identifier'],
    ['ethernetMac', field.ethernetMac(), device.ethernetMac ?? '', 'identifier'],
    ['id', field.id(), device.id, 'long-identifier'],
    ['entra', field.entraId(), device.entraId, 'long-identifier'],
  ];
  const hints: Readonly<Record<string, string>> = {
    ...(isPlaceholderSerial(device.serial) ? { serial: messages.device.placeholderSerial() } : {}),
    ...(isSetUpAccount(device.upn) ? { user: messages.device.notEnrolledYet() } : {}),
  };
  return rows.flatMap(([key, label, value, kind = 'text']) =>
    value === '' ? [] : [{ key, label, value, kind, ...(hints[key] === undefined ? {} : { hint: hints[key] }) }],
  );
}
