import type { Clock } from '../../shared/clock';
import type { Journal } from './journal';
import type { Ledger } from './ledger';
import { stamp } from './ledger';
import { isOver } from './state-machine';

export interface Recovered {
  /** Requests that are not over. */
  readonly open: number;
  /** Perhaps sent: the run ended between intent and answer. */
  readonly unknown: number;
  /** Lines that cannot be read; they stay in the file. */
  readonly skipped: number;
  /** Lines that only a later version can read; they stay in the file. */
  readonly later: number;
  /** Lines that were damaged on the disk. */
  readonly damaged: number;
}

/**
 * Restores the requests of earlier runs. Never sends anything: a request with an intent and no answer becomes unknown;
 * one that ended between two attempts becomes failed.
 */
export async function recoverRequests(journal: Journal, ledger: Ledger, clock: Clock): Promise<Recovered> {
  const known = new Set(ledger.all().map((entry) => entry.request.id));
  const { entries, skipped, later, damaged } = await journal.read();
  const fresh = entries.filter((entry) => !known.has(entry.request.id));
  ledger.restore(fresh);
  let unknown = 0;
  let open = 0;
  for (const { request, refusal } of fresh) {
    // Between two attempts nothing was running, and nothing is sent again.
    if (request.state === 'sending' && refusal !== undefined)
      ledger.apply(request.id, { kind: 'step', state: 'failed', at: stamp(clock), ...refusal }, { isAnswer: true });
    else if (request.state === 'sending') {
      unknown += 1;
      ledger.apply(
        request.id,
        {
          kind: 'step',
          state: 'unknown',
          at: stamp(clock),
          cause: { code: 'request.unknown-outcome', clientRequestId: request.id },
        },
        { isAnswer: true },
      );
    }
    if (request.state === 'accepted') ledger.apply(request.id, { kind: 'step', state: 'waiting', at: stamp(clock) });
    if (!isOver(ledger.get(request.id)?.request ?? request)) open += 1;
  }
  await ledger.settle();
  return { open, unknown, skipped, later, damaged };
}
