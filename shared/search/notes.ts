import { takeMacs } from './grammar/ids';
import { plain } from './grammar/plain';

/**
 * Why a text finds nothing. `rounded`: a spreadsheet wrote a long number as a power of ten, so its last digits are
 * lost. `mac`: Intune cannot be searched for a hardware address.
 */
export type SearchNote = 'rounded' | 'mac';

/** `3.56938E+14`, and with a comma. */
const ROUNDED = /(?<![\p{L}\p{N}.,])\d(?:[.,]\d{1,16})?e\+\d{1,2}(?![\p{L}\p{N}])/iu;

/** Why a text may find nothing although the device exists; null without a known reason. */
export function noteOn(text: string): SearchNote | null {
  const even = plain(text);
  if (ROUNDED.test(even)) return 'rounded';
  return takeMacs(even).parts.length > 0 ? 'mac' : null;
}
