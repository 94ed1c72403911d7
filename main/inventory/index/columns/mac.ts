import { macDigits, macEnding } from '../../../../shared/mac-address';
import { MAC_BYTES } from './columns';

/** The bytes of a MAC address, however it is written; zeros for none. */
export function macBytes(mac: string): Uint8Array {
  const digits = macDigits(mac) ?? '';
  return Uint8Array.from(
    { length: MAC_BYTES },
    (_, byte) => Number.parseInt(digits.slice(byte * 2, byte * 2 + 2), 16) || 0,
  );
}

/** The last hex digits of a MAC address, as numbers; all of them, or some. */
export interface MacPart {
  readonly digits: readonly number[];
  readonly isWhole: boolean;
}

/** Null when the text is neither a MAC address nor the end of one. */
export function macPart(text: string): MacPart | null {
  const whole = macDigits(text);
  const digits = whole ?? macEnding(text);
  return digits === null
    ? null
    : { digits: Array.from(digits, (digit) => Number.parseInt(digit, 16)), isWhole: whole !== null };
}

/** Whether the MAC address of a row ends with these digits; zeros stand for none. */
export function endsWith(macs: Uint8Array, row: number, { digits }: MacPart): boolean {
  const end = (row + 1) * MAC_BYTES * 2;
  for (let at = 1; at <= digits.length; at += 1) {
    const place = end - at;
    const byte = macs[place >>> 1] ?? 0;
    if (((place & 1) === 0 ? byte >>> 4 : byte & 15) !== digits[digits.length - at]) return false;
  }
  for (let byte = row * MAC_BYTES; byte < (row + 1) * MAC_BYTES; byte += 1) if (macs[byte] !== 0) return true;
  return false;
}

/** Rows whose MAC address ends with these digits; there must be at least two. */
export function rowsEndingWith(macs: Uint8Array, part: MacPart): readonly number[] {
  const [before = 0, last = 0] = part.digits.slice(-2);
  const byte = (before << 4) | last;
  const rows: number[] = [];
  for (let at = MAC_BYTES - 1, row = 0; at < macs.length; at += MAC_BYTES, row += 1)
    if (macs[at] === byte && endsWith(macs, row, part)) rows.push(row);
  return rows;
}
