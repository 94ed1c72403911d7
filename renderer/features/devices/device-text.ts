import type { DeviceRow } from '../../../shared/contract/devices';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import type { Compliance, DeviceField, ManagedDevice, Platform } from '../../../shared/managed-device';
import type { IconName } from '../../ui/icons.gen';

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
  phone: 'phone',
  entraId: 'entraId',
  id: 'id',
  os: 'os',
  category: 'category',
};

export const fieldText = (messages: Messages, field: DeviceField): string => messages.device.field[fieldWords[field]]();

export const deviceName = (messages: Messages, device: ManagedDevice): string => device.name || messages.device.unknownName();

/** "2 min ago" of the last check-in; `now` in milliseconds since 1970. */
export const checkInText = (messages: Messages, formats: Formats, device: ManagedDevice, now: number): string =>
  device.lastCheckIn === null ? messages.device.never() : formats.ago(Date.parse(device.lastCheckIn), now);

/** The ranges to mark in a field; none when another field matched. */
export const rangesIn = (device: DeviceRow, field: DeviceField): readonly (readonly [number, number])[] =>
  device.match?.field === field ? device.match.ranges : [];

export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** Identifiers are set in a fixed-width face and can be copied. */
  readonly identifier: boolean;
}

/** The facts of a device that are known, in reading order. */
export function deviceFacts(messages: Messages, formats: Formats, device: ManagedDevice): readonly Fact[] {
  const { field } = messages.device;
  const rows: readonly (readonly [key: string, label: string, value: string, identifier?: true])[] = [
    ['serial', field.serial(), device.serial, true],
    ['ownership', field.ownership(), messages.ownership[device.ownership]()],
    ['user', field.user(), device.userName],
    ['upn', field.upn(), device.upn, true],
    ['mail', field.mail(), device.mail === device.upn ? '' : device.mail, true],
    ['phone', field.phone(), device.phone, true],
    ['model', field.model(), [device.manufacturer, device.model].filter(Boolean).join(' ')],
    ['os', field.os(), [device.os, device.osVersion].filter(Boolean).join(' ')],
    ['checkIn', field.lastCheckIn(), device.lastCheckIn === null ? messages.device.never() : formats.dateTime(Date.parse(device.lastCheckIn))],
    ['enrolled', field.enrolledAt(), device.enrolledAt === null ? '' : formats.date(Date.parse(device.enrolledAt))],
    ['enrollment', field.enrollment(), device.enrollment],
    ['category', field.category(), device.category],
    ['imei', field.imei(), device.imei, true],
    ['id', field.id(), device.id, true],
    ['entra', field.entraId(), device.entraId, true],
  ];
  return rows.flatMap(([key, label, value, identifier = false]) => (value === '' ? [] : [{ key, label, value, identifier }]));
}
