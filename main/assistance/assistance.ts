import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import { isSameOwner, ownerOf } from '../auth/owner';
import { Cards } from './cards';
import { createDeeds } from './deeds';
import { Follower } from './follower';
import { Journal } from './journal';
import { Ledger } from './ledger';
import { Opening } from './opening';
import type { Assistance } from './port';
import type { AssistancePorts } from './ports';
import { Preparation } from './preparation';
import { recoverRequests } from './reconcile';
import type { Entry } from './replay';
import { Sending } from './sending';

/** The requests of the signed-in person, and what the app tells them from outside. */
export interface RunningAssistance extends Assistance {
  /** Picks up the requests of earlier runs; call it once before the first window. Never rejects. */
  recover(): Promise<void>;
  /** The person clears the history: what ended goes out of the journal too, else the next start would record it again. */
  forgetEnded(): Promise<Outcome<null>>;
  /** Somebody signed in, out, or another tenant was connected. */
  actorChanged(): void;
  /** No window is visible: ask less often. */
  setHidden(isHidden: boolean): void;
  /** The workstation woke up or is on line again. */
  resume(): void;
  stop(): void;
  /** Before the app quits: stops, and waits until what was sent is answered and everything is on the disk. Never rejects. */
  finish(): Promise<void>;
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
    sessionHosts: () => ports.actor()?.sessionHosts ?? [],
  });
  const cards = new Cards(clock);
  const preparation = new Preparation({ ...ports, seen: (facts) => follower.seen(facts) }, cards, ledger);
  const sending = new Sending(ports, cards, ledger, journal);
  const opening = new Opening(ports, ledger, isMine);
  const sends = new Set<Promise<unknown>>();
  let recovering: Promise<void> | null = null;

  const recover = (): Promise<void> => pickUp(ports, journal, ledger).then(changed);

  return {
    current,
    prepare: async (deviceId) => {
      await recovering;
      return preparation.prepare(deviceId);
    },
    discard: (handle) => cards.discard(handle),
    send: (input) => {
      const sent = sending.send(input).finally(() => sends.delete(sent));
      sends.add(sent);
      return sent;
    },
    ...createDeeds(ledger, follower, clock, isMine),
    open: (id) => opening.open(id),
    recover: () => (recovering ??= recover()),
    forgetEnded: () => ledger.forgetEnded(isMine),
    actorChanged: () => {
      cards.discardAll();
      changed();
    },
    setHidden: (isHidden) => follower.setHidden(isHidden),
    resume: () => follower.resume(),
    stop: () => follower.stop(),
    finish: async () => {
      follower.stop();
      await Promise.allSettled(sends);
      await ledger.settle();
    },
  };
}

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

async function pickUp({ clock, log, onDamage }: AssistancePorts, journal: Journal, ledger: Ledger): Promise<void> {
  try {
    const recovered = await recoverRequests(journal, ledger, clock);
    log.info('assistance.recovered', { ...recovered });
    // A whole line that cannot be read may be of a later version; it stays where it is.
    if (recovered.damaged + recovered.skipped > 0) onDamage?.({ code: 'storage.damaged', detail: 'journal.jsonl' });
  } catch (cause) {
    onDamage?.({ code: 'storage.damaged', ref: log.fault('assistance.recover', cause) });
  }
}
