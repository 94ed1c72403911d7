import { describe, expect, it } from 'vitest';
import type { FoundBy } from '../../../renderer/features/devices/found-text';
import { foundText, shortened, similarText } from '../../../renderer/features/devices/found-text';
import { spokenText, summaryText } from '../../../renderer/features/devices/list-said';
import { formatsFor } from '../../../shared/i18n/format';
import { messagesFor } from '../../../shared/i18n/index';
import type { Reading, ReadingKind } from '../../../shared/search/reading';
import { readingKinds } from '../../../shared/search/reading';

const m = messagesFor('en');
const formats = formatsFor('en');
const by = (over: Partial<FoundBy>): FoundBy => ({
  count: 1,
  isRough: false,
  truncated: false,
  isInPart: false,
  readings: [],
  missing: [],
  text: '',
  ...over,
});
const read = (kind: ReadingKind, text: string): Reading => ({ kind, text });
const said = (over: Partial<FoundBy>): string => foundText(m, formats, by(over));

describe('how the devices were found', () => {
  it.each([
    [0, false, 'No devices found'],
    [0, true, 'No devices found'],
    [6, false, '6 devices found'],
    [100, true, '100+ devices found'],
  ])('%i, more %s: %s', (count, truncated, text) => {
    expect(said({ count, truncated })).toBe(text);
  });

  it('claims no total when a part of Intune did not answer', () => {
    expect(said({ count: 0, isInPart: true })).toBe('No devices found so far');
    expect(said({ count: 3, isInPart: true })).toBe('3 devices found');
  });

  it('names the readings of the text', () => {
    expect(said({ readings: [read('serial', 'PF4D7K22')] })).toBe('1 device found by serial number PF4D7K22');
    expect(said({ count: 2, readings: [read('address', 'a@b.example'), read('address', 'c@d.example')] })).toBe(
      '2 devices found by 2 addresses',
    );
    expect(said({ count: 2, readings: [read('name', 'PC-17'), read('serial', 'PF4D7K22')] })).toBe(
      '2 devices found by device name PC-17 and serial number PF4D7K22',
    );
    expect(said({ count: 200, truncated: true, readings: [read('account', 'anna')] })).toBe(
      '200+ devices found by sign-in name anna',
    );
    expect(said({ count: 40, isRough: true, readings: [read('joined', 'TYOLT04127')] })).toBe(
      'About 40 devices found by TYOLT04127, without separators',
    );
  });

  it('does not mention the literal reading', () => {
    expect(said({ count: 2, readings: [read('text', 'emma')] })).toBe('2 devices found');
  });

  it('names the words that no device contains, and the words of the rows', () => {
    expect(said({ count: 32, missing: ['London'], text: 'emma London' })).toBe(
      '32 devices for “emma” – “London” found nowhere',
    );
    expect(said({ count: 1, missing: ['london', 'red'], text: 'emma london taylor red' })).toBe(
      '1 device for “emma taylor” – “london” and “red” found nowhere',
    );
    expect(said({ count: 0, missing: ['london'], text: 'london' })).toBe('No devices found');
  });

  it('names the parts that were not found besides those that were', () => {
    expect(said({ readings: [read('account', 'anna')], missing: ['PF4D7K22'], text: 'CONTOSO\\anna PF4D7K22' })).toBe(
      '1 device found by sign-in name anna – “PF4D7K22” found nowhere',
    );
  });

  it('does not repeat a long pasted text', () => {
    expect(shortened('x'.repeat(200))).toHaveLength(40);
    expect(shortened('𠮷'.repeat(40))).toBe('𠮷'.repeat(40));
    expect(said({ readings: [read('id', 'x'.repeat(200))] }).length).toBeLessThan(80);
  });

  it.each(['en', 'ja'] as const)('has words for every reading in %s', (locale) => {
    for (const kind of readingKinds) {
      const text = foundText(messagesFor(locale), formatsFor(locale), by({ readings: [read(kind, 'PF4D7K22')] }));
      expect(text, kind).not.toMatch(/[{}]/u);
      expect(text.includes('PF4D7K22'), kind).toBe(!['text', 'heard', 'typo', 'rest'].includes(kind));
    }
  });
});

describe('the line above the rows', () => {
  const search = { isLocal: true, foundBy: by({}), ended: null, isOnlySimilar: false };

  it('is empty when the count beside the list says enough', () => {
    expect(summaryText(m, formats, search)).toBe('');
    expect(summaryText(m, formats, { ...search, isLocal: false })).toBe('1 device found');
  });

  it('says how the rows are similar', () => {
    expect(similarText(m, [read('typo', 'x')])).toBe('No exact match – showing similar spellings');
    expect(similarText(m, [read('typo', 'x'), read('heard', 'x')])).toBe(
      'No exact match – showing what sounds or reads like it',
    );
    expect(summaryText(m, formats, { ...search, isOnlySimilar: true })).toBe('No exact match – showing similar');
    expect(
      summaryText(m, formats, {
        ...search,
        isOnlySimilar: true,
        foundBy: by({ missing: ['london'], text: 'emma london' }),
      }),
    ).toContain('“london” found nowhere');
  });

  it('is announced together with the number of rows', () => {
    const others = { rows: 1, list: null, filters: 0, now: 0 };
    expect(spokenText(m, formats, { ...search, isOnlySimilar: true }, others)).toBe(
      `1 device found${m.common.separator()}No exact match – showing similar`,
    );
    expect(spokenText(m, formats, { ...search, foundBy: null }, others)).toBeNull();
    expect(spokenText(m, formats, search, { ...others, rows: 0 })).toBeNull();
  });
});
