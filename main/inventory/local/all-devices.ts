import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { Failure } from '../../../shared/failure';
import type { Asking } from './asking';
import type { DevicesPart, InventoryAsker } from './port';

/** Rows of one page: few enough that receiving them never blocks the main thread. */
const ROWS = 500;

/** Thrown when the rest of a result cannot be read. `isExpired`: running the query again may help. */
export class AnswerLost extends Error {
  readonly failure: Failure;
  readonly isExpired: boolean;

  constructor(failure: Failure, isExpired = false) {
    super(failure.code);
    this.name = 'AnswerLost';
    this.failure = failure;
    this.isExpired = isExpired;
  }
}

export interface Whole {
  readonly from: InventoryAsker;
  /** Whether the same inventory is still open. */
  readonly isOpen: () => boolean;
  readonly asking: Asking;
  /** A lane of its own, so that no other query ends this one. */
  readonly lane: string;
}

/** Every device of a result, in order and in portions, each with the total. Throws `AnswerLost`. */
export async function* allDevices(
  wanted: DeviceQuery,
  { from, isOpen, asking, lane }: Whole,
): AsyncGenerator<DevicesPart, void> {
  const lost = (failure: Failure): AnswerLost => new AnswerLost(isOpen() ? failure : { code: 'auth.required' });
  const hit = await asking.firstHit(from, wanted, lane, 0);
  asking.end(lane);
  if (!hit.ok) throw lost(hit.error);
  const { resultId, total } = hit.value.answer;
  for (let offset = 0; ; offset += ROWS) {
    const page = await from.ask({ kind: 'page', resultId, offset, count: ROWS });
    if (!page.ok) throw lost(page.error);
    if (!isOpen()) throw lost({ code: 'auth.required' });
    if (page.value === null) throw new AnswerLost({ code: 'internal', detail: 'expired' }, true);
    if (page.value.length === 0) return;
    yield { devices: page.value.map(({ device }) => device), total };
  }
}
