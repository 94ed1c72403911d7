import { stringify } from 'csv-stringify/sync';

/** The sign between two cells. */
export type Separator = ',' | ';' | '\t';

/** Tells spreadsheets that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A spreadsheet takes a cell that starts so for a formula; so do those that read full-width signs. */
const formula = /^(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])/u;
/** A phone number starts like a formula too. It can hold no formula that does anything, so it is written unchanged. */
const phone = /^\+\d[\d ().-]{4,30}$/;

/** What separates cells, or lines, for a program that splits at something else than the file does. */
const breaks: Readonly<Record<Separator, string>> = { ',': ';\t\r\n', ';': ',\t\r\n', '\t': ',;\r\n' };
const anyBreak = /[,;\t\r\n]/u;
/** A pair of carriage return and line feed is one. */
const eachBreak = /\r\n|[,;\t\r\n]/gu;
/** What such a program passes over behind it. */
const passedOver = /[\s\0"']/u;
/** What it could then take for the beginning of a formula. */
const sign = /^[=+\-@＝＋－＠]/u;

/**
 * A cell out of which no spreadsheet makes a formula: an apostrophe makes it text, and so the part behind a separator or a line
 * break inside it, which some take for the beginning of the next cell.
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

/** Rows of text as CSV (RFC 4180, but for the separator). */
export const csvOf = (rows: readonly (readonly string[])[], separator: Separator = ','): string =>
  stringify(
    rows.map((row) => row.map((cell) => safeCell(cell, separator))),
    { record_delimiter: 'windows', quoted: true, quoted_empty: true, delimiter: separator },
  );
