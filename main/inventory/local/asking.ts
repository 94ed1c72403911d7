import type { Clock } from '../../../shared/clock';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { STALE_AFTER_MS } from '../device-row';
import type { IndexAnswer } from '../index/query';
import type { ShortlistKeeper } from '../port';
import type { AnswerOf } from '../process/protocol';
import { indexChips, stagesOf } from './device-query';
import type { InventoryAsker } from './port';

export interface LocalAnswersOptions {
  /** The inventory that is open, another one for everybody; null while none answers. */
  readonly open: () => InventoryAsker | null;
  /** Up to when its devices were read, ISO 8601; null before the first complete run. */
  readonly asOf: () => string | null;
  readonly clock: Clock;
  readonly shortlist: ShortlistKeeper;
}

export interface Hit {
  readonly answer: IndexAnswer;
  /** The text that was found. */
  readonly text: string;
}

const superseded = err<Failure>({ code: 'auth.cancelled' });

/** Questions in lanes: a newer one ends those before it. */
export class Asking {
  readonly #options: LocalAnswersOptions;
  readonly #newest = new Map<string, object>();

  constructor(options: LocalAnswersOptions) {
    this.#options = options;
  }

  /** Whatever is asked in the lane is not wanted any more. */
  end(lane: string): void {
    this.#newest.delete(lane);
  }

  /** What is found, with so many rows. `auth.cancelled` when a newer question came, or another inventory was opened. */
  async firstHit(from: InventoryAsker, wanted: DeviceQuery, lane: string, limit: number): Promise<Outcome<Hit>> {
    const own = {};
    this.#newest.set(lane, own);
    const answer = await this.#query(from, wanted, lane, limit);
    if (this.#newest.get(lane) !== own || this.#options.open() !== from) return superseded;
    return answer.ok ? ok({ answer: answer.value, text: answer.value.readings[0]?.text ?? wanted.text }) : answer;
  }

  #query(from: InventoryAsker, wanted: DeviceQuery, lane: string, limit: number): Promise<Outcome<AnswerOf<'query'>>> {
    const { shortlist, clock } = this.#options;
    const { pinned, recent } = shortlist.data();
    const ids = (devices: readonly ManagedDevice[]): string[] => devices.map(({ id }) => id);
    const now = clock.now();
    const { chips, sort } = wanted;
    const query = { stages: stagesOf(wanted), chips: indexChips(chips, now), sort, limit, pinned: ids(pinned), recent: ids(recent), staleBefore: now - STALE_AFTER_MS };
    return from.ask({ kind: 'query', lane, query });
  }
}
