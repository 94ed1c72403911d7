import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { IndexAnswer } from '../index/search/query';
import type { Asking } from './asking';
import type { InventoryAsker, LiveQuestion } from './port';

/** An answer that a window shows. */
export interface GivenAnswer {
  readonly query: DeviceQuery;
  /** Null when its rows are only similar to the text: a hit of Intune that has what was typed is none of them. */
  readonly resultId: number | null;
  /** Ids of devices that the inventory learned only after the answer. */
  readonly newcomers: Set<string>;
}

/** The newest answer of each lane, to tell which hits of Intune it has too. */
export class NewestAnswers {
  readonly #asking: Asking;
  readonly #answers = new Map<string, GivenAnswer>();

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  put(lane: string, query: DeviceQuery, { resultId, isSimilar }: Pick<IndexAnswer, 'resultId' | 'isSimilar'>): void {
    this.#answers.set(lane, { query, resultId: isSimilar ? null : resultId, newcomers: new Set() });
  }

  drop(lane: string): void {
    this.#answers.delete(lane);
  }

  /** The inventory is about to learn devices that it did not have. */
  learning(ids: readonly string[]): void {
    for (const { newcomers } of this.#answers.values()) for (const id of ids) newcomers.add(id);
  }

  /** The newest answer of the lane if it is the one to this question, else null. */
  to({ lane, text, chips }: LiveQuestion): GivenAnswer | null {
    const given = this.#answers.get(lane);
    const isSame = given?.query.text === text && JSON.stringify(given.query.chips) === JSON.stringify(chips);
    return isSame ? given : null;
  }

  /** Those of the devices that the answer has. Null when that cannot be found out. */
  async among(
    { query, resultId }: GivenAnswer,
    { from, lane, ids }: { readonly from: InventoryAsker; readonly lane: string; readonly ids: readonly string[] },
  ): Promise<ReadonlySet<string> | null> {
    if (resultId === null) return new Set();
    const held = await from.ask({ kind: 'among', resultId, ids: [...ids] });
    if (!held.ok) return null;
    if (held.value !== null) return new Set(held.value);
    // The process dropped the result during cleanup: the same query gives the same result.
    const again = await this.#asking.firstHit(from, query, `${lane} again`, 0);
    if (!again.ok) return null;
    const now = await from.ask({ kind: 'among', resultId: again.value.answer.resultId, ids: [...ids] });
    return now.ok && now.value !== null ? new Set(now.value) : null;
  }
}
