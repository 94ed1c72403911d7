import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldAll, foldText, originalRange } from '../../../../shared/search/fold';
import {
  type Grade,
  isIdField,
  matchDevice,
  matchesAll,
  searchedFields,
  termsOf,
} from '../../../../shared/search/match';
import { compareHits, nameCounts, type Ranked } from '../../../../shared/search/rank';
import { shownText } from '../../../../shared/search/shown';
import { aBlankDevice } from '../../../support/builders';

const pieces = fc.constantFrom(
  'ア',
  'ｱ',
  'ｶﾞ',
  'が',
  'ガ',
  'É',
  'e\u0301',
  'ß',
  'İ',
  '①',
  'Ａ',
  '㍿',
  'ﬁ',
  '佐藤',
  '😀',
  '-',
  ' ',
  '042',
  'lt',
  'Σς',
  '한',
  '\u1112\u1161',
  'o\u0323\u0302',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string(),
);

describe('fold', () => {
  it.each([
    ['TYO-LT-04127', 'tyo-lt-04127'],
    ['ＴＹＯ－１２', 'tyo-12'],
    ['ﾔﾏﾀﾞ ﾊﾅｺ', 'やまだ はなこ'],
    ['ヤマダ', 'やまだ'],
    ['やまだ', 'やまだ'],
    ['Jürgen Weiß', 'jurgen weiss'],
    ['e\u0301', 'e'],
    ['İ', 'i'],
    ['佐藤 美咲', '佐藤 美咲'],
    ['がギ', 'がぎ'],
    ['', ''],
  ])('turns %j into %j', (raw, expected) => {
    expect(foldText(raw)).toBe(expected);
  });

  it('maps each folded unit to its origin', () => {
    const name = 'Xﾀﾞﬁ-é1';
    const folded = fold(name);
    expect(folded.text).toBe('xだfi-e1');
    const rangeOf = (part: string): string =>
      name.slice(...originalRange(folded, folded.text.indexOf(part), folded.text.indexOf(part) + part.length));
    expect(rangeOf('だ')).toBe('ﾀﾞ');
    expect(rangeOf('i-')).toBe('ﬁ-');
    expect(rangeOf('e1')).toBe('é1');
  });

  it('maps every range into the text, in order', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const folded = fold(raw);
        expect(folded.origin === null || folded.origin.length === folded.text.length).toBe(true);
        for (let at = 0; at < folded.text.length; at++) {
          const [start, end] = originalRange(folded, at, at + 1);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(raw.length);
        }
      }),
      { numRuns: 600 },
    );
  });
});

/** Fields of which a part is enough. */
const containing = searchedFields.filter((name) => !isIdField(name) && name !== 'wifiMac');
const bare = (folded: string): string => folded.replace(/[^\p{L}\p{N}\p{M}\p{Cs}]/gu, '');

