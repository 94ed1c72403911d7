/** Canonical GUIDs (lower case, 8-4-4-4-12) as 16 bytes. */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';
export const GUID_BYTES = 16;

/** Positions of the dashes in the text. */
export const isDashAt = (place: number): boolean => place === 8 || place === 13 || place === 18 || place === 23;

/** The nil GUID stands for "none" and so cannot stand for itself. */
export const isGuid = (text: string): boolean => GUID.test(text) && text !== NIL;

const TEXT_LENGTH = 36;
/** Each character as a hex digit; other characters have higher bits set. */
const NIBBLES = Uint8Array.from({ length: 128 }, (_, unit) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(unit));
  return digit < 0 ? 0x10 : digit;
});
const nibble = (text: string, place: number): number => NIBBLES[text.charCodeAt(place)] ?? 0x10;
const hasDashes = (text: string): boolean =>
  text[8] === '-' && text[13] === '-' && text[18] === '-' && text[23] === '-';

/** Writes a text if it is a GUID; otherwise writes zeros and returns false. */
export function writeGuid(into: Uint8Array, at: number, text: string): boolean {
  if (text.length !== TEXT_LENGTH || !hasDashes(text)) return false;
  let place = 0;
  let strange = 0;
  let sum = 0;
  for (let byte = 0; byte < GUID_BYTES; byte += 1) {
    if (isDashAt(place)) place += 1;
    const high = nibble(text, place);
    const low = nibble(text, place + 1);
    strange |= high | low;
    sum |= into[at + byte] = (high << 4) | low;
    place += 2;
  }
  if (strange < 0x10 && sum !== 0) return true;
  into.fill(0, at, at + GUID_BYTES);
  return false;
}

/** The hex digit at index `place` (0 to 31) as a number. */
export const digitAt = (from: Uint8Array, at: number, place: number): number => {
  const byte = from[at + (place >>> 1)] ?? 0;
  return (place & 1) === 0 ? byte >>> 4 : byte & 15;
};

const DIGITS = Uint8Array.from(Array.from('0123456789abcdef'), (digit) => digit.charCodeAt(0));
const DASH = 0x2d;

/** Writes the text as ASCII to the start of `into`; returns its length, 0 for sixteen zero bytes. */
export function renderGuid(from: Uint8Array, at: number, into: Uint8Array): number {
  let place = 0;
  let sum = 0;
  for (let byte = 0; byte < GUID_BYTES; byte += 1) {
    const value = from[at + byte] ?? 0;
    sum |= value;
    if (isDashAt(place)) into[place++] = DASH;
    into[place++] = DIGITS[value >>> 4] ?? 0;
    into[place++] = DIGITS[value & 15] ?? 0;
  }
  return sum === 0 ? 0 : place;
}

const scratch = Buffer.alloc(36);

/** Empty for sixteen zero bytes. */
export const readGuid = (from: Uint8Array, at: number): string =>
  scratch.toString('latin1', 0, renderGuid(from, at, scratch));
