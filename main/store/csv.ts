import { stringify } from 'csv-stringify/sync';

/** A spreadsheet takes a cell that starts so for a formula; so do those that read full-width signs. */
const formula = /^(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])/u;

/** Tells spreadsheets that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What separates cells, or lines, for a program that does not split at commas, and then what it could take for a formula. */
const inside = /(\r\n|[;\t\r\n])(?=[\s\0"']*[=+\-@＝＋－＠])/gu;

/**
 * A cell out of which no spreadsheet makes a formula: an apostrophe makes it text, and so the part behind a semicolon, a tab
 * or a line break inside it, which some take for the beginning of the next cell.
 */
export function safeCell(text: string): string {
  const inert = text.replace(inside, "$1'");
  return formula.test(inert) ? `'${inert}` : inert;
}

/** Rows of text as CSV. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(safeCell)),
    { record_delimiter: 'windows', quoted: true, quoted_empty: true, escape_formulas: true },
  );
