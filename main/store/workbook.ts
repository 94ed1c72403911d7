import { writeXlsxStream } from 'hucre/xlsx';

/** Longest text that Excel accepts in a cell, in UTF-16 units. */
export const CELL_LIMIT = 32_767;

/**
 * What Excel could read as an escaped character: `_x0041_` is an A unless its first underscore is escaped itself. The
 * text after it may be an escape too and provide the last underscore.
 */
const coded = /_(?=x[0-9a-f]{4})/gi;
/** Characters that XML does not allow and that the writer does not escape. */
const unwritable = /[\uFFFE\uFFFF]/gu;

/**
 * A workbook (Office Open XML) of one sheet as a stream of bytes; after Excel's last row it continues on another sheet. Every cell is
 * text, so that no spreadsheet calculates or rewrites it: formulas, long digits, leading zeros and dates stay as they are.
 */
export async function* workbook(
  sheet: string,
  head: readonly string[],
  parts: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<Uint8Array> {
  async function* rows(): AsyncGenerator<(string | null)[]> {
    for await (const part of parts) for (const row of part) yield row.map(cellOf);
  }
  yield* writeXlsxStream(rows(), {
    name: sheet,
    columns: head.map((header) => ({ header, width: WIDTH })),
    freezePane: { rows: 1 },
  });
}

/** Characters. */
const WIDTH = 24;

/** Null: no cell is written. */
function cellOf(text: string): string | null {
  if (text === '') return null;
  const whole = text.length > CELL_LIMIT ? `${text.slice(0, CELL_LIMIT - 1)}…` : text;
  return whole
    .replace(coded, '_x005F_')
    .replace(unwritable, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase()}_`);
}
