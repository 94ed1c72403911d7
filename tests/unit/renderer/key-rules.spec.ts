import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyVerdict, LatestKey, verdictWithoutFind } from '../../../renderer/features/devices/key-rules';

const row = { isKnown: true, isTooSoon: false, isArmed: true, isThere: true };
const anyRow = fc.record({
  isKnown: fc.boolean(),
  isTooSoon: fc.boolean(),
  isArmed: fc.boolean(),
  isThere: fc.boolean(),
});

describe('a key that acts on the highlighted row', () => {
  it('acts on a row that was typed or chosen', () => {
    expect(keyVerdict(row)).toBe('act');
  });

  it('asks for a choice if the row is only similar', () => {
    expect(keyVerdict({ ...row, isArmed: false })).toBe('choose-first');
  });

  it('looks for the one device of the text if it came before the rows, or so soon that Intune may find another', () => {
    expect(keyVerdict({ ...row, isKnown: false })).toBe('find');
    expect(keyVerdict({ ...row, isTooSoon: true })).toBe('find');
    expect(keyVerdict({ ...row, isTooSoon: true, isArmed: false })).toBe('find');
  });

  it('does nothing without a row', () => {
    expect(keyVerdict({ ...row, isThere: false })).toBe('nothing');
  });

  it('never acts on a row that is unknown, missing or only similar, or when the key came too soon', () => {
    fc.assert(
      fc.property(anyRow, (moment) => {
        const isSafe = moment.isKnown && !moment.isTooSoon && moment.isThere && moment.isArmed;
        expect(keyVerdict(moment) === 'act').toBe(isSafe);
      }),
    );
  });
});

describe('a key for which no single device was found', () => {
  it('must be pressed again once the rows are there, or needs a choice', () => {
    expect(verdictWithoutFind(row)).toBe('again');
    expect(verdictWithoutFind({ ...row, isArmed: false })).toBe('choose-first');
  });

  it('does nothing while the rows are those of another text, or there are none', () => {
    expect(verdictWithoutFind({ ...row, isKnown: false })).toBe('nothing');
    expect(verdictWithoutFind({ ...row, isThere: false })).toBe('nothing');
  });
});

describe('among keys that wait for rows', () => {
  it('only the last one counts, and none after the text has changed', () => {
    const keys = new LatestKey();
    const first = keys.press();
    const second = keys.press();
    expect([first(), second()]).toEqual([false, true]);
    keys.cancel();
    expect(second()).toBe(false);
  });
});
