const PLAIN = /^[0-9a-f]{12}$/;
const NONE = '000000000000';

/** The twelve hex digits of a MAC address in lower case, however it is written; null when it is none, or the one that stands for none. */
export function macDigits(text: string): string | null {
  if (text.length > 23) return null;
  const digits = text.toLowerCase().replace(/[\s:.-]/g, '');
  return PLAIN.test(digits) && digits !== NONE ? digits : null;
}

/** As it is shown: `00:1A:2B:3C:4D:5E`; empty when it is none. */
export const macText = (text: string): string => (macDigits(text) ?? '').toUpperCase().replace(/..(?=.)/g, '$&:');
