/** The highlighted row at the moment a key asks to act on it. */
export interface RowAtKey {
  /** It answers the text in the box. */
  readonly isKnown: boolean;
  /** Intune may still know the device that is meant. */
  readonly isTooSoon: boolean;
  /** It is what was typed, or the technician chose it. */
  readonly isArmed: boolean;
  /** There is a row. */
  readonly isThere: boolean;
}

/**
 * What the key does. `find`: it came before the rows did, and acts only on the one device that the text names. `choose-first`: the row is
 * only similar to the text, and a hit that is only similar is never acted on unless it was chosen.
 */
export type KeyVerdict = 'act' | 'find' | 'choose-first' | 'nothing';

export function keyVerdict({ isKnown, isTooSoon, isArmed, isThere }: RowAtKey): KeyVerdict {
  if (!isKnown || isTooSoon) return 'find';
  if (!isThere) return 'nothing';
  return isArmed ? 'act' : 'choose-first';
}

/** What the key does once no single device was found for it: `again` asks to press it again, now that the rows are there. */
export function verdictWithoutFind({
  isKnown,
  isArmed,
  isThere,
}: Omit<RowAtKey, 'isTooSoon'>): Exclude<KeyVerdict, 'act' | 'find'> | 'again' {
  if (!isKnown || !isThere) return 'nothing';
  return isArmed ? 'again' : 'choose-first';
}

/** Keys that wait for rows: a later key, a new text or a choice makes an earlier one void. */
export class LatestKey {
  #presses = 0;

  /** A key was pressed; returns whether it is still the latest. */
  press(): () => boolean {
    const own = ++this.#presses;
    return () => own === this.#presses;
  }

  /** No key is the latest any more. */
  cancel(): void {
    this.#presses += 1;
  }
}
