import { macDigits } from '../../../shared/mac-address';
import { MAC_BYTES } from './columns';

/** The bytes of a MAC address, however it is written; zeros for none. */
export function macBytes(mac: string): Uint8Array {
  const digits = macDigits(mac) ?? '';
  return Uint8Array.from({ length: MAC_BYTES }, (_, byte) => Number.parseInt(digits.slice(byte * 2, byte * 2 + 2), 16) || 0);
}
