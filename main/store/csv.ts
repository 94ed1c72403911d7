import { stringify } from 'csv-stringify/sync';

/** The sign between two cells. */
export type Separator = ',' | ';' | '\t';

/** Spreadsheets read a cell that starts like this as a formula, some of them with full-width signs too. */
const formula = /^(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])/u;
/** A phone number starts like a formula, but cannot be one that does anything, so it is written unchanged. */
const phone = /^\+\d[\d ().-]{4,30}$/;

/** What programs take for the end of a cell or line that split at other characters than this file uses. */
const breaks: Readonly<Record<Separator, string>> = { ',': ';\t\r\n', ';': ',\t\r\n', '\t': ',;\r\n' };
const anyBreak = /[,;\t\r\n]/u;
/** Line breaks; CR LF is one. */
const eachBreak = /\r\n|[,;\t\r\n]/gu;
/** What such a program skips after a separator. */
const passedOver = /[\s\0"']/u;
/** What it could then read as the start of a formula. */
const sign = /^[=+\-@＝＋－＠]/u;

/**
 * Escapes a cell so that no spreadsheet reads it as a formula: an apostrophe makes it text. The same for what follows a separator or
 * a line break inside the cell, where some programs start the next one.
 */
export function safeCell(text: string, separator: Separator = ','): string {
  if (phone.test(text)) return text;
  const inert = anyBreak.test(text) ? inertParts(text, breaks[separator]) : text;
  return formula.test(inert) ? `'${inert}` : inert;
}

function inertParts(text: string, own: string): string {
  let inert = '';
  for (let at = 0; at < text.length;) {
    let end = at + 1;
    const isBreak = own.includes(text.charAt(at));
    while (isBreak && end < text.length && passedOver.test(text.charAt(end))) end += 1;
    const run = text.slice(at, end);
    inert +=
      isBreak && sign.test(text.charAt(end))
        ? run.replace(eachBreak, (mark) => (own.includes(mark.charAt(0)) ? `${mark}'` : mark))
        : run;
    at = end;
  }
  return inert;
}

/** Rows of text as CSV (RFC 4180, with a choice of separators). */
export const csvOf = (rows: readonly (readonly string[])[], separator: Separator = ','): string =>
  stringify(
    rows.map((row) => row.map((cell) => safeCell(cell, separator))),
    { record_delimiter: 'windows', quoted: true, quoted_empty: true, delimiter: separator },
  );
