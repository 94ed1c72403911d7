import type { Clock } from '../../shared/clock';
import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import type { Assistance } from './api';
import type { Follower } from './follower';
import type { Ledger } from './ledger';
import { stamp } from './ledger';
import type { Entry } from './replay';
import type { RequestEvent } from './state-machine';
import { isOver } from './state-machine';

type RequestActions = Pick<Assistance, 'checkNow' | 'stopWatching' | 'close' | 'decide' | 'note' | 'dismiss'>;

interface Parts {
  readonly ledger: Ledger;
  readonly follower: Follower;
  readonly clock: Clock;
  readonly isMine: (entry: Entry) => boolean;
  /** A note was saved. */
  readonly noted: (requestId: string) => void;
  /** The text as it may be recorded: without session links. */
  readonly masked: (text: string) => string;
}

const notHere: Failure = { code: 'input.invalid' };

/** What the signed-in technician can do with a request after it was sent. An action that the state does not allow changes nothing. */
export function createRequestActions({ ledger, follower, clock, isMine, noted, masked }: Parts): RequestActions {
  const mine = (id: string): AssistanceRequest | null => {
    const entry = ledger.known(id);
    return entry !== undefined && isMine(entry) ? entry.request : null;
  };
  const answer = (id: string): Outcome<AssistanceRequest> => {
    const request = mine(id);
    return request === null ? err(notHere) : ok(request);
  };
  const act = async (id: string, event: RequestEvent): Promise<Outcome<AssistanceRequest>> => {
    if (mine(id) !== null) await ledger.apply(id, event)?.recorded;
    return answer(id);
  };
  const move = (id: string, state: RequestState): Promise<Outcome<AssistanceRequest>> =>
    act(id, { kind: 'step', state, at: stamp(clock) });

  return {
    checkNow: async (id) => {
      const request = mine(id);
      const failure = request === null || isOver(request) ? null : await follower.checkNow(id);
      return failure === null ? answer(id) : err(failure);
    },
    // A request of unknown outcome ends with an explicit decision, which determines whether it may be repeated.
    stopWatching: async (id) => (mine(id)?.state === 'unknown' ? answer(id) : move(id, 'given-up')),
    close: (id) => move(id, 'closed'),
    decide: async (id, decision) =>
      mine(id)?.state === 'unknown' ? move(id, decision === 'sent' ? 'waiting' : 'given-up') : answer(id),
    dismiss: async (id) => (mine(id) === null ? err(notHere) : ((await ledger.dismiss(id)) ?? ok(null))),
    note: async (id, note) => {
      const outcome = await act(id, { kind: 'note', at: stamp(clock), note: masked(note) });
      if (outcome.ok) noted(id);
      return outcome;
    },
  };
}
