import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWordPoint } from '../../../../../main/inventory/index/columns/characters';
import { RowReader, TEXTS } from '../../../../../main/inventory/index/columns/columns';
import type { Bitmap } from '../../../../../main/inventory/index/lists/bitmap';
import { newBitmap, rowsOfBitmap } from '../../../../../main/inventory/index/lists/bitmap';
import { TEXT_KEYS } from '../../../../../main/inventory/index/lists/gram-keys';
import { GramReader } from '../../../../../main/inventory/index/lists/grams';
import { buildPostings, decodeWords } from '../../../../../main/inventory/index/lists/postings';
import { shareTexts } from '../../../../../main/inventory/index/lists/shared-texts';
import { Grader } from '../../../../../main/inventory/index/search/grader';
import { Matcher } from '../../../../../main/inventory/index/search/matcher';
import type { Plan } from '../../../../../main/inventory/index/search/term';
import { makeTerm } from '../../../../../main/inventory/index/search/term';
import { typoSteps } from '../../../../../main/inventory/index/search/typo-plans';
import { columnsOf } from '../../../../../main/inventory/index/segments/draft';
import type { Segment } from '../../../../../main/inventory/index/segments/segment';
import { buildSegment, finish } from '../../../../../main/inventory/index/segments/segment';
import type { ManagedDevice } from '../../../../../shared/managed-device';
import { foldText } from '../../../../../shared/search/fold';
import { termsOf } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';

const segmentOf = (devices: readonly ManagedDevice[]): Segment => finish(buildSegment(columnsOf(devices)));
const namesOf = (names: readonly string[]): Segment =>
  segmentOf(names.map((name) => aDevice({ name, serial: '', os: '' })));
const unit = fc.constantFrom('a', 'b', 'c', '1', '-', ' ', '.', '_', '佐', '藤', 'ä', '😀', '@');
const name = fc.string({ unit, maxLength: 10 });
const names = fc.array(name, { minLength: 1, maxLength: 40 });

const foldedName = (segment: Segment, row: number): string => {
  const reader = new RowReader(segment.columns);
  reader.open(row);
  return foldText(reader.text(reader.starts[TEXTS.name]!, reader.ends[TEXTS.name]!));
};

const planned = (segment: Segment, plan: Plan): readonly number[] => {
  const found: Bitmap = newBitmap(segment.rows);
  new Matcher(segment, new Grader(segment, []), []).candidates(TEXTS.name, plan, found);
  return rowsOfBitmap(found);
};
const rowsWhere = (segment: Segment, fits: (text: string) => boolean): readonly number[] =>
  Array.from({ length: segment.rows }, (_, row) => row).filter((row) => fits(foldedName(segment, row)));

test('every list has exactly the rows with its key, whatever its form', () => {
  fc.assert(
    fc.property(names, (all) => {
      const columns = columnsOf(all.map((one) => aDevice({ name: one })));
      const shared = shareTexts(columns);
      const postings = finish(buildPostings(columns, shared));
      const rows = new Map<number, Set<number>>();
      const grams = new GramReader(columns, shared);
      for (let row = 0; row < columns.rows; row += 1) {
        for (const key of grams.keys.slice(0, grams.read(row))) rows.set(key, (rows.get(key) ?? new Set()).add(row));
        for (const key of grams.keys.slice(0, grams.read(row))) rows.set(key, (rows.get(key) ?? new Set()).add(row));
      }
      for (const [key, wanted] of rows) {
        const place = postings.find(key);
        const decoded = new Uint32Array(columns.rows);
        expect([...decoded.slice(0, postings.decode(place, decoded))]).toEqual([...wanted]);
        expect(postings.size(place)).toBe(wanted.size);
        const united = newBitmap(columns.rows);
        postings.unite(place, united);
        expect(rowsOfBitmap(united)).toEqual([...wanted]);
        const every = Uint32Array.from({ length: columns.rows }, (_, row) => row);
        expect([...every.slice(0, postings.retain(place, every, columns.rows))]).toEqual([...wanted]);
      }
    }),
    { numRuns: 40 },
  );
});

test('long lists are stored as bitmaps and short ones as gaps, and both are read alike', () => {
  const rare = 37;
  const segment = namesOf(
    Array.from({ length: 3_000 }, (_, at) => (at % rare === 0 ? `x${String(at)}` : `y${String(at)}`)),
  );
  const [dense, sparse] = ['y', 'x'].map((letter) => planned(segment, makeTerm(letter).contains));
  expect(dense).toEqual(rowsWhere(segment, (text) => text.startsWith('y')));
  expect(sparse).toEqual(rowsWhere(segment, (text) => text.startsWith('x')));
});

test('a key that no row has has no list', () => {
  const { postings } = namesOf(['abc']);
  expect(postings.find(TEXT_KEYS * 3 + 17)).toBe(-1);
  expect(postings.uniteRange(TEXT_KEYS * 3, TEXT_KEYS * 3 + 40, newBitmap(1))).toBe(false);
});

test('rows of a set come in ascending order', () => {
  const bits = Uint32Array.of(0b1001, 0x8000_0000);
  const into = new Uint32Array(8);
  expect(decodeWords(bits, into)).toBe(3);
  expect([...into.slice(0, 3)]).toEqual([0, 3, 63]);
});

