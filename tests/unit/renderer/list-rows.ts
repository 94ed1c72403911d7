import type { DeviceRow } from '../../../shared/contract/devices';

/** A device as a list shows it. */
export const aRow = (over: Partial<DeviceRow> & { readonly id: string }): DeviceRow => ({
  name: over.id.toUpperCase(),
  serial: 'S1',
  entraId: '',
  userId: '',
  userName: 'Sato',
  upn: 'sato@contoso.example',
  mail: '',
  os: 'Windows',
  osVersion: '10.0.26100',
  platform: 'windows',
  manufacturer: 'Contoso',
  model: 'One',
  imei: '',
  phone: '',
  wifiMac: '',
  category: '',
  compliance: 'compliant',
  ownership: 'company',
  enrollment: '',
  lastCheckIn: '2026-11-23T09:00:00Z',
  enrolledAt: null,
  match: null,
  source: 'local',
  asOf: '2026-11-23T08:00:00.000Z',
  twins: 0,
  stale: false,
  pinned: false,
  ...over,
});

export const rowsOf = (from: number, count: number): readonly DeviceRow[] =>
  Array.from({ length: count }, (_, at) => aRow({ id: `d${from + at}` }));
