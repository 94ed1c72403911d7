import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceIndex } from '../../../../../main/inventory/index/device-index';
import {
  END,
  findTypo,
  pointsOf,
  typoCost,
  typoReason,
  WHOLE_WORD_COST,
} from '../../../../../main/inventory/index/search/typo';
import { termsOf } from '../../../../../shared/search/match';
import { aDevice } from '../../../../support/builders';
import { asTyped } from '../../../../support/typed-query';
import { bruteForce, mistyped } from '../oracle';
import { anyInventory, anyQuery } from '../support';

const cost = (text: string, wanted: string): number =>
  typoCost(Int32Array.of(...pointsOf(text), END), pointsOf(wanted));
const place = (text: string, wanted: string): readonly number[] | null => {
  const found = findTypo(pointsOf(text), pointsOf(wanted));
  return found === null ? null : [found.start, found.end];
};

/** One character wrong, missing, additional or swapped, by the definition. */
function isOneTypo(text: string, wanted: string): boolean {
  const [a, b] = [Array.from(text), Array.from(wanted)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  const rest = (from: readonly string[], skip: number): string => from.slice(start + skip).join('');
  if (rest(a, 0) === rest(b, 0) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1)) return true;
  if (start < a.length && start < b.length && rest(a, 1) === rest(b, 1)) return true;
  return (
    a[start] !== undefined &&
    a[start] === b[start + 1] &&
    a[start + 1] === b[start] &&
    b[start] !== undefined &&
    rest(a, 2) === rest(b, 2)
  );
}

test.each([
  ['tanaka', 'tanaka', 0],
  ['tanaka', 'tanaak', 0],
  ['tanaka', 'tamaka', 0],
  ['tanaka', 'tanka', 0],
  ['tanaka', 'tanakka', 0],
  ['kenta tanaka', 'tanaak', 1],
  ['tanakasan', 'tamaka', 2],
  ['kenta tanakasan', 'tamaka', 3],
  ['tanaka', 'txxaka', -1],
  ['atanaka', 'tamaka', -1],
  ['', 'abcd', -1],
  ['ab', 'abcd', -1],
  ['abc', 'abcd', 0],
  ['高橋 健太郎', '健大郎', 1],
])('the cost of %j in %j is %i', (text, wanted, expected) => {
  expect(cost(text, wanted)).toBe(expected);
});

test('the position of a mistyped word is that in the text', () => {
  expect(place('kenta tanaka', 'tanaak')).toEqual([6, 12]);
  expect(place('kenta tanaka', 'tanka')).toEqual([6, 12]);
  expect(place('kenta tanaka', 'tanakka')).toEqual([6, 12]);
  expect(place('xtanaka', 'tanaak')).toBeNull();
  expect(place('tamakas tamaka', 'tanaka')).toEqual([8, 14]);
});

test('whole words are those with one typo by its definition', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(word, word, (text, wanted) => {
      const found = cost(text, wanted);
      expect(found >= 0 && found < WHOLE_WORD_COST).toBe(isOneTypo(text, wanted));
    }),
    { numRuns: 2_000 },
  );
});

test('remains of an earlier, longer text are never read', () => {
  const room = new Int32Array(40).fill(97);
  room.set(pointsOf('aaa'));
  room[3] = END;
  expect(typoCost(room, pointsOf('aaab'))).toBe(0);
  expect(typoCost(room, pointsOf('aabaa'))).toBe(-1);
  expect(typoCost(room, pointsOf('aaaaa'))).toBe(-1);
});

test('the reason of a mistyped hit is the field with most words', () => {
  const device = aDevice({ name: 'tokyo', userName: 'Kenta Tanaka', upn: 'tanaka@contoso.example' });
  expect(typoReason(device, ['tanaak', 'kenta'], new Set(['tanaak']))).toEqual({
    field: 'userName',
    ranges: [[10, 12]],
  });
  expect(typoReason(device, ['tokio'], new Set(['tokio']))).toEqual({ field: 'name', ranges: [[3, 4]] });
  expect(typoReason(device, ['zzzz'], new Set(['zzzz']))).toBeNull();
});

test('ranges after characters beyond the basic plane count UTF-16 units', () => {
  expect(typoReason(aDevice({ name: '😀 tanaka' }), ['tanaak'], new Set(['tanaak']))).toEqual({
    field: 'name',
    ranges: [[7, 9]],
  });
});

const withWord = anyInventory(15).chain((devices) =>
  fc.tuple(fc.constant(devices), anyQuery(devices), fc.nat(20), fc.constantFrom('x', 'a', '7', '藤', ''), fc.boolean()),
);