test.each(['contains', 'prefix', 'exact'] as const)(
  'the plan "%s" misses no row, and has no false row when it is exact',
  (which) => {
    const fits = {
      contains: (text: string, word: string) => text.includes(word),
      prefix: (text: string, word: string) => text.startsWith(word),
      exact: (text: string, word: string) => text === word,
    };
    fc.assert(
      fc.property(names, name, (all, typed) => {
        const [word] = termsOf(typed);
        fc.pre(word !== undefined);
        const segment = namesOf(all);
        const term = makeTerm(word);
        const found = planned(segment, term[which]);
        const wanted = rowsWhere(segment, (text) => fits[which](text, word));
        expect(found).toEqual(expect.arrayContaining([...wanted]));
        if (term[which].isExact) expect(found).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  },
);

test('the plans of later words miss no row', () => {
  fc.assert(
    fc.property(names, name, (all, typed) => {
      const [word] = termsOf(typed);
      fc.pre(word !== undefined);
      const segment = namesOf(all);
      const found = new Set(makeTerm(word).words.flatMap((plan) => planned(segment, plan)));
      const startsLater = (text: string): boolean => {
        for (let at = text.indexOf(word, 1); at > 0; at = text.indexOf(word, at + 1))
          if (!isWordPoint(text.charCodeAt(at - 1))) return true;
        return false;
      };
      for (const row of rowsWhere(segment, startsLater)) expect(found).toContain(row);
    }),
    { numRuns: 150 },
  );
});

test('the steps for a mistyped word miss no row within one typo', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', '佐', '-', '_'), minLength: 4, maxLength: 8 });
  fc.assert(
    fc.property(
      word,
      fc.constantFrom('', ' ', 'x-', '.', '(', '@'),
      fc.nat(9),
      fc.constantFrom('swap', 'drop', 'add', 'change'),
      fc.constantFrom('c', '藤', 'a'),
      (right, before, luck, kind, letter) => {
        const letters = Array.from(right);
        const at = luck % letters.length;
        if (kind === 'swap') letters.splice(at, 2, ...letters.slice(at, at + 2).reverse());
        else letters.splice(at, kind === 'add' ? 0 : 1, ...(kind === 'drop' ? [] : [letter]));
        const [typed] = termsOf(letters.join(''));
        fc.pre(
          foldText(right) === right &&
            typed === letters.join('') &&
            typed.length >= 4 &&
            typed !== right &&
            isWordPoint(right.charCodeAt(0)),
        );
        const segment = namesOf([before + right]);
        const matcher = new Matcher(segment, new Grader(segment, []), []);
        const found = typoSteps(typed).some(({ byLead, keys, rest }) =>
          byLead === null
            ? (rest === null ? matcher.listed(TEXTS.name, keys) : matcher.listedAny(TEXTS.name, rest.contains)).length >
              0
            : byLead.some((leading) => matcher.listed(TEXTS.name, [...leading, ...keys]).length > 0),
        );
        expect(found).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('shared texts have their own lists', () => {
  const segment = segmentOf([
    aDevice({ model: 'ThinkPad', manufacturer: 'LENOVO', upn: 'a@one.example', mail: 'b@two.example' }),
    aDevice({ model: 'ThinkPad', manufacturer: 'thinkpad', upn: 'c@two.example' }),
  ]);
  const { shared, postings } = segment;
  const place = shared.values.findIndex((value) => Buffer.from(value).toString() === 'thinkpad');
  expect(postings.size(postings.find(shared.valueKey(0, place)))).toBe(2);
  const two = segment.columns.domainTable.indexOf('two.example');
  expect([TEXTS.upn, TEXTS.mail].map((text) => postings.size(postings.find(shared.domainKey(text, two))))).toEqual([
    1, 1,
  ]);
  expect(shared.keySpace).toBeGreaterThan(shared.domainKey(TEXTS.mail, two));
});

test('rows far from each other are in their lists, whatever the distance', () => {
  const distances = [1, 127, 128, 129, 16_383, 16_384, 16_385];
  const wanted = distances.reduce<readonly number[]>((rows, distance) => [...rows, rows.at(-1)! + distance], [5]);
  const isWanted = new Set(wanted);
  const columns = columnsOf(
    Array.from({ length: wanted.at(-1)! + 40 }, (_, at) =>
      aDevice({ name: `${String(at).padStart(6, '0')}${isWanted.has(at) ? '佐' : ''}`, serial: '', os: '' }),
    ),
  );
  const segment = finish(buildSegment(columns));
  expect(planned(segment, makeTerm('佐').contains)).toEqual(wanted);
  const place = segment.postings.find(
    TEXTS.name * TEXT_KEYS + (makeTerm('佐').contains as Extract<Plan, { kind: 'all' }>).keys[0]!,
  );
  const decoded = new Uint32Array(wanted.length);
  expect([segment.postings.decode(place, decoded), [...decoded]]).toEqual([wanted.length, wanted]);
  const kept = Uint32Array.of(4, ...wanted, wanted.at(-1)! + 1);
  expect([...kept.slice(0, segment.postings.retain(place, kept, kept.length))]).toEqual(wanted);
  expect(segment.postings.isDense(place)).toBe(false);
});
