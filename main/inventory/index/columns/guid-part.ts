import { ID_PART_MIN } from '../../../../shared/search/match';
import { digitAt, GUID_BYTES, isDashAt } from './guid';

/**
 * Indexes of the digits at which the listed triples of each GUID start. Few are enough: a part of a GUID that is searched for
 * has at least ID_PART_MIN characters, and each part of that length contains one of these triples.
 */
export const LISTED_DIGITS: readonly number[] = [5, 9, 13, 17, 22, 28];
export const LISTED = 3;

const TEXT_LENGTH = 36;
const PART = /^[0-9a-f-]+$/;

/** A text that may be a part of a GUID. */
export interface GuidPart {
  /** Its hex digits as numbers. */
  readonly digits: readonly number[];
  /** Indexes of the digits of a GUID at which the part may start, judging by its dashes. */
  readonly starts: readonly number[];
}

/** Null when no GUID can contain the text, or when it is too short to be searched for. */
export function guidPart(text: string): GuidPart | null {
  if (text.length < ID_PART_MIN || text.length > TEXT_LENGTH || !PART.test(text)) return null;
  const fits = (at: number): boolean =>
    Array.from(text).every((character, place) => (character === '-') === isDashAt(at + place));
  const places = Array.from({ length: TEXT_LENGTH - text.length + 1 }, (_, at) => at).filter(fits);
  if (places.length === 0) return null;
  const dashesBefore = (at: number): number => Array.from({ length: at }, (_, place) => place).filter(isDashAt).length;
  return {
    digits: Array.from(text.replaceAll('-', ''), (digit) => Number.parseInt(digit, 16)),
    starts: places.map((at) => at - dashesBefore(at)),
  };
}

/** For a part that starts at digit `start` of a GUID: where in the part the listed triples are. */
export const listedIn = ({ digits }: GuidPart, start: number): readonly number[] =>
  LISTED_DIGITS.filter((listed) => listed >= start && listed + LISTED <= start + digits.length).map(
    (listed) => listed - start,
  );

/** Whether the GUID of a row has these digits, starting at digit `start`. */
export function standsIn(guids: Uint8Array, row: number, digits: readonly number[], start: number): boolean {
  for (let at = 0; at < digits.length; at += 1)
    if (digitAt(guids, row * GUID_BYTES, start + at) !== digits[at]) return false;
  return true;
}
