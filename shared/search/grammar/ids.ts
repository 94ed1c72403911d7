import type { DeviceField } from '../../managed-device';
import { machineOf } from './machines';
import { takeAll, type Taken } from './part';

const GUID =
  /(?<![0-9a-z])(?:0x)?([0-9a-f]{8})[- ]?([0-9a-f]{4})[- ]?([0-9a-f]{4})[- ]?([0-9a-f]{4})[- ]?([0-9a-f]{12})(?![0-9a-z])/giu;
const NIL = '00000000-0000-0000-0000-000000000000';
const ID_FIELDS: readonly DeviceField[] = ['id', 'entraId'];

/** GUIDs in any form: with braces, without hyphens, as a number, in a link. The kind of id cannot be recognized. */
export const takeIds = (text: string): Taken =>
  takeAll(text, GUID, (match) => {
    const id = match.slice(1).join('-').toLowerCase();
    const machine = machineOf(id);
    return id === NIL ? [] : [{ kind: 'id', text: id, fields: ID_FIELDS }, ...(machine === null ? [] : [machine])];
  });

/** The last two letters of the word MAC are not a pair of hex digits. */
const PAIRS =
  /(?<![0-9a-z]|[0-9a-f]{2}[:._-]|(?<!m)[0-9a-f]{2} )[0-9a-f]{2}([:. _-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![0-9a-z]|\1[0-9a-f]{2})/giu;
/** macOS leaves out leading zeros. */
const SHORT_PAIRS = /(?<![0-9a-z:])[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}(?![0-9a-z:])/giu;
const FOURS = /(?<![0-9a-z])[0-9a-f]{4}([:. -])[0-9a-f]{4}\1[0-9a-f]{4}(?![0-9a-z]|\1[0-9a-f])/giu;
const SIXES = /(?<![0-9a-z])[0-9a-f]{6}[:.-][0-9a-f]{6}(?![0-9a-z])/giu;
/** Without separators a serial number may look the same, so both letters and digits are required. */
const BARE = /(?<![0-9a-z])(?:0x)?(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{12}(?![0-9a-z])/giu;

/** Hardware addresses of network cards, in pairs, fours or sixes of digits, or without separators. */
export function takeMacs(text: string): Taken {
  let rest = text;
  const parts = [PAIRS, SHORT_PAIRS, FOURS, SIXES, BARE].flatMap((pattern) => {
    const taken = takeAll(rest, pattern, ([found]) => {
      const whole =
        pattern === SHORT_PAIRS
          ? found
              .split(':')
              .map((pair) => pair.padStart(2, '0'))
              .join('')
          : found.replace(/^0x/iu, '');
      const mac = whole.replace(/[^0-9a-f]/giu, '').toLowerCase();
      return /[a-f]/u.test(mac) || pattern === PAIRS ? [{ kind: 'mac', text: mac }] : null;
    });
    // A match without separators may be a serial number as well, so it stays in the text.
    if (pattern !== BARE) rest = taken.rest;
    return taken.parts;
  });
  return { parts, rest };
}
