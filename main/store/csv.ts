import { stringify } from 'csv-stringify/sync';

/** A spreadsheet takes a cell that starts so for a formula; so do those that read full-width signs. */
const formula = /^(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])/u;

/** Tells spreadsheets that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A cell that no spreadsheet runs: a leading apostrophe makes it text. */
export const safeCell = (text: string): string => (formula.test(text) ? `'${text}` : text);

/**
 * A text out of which no spreadsheet makes a cell of its own: one that separates by semicolons or tabs takes what follows
 * them inside a cell, or a line break, for the beginning of the next.
 */
export const inertText = (text: string): string => text.replace(/([;\t\r\n])(?=[\s\0"']*[=+\-@＝＋－＠])/gu, "$1'");

/** Rows of text as CSV. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(safeCell)),
    { record_delimiter: 'windows', quoted: true, quoted_empty: true, escape_formulas: true },
  );
