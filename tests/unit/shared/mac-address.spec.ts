import { expect, test } from 'vitest';
import { macDigits, macEnding, macText } from '../../../shared/mac-address';

test.each(['00:1A:2B:3C:4D:5E', '00-1a-2b-3c-4d-5e', '001a.2b3c.4d5e', '001A2B3C4D5E', '00 1a 2b 3c 4d 5e'])(
  '%s is one MAC address',
  (text) => {
    expect(macDigits(text)).toBe('001a2b3c4d5e');
    expect(macText(text)).toBe('00:1A:2B:3C:4D:5E');
  },
);

test.each([
  '',
  '00:00:00:00:00:00',
  '00:1A:2B:3C:4D',
  '00:1A:2B:3C:4D:5G',
  '00:1A:2B:3C:4D:5E:6F',
  `${' '.repeat(20)}001a2b3c4d5e`,
])('%j is not an address', (text) => {
  expect(macDigits(text)).toBeNull();
  expect(macText(text)).toBe('');
});

test.each([
  ['4D:5E', '4d5e'],
  ['4d-5e', '4d5e'],
  ['1A:2B:3C:4D:5E', '1a2b3c4d5e'],
  ['2b3c.4d5e', '2b3c4d5e'],
  ['3C4D5E', '3c4d5e'],
  ['b3c4d5e', 'b3c4d5e'],
])('%s may be the end of an address', (text, digits) => {
  expect(macEnding(text)).toBe(digits);
});

test.each([
  '',
  '5E',
  '4D5E',
  '4d5',
  '4D:5',
  '4D:5E:',
  ':4D:5E',
  '4D.5E',
  '4D:5G',
  '00:1A:2B:3C:4D:5E',
  '001a2b3c4d5e',
  'pc-4d:5e',
  `4d:5e${':00'.repeat(40)}`,
])('%j is not the end of an address', (text) => {
  expect(macEnding(text)).toBeNull();
});
