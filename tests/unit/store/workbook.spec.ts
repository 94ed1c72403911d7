import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_LIMIT, workbook } from '../../../main/store/workbook';
import { readXlsx } from '../../support/read-xlsx';

const head = ['name', 'phone', 'imei'];

async function written(rows: readonly (readonly string[])[], name = 'Devices') {
  async function* parts() {
    yield rows;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of workbook(name, head, parts())) pieces.push(piece);
  return readXlsx(Buffer.concat(pieces));
}

/** The reader leaves out what is empty at the end of a row. */
const filled = (row: readonly string[] = []): readonly string[] => head.map((_, at) => row[at] ?? '');

describe('a workbook', () => {
  it('has one sheet with a header and the rows below it', async () => {
    expect(await written([['TYO-LT-1', '', '3']])).toEqual([{ name: 'Devices', rows: [head, ['TYO-LT-1', '', '3']] }]);
    expect(await written([])).toEqual([{ name: 'Devices', rows: [head] }]);
  });

  it.each([
    '+15551234567',
    '+1 (555) 010-0199',
    '356789104512345',
    '0012345',
    '1E5',
    '12-11',
    '1/2',
    'TRUE',
    '2026-11-30T10:00:00.000Z',
    "'quoted",
    '=1+1',
    '-1',
    '@x',
    "=cmd|'/c'!A1",
    '＝1',
    '\t=1',
    ' lead and trail ',
    'a\nb',
    'a\r\nb',
    'tab\tin',
    '_x0041_',
    '_x000D_',
    '_X005f_',
    '<b>&"\'',
    ']]>',
    '佐藤',
    '👩‍💻',
    '\u0001\u001F',
    '\uFFFE',
    'a;b,c',
  ])('keeps %j unchanged, as text', async (cell) => {
    const [sheet] = await written([[cell, '', cell]]);
    expect(filled(sheet?.rows[1])).toEqual([cell, '', cell]);
  });

  it('keeps any text, thousands of cells of it', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc
        .array(fc.constantFrom('=', '+', '_x', '0041', '_', '\r', '\n', '"', '<', '&', '0', ' '), { maxLength: 8 })
        .map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constant('device'), text, text), { minLength: 20, maxLength: 20 }),
        async (rows) => {
          const [sheet] = await written(rows);
          expect(sheet?.rows.slice(1).map(filled)).toEqual(rows);
        },
      ),
      { numRuns: 90 },
    );
  });

  it('truncates texts that are too long for a cell', async () => {
    const [sheet] = await written([['x'.repeat(CELL_LIMIT), 'y'.repeat(CELL_LIMIT + 1)]]);
    expect(sheet?.rows[1]?.map((cell) => cell.length)).toEqual([CELL_LIMIT, CELL_LIMIT]);
    expect(sheet?.rows[1]?.[1]?.endsWith('y…')).toBe(true);
  });

  it('requests no more rows when its reader stops, and ends the source', async () => {
    let given = 0;
    let isOver = false;
    async function* parts() {
      try {
        for (;;) yield [[`row ${(given += 1)}`]];
      } finally {
        isOver = true;
      }
    }
    for await (const piece of workbook('Devices', head, parts())) if (piece.length > 0) break;
    expect(isOver).toBe(true);
    expect(given).toBeLessThan(50_000);
  });

  it('passes on an error of its source', async () => {
    async function* parts(): AsyncGenerator<string[][]> {
      yield [['one']];
      throw new RangeError('gone');
    }
    const all = async () => {
      for await (const piece of workbook('Devices', head, parts())) expect(piece).toBeInstanceOf(Uint8Array);
    };
    await expect(all()).rejects.toThrow('gone');
  });
});
