/** No more of a foreign text is looked at, in UTF-16 units. What people and support need stands at its beginning. */
const TEXT_LIMIT = 4_096;

/** The beginning of a foreign text, in one line. */
export const beginning = (text: string): string => text.slice(0, TEXT_LIMIT).replace(/[\p{C}\s]+/gu, ' ');

/** A name or address from a token as it may be shown: one short line without invisible characters. */
export const shownName = (text: string): string => beginning(text).trim().slice(0, 256);
