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
  /** The technician who confirmed it still acts, and still expects it. */
  readonly isWanted: () => boolean;
}

type Refused = Extract<SendOutcome, { kind: 'refused' }>;

/**
 * Carries out one confirmation: one attempt, and a second one only when the provider certainly refused the first because it does
 * not know the device that way, and the device was found another way. The refusal is on the disk before the second attempt leaves,
 * so that a killed app never leaves a doubt about the first. How it ended is for the caller to record. Never rejects.
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

/** The first record says that nothing runs so far, the second one that this is not certain any more. */
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

/** That the second attempt never left does not mean that nothing reached the service: the first did, and was refused. */
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
