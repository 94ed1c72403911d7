import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { Log } from '../../shared/log';
import type { Card } from './cards';
import type { Journal } from './journal';
import type { Ledger } from './ledger';
import type { AssistanceProvider, FoundThrough, SendOutcome } from './provider';
import { JOURNAL_VERSION } from './records';

interface Parts {
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

/** One confirmation whose intent is in the journal. */
export interface Order {
  readonly id: string;
  readonly card: Card;
  readonly provider: AssistanceProvider;
  /** False when the technician who confirmed it has left or no longer expects it. */
  readonly isWanted: () => boolean;
}

type Refused = Extract<SendOutcome, { kind: 'refused' }>;

/**
 * Carries out one confirmation: one attempt, and a second one only when the provider certainly refused the first
 * because it does not know the device that way, and the device was found another way. The refusal is on the disk before
 * the second attempt leaves, so that the outcome of the first is known even if the app is killed. The caller records
 * the outcome. Never rejects.
 */
export async function deliver(order: Order, parts: Parts): Promise<SendOutcome> {
  if (!order.isWanted()) return { kind: 'refused', failure: { code: 'request.card-expired' } };
  const first = await attempt(order, null, parts);
  const { through } = order.card;
  if (first.kind !== 'refused' || first.isUnknownThere !== true || through === null) return first;
  if (!order.isWanted() || !(await isRecorded(order, first, through, parts)) || !order.isWanted()) return first;
  const second = await attempt(order, through, parts);
  return second.kind === 'refused' ? afterRefusal(second, first) : second;
}

/** The first record says that nothing is running yet; the second says that this is no longer certain. */
async function isRecorded(
  { id }: Order,
  { failure }: Refused,
  { via }: FoundThrough,
  { journal, ledger, clock }: Parts,
): Promise<boolean> {
  const common = { v: JOURNAL_VERSION, id } as const;
  const graphRequestId = failure.requestId ?? null;
  const at = iso(clock.now());
  const refusal = await journal.write({ ...common, type: 'refused', at, cause: failure, graphRequestId });
  if (!refusal.ok) return false;
  ledger.apply(id, { kind: 'refused', at, graphRequestId });
  return (await journal.write({ ...common, type: 'attempt', at: iso(clock.now()), via })).ok;
}

async function attempt(
  { id, card, provider }: Order,
  through: FoundThrough | null,
  { log }: Parts,
): Promise<SendOutcome> {
  try {
    return await provider.send(card.shown.subject.deviceId, id, through);
  } catch (cause) {
    const ref = log.fault('assistance.post', cause);
    return { kind: 'unknown', failure: { code: 'request.unknown-outcome', ref } };
  }
}

/** If the second attempt was never sent, the service has still received the first one and refused it. */
function afterRefusal({ failure, ...outcome }: Refused, first: Refused): Refused {
  if (failure.notSent !== true) return { ...outcome, failure };
  const { requestId, answeredAt } = first.failure;
  return {
    ...outcome,
    failure: {
      ...failure,
      notSent: false,
      ...(requestId === undefined ? {} : { requestId }),
      ...(answeredAt === undefined ? {} : { answeredAt }),
    },
  };
}
