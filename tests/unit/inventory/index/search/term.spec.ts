import { expect, test } from 'vitest';
import { TEXTS } from '../../../../../main/inventory/index/columns/columns';
import {
  classOf,
  gradeOf,
  IS_IDENTITY,
  PLACE_OF_TEXT,
  placeOf,
  TEXT_OF_PLACE,
} from '../../../../../main/inventory/index/columns/field-order';
import { TYPO_RANK } from '../../../../../main/inventory/index/search/hits';
import { noStanding, placeOfRank, rankOf } from '../../../../../main/inventory/index/search/ranking';
import { makeTerm } from '../../../../../main/inventory/index/search/term';
import { mayBeMistyped } from '../../../../../main/inventory/index/search/typo';
import { typoSteps } from '../../../../../main/inventory/index/search/typo-plans';
import { searchedFields } from '../../../../../shared/search/match';

const [exact, same, prefix, word, inside] = [0, 1, 2, 3, 4];

test('an address is split at its last @', () => {
  expect(makeTerm('a@b@c.example').address).toMatchObject({
    local: 'a@b',
    domain: new TextEncoder().encode('c.example'),
  });
  expect(makeTerm('@').address).toMatchObject({ local: '', domain: new Uint8Array() });
  expect(makeTerm('plain').address).toBeNull();
});

test.each([
  ['a', true],
  ['7', true],
  ['-', true],
  ['_', false],
  ['佐', false],
  ['ab', false],
  ['😀', false],
])('%j has its own list: %s', (text, isUnit) => {
  expect(makeTerm(text).unit !== null).toBe(isUnit);
});

test.each([
  ['ab', true],
  ['abc', true],
  ['abcd', false],
  ['_', false],
  ['a_b', false],
  ['佐藤', false],
])('lists alone determine whether a text contains %j: %s', (text, isExact) => {
  expect(makeTerm(text).contains.isExact).toBe(isExact);
});

test.each([
  ['abc', false],
  ['abcd', true],
  ['佐藤健太', true],
  ['𠮷𠮷𠮷', false],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
])('%j may be mistyped: %s', (text, isFit) => {
  expect(mayBeMistyped(text)).toBe(isFit);
});

test('a mistyped word is searched with one step per position and per swapped pair', () => {
  expect(typoSteps('abcd')).toHaveLength(7);
  expect(typoSteps('aabb')).toHaveLength(5);
  expect(typoSteps('abcd')).toBe(typoSteps('abcd'));
});

test('every field has an index, and texts map to theirs', () => {
  for (const [field, text] of Object.entries(TEXTS)) {
    expect(searchedFields[PLACE_OF_TEXT[text]!]).toBe(field);
    expect(TEXT_OF_PLACE[PLACE_OF_TEXT[text]!]).toBe(text);
  }
  expect(searchedFields.filter((_, place) => IS_IDENTITY[place])).toEqual([
    'name',
    'serial',
    'upn',
    'mail',
    'imei',
    'phone',
    'wifiMac',
    'entraId',
    'id',
  ]);
  for (const grade of [exact, prefix, word, inside]) expect(gradeOf(classOf(grade, placeOf('os')))).toBe(grade);
});

test('exact names and serials rank first, then other exact identities, pins, recents, then by grade with fresh ones first; parts of ids last', () => {
  const shortlisted = { ...noStanding, pinned: new Set([1]), recent: new Set([2]) };
  const ranks = [
    rankOf(classOf(exact, placeOf('name')), 0, shortlisted),
    rankOf(classOf(exact, placeOf('serial')), 1, shortlisted),
    rankOf(classOf(same, placeOf('name')), 0, shortlisted),
    rankOf(classOf(exact, placeOf('upn')), 0, shortlisted),
    rankOf(classOf(inside, placeOf('os')), 1, shortlisted),
    rankOf(classOf(prefix, placeOf('name')), 2, shortlisted),
    rankOf(classOf(exact, placeOf('userName')), 0, shortlisted),
    rankOf(classOf(prefix, placeOf('name')), 0, shortlisted),
    rankOf(classOf(prefix, placeOf('os')), 0, shortlisted),
    rankOf(classOf(prefix, placeOf('name')), 0, { ...shortlisted, staleFrom: 0 }),
    rankOf(classOf(word, placeOf('name')), 0, shortlisted),
    rankOf(classOf(inside, placeOf('name')), 0, shortlisted),
    rankOf(classOf(prefix, placeOf('entraId')), 1, shortlisted),
    TYPO_RANK,
  ];
  expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
  expect(new Set(ranks).size).toBe(ranks.length);
});

test('the rank of a hit contains the field of its reason, except for one with a typo', () => {
  for (const field of searchedFields) {
    for (const grade of [exact, prefix, word, inside])
      expect(placeOfRank(rankOf(classOf(grade, placeOf(field)), 0, noStanding))).toBe(placeOf(field));
  }
  expect(placeOfRank(TYPO_RANK + 203)).toBe(-1);
});