describe('matchDevice', () => {
  const anna = aBlankDevice({
    name: 'TYO-LT-04127',
    serial: 'PF4D7K2Q',
    userName: 'Anna Keller',
    upn: 'anna.keller@contoso.com',
    mail: 'a.keller@contoso.com',
    model: 'ThinkPad X1',
  });
  const reason = (query: string) => {
    const match = matchDevice(anna, termsOf(query));
    return (
      match &&
      `${match.grade} ${match.reason.field} ${match.reason.ranges.map(([start, end]) => anna[match.reason.field].slice(start, end)).join('|')}`
    );
  };

  it.each([
    ['tyo-lt-04127', 'exact name TYO-LT-04127'],
    ['pf4d7k2q', 'exact serial PF4D7K2Q'],
    ['TYO', 'prefix name TYO'],
    ['04127', 'token name 04127'],
    ['4127', 'contains name 4127'],
    ['keller', 'token userName Keller'],
    ['keller anna', 'token userName Anna|Keller'],
    ['anna keller', 'exact userName Anna|Keller'],
    ['anna.keller@contoso.com', 'exact upn anna.keller@contoso.com'],
    ['a.keller@', 'prefix mail a.keller@'],
    ['keller thinkpad', 'token model ThinkPad'],
    ['ｔｙｏ', 'prefix name TYO'],
    ['keller xyz', null],
    ['', null],
  ])('finds %j as %j', (query, expected) => {
    expect(reason(query)).toBe(expected);
  });

  it('merges adjacent ranges', () => {
    const match = matchDevice(aBlankDevice({ name: 'abcdef' }), ['abc', 'bcd', 'de']);
    expect(match?.reason.ranges).toEqual([[0, 5]]);
  });

  it('matches exactly when every term is contained in a folded field, ignoring separators, with ranges inside the text', () => {
    const field = fc.constantFrom(...containing);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, text), { maxLength: 4 }),
        fc.oneof(
          text,
          fc.tuple(text, text).map((parts) => parts.join(' ')),
        ),
        (values, query) => {
          const one = aBlankDevice(Object.fromEntries(values));
          const terms = termsOf(query);
          const match = matchDevice({ ...one, id: '', entraId: '' }, terms);
          const someField = (fits: (text: string, term: string) => boolean): boolean =>
            terms.length > 0 &&
            terms.every((term) =>
              containing.some((name) => foldAll(shownText(one, name)).some((folded) => fits(folded.text, term))),
            );
          if (someField((folded, term) => folded.includes(term))) expect(match).not.toBeNull();
          if (match !== null)
            expect(someField((folded, term) => folded.includes(term) || bare(folded).includes(bare(term)))).toBe(true);
          let last = -1;
          for (const [start, end] of match?.reason.ranges ?? []) {
            expect(start).toBeGreaterThan(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(shownText(one, match!.reason.field).length);
            last = end;
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('finds any part of a name however it is cased', () => {
    fc.assert(
      fc.property(
        text.filter((name) => termsOf(name).length > 0),
        (name) => {
          const one = aBlankDevice({ name: name.normalize('NFC') });
          expect(matchDevice(one, termsOf(name))).not.toBeNull();
        },
      ),
    );
  });

  it('bounds the number of terms', () => {
    expect(termsOf('a b c d e f g h i j k l m n o p').length).toBe(16);
    expect(termsOf(Array.from({ length: 100 }, (_, at) => String(at)).join(' ')).length).toBe(40);
    expect(termsOf('  a\u3000A  b ')).toEqual(['a', 'b']);
  });

  it('needs every term in one of several texts', () => {
    expect(matchesAll(['Anna Keller', 'x@y.z'], ['keller', 'x@'])).toBe(true);
    expect(matchesAll(['Anna Keller'], ['keller', 'bob'])).toBe(false);
    expect(matchesAll(['Anna'], [])).toBe(false);
  });
});

describe('compareHits', () => {
  const hit = (
    id: string,
    grade: Grade,
    field: Ranked['match']['reason']['field'],
    more: Partial<Ranked> = {},
    lastCheckIn: string | null = null,
  ): Ranked => ({
    device: aBlankDevice({ id, name: id, lastCheckIn }),
    match: { grade, reason: { field, ranges: [] } },
    pinned: false,
    recent: false,
    stale: false,
    ...more,
  });

  it('ranks exact serial or name, then pins, recents, prefix, token, contains, recently seen ones first; parts of ids last', () => {
    const hits = [
      hit('contains', 'contains', 'name'),
      hit('token', 'token', 'name'),
      hit('prefix', 'prefix', 'serial'),
      hit('recent', 'contains', 'os', { recent: true }),
      hit('pinned', 'contains', 'os', { pinned: true }),
      hit('upn', 'exact', 'upn'),
      hit('guid', 'contains', 'id', { pinned: true }),
      hit('spelled', 'same', 'name'),
      hit('stale', 'prefix', 'serial', { stale: true }),
      hit('serial', 'exact', 'serial'),
      hit('name', 'exact', 'name'),
      hit('model', 'exact', 'model'),
    ];
    expect([...hits].sort(compareHits).map(({ device: { id } }) => id)).toEqual([
      'name',
      'serial',
      'spelled',
      'upn',
      'pinned',
      'recent',
      'model',
      'prefix',
      'stale',
      'token',
      'contains',
      'guid',
    ]);
  });

  it('breaks ties by the last check-in, then by name', () => {
    const hits = [
      hit('b', 'token', 'name'),
      hit('a', 'token', 'name'),
      hit('old', 'token', 'name', {}, '2026-01-01T00:00:00.000Z'),
      hit('new', 'token', 'name', {}, '2026-11-01T00:00:00.000Z'),
    ];
    expect(hits.sort(compareHits).map(({ device: { id } }) => id)).toEqual(['new', 'old', 'a', 'b']);
  });

  it('is a total order', () => {
    const any = fc.record({
      id: fc.string(),
      grade: fc.constantFrom<Grade>('exact', 'prefix', 'token', 'contains'),
      field: fc.constantFrom(...searchedFields),
      pinned: fc.boolean(),
      recent: fc.boolean(),
    });
    fc.assert(
      fc.property(any, any, any, (...raws) => {
        const [a, b, c] = raws.map(({ id, grade, field, pinned, recent }) =>
          hit(id, grade, field, { pinned, recent }),
        ) as [Ranked, Ranked, Ranked];
        expect(Math.sign(compareHits(a, b)) + Math.sign(compareHits(b, a))).toBe(0);
        if (compareHits(a, b) <= 0 && compareHits(b, c) <= 0) expect(compareHits(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('counts devices with the same folded name, without nameless ones', () => {
    const counts = nameCounts([
      aBlankDevice({ name: 'PC-1' }),
      aBlankDevice({ name: 'ｐｃ-1' }),
      aBlankDevice({ name: '' }),
      aBlankDevice({ name: '' }),
    ]);
    expect([...counts]).toEqual([['pc-1', 2]]);
  });
});
