const PLAIN = /^[0-9a-f]{12}$/;
const NONE = '000000000000';

/**
 * The twelve hex digits of a MAC address in lower case, however it is written; null for any other text and for the
 * placeholder address.
 */
export function macDigits(text: string): string | null {
  if (text.length > 23) return null;
  const digits = text.toLowerCase().replace(/[\s:.-]/g, '');
  return PLAIN.test(digits) && digits !== NONE ? digits : null;
}

const WITH_SEPARATORS = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){1,4}$|^[0-9a-f]{4}\.[0-9a-f]{4}$/;
const BARE = /^[0-9a-f]{6,11}$/;

/**
 * The last hex digits of a MAC address in lower case, as people read them from a label: at least two bytes with
 * separators (`5D:5E`), or at least six digits without (`3c4d5e`). Null for any other text, including a whole address.
 */
export function macEnding(text: string): string | null {
  if (text.length > 14) return null;
  const lower = text.toLowerCase();
  return WITH_SEPARATORS.test(lower) || BARE.test(lower) ? lower.replace(/[:.-]/g, '') : null;
}

/** The address for display: `00:1A:2B:3C:4D:5E`; empty for any other text. */
export const macText = (text: string): string => (macDigits(text) ?? '').toUpperCase().replace(/..(?=.)/g, '$&:');
