import type { DeviceField, ManagedDevice } from '../managed-device';
import { foldAll, foldText } from './fold';
import { matchDevice } from './match';
import { shownText } from './shown';

/** A word as typed, in lower case, and as it is compared. */
export interface TypedWord {
  readonly typed: string;
  readonly folded: string;
}

/** The text in lower case, composed, for a comparison letter by letter. */
export const lowered = (text: string): string => text.normalize('NFC').toLowerCase();

/** The words of a text as they were typed. */
export const typedWords = (text: string): readonly TypedWord[] =>
  lowered(text)
    .split(/\s+/u)
    .flatMap((typed) => (typed === '' ? [] : [{ typed, folded: foldText(typed) }]));

/** Fields that people dictate and spell: an address has only one spelling. */
export const spelledOut: ReadonlySet<DeviceField> = new Set(['name', 'serial', 'userName']);

/** Whether a text has only one spelling: no mark, letter or sign in it has another form. */
const isPlain = (text: string): boolean => foldAll(text).every((folded) => folded.text === text.toLowerCase());

/**
 * Whether a field has a word of a text only in another spelling than it was typed: Müller for `Mueller`, Muller for
 * `Müller`. Among otherwise equal hits, the one with the typed spelling is the more likely one.
 */
export function isRespelled(device: ManagedDevice, field: DeviceField, text: string): boolean {
  if (!spelledOut.has(field)) return false;
  const held = shownText(device, field);
  const isHeldPlain = isPlain(held);
  return typedWords(text).some(
    ({ typed, folded }) =>
      !(isHeldPlain && typed === folded) &&
      !lowered(held).includes(typed) &&
      matchDevice(device, [folded], [field]) !== null,
  );
}
