/** Longest part of a foreign text that is read, in UTF-16 units. What users and support need is at its beginning. */
const TEXT_LIMIT = 4_096;

/** The beginning of a foreign text, on one line. */
export const beginning = (text: string): string => text.slice(0, TEXT_LIMIT).replace(/[\p{C}\s]+/gu, ' ');

/** A name or address from a token, fit to be shown: one short line without invisible characters. */
export const shownName = (text: string): string => beginning(text).trim().slice(0, 256);
