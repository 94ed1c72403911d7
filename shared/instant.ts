const SECONDS_LENGTH = 'YYYY-MM-DDTHH:MM:SSZ'.length;
const MILLISECONDS_LENGTH = 'YYYY-MM-DDTHH:MM:SS.mmmZ'.length;
/** The 29th of February is left to `Date`. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Parses two digits; NaN for anything else. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Midnight (UTC) of `YYYY-MM-DD`; NaN when it is not a day. */
function midnight(text: string): number {
  const year = pair(text, 0) * 100 + pair(text, 2);
  const month = pair(text, 5);
  const day = pair(text, 8);
  const isDay = text[4] === '-' && text[7] === '-' && day > 0 && day <= (DAYS[month - 1] ?? 0);
  // `Date.UTC` maps years below 100 to 1900–1999.
  return isDay && year >= 100 ? Date.UTC(year, month - 1, day) : Number.NaN;
}

function timeOf(text: string): number {
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  const isTime =
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text.endsWith('Z');
  return isTime ? ((hour * 60 + minute) * 60 + second) * 1_000 : Number.NaN;
}

function fractionOf(text: string): number {
  if (text.length === SECONDS_LENGTH) return 0;
  const hundreds = text.charCodeAt(20) - 48;
  return text[19] === '.' && hundreds >= 0 && hundreds <= 9 ? hundreds * 100 + pair(text, 21) : Number.NaN;
}

/** Parses the two forms that services use: UTC with whole seconds or with milliseconds. NaN for any other text. */
function usualInstant(text: string): number {
  const isUsual = text.length === SECONDS_LENGTH || text.length === MILLISECONDS_LENGTH;
  return isUsual ? midnight(text) + timeOf(text) + fractionOf(text) : Number.NaN;
}

/**
 * Milliseconds since 1970 of an instant in ISO 8601, else NaN. Returns the same as `Date.parse`, several times faster.
 */
export function parseInstant(text: string): number {
  const at = usualInstant(text);
  return Number.isNaN(at) ? Date.parse(text) : at;
}

/** An instant as `Date.toISOString` writes it; null for any other text. */
export function canonicalInstant(text: string): string | null {
  if (!Number.isNaN(usualInstant(text))) return text.length === SECONDS_LENGTH ? `${text.slice(0, -1)}.000Z` : text;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
