import { stringify } from 'csv-stringify/sync';

/** A spreadsheet takes a cell that starts so for a formula; so do those that read full-width signs. */
const formula = /^(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])/u;

/** Tells spreadsheets that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What separates cells, or lines, for a program that does not split at commas, with what such a program passes over. */
const separators = /[;\t\r\n][\s\0"']*/gu;
const separator = /\r\n|[;\t\r\n]/gu;
/** What it could then take for the beginning of a formula. */
const sign = /^[=+\-@＝＋－＠]/u;

/**
 * A cell out of which no spreadsheet makes a formula: an apostrophe makes it text, and so the part behind a semicolon, a tab
 * or a line break inside it, which some take for the beginning of the next cell.
 */
export function safeCell(text: string): string {
  const inert = text.replace(separators, (run, at: number) => (sign.test(text.charAt(at + run.length)) ? run.replace(separator, "$&'") : run));
  return formula.test(inert) ? `'${inert}` : inert;
}

/** Rows of text as CSV. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(safeCell)),
    { record_delimiter: 'windows', quoted: true, quoted_empty: true, escape_formulas: true },
  );
