const PLAIN = /^[0-9a-f]{12}$/;
const NONE = '000000000000';

/** The twelve hex digits of a MAC address in lower case, however it is written; null when it is none, or the one that stands for none. */
export function macDigits(text: string): string | null {
  if (text.length > 23) return null;
  const digits = text.toLowerCase().replace(/[\s:.-]/g, '');
  return PLAIN.test(digits) && digits !== NONE ? digits : null;
}

const WITH_SEPARATORS = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){1,4}$|^[0-9a-f]{4}\.[0-9a-f]{4}$/;
const BARE = /^[0-9a-f]{6,11}$/;

/**
 * The last hex digits of a MAC address in lower case, as people read them off a label: two bytes or more with separators between
 * them (`5D:5E`), or six digits or more without (`3c4d5e`). Null for any other text, a whole address among them.
 */
export function macEnding(text: string): string | null {
  if (text.length > 14) return null;
  const lower = text.toLowerCase();
  return WITH_SEPARATORS.test(lower) || BARE.test(lower) ? lower.replace(/[:.-]/g, '') : null;
}

/** As it is shown: `00:1A:2B:3C:4D:5E`; empty when it is none. */
export const macText = (text: string): string => (macDigits(text) ?? '').toUpperCase().replace(/..(?=.)/g, '$&:');
