/** The highlighted row at the moment a key asks to act on it. */
export interface RowAtKey {
  /** It belongs to the text in the box. */
  readonly isKnown: boolean;
  /** Intune may still find the device that is meant. */
  readonly isTooSoon: boolean;
  /** It is what was typed, or the technician chose it. */
  readonly isArmed: boolean;
  /** There is a row. */
  readonly isThere: boolean;
}

/**
 * What the key does. `find`: it came before the rows did, and acts only on the one device that the text identifies.
 * `choose-first`: the row is only similar to the text, and keys never act on such a row unless the technician has
 * chosen it.
 */
export type KeyVerdict = 'act' | 'find' | 'choose-first' | 'nothing';

export function keyVerdict({ isKnown, isTooSoon, isArmed, isThere }: RowAtKey): KeyVerdict {
  if (!isKnown || isTooSoon) return 'find';
  if (!isThere) return 'nothing';
  return isArmed ? 'act' : 'choose-first';
}

/**
 * What the key does when no single device was found for it. `again`: asks to press it again, now that the rows are
 * there.
 */
export function verdictWithoutFind({
  isKnown,
  isArmed,
  isThere,
}: Omit<RowAtKey, 'isTooSoon'>): Exclude<KeyVerdict, 'act' | 'find'> | 'again' {
  if (!isKnown || !isThere) return 'nothing';
  return isArmed ? 'again' : 'choose-first';
}

/** Keys that wait for rows: a later key, a new text or a choice cancels an earlier one. */
export class LatestKey {
  #presses = 0;

  /** A key was pressed; returns whether it is still the latest. */
  press(): () => boolean {
    const own = ++this.#presses;
    return () => own === this.#presses;
  }

  /** Cancels the waiting key. */
  cancel(): void {
    this.#presses += 1;
  }
}
