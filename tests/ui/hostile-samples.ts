import type { DeviceRow } from '../../shared/contract/devices';
import * as s from './samples';

const RLO = '\u202e';
const evil = '<img src=x onerror="window.__hacked=1"><script>window.__hacked=1</script>';

/** Rows as no service should send them, and as they would look without cleaning. */
export const hostileDevices: readonly DeviceRow[] = [
  s.device({
    id: 'evil-1',
    name: `evil${RLO}exe.cod`,
    userName: evil,
    upn: evil,
    model: evil,
    manufacturer: `${RLO}abc`,
    lastCheckIn: null,
    enrolledAt: null,
    match: { field: 'name', ranges: [[-5, 9999]] },
  }),
  s.device({
    id: 'evil-2',
    name: 'W'.repeat(100_000),
    userName: '佐'.repeat(100_000),
    upn: `${'a'.repeat(50_000)}@contoso.example`,
    os: 'X'.repeat(5000),
    osVersion: '1'.repeat(5000),
  }),
  s.device({
    id: 'evil-3',
    name: '',
    userName: '',
    upn: '',
    mail: '',
    serial: '',
    os: '',
    osVersion: '',
    model: '',
    manufacturer: '',
    compliance: 'other',
    platform: 'other',
    ownership: 'unknown',
    enrollment: '',
    lastCheckIn: null,
    enrolledAt: null,
  }),
  s.device({
    id: 'evil-4',
    name: `Zalgo${'\u0301'.repeat(400)}`,
    userName: '🧑‍💻'.repeat(300),
    lastCheckIn: '9999-12-31T23:59:59Z',
    enrolledAt: '0001-01-02T00:00:00Z',
  }),
];
