import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, safeCell } from '../../../main/store/csv';
import { parseCsv } from './read-csv';

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '\0',
        '＝',
        '＋',
        '－',
        '＠',
        '"',
        ',',
        ';',
        "'",
        ' ',
        '|',
        'cmd',
        '山',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

const formula = /^[\s\0"]*[=+\-@＝＋－＠]/u;
describe('cells', () => {
  it('are read back unchanged except for apostrophes, and never start a formula, 10,000 of them', () => {
    let cells = 0;
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 50, maxLength: 50 }), (row) => {
        const [read = []] = parseCsv(csvOf([row]));
        cells += row.length;
        expect(read.map((cell) => cell.replaceAll("'", ''))).toEqual(row.map((cell) => cell.replaceAll("'", '')));
        for (const cell of read) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n\0]/u);
      }),
      { numRuns: 200 },
    );
    expect(cells).toBeGreaterThanOrEqual(10_000);
  });

  it.each([
    ['semicolons', /[;\r\n]/u],
    ['tabs', /[\t\r\n]/u],
  ])('start no formula for a program that separates by %s and ignores quotes', (_what, separator) => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (row) => {
        // The first piece begins as the first cell does.
        for (const piece of csvOf([row]).split(separator).slice(1)) expect(piece).not.toMatch(formula);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\0x', '＝1', '＋1', '－1', '＠x', ' =1'])(
    'mark %j as text',
    (cell) => {
      expect(safeCell(cell)).toBe(`'${cell}`);
    },
  );

  it.each([
    ['a;=1', "a;'=1"],
    ['a\t+1', "a\t'+1"],
    ['two\r\n@x', "two\r\n'@x"],
    ['a; "-1"', 'a;\' "-1"'],
    ["a;'=1", "a;''=1"],
    ['a;;=1;b;＝2', "a;;'=1;b;'＝2"],
    ['=1;=2', "'=1;'=2"],
    ['\t=1', "'\t'=1"],
  ])('mark what could be a cell inside of %j', (cell, marked) => {
    expect(safeCell(cell)).toBe(marked);
  });

  it.each(['plain', "'quoted", '1-2', 'a=b', '', 'Smith; Anna', 'x = 1', 'Ünïcode; ok', 'two\nlines', 'a, =1'])(
    'keep %j unchanged',
    (cell) => expect(safeCell(cell)).toBe(cell),
  );

  it.each(['+15551234567', '+1 (555) 010-0199', '+81 3-1234-5678', '+49.30.123456'])(
    'keep the phone number %s unchanged, which contains nothing to execute',
    (cell) => {
      for (const separator of [',', ';', '\t'] as const) expect(safeCell(cell, separator)).toBe(cell);
    },
  );

  it.each([
    '+1555+1',
    '+1555*2',
    '+A1555',
    '+15551234567;=1',
    '+1555/0',
    '+1555!A1',
    '-15551234567',
    '+',
    '+1',
    '+12345\n=1',
  ])('mark %j, which only begins like a phone number', (cell) => {
    expect(safeCell(cell)).not.toMatch(/^[+-]/);
  });

  it('of a file with another separator are read back too, and no program that splits elsewhere finds a formula', () => {
    fc.assert(
      fc.property(
        fc.array(nasty, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(';' as const, '\t' as const),
        (row, separator) => {
          const text = csvOf([row], separator);
          const [read = []] = parseCsv(text, separator);
          expect(read.map((cell) => cell.replaceAll("'", ''))).toEqual(row.map((cell) => cell.replaceAll("'", '')));
          const others = separator === ';' ? /[,\t\r\n]/u : /[,;\r\n]/u;
          for (const piece of text.split(others).slice(1))
            expect(piece).not.toMatch(separator === ';' ? formula : /^[ \0"]*[=+\-@＝＋－＠]/u);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are marked once, however often they are written', () => {
    expect(csvOf([['=1', 'a;=1']])).toBe('"\'=1","a;\'=1"\r\n');
  });
});
