import type { ManagedDevice } from '../../../../shared/managed-device';

/** A device with empty fields except for those given. */
export const device = (more: Partial<ManagedDevice> = {}): ManagedDevice => ({
  id: 'd-1',
  name: '',
  serial: '',
  entraId: '',
  userId: '',
  userName: '',
  upn: '',
  mail: '',
  os: '',
  osVersion: '',
  platform: 'windows',
  manufacturer: '',
  model: '',
  imei: '',
  phone: '',
  wifiMac: '',
  category: '',
  compliance: 'compliant',
  ownership: 'company',
  enrollment: '',
  lastCheckIn: '2026-11-23T08:00:00.000Z',
  enrolledAt: null,
  ...more,
});
