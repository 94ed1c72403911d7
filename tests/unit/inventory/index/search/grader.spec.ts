import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceAt } from '../../../../../main/inventory/index/columns/columns';
import { CLASS_STEP, classOf, gradeOf, placeOf } from '../../../../../main/inventory/index/columns/field-order';
import { newBitmap, rowsOfBitmap } from '../../../../../main/inventory/index/lists/bitmap';
import { Grader, NO_MATCH } from '../../../../../main/inventory/index/search/grader';
import { Matcher } from '../../../../../main/inventory/index/search/matcher';
import { noStanding, SegmentSearch } from '../../../../../main/inventory/index/search/ranking';
import { makeTerm } from '../../../../../main/inventory/index/search/term';
import { columnsOf } from '../../../../../main/inventory/index/segments/draft';
import type { Segment } from '../../../../../main/inventory/index/segments/segment';
import { buildSegment, finish } from '../../../../../main/inventory/index/segments/segment';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import { grades, matchDevice, searchedFields, termsOf } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';
import { anyInventory, anyQuery } from '../support';

const segmentOf = (devices: readonly ManagedDevice[]): Segment => finish(buildSegment(columnsOf(devices)));
const withQuery = anyInventory(25).chain((devices) => fc.tuple(fc.constant(devices), anyQuery(devices)));

/** Grade and field of a row in words. */
function told(matchClass: number): string {
  return matchClass === NO_MATCH
    ? 'none'
    : `${String(grades[gradeOf(matchClass)])} ${String(searchedFields[matchClass % CLASS_STEP])}`;
}

test('each row has the grade and the field of the shared rules', () => {
  fc.assert(
    fc.property(withQuery, ([devices, text]) => {
      const terms = termsOf(text);
      fc.pre(terms.length > 0);
      const segment = segmentOf(devices);
      const grader = new Grader(
        segment,
        terms.map((word) => makeTerm(word)),
      );
      for (let row = 0; row < segment.rows; row += 1) {
        const match = matchDevice(deviceAt(segment.columns, row), terms);
        expect(told(grader.grade(row))).toBe(match === null ? 'none' : `${match.grade} ${match.reason.field}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('the rows with a word are those with a grade, and every row where it starts a word is among the starts', () => {
  fc.assert(
    fc.property(withQuery, ([devices, text]) => {
      const [word] = termsOf(text);
      fc.pre(word !== undefined);
      const segment = segmentOf(devices);
      const terms = [makeTerm(word)];
      const grader = new Grader(segment, terms);
      const matcher = new Matcher(segment, grader, terms);
      const rows = Array.from({ length: segment.rows }, (_, row) => row);
      const found = matcher.contains(0);
      expect(rowsOfBitmap(found.rows)).toEqual(rows.filter((row) => grader.grade(row) !== NO_MATCH));
      expect([found.size, found.isRough]).toEqual([rowsOfBitmap(found.rows).length, false]);
      const starts = new Set(rowsOfBitmap(matcher.starts(0)));
      const isStart = (row: number): boolean =>
        grader.grade(row) !== NO_MATCH &&
        gradeOf(grader.grade(row)) <= 2 &&
        !['id', 'entraId'].includes(searchedFields[grader.grade(row) % CLASS_STEP] ?? '');
      // A word with a sign at its front or in it may begin where no list tells.
      if (!word.includes('@')) for (const row of rows.filter(isStart)) expect(starts).toContain(row);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['name', { name: 'lt 1' }, 'lt 1', 'exact name'],
  ['the weakest word', { name: 'lt xy1' }, 'lt y1', 'contains name'],
  ['words in two fields', { name: 'lt', userName: 'anna' }, 'lt anna', 'exact name'],
  ['an address', { upn: 'a.b@c.example' }, 'a.b@c.example', 'exact upn'],
  ['the part before the domain', { upn: 'anna@c.example' }, 'anna', 'prefix upn'],
  ['the domain', { upn: 'anna@c.example' }, 'c.example', 'token upn'],
  ['the same text in two fields', { upn: 'anna@c.example', mail: 'anna@c.example' }, 'anna@c', 'prefix upn'],
  [
    'an Entra id',
    { entraId: 'abcdef00-0000-4000-8000-000000000000' },
    'abcdef00-0000-4000-8000-000000000000',
    'exact entraId',
  ],
  ['a later part of an id', { entraId: 'abcdef00-0000-4000-8000-00000000beef' }, '0000beef', 'contains entraId'],
  ['a short part of an id', { entraId: 'abcdef00-0000-4000-8000-00000000beef' }, 'beef', 'none'],
  ['what many share', { model: 'ThinkPad X1' }, 'x1', 'token model'],
  ['a field before a shared one', { name: 'lenovo', manufacturer: 'LENOVO' }, 'lenovo', 'exact name'],
  ['all but for separators', { name: 'TYO-LT-1' }, 'tyolt1', 'same name'],
  ['all in another spelling', { userName: 'Jørgen' }, 'joergen', 'same userName'],
  ['the beginning of a later word without separators', { name: 'TYO-LT-1x' }, 'lt-1', 'token name'],
  ['the inside of a serial without separators', { serial: 'VMware-42 1c 3e' }, 're421c', 'contains serial'],
  ['the inside of a name without separators', { name: 'Tom Annan' }, 'mann', 'none'],
  ['one word twice', { name: 'lt lt' }, 'lt lt', 'prefix name'],
])('%s', (_what, facts, text, expected) => {
  const segment = segmentOf([aDevice({ name: '', serial: '', os: '', ...facts })]);
  expect(
    told(
      new Grader(
        segment,
        termsOf(text).map((word) => makeTerm(word)),
      ).grade(0),
    ),
  ).toBe(expected);
});

test('a filter, deleted rows and words are joined by "and"', () => {
  fc.assert(
    fc.property(
      withQuery,
      fc.array(fc.nat(24), { maxLength: 6 }),
      fc.array(fc.nat(24), { maxLength: 20 }),
      ([devices, text], gone, passed) => {
        const terms = termsOf(text).map((word) => makeTerm(word));
        const segment = segmentOf(devices);
        for (const row of gone) if (row < segment.rows) segment.remove(row);
        const filter = newBitmap(segment.rows);
        for (const row of passed) if (row < segment.rows) filter[row >>> 5]! |= 1 << (row & 31);
        const grader = new Grader(segment, terms);
        const search = new SegmentSearch(segment, terms, filter);
        const wanted = Array.from({ length: segment.rows }, (_, row) => row).filter(
          (row) =>
            passed.includes(row) && !gone.includes(row) && (terms.length === 0 || grader.grade(row) !== NO_MATCH),
        );
        expect(rowsOfBitmap(search.matched)).toEqual(wanted);
        expect([search.total, search.isRough]).toEqual([wanted.length, false]);
        const best = search.best(50, noStanding);
        expect(best.map(({ row }) => row).sort((a, b) => a - b)).toEqual(wanted);
      },
    ),
    { numRuns: 200 },
  );
});

test('classes are in the order of grades, then of fields', () => {
  expect(classOf(0, placeOf('os'))).toBeLessThan(classOf(1, placeOf('name')));
  expect(classOf(2, placeOf('name'))).toBeLessThan(classOf(2, placeOf('serial')));
});