test('a mistyped word finds the same as a full scan for typos', () => {
  fc.assert(
    fc.property(withWord, ([devices, text, at, letter, isAdded]) => {
      const [word] = termsOf(text);
      fc.pre(word !== undefined);
      const letters = Array.from(word);
      letters.splice(at % letters.length, isAdded ? 0 : 1, letter);
      const [typed] = termsOf(letters.join(''));
      fc.pre(typed !== undefined && bruteForce(devices, typed).length === 0);
      const index = new DeviceIndex();
      index.upsert(devices);
      const { rows, isSimilar, total, isRough } = index.query(asTyped({ text: typed, limit: 100 }));
      const wanted = [...mistyped(devices, typed)].sort();
      expect(rows.map(({ device }) => device.id).sort()).toEqual(wanted);
      expect({ isSimilar, total, isRough }).toEqual({
        isSimilar: wanted.length > 0,
        total: wanted.length,
        isRough: false,
      });
    }),
    { numRuns: 150 },
  );
});

test('whole words come before beginnings of words, names before other fields', () => {
  const index = new DeviceIndex();
  index.upsert([
    aDevice({ name: 'd', userName: 'tanakasan' }),
    aDevice({ name: 'c', userName: 'kenta tanaka' }),
    aDevice({ name: 'b', userName: 'tanaka' }),
    aDevice({ name: 'tanaka', userName: '' }),
  ]);
  expect(index.query(asTyped({ text: 'tanaak', limit: 9 })).rows.map(({ device }) => device.name)).toEqual([
    'tanaka',
    'b',
    'c',
    'd',
  ]);
});

test('the search stops when it has enough hits, and reports it', () => {
  const index = new DeviceIndex({ typo: { checks: 50, wholeWords: 10, rows: 20 } });
  index.upsert(Array.from({ length: 200 }, (_, at) => aDevice({ name: 'tanaka', serial: `s${at}` })));
  const { total, isRough, rows } = index.query(asTyped({ text: 'tanaak', limit: 5 }));
  expect({ total, isRough, shown: rows.length }).toEqual({ total: 10, isRough: true, shown: 5 });
});

test('a correct word narrows a mistyped one, and so do chips', () => {
  const index = new DeviceIndex({ typo: { checks: 50, wholeWords: 10, rows: 20 } });
  index.upsert([
    ...Array.from({ length: 200 }, (_, at) =>
      aDevice({ name: `tanaka ${at}`, platform: 'windows', lastCheckIn: '2026-02-01T00:00:00.000Z' }),
    ),
    aDevice({ name: 'tanaka kenta', platform: 'ios', lastCheckIn: '2026-01-01T00:00:00.000Z' }),
  ]);
  expect(index.query(asTyped({ text: 'tanaak kenta', limit: 5 })).rows.map(({ device }) => device.name)).toEqual([
    'tanaka kenta',
  ]);
  expect(index.query(asTyped({ text: 'tanaak', chips: { platforms: ['ios'] }, limit: 5 })).total).toBe(1);
});

test('two mistyped words must be in the same device', () => {
  const index = new DeviceIndex();
  index.upsert([
    aDevice({ name: 'a', userName: 'kenta tanaka' }),
    aDevice({ name: 'b', userName: 'kenta suzuki' }),
    aDevice({ name: 'c', userName: 'yui tanaka' }),
  ]);
  expect(index.query(asTyped({ text: 'knta tanaak', limit: 5 })).rows.map(({ device }) => device.name)).toEqual(['a']);
});

test('models are found despite a typo', () => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name: 'a', model: 'ThinkPad X1' }), aDevice({ name: 'b', model: 'Latitude' })]);
  expect(
    index.query(asTyped({ text: 'thnkpad', limit: 5 })).rows.map(({ device, match }) => [device.name, match?.field]),
  ).toEqual([['a', 'model']]);
});

test('a correct word narrows a mistyped one on either side of it', () => {
  const index = new DeviceIndex();
  index.upsert([
    aDevice({ name: 'a', userName: 'kenta tanaka' }),
    aDevice({ name: 'b', userName: 'yui tanaka' }),
    aDevice({ name: 'c', userName: 'kenta suzuki' }),
  ]);
  for (const text of ['kenta tanaak', 'tanaak kenta', 'ken tanaak'])
    expect(
      index.query(asTyped({ text, limit: 5 })).rows.map(({ device }) => device.name),
      text,
    ).toEqual(['a']);
});

test('words that occur, but never together, are tried as mistyped one by one', () => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name: 'kenta', userName: 'tanaka' }), aDevice({ name: 'other', userName: 'tanaga' })]);
  const answer = index.query(asTyped({ text: 'kenta tanaga', limit: 5 }));
  expect(answer.isSimilar).toBe(true);
  expect(answer.rows.map(({ device, match }) => [device.name, match?.field])).toEqual([['kenta', 'name']]);
  expect(index.query(asTyped({ text: 'ken tan gas', limit: 5 })).total).toBe(0);
});

