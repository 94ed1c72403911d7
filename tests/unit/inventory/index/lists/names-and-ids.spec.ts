import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEXT_LIMIT } from '../../../../../main/inventory/index/columns/column-writer';
import { idOf } from '../../../../../main/inventory/index/columns/columns';
import { newBitmap, setBit } from '../../../../../main/inventory/index/lists/bitmap';
import { buildIds } from '../../../../../main/inventory/index/lists/ids';
import { buildNames } from '../../../../../main/inventory/index/lists/names';
import { columnsOf } from '../../../../../main/inventory/index/segments/draft';
import { finish } from '../../../../../main/inventory/index/segments/segment';
import { foldText } from '../../../../../shared/search/fold';
import { aDevice } from '../../../../support/builders';

const guid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const anyId = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '0'), minLength: 32, maxLength: 32 }).map(guid),
  fc.string({ unit: fc.constantFrom('A', 'a', '0'), minLength: 32, maxLength: 32 }).map(guid),
  fc.string({ unit: fc.constantFrom('a', 'A', '-', '佐'), minLength: 1, maxLength: 3 }),
  fc.constantFrom(
    '00000000-0000-0000-0000-000000000000',
    '__proto__',
    ' ',
    '{aaaaaaaa-0000-0000-0000-000000000000}',
    'aaaaaaaa-0000-0000-0000-000000000000 ',
  ),
);

test('every id has its row in its segment and none in others, in any order of look-ups', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyId, { maxLength: 40 }), fc.array(fc.nat(79), { maxLength: 60 }), (ids, asked) => {
      const parts = [0, 1].map((part) => {
        const columns = columnsOf(ids.filter((_, at) => at % 2 === part).map((id) => aDevice({ id })));
        return { columns, ids: finish(buildIds(columns)) };
      });
      const check = (at: number): void => {
        const id = ids[at % Math.max(1, ids.length)] ?? 'none';
        for (const [part, one] of parts.entries()) {
          const row = one.ids.find(id);
          if (ids.indexOf(id) % 2 === part) expect(idOf(one.columns, row)).toBe(id);
          else expect(row).toBe(-1);
        }
      };
      for (let at = 0; at < ids.length; at += 1) check(at);
      for (const at of asked) check(at);
    }),
    { numRuns: 150 },
  );
});

test.each(['abcdef00-0000-4000-8000-00000000000a', 'odd'])(
  'ids that differ from %s in case only are other ids',
  (id) => {
    const others = [id.toUpperCase(), `${id} `, ` ${id}`, id.slice(1), `${id}0`];
    const columns = columnsOf([aDevice({ id }), ...others.map((other) => aDevice({ id: other }))]);
    const found = finish(buildIds(columns));
    expect([id, ...others].map((one) => idOf(columns, found.find(one)))).toEqual([id, ...others]);
    expect(finish(buildIds(columnsOf([aDevice({ id })]))).find(id.toUpperCase())).toBe(-1);
  },
);

const name = fc.oneof(
  fc.constantFrom('ber', 'BER', 'ｂｅｒ', 'Bér', 'ber-1', 'be', '', ' ', '佐藤', 'サトウ', 'さとう', 'ｻﾄｳ', '😀'),
  fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }),
);

test('a name counts the live rows that fold to it', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 80 }), fc.array(fc.nat(79)), (names, gone) => {
      const columns = columnsOf(names.map((one) => aDevice({ name: one })));
      const found = finish(buildNames(columns));
      const away = newBitmap(Math.max(1, columns.rows));
      const inOrder = columnsOfNames(columns.rows, names);
      for (const row of gone) if (row < columns.rows) setBit(away, row);
      for (const one of new Set(names.map(foldText))) {
        if (one === '') continue;
        const wanted = inOrder.filter((other, row) => other === one && !gone.includes(row)).length;
        expect(found.count(one, away)).toBe(wanted);
        expect(found.count(one, away)).toBe(wanted);
      }
      expect(found.count('nobody', away)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

/** The folded names in the order of rows, when nothing else orders them. */
const columnsOfNames = (rows: number, names: readonly string[]): readonly string[] =>
  names
    .map(foldText)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .slice(0, rows);

test('a count of very many is cached until a row is deleted', () => {
  const columns = columnsOf(Array.from({ length: 40 }, () => aDevice({ name: 'iPad' })));
  const found = finish(buildNames(columns));
  const gone = newBitmap(40);
  expect(found.count('ipad', gone)).toBe(40);
  setBit(gone, 7);
  expect(found.count('ipad', gone)).toBe(40);
  found.recount();
  expect(found.count('ipad', gone)).toBe(39);
});

test('truncated names are equal when they begin the same', () => {
  const long = '佐藤'.repeat(TEXT_LIMIT / 2);
  const columns = columnsOf([
    aDevice({ name: long }),
    aDevice({ name: `${long}1` }),
    aDevice({ name: `${long}2` }),
    aDevice({ name: long.slice(1) }),
  ]);
  const found = finish(buildNames(columns));
  expect(found.count(`${long}3`, newBitmap(4))).toBe(3);
  expect(found.count(long.slice(1), newBitmap(4))).toBe(1);
  expect(found.bytes).toBeGreaterThan(0);
});
