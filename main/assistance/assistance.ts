import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { Cards } from './cards';
import { Follower } from './follower';
import { Journal } from './journal';
import { Ledger, stamp } from './ledger';
import { Opening } from './opening';
import type { Assistance } from './port';
import type { AssistancePorts } from './ports';
import { isSameOwner, ownerOf } from './ports';
import { Preparation } from './preparation';
import { recoverRequests } from './reconcile';
import type { Entry } from './replay';
import { Sending } from './sending';
import type { RequestEvent } from './state-machine';
import { isOver } from './state-machine';

/** The requests of the signed-in person, and what the app tells them from outside. */
export interface RunningAssistance extends Assistance {
  /** Picks up the requests of earlier runs; call it once before the first window. Never rejects. */
  recover(): Promise<void>;
  /** Somebody signed in, out, or another tenant was connected. */
  actorChanged(): void;
  /** No window is visible: ask less often. */
  setHidden(isHidden: boolean): void;
  /** The workstation woke up or is on line again. */
  resume(): void;
  stop(): void;
}

const minuteMs = 60_000;

/** Puts the parts together. Nothing is sent without `prepare` and `send`. */
export function createAssistance(ports: AssistancePorts): RunningAssistance {
  const { clock, log } = ports;
  const isMine = (entry: Entry): boolean => {
    const actor = ports.actor();
    return actor !== null && isSameOwner(entry.owner, ownerOf(actor));
  };
  const current = (): readonly AssistanceRequest[] => ledger.shown(isMine);
  const changed = coalesced(() => {
    follower.refresh();
    ports.onChange(current());
  });
  const journal = new Journal(ports.journal, log);
  const ledger = new Ledger({
    journal,
    archive: ports.archive,
    clock,
    log,
    onChange: changed,
    onStep: (entry, kind) => {
      if (isMine(entry)) ports.onEvent({ kind, request: entry.request });
    },
  });
  const follower = new Follower({
    ledger,
    clock,
    log,
    isMine,
    graph: () => (ports.actor() === null ? null : ports.graph()),
    expireMs: () => ports.preferences().expireMinutes * minuteMs,
  });
  const cards = new Cards(clock);
  const preparation = new Preparation(ports, cards, ledger);
  const sending = new Sending(ports, cards, ledger, journal);
  const opening = new Opening(ports, ledger, isMine);
  let recovering: Promise<void> | null = null;

  const mine = (id: string): Entry | null => {
    const entry = ledger.get(id);
    return entry !== undefined && isMine(entry) ? entry : null;
  };
  const answer = (id: string): Outcome<AssistanceRequest> => {
    const entry = mine(id);
    return entry === null ? err(notHere) : ok(entry.request);
  };
  const act = async (id: string, event: RequestEvent): Promise<Outcome<AssistanceRequest>> => {
    if (mine(id) === null) return err(notHere);
    await ledger.apply(id, event)?.recorded;
    return answer(id);
  };
  const move = (id: string, state: RequestState): Promise<Outcome<AssistanceRequest>> =>
    act(id, { kind: 'step', state, at: stamp(clock) });

  const recover = async (): Promise<void> => {
    try {
      log.info('assistance.recovered', { ...(await recoverRequests(journal, ledger, clock)) });
    } catch (cause) {
      log.fault('assistance.recover', cause);
    }
    changed();
  };

  return {
    current,
    prepare: async (deviceId) => {
      await recovering;
      return preparation.prepare(deviceId);
    },
    discard: (handle) => cards.discard(handle),
    send: (input) => sending.send(input),
    checkNow: async (id) => {
      const entry = mine(id);
      const failure = entry === null || isOver(entry.request) ? null : await follower.checkNow(id);
      return failure === null ? answer(id) : err(failure);
    },
    // A request of unknown outcome is ended by a decision, which says whether it may be repeated.
    stopWatching: async (id) => (mine(id)?.request.state === 'unknown' ? answer(id) : move(id, 'given-up')),
    open: (id) => opening.open(id),
    close: (id) => move(id, 'closed'),
    decide: async (id, decision) => {
      const isOpenQuestion = mine(id)?.request.state === 'unknown';
      return isOpenQuestion ? move(id, decision === 'sent' ? 'waiting' : 'given-up') : answer(id);
    },
    note: (id, note) => act(id, { kind: 'note', at: stamp(clock), note }),
    recover: () => (recovering ??= recover()),
    actorChanged: () => {
      cards.discardAll();
      changed();
    },
    setHidden: (isHidden) => follower.setHidden(isHidden),
    resume: () => follower.resume(),
    stop: () => follower.stop(),
  };
}

const notHere: Failure = { code: 'input.invalid' };

/** Calls of one moment become one. */
function coalesced(run: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    queueMicrotask(() => {
      isPlanned = false;
      run();
    });
  };
}
