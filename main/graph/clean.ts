/** Longest text of the service that is shown, in UTF-16 units. */
export const TEXT_LIMIT = 256;

const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
/** Controls, format characters (bidi overrides and isolates, zero width, tags), lone surrogates and invisible fillers. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu;
/** Fast path: most texts contain only these characters and need no cleaning. */
const PLAIN = /^[\x20-\x7e]*$/;
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** Truncates without splitting a surrogate pair and appends an ellipsis. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Text of the service made safe to show: one line, no hidden or direction-changing characters, NFC, bounded. */
export function clean(raw: string, limit: number = TEXT_LIMIT): string {
  if (raw.length <= limit && PLAIN.test(raw)) return raw.trim();
  const bounded = raw.slice(0, limit * 8);
  const visible = bounded.replace(LINE_BREAKS, ' ').replace(INVISIBLE, '');
  return cut(visible.normalize('NFC').replace(STACKED_MARKS, '$1').trim(), limit);
}

/** Service text to quote: cleaned, and without URLs, which may contain secrets. */
export const quotation = (raw: string, limit: number = 300): string =>
  clean(raw.slice(0, 20_000).replace(/\b[a-z][a-z0-9+.-]{0,30}:\/\/\S+/giu, '…'), limit);
