import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import { withoutSessionLinks } from '../../shared/session-links';
import type { Owner } from '../auth/owner';
import { isSameOwner, ownerOf } from '../auth/owner';
import type { Actor, Assistance } from './api';
import { Cards } from './cards';
import { createDraftDesk } from './draft-desk';
import { Follower } from './follower';
import { Journal } from './journal';
import { Ledger } from './ledger';
import type { AssistancePorts } from './needs';
import { Opening } from './opening';
import { Preparation } from './preparation';
import { recoverRequests } from './reconcile';
import type { Entry } from './replay';
import { createRequestActions } from './request-actions';
import { Sending } from './sending';

/** The requests of the signed-in technician, and the events of the app that they depend on. */
export interface RunningAssistance extends Assistance {
  /** Picks up the requests of earlier runs; call it once before the first window. Never rejects. */
  recover(): Promise<void>;
  /**
   * Call it when the history is cleared: also removes the ended requests from the journal, because the next start would
   * otherwise record them again and show the dismissed ones. `owner`: whose requests; default: the signed-in
   * technician's. `before`: only requests made before this time, in milliseconds since 1970. Requests under way stay.
   */
  forgetEnded(which?: { readonly owner?: Owner; readonly before?: number }): Promise<Outcome<null>>;
  /**
   * Deletes the drafts of an owner with every copy on the disk; called together with `History.clear`. A confirmed
   * request that waits keeps waiting.
   */
  forgetDrafts(owner: Owner): Promise<Outcome<null>>;
  /** The note of a request of an earlier run was saved in the history: its draft is obsolete. */
  noted(requestId: string): void;
  /** Someone signed in or out, or another tenant was connected. */
  actorChanged(): void;
  /** No window is visible: poll less often. */
  setHidden(isHidden: boolean): void;
  /** The workstation woke up or is online again. */
  resume(): void;
  /** The workstation is about to sleep: requests that wait to be sent become drafts. */
  suspend(): void;
  /** Ends every timer at once, as a killed process does. */
  stop(): void;
  /**
   * Before the app quits: stops, and waits until every sent request has its response and everything is on the disk.
   * Never rejects.
   */
  finish(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Puts the parts together. Nothing is sent without `prepare` and `send`. */
export function createAssistance(ports: AssistancePorts): RunningAssistance {
  const { clock, log } = ports;
  const isActing = (owner: Owner): boolean => isOf(ports.actor(), owner);
  const isMine = (entry: Entry): boolean => isActing(entry.owner);
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
    provider: () => (ports.actor() === null ? null : ports.provider()),
    expireMs: () => ports.preferences().expireMinutes * MINUTE_MS,
    sessionHosts: () => ports.actor()?.sessionHosts ?? [],
  });
  const cards = new Cards(clock);
  const masked = (text: string): string => withoutSessionLinks(text, ports.actor()?.sessionHosts);
  const draftsChanged = coalesced(() => ports.onDrafts(desk.calls.drafts()));
  const waitingChanged = coalesced(() => ports.onWaiting(sending.waiting()));
  const desk = createDraftDesk({
    ports,
    cards,
    ledger,
    masked,
    onChange: draftsChanged,
    isWaiting: (deviceId) => sending.waiting().some(({ subject }) => subject.deviceId === deviceId),
  });
  const preparation = new Preparation({ ...ports, seen: (facts) => follower.seen(facts) }, cards, ledger);
  const sending = new Sending(
    { ...ports, masked },
    { cards, ledger, journal, drafts: desk.all, onWaiting: waitingChanged },
  );
  const opening = new Opening(ports, ledger, isMine);
  let recovering: Promise<void> | null = null;

  const recover = (): Promise<void> => pickUp(ports, journal, ledger).then(changed);

  return {
    current,
    prepare: async (deviceId) => {
      await recovering;
      return preparation.prepare(deviceId);
    },
    discard: (handle) => cards.discard(handle),
    send: (input) => sending.send(input),
    ...createRequestActions({ ledger, follower, clock, isMine, noted: desk.noted, masked }),
    masked,
    waiting: () => sending.waiting(),
    takeBack: (handle) => sending.stop(handle),
    sendNow: (handle) => sending.giveWord(handle),
    ...desk.calls,
    open: (id) => opening.open(id),
    recover: () => (recovering ??= recover()),
    forgetEnded: ({ owner, before = Infinity } = {}) =>
      ledger.forgetEnded(
        (entry) => (owner === undefined ? isMine(entry) : isSameOwner(entry.owner, owner)) && entry.askedAt < before,
      ),
    forgetDrafts: (owner) => desk.all.forget(owner),
    noted: desk.noted,
    actorChanged: () => {
      cards.discardAll();
      sending.takeBack('left', (card) => !isActing(card.owner));
      changed();
      draftsChanged();
      waitingChanged();
    },
    setHidden: (isHidden) => follower.setHidden(isHidden),
    suspend: () => sending.takeBack('slept'),
    resume: () => {
      sending.takeBack('slept');
      follower.resume();
    },
    stop: () => {
      follower.stop();
      sending.halt();
    },
    finish: async () => {
      follower.stop();
      await sending.finish();
      await Promise.all([ledger.settle(), desk.all.settle()]);
    },
  };
}

const isOf = (actor: Actor | null, owner: Owner): boolean => actor !== null && isSameOwner(owner, ownerOf(actor));

/** Combines all calls of one tick into one. */
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
    const notice = recovered.damaged + recovered.skipped > 0 ? 'storage.damaged' : 'storage.newer';
    if (notice === 'storage.damaged' || recovered.later > 0) onDamage?.({ code: notice, detail: 'journal.jsonl' });
  } catch (cause) {
    onDamage?.({ code: 'storage.damaged', ref: log.fault('assistance.recover', cause) });
  }
}
