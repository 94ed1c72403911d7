import { describe, expect, it } from 'vitest';
import type { EmptySearch, ListState, Nothing } from '../../../renderer/features/devices/nothing';
import { nothingText, whyNothing } from '../../../renderer/features/devices/nothing';
import { formatsFor } from '../../../shared/i18n/format';
import { messagesFor } from '../../../shared/i18n/index';
import { noteOn, type SearchNote } from '../../../shared/search/notes';

const now = Date.parse('2026-11-30T10:00:00Z');
const whole: ListState = { state: 'ready', devices: 2500, asOf: '2026-11-30T09:57:00Z' };
const begun: ListState = { state: 'ready', devices: 300, asOf: null };
const off: ListState = { state: 'off', devices: 0, asOf: null };
const search = (over: Partial<EmptySearch>): EmptySearch => ({
  text: 'PF4D7K22',
  isFiltered: false,
  hidden: 0,
  isLocal: false,
  intune: 'answered',
  ...over,
});

describe('a list without rows', () => {
  it.each<[string, EmptySearch, ListState | null, Nothing]>([
    ['a no of Intune', search({}), off, 'no-match'],
    ['a no of both', search({ isLocal: true }), whole, 'no-match'],
    ['no answer and no list', search({ intune: 'refused' }), off, 'unanswered'],
    ['no answer, and nobody knows of a list yet', search({ intune: 'refused' }), null, 'unanswered'],
    [
      'no answer while the list is read for the first time',
      search({ intune: 'refused', isLocal: true }),
      begun,
      'unanswered',
    ],
    ['no answer beside a whole list', search({ intune: 'refused', isLocal: true }), whole, 'not-listed'],
    ['an answer in part', search({ intune: 'in-part' }), off, 'not-in-full'],
    ['an answer in part beside a whole list', search({ intune: 'in-part', isLocal: true }), whole, 'not-in-full'],
    ['a hardware address, which Intune cannot be asked for', search({ note: 'mac' }), off, 'cannot-be-asked'],
    [
      'a hardware address while the list is read for the first time',
      search({ note: 'mac', isLocal: true }),
      begun,
      'cannot-be-asked',
    ],
    ['a hardware address beside a whole list', search({ note: 'mac', isLocal: true }), whole, 'no-match'],
    ['filters that hide what fits', search({ isLocal: true, isFiltered: true, hidden: 32 }), whole, 'hidden'],
    [
      'filters that hide what fits, and Intune did not answer',
      search({ isLocal: true, isFiltered: true, hidden: 32, intune: 'refused' }),
      whole,
      'hidden',
    ],
    ['filters alone', search({ text: '', isLocal: true, isFiltered: true, intune: 'not-asked' }), whole, 'filtered'],
    ['a person without devices', search({ text: '' }), off, 'no-devices'],
    ['a person whose devices could not be asked for', search({ text: '', intune: 'refused' }), off, 'unanswered'],
  ])('%s', (_what, empty, list, why) => {
    expect(whyNothing(empty, list)).toBe(why);
  });

  const told = (over: Partial<EmptySearch>, list: ListState | null = off, filters = 0): string => {
    const { title, hint = '' } = nothingText(
      messagesFor('en'),
      formatsFor('en'),
      { search: search(over), list, filters },
      now,
    );
    return `${title} / ${hint}`;
  };

  it('gives advice about the spelling only if there is certainly no such device', () => {
    expect(told({})).toContain('Check the spelling');
    for (const intune of ['refused', 'in-part'] as const)
      for (const list of [off, begun, whole])
        expect(told({ intune, isLocal: list !== off }, list)).not.toMatch(/spelling|No device matches/u);
    expect(told({ isLocal: true }, begun)).not.toContain('spelling');
  });

  it('shows the progress of the first reading of the list', () => {
    expect(told({ isLocal: true }, begun)).toContain('still being read (300 devices so far)');
    expect(told({ intune: 'refused', isLocal: true }, begun)).toContain(
      'Whether there is such a device is not known yet. F5 asks again. The device list is still being read',
    );
  });

  it('says how old the list without the device is', () => {
    expect(told({ intune: 'refused', isLocal: true }, whole)).toContain(
      '“PF4D7K22” is not in this computer’s list of 3 min ago',
    );
  });

  it('explains a rounded number, and that Intune cannot be searched for hardware addresses', () => {
    expect(told({ note: 'rounded' })).toContain('A spreadsheet has rounded this number');
    expect(told({ note: 'rounded', isLocal: true }, whole)).toContain('A spreadsheet has rounded this number');
    expect(told({ note: 'mac' })).toContain('Intune cannot be searched by MAC address');
    expect(told({ note: 'mac', isLocal: true }, whole)).toContain('Check the spelling');
    expect(told({ note: 'mac', isLocal: true }, begun)).toContain('still being read');
    // It is not certain that there is none.
    for (const [isLocal, list] of [
      [false, off],
      [true, begun],
    ] as const)
      expect(told({ note: 'mac', isLocal }, list)).not.toMatch(/No device matches|spelling/u);
    for (const note of ['rounded', 'mac'] as const)
      expect(told({ note, intune: 'refused' })).not.toMatch(/spreadsheet|cannot be searched/u);
  });

  it.each<[string, SearchNote | null]>([
    ['3.56938E+14', 'rounded'],
    ['3,56938e+14', 'rounded'],
    ['IMEI: 4.8151623E+14', 'rounded'],
    ['1E+15', 'rounded'],
    ['00:1A:2B:3C:4D:5E', 'mac'],
    ['MAC 00-1a-2b-3c-4d-5e', 'mac'],
    ['5E14', null],
    ['1.5', null],
    ['PF4D7K22', null],
    ['352099001761481', null],
    ['anna', null],
  ])('%s is known for %s', (text, note) => {
    expect(noteOn(text)).toBe(note);
  });

  it('counts the rows that the filters hide', () => {
    expect(told({ isLocal: true, isFiltered: true, hidden: 32 }, whole, 2)).toContain(
      '32 devices are hidden by 2 filters',
    );
    expect(told({ isLocal: true, isFiltered: true, hidden: 1 }, whole, 1)).toContain('1 device is hidden by 1 filter');
  });
});