test('the best field determines the rank of a device with a typo', () => {
  const index = new DeviceIndex();
  index.upsert([
    aDevice({ name: 'tanakasan', userName: 'x tanaka', serial: 'last' }),
    aDevice({ name: 'tanakasan', userName: 'tanaka', serial: 'second', lastCheckIn: null }),
    aDevice({ name: 'tanaka', userName: 'tanakasan', serial: 'first' }),
  ]);
  expect(index.query(asTyped({ text: 'tanaak', limit: 5 })).rows.map(({ device }) => device.serial)).toEqual([
    'first',
    'second',
    'last',
  ]);
});

test.each([
  ['the last letter', 'abcxd', 'abcyd', 'abczz'],
  ['two last letters', 'abcxde', 'abcyde', 'abczzz'],
  ['a sign', 'abcx_', 'abcy_', 'abczz'],
  ['a letter of another script', 'abcx佐', 'abcy佐', 'abcz藤'],
])('among very many that begin the same, %s identifies the mistyped word', (_what, typed, right, wrong) => {
  const index = new DeviceIndex();
  index.upsert([
    ...Array.from({ length: 400 }, (_, at) => aDevice({ name: `${wrong} ${String(at)}`, serial: '', os: '' })),
    aDevice({ name: right, serial: '', os: '' }),
  ]);
  expect(index.query(asTyped({ text: typed, limit: 5 })).rows.map(({ device }) => device.name)).toEqual([right]);
});

test.each([
  ['tyo-lt-tanaka', 'tanaak'],
  ['a.tanaka', 'tanaak'],
  ['(tanaka)', 'tanaak'],
  ['田中 tanaka', 'tanaak'],
  ['x_tanaka', 'tanaak'],
  ['😀tanaka', 'tanaak'],
  ['ﾀﾅｶ', 'たなけ さ'.slice(0, 3) + 'か'],
  ['ｔａｎａｋａ', 'TANAAK'],
  ['Tánaka', 'tanakq'],
  ['田中健太郎', '田中健太朗'],
])('in %j the word is found that was mistyped as %j', (name, text) => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name, serial: '', os: '' })]);
  expect(index.query(asTyped({ text, limit: 5 }))).toMatchObject({ total: 1, isSimilar: true });
});

test.each(['xtanaka', '7tanaka', '中tanaka', 'étanaka'])('in %j a typo inside a word is none', (name) => {
  const index = new DeviceIndex();
  index.upsert([aDevice({ name, serial: '', os: '' })]);
  expect(index.query(asTyped({ text: 'tanaak', limit: 5 })).total).toBe(0);
});

test('a mistyped id is not guessed', () => {
  const index = new DeviceIndex();
  index.upsert([
    aDevice({ id: 'abcdef01-0000-4000-8000-000000000001', entraId: 'abcdef02-0000-4000-8000-000000000001' }),
  ]);
  expect(index.query(asTyped({ text: 'abcdef01', limit: 5 })).total).toBe(1);
  expect(index.query(asTyped({ text: 'abdcef01', limit: 5 })).total).toBe(0);
});

test('deleted devices are not found by a typo either', () => {
  const index = new DeviceIndex();
  const [one, other] = [aDevice({ name: 'tanaka' }), aDevice({ name: 'tanaka', model: 'tanaka' })] as const;
  index.upsert([one, other]);
  index.remove([other.id]);
  expect(index.query(asTyped({ text: 'tanaak', limit: 5 })).rows.map(({ device }) => device.id)).toEqual([one.id]);
});

test('across segments and after deletions, a mistyped word finds the same as a full scan', () => {
  fc.assert(
    fc.property(
      anyInventory(24),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(23),
      fc.constantFrom('anan', 'smyht', 'smitt', 'jurgn', 'lukaz', 'ohara', '佐藤健大', 'thinkpda', 'smih'),
      (devices, count, pick, text) => {
        const index = new DeviceIndex();
        for (let part = 0; part < count; part += 1) {
          const one = new DeviceIndex();
          one.upsert(devices.filter((_, at) => at % count === part));
          for (const segment of one.segments) index.adopt(segment, []);
        }
        const gone = devices[pick];
        if (gone !== undefined) index.remove([gone.id]);
        const left = devices.filter((device) => device !== gone);
        const [word, ...others] = termsOf(text);
        fc.pre(word !== undefined && others.length === 0 && bruteForce(left, text).length === 0);
        const { rows, total } = index.query(asTyped({ text, limit: 100 }));
        expect(rows.map(({ device }) => device.id).sort()).toEqual([...mistyped(left, word)].sort());
        expect(total).toBe(rows.length);
        for (const { match } of rows) expect(match?.ranges.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 200 },
  );
});
