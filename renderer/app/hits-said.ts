import type { DeviceQuery } from '../../shared/contract/device-query';
import type { LocalAnswer } from '../../shared/contract/inventory';

/**
 * A pause in typing, in milliseconds. Local rows come with every key, so the number of hits is announced only after a
 * pause.
 */
const PAUSE_MS = 400;

export interface HitsMoment {
  /** The announcement; null while the rows are not those of the text. */
  readonly text: string | null;
  /** The rows come from the local inventory. */
  readonly isLocal: boolean;
  /** The local answer on screen. */
  readonly local: { readonly query: DeviceQuery; readonly answer: LocalAnswer } | null;
  /** The technician has moved into the list. */
  readonly isInList: boolean;
}

/**
 * Decides when the number of hits is announced. Rows that change by themselves are not announced while the technician
 * is in the list.
 */
export class HitsSaid {
  #before: HitsMoment['local'] = null;
  readonly #announceAfter: (ms: number, text: string) => () => void;

  /** `announceAfter` returns a function that cancels the announcement. */
  constructor(announceAfter: (ms: number, text: string) => () => void) {
    this.#announceAfter = announceAfter;
  }

  /**
   * Call it when the announcement or the local answer has changed. Returns a function that cancels what is not
   * announced yet.
   */
  follow({ text, isLocal, local, isInList }: HitsMoment): (() => void) | undefined {
    const before = this.#before;
    this.#before = local;
    const isRenewed =
      before !== null && local !== null && before.query === local.query && before.answer !== local.answer;
    if (text === null || (isRenewed && isInList)) return undefined;
    return this.#announceAfter(isLocal ? PAUSE_MS : 0, text);
  }
}
