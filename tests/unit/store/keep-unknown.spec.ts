import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepUnknown } from '../../../main/store/keep-unknown';

const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('://'));

test('what did not change stays as it was stored, whatever was understood of it', () => {
  fc.assert(
    fc.property(plain, (stored) => {
      expect(keepUnknown(stored, stored, stored)).toEqual(stored);
    }),
  );
  expect(keepUnknown({ state: 'paused', more: [1] }, { state: 'other' }, { state: 'other' })).toEqual({
    state: 'paused',
    more: [1],
  });
  expect(keepUnknown({ by: { kind: 'link' } }, { by: 'other' }, { by: 'other' })).toEqual({ by: { kind: 'link' } });
});

test('what changed is written as it is now', () => {
  fc.assert(
    fc.property(plain, plain, fc.string(), (stored, read, next) => {
      if (next !== read) expect(keepUnknown(stored, read, next)).toBe(next);
    }),
  );
  expect(
    keepUnknown({ state: 'paused', note: 'a' }, { state: 'other', note: 'a' }, { state: 'closed', note: 'b' }),
  ).toEqual({ state: 'closed', note: 'b' });
});

test('of a list each item keeps what is unknown of it; items that came are added and those that went are gone', () => {
  const stored = [{ state: 'sending', by: 1 }, { state: 'paused' }];
  const read = [{ state: 'sending' }, { state: 'other' }];
  expect(keepUnknown(stored, read, [...read, { state: 'closed' }])).toEqual([...stored, { state: 'closed' }]);
  expect(keepUnknown(stored, read, read.slice(0, 1))).toEqual(stored.slice(0, 1));
});

test('a member that was known and went does not come back, and no text with an address does', () => {
  expect(keepUnknown({ why: 'x', ref: 'y' }, { why: 'x', ref: 'y' }, { ref: 'y' })).toEqual({ ref: 'y' });
  const link = 'see https://get.teamviewer.com/s1-SECRET';
  expect(keepUnknown({ note: link }, { note: 'see [link removed]' }, { note: 'see [link removed]' })).toEqual({
    note: 'see [link removed]',
  });
});
