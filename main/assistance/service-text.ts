const LIMIT = 300;

/** Control characters (C0, C1), bidi overrides and isolates, zero-width and other format characters. */
const unshowable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
const address = /\b[a-z][a-z0-9+.-]*:\/\/\S+/giu;

/**
 * Text of the service made safe to show and to store: one line, no invisible characters, at most 300 characters. URLs
 * are removed, because one of them could be the session link.
 */
export function serviceText(raw: string): string {
  const text = raw
    .slice(0, 20 * LIMIT)
    .replace(unshowable, ' ')
    .replace(address, '[…]')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = Array.from(text);
  return letters.length <= LIMIT ? text : `${letters.slice(0, LIMIT - 1).join('')}…`;
}
