import type { DeviceQuery } from '../../shared/contract/device-query';
import type { LocalAnswer } from '../../shared/contract/inventory';

/** Typing has paused. Beside local rows, which come with every key, the number of hits is said only then. */
const PAUSE_MS = 400;

export interface HitsMoment {
  /** What there is to say; null while the rows are not those of the text. */
  readonly text: string | null;
  /** The rows are those of this computer. */
  readonly isLocal: boolean;
  /** The local answer on screen. */
  readonly local: { readonly query: DeviceQuery; readonly answer: LocalAnswer } | null;
  /** The technician has moved into the list. */
  readonly isInList: boolean;
}

/** Decides when the number of hits is said. Rows that come by themselves do not talk to someone who is in the list. */
export class HitsSaid {
  #before: HitsMoment['local'] = null;
  readonly #announceAfter: (ms: number, text: string) => () => void;

  /** `announceAfter` returns what takes the announcement back. */
  constructor(announceAfter: (ms: number, text: string) => () => void) {
    this.#announceAfter = announceAfter;
  }

  /** Call it when what there is to say or the local answer has changed; the result takes back what is not said yet. */
  follow({ text, isLocal, local, isInList }: HitsMoment): (() => void) | undefined {
    const before = this.#before;
    this.#before = local;
    const isRenewed =
      before !== null && local !== null && before.query === local.query && before.answer !== local.answer;
    if (text === null || (isRenewed && isInList)) return undefined;
    return this.#announceAfter(isLocal ? PAUSE_MS : 0, text);
  }
}
