import type { DeviceField, ManagedDevice } from '../managed-device';
import { foldAll, foldText } from './fold';
import { matchDevice } from './match';
import { shownText } from './shown';

/** A word as typed, in lower case, and as it is compared. */
export interface TypedWord {
  readonly typed: string;
  readonly folded: string;
}

/** What is compared letter by letter: no case, and letters with their marks as one. */
export const lowered = (text: string): string => text.normalize('NFC').toLowerCase();

/** The words of a text as they were typed. */
export const typedWords = (text: string): readonly TypedWord[] =>
  lowered(text)
    .split(/\s+/u)
    .flatMap((typed) => (typed === '' ? [] : [{ typed, folded: foldText(typed) }]));

/** Fields that people call out and spell: an address has one spelling only. */
export const spelledOut: ReadonlySet<DeviceField> = new Set(['name', 'serial', 'userName']);

/** Whether a text is compared as it stands: no mark, no letter and no sign in it is written in another way too. */
const isPlain = (text: string): boolean => foldAll(text).every((folded) => folded.text === text.toLowerCase());

/**
 * Whether a field has a word of a text only in another spelling than it was typed: Müller for `Mueller`, Muller for `Müller`.
 * Of hits that are equal otherwise, the one that is written as it was typed is the likelier one.
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
