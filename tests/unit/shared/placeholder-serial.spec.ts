import { expect, it } from 'vitest';
import { isPlaceholderSerial } from '../../../shared/placeholder-serial';

it.each([
  'Default string',
  'DEFAULT STRING',
  'To be filled by O.E.M.',
  'To Be Filled By OEM',
  '0',
  '00000000',
  'None',
  'N/A',
  'n.a.',
  'System Serial Number',
  'Not Specified',
  'Not Applicable',
  'XXXXXXXX',
  'ffffffff',
  '........',
  '-',
  '?',
  '123456789',
  '0123456789',
  'Chassis Serial Number',
  'INVALID',
  'Unknown',
  ' none ',
  '１２３４５６７８９',
  'SerialNumber',
  'O.E.M.',
])('%j is not a serial number', (serial) => {
  expect(isPlaceholderSerial(serial)).toBe(true);
});

it.each([
  '',
  '  ',
  'PF4D7K22',
  '5CG00000O1',
  '012345',
  '0001',
  '00001234',
  'VMware-42 1c 3e 45 e9 95 fa 07-d3 30 2d 78 ad f8 06 d7',
  'NONE4711',
  'C02XX0XXXX1',
  'シリアル7',
  '123456780',
])('%j may be a serial number', (serial) => {
  expect(isPlaceholderSerial(serial)).toBe(false);
});
