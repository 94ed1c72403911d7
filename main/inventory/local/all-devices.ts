import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { Failure } from '../../../shared/failure';
import type { Asking } from './asking';
import type { DevicesPart, InventoryAsker } from './port';

/** So few that taking them never holds the main thread up. */
const ROWS = 500;

/** Thrown when the rest of an answer cannot be had. `isExpired`: asking anew may help. */
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
  /** Of its own, so that nothing else ends it. */
  readonly lane: string;
}

/** Every device of an answer in its order, with the number of all of them. Throws `AnswerLost`. */
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
