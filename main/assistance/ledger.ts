import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import { isOfLaterVersion } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { RequestArchive } from '../history/port';
import type { Journal } from './journal';
import type { Ask } from './limits';
import { REPEAT_MS } from './limits';
import type { JournalRecord } from './records';
import { JOURNAL_VERSION } from './records';
import type { Entry } from './replay';
import { staysDismissed } from './replay';
import { mayComeLate } from './schedule';
import type { RequestEvent } from './state-machine';
import { advance, endedBadly, isOver, mayAppear } from './state-machine';

export interface LedgerPorts {
  readonly journal: Journal;
  readonly archive: RequestArchive;
  readonly clock: Clock;
  readonly log: Log;
  /** Any request changed. */
  readonly onChange: () => void;
  /** A request entered a state in this run. */
  readonly onStep: (entry: Entry, state: RequestState) => void;
}

export interface Change {
  readonly request: AssistanceRequest;
  /** Resolves when writing the change to journal and archive has succeeded or failed. Never rejects. */
  readonly recorded: Promise<void>;
}

/** Ended and compacted requests that stay in memory, so that the windows can go on showing them. */
const MOST_ENDED = 200;
/**
 * Most failed and expired requests that stay visible and in the journal until they are dismissed; beyond that the
 * oldest go.
 */
const MOST_IN_SIGHT = 200;
/** The journal is compacted when it holds at least this many finished requests. */
const COMPACT_AFTER = 25;

/** Every request of this run and the unfinished ones of earlier runs; each change is journaled, then archived. */
export class Ledger {
  readonly #ports: LedgerPorts;
  readonly #entries = new Map<string, Entry>();
  readonly #unsaved = new Set<string>();
  readonly #endedBefore = new Set<string>();
  /** Shown, but no longer in the journal, only in the archive. */
  readonly #compacted = new Set<string>();
  /** Removed from the history by the technician; the repeat guard of this run still counts them. */
  readonly #forgotten = new Set<string>();
  readonly #saving = createSerial();
  #endedSinceCompaction = 0;

  constructor(ports: LedgerPorts) {
    this.#ports = ports;
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  all(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** The entry of a request that may still be shown or changed. */
  known(id: string): Entry | undefined {
    return this.#forgotten.has(id) ? undefined : this.#entries.get(id);
  }

  /** Requests that are not over, ended in this run, or ended badly and were not dismissed; newest first. */
  shown(isShown: (entry: Entry) => boolean): readonly AssistanceRequest[] {
    return this.all()
      .filter((entry) => this.#isInSight(entry) && isShown(entry))
      .sort((a, b) => b.askedAt - a.askedAt)
      .map((entry) => entry.request);
  }

  asks(): readonly Ask[] {
    return this.all().map(({ request, askedAt }) => ({
      deviceId: request.subject.deviceId,
      at: askedAt,
      mayAppear: mayAppear(request),
    }));
  }

  /** Adds the requests of earlier runs from the journal. Entries already present stay unchanged. */
  restore(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { id } = entry.request;
      if (this.#entries.has(id)) continue;
      this.#entries.set(id, entry);
      if (!isOfLaterVersion(entry.request)) this.#unsaved.add(id);
      if (isOver(entry.request)) this.#endedBefore.add(id);
    }
  }

  /** Adds a request whose intent is in the journal. */
  admit(entry: Entry): void {
    this.#entries.set(entry.request.id, entry);
    this.#unsaved.add(entry.request.id);
    this.#ports.onStep(entry, entry.request.state);
    this.#ports.onChange();
  }

  /** Applies an event; returns null when it is not possible in the request's state or changes nothing. */
  apply(
    id: string,
    event: RequestEvent,
    more: { readonly linkHash?: string | null; readonly isAnswer?: boolean } = {},
  ): Change | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    const request = advance(entry.request, event);
    const linkHash = more.linkHash ?? entry.linkHash;
    if (request === entry.request && linkHash === entry.linkHash) return null;
    const next = { ...entry, request, linkHash, isDismissed: staysDismissed(entry, request) };
    this.#entries.set(id, next);
    if (!isOver(request)) this.#endedBefore.delete(id);
    const record = recordOf(id, event, linkHash, more.isAnswer ?? false);
    const recorded = record === null ? Promise.resolve() : this.#record(id, record);
    if (event.kind === 'step') this.#ports.onStep(next, event.state);
    this.#ports.onChange();
    return { request, recorded };
  }

  /** Writes what is not in the archive yet and compacts the journal. Never rejects. */
  async settle(): Promise<void> {
    await Promise.all([...this.#unsaved].map((id) => this.#save(id)));
    await this.#compact();
  }

  /**
   * Removes the matching ended requests from the journal and hides them, so that a cleared history does not come back
   * at the next start. The repeat guard of this run still counts them.
   */
  async forgetEnded(isMeant: (entry: Entry) => boolean): Promise<Outcome<null>> {
    const ended = this.all()
      .filter((entry) => isOver(entry.request) && isMeant(entry))
      .map((entry) => entry.request.id);
    const outcome = await this.#ports.journal.compact(() => new Set(ended));
    if (!outcome.ok) return outcome;
    for (const id of ended) {
      this.#unsaved.delete(id);
      this.#compacted.add(id);
      this.#endedBefore.add(id);
      this.#forgotten.add(id);
    }
    this.#ports.onChange();
    return outcome;
  }

  /**
   * The technician has seen how it ended. Null when it is not over or was dismissed before. A request of a later
   * version is hidden for this run only: its records stay unchanged.
   */
  dismiss(id: string): Promise<Outcome<null>> | null {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.isDismissed || !isDismissible(entry.request)) return null;
    this.#entries.set(id, { ...entry, isDismissed: true });
    this.#ports.onChange();
    const isJournaled = isOver(entry.request) && !this.#compacted.has(id) && !this.#forgotten.has(id);
    return isJournaled
      ? this.#ports.journal.write({ v: JOURNAL_VERSION, type: 'dismissed', id, at: stamp(this.#ports.clock) })
      : Promise.resolve(ok(null));
  }

  #isInSight({ request, isDismissed }: Entry): boolean {
    if (isDismissed || this.#forgotten.has(request.id)) return false;
    return !this.#endedBefore.has(request.id) || endedBadly(request);
  }

  /** Requests not yet dismissed, up to the limit. */
  #toDismiss(): ReadonlySet<string> {
    const waiting = this.all().filter((entry) => endedBadly(entry.request) && this.#isInSight(entry));
    return new Set(
      waiting
        .toSorted((a, b) => b.askedAt - a.askedAt)
        .slice(0, MOST_IN_SIGHT)
        .map(({ request }) => request.id),
    );
  }

  async #record(id: string, record: JournalRecord): Promise<void> {
    this.#unsaved.add(id);
    if (!this.#compacted.has(id)) await this.#ports.journal.write(record);
    await this.#save(id);
    const entry = this.#entries.get(id);
    if (entry === undefined || record.type !== 'state' || !isOver(entry.request)) return;
    this.#endedSinceCompaction += 1;
    if (this.#endedSinceCompaction >= COMPACT_AFTER) await this.#compact();
  }

  #save(id: string): Promise<void> {
    return this.#saving(async () => {
      const entry = this.#entries.get(id);
      if (entry === undefined || !this.#unsaved.delete(id) || isOfLaterVersion(entry.request)) return;
      const isSaved = await this.#tryToSave(entry);
      if (!isSaved) this.#unsaved.add(id);
    });
  }

  async #tryToSave(entry: Entry): Promise<boolean> {
    const { archive, log } = this.#ports;
    try {
      const { checkFailure: _, ...kept } = entry.request;
      const outcome = await archive.save({ ...kept, nextCheckAt: null, lastCheckAt: null }, entry.owner);
      if (!outcome.ok) log.warn('assistance.archive.save-failed', { code: outcome.error.code });
      return outcome.ok;
    } catch (cause) {
      log.fault('assistance.archive', cause);
      return false;
    }
  }

  async #compact(): Promise<void> {
    this.#endedSinceCompaction = 0;
    let done: ReadonlySet<string> = new Set();
    const finished = (): ReadonlySet<string> => {
      const inSight = this.#toDismiss();
      done = new Set(
        this.all()
          .filter((entry) => this.#isDone(entry) && !inSight.has(entry.request.id))
          .map((entry) => entry.request.id),
      );
      return done;
    };
    if (finished().size === 0) return;
    const outcome = await this.#ports.journal.compact(finished);
    if (outcome.ok) this.#forget(done);
    else this.#ports.log.warn('assistance.journal.compact-failed', { code: outcome.error.code });
  }

  /** Over, in the archive, too old for the repeat guard, and no late link is possible. */
  #isDone({ request, askedAt }: Entry): boolean {
    return (
      isOver(request) &&
      !isOfLaterVersion(request) &&
      !mayComeLate(request, this.#ports.clock.now()) &&
      !this.#unsaved.has(request.id) &&
      Math.abs(this.#ports.clock.now() - askedAt) >= REPEAT_MS
    );
  }

  #forget(done: ReadonlySet<string>): void {
    for (const id of done) {
      if (this.#endedBefore.delete(id)) this.#entries.delete(id);
      else this.#compacted.add(id);
    }
    const surplus = Math.max(0, this.#compacted.size - MOST_ENDED);
    for (const id of [...this.#compacted].slice(0, surplus)) {
      this.#compacted.delete(id);
      this.#entries.delete(id);
    }
  }
}

const isDismissible = (request: AssistanceRequest): boolean => isOver(request) || request.state === 'other';

/** The current time in ISO 8601, for events. */
export const stamp = (clock: Clock): string => iso(clock.now());

function recordOf(id: string, event: RequestEvent, linkHash: string | null, isAnswer: boolean): JournalRecord | null {
  const common = { v: JOURNAL_VERSION, id } as const;
  switch (event.kind) {
    case 'step':
      return {
        ...common,
        type: isAnswer ? 'answer' : 'state',
        at: event.at,
        state: event.state,
        cause: event.cause ?? null,
        graphRequestId: event.graphRequestId ?? null,
        ...(event.answeredAt === undefined ? {} : { answeredAt: event.answeredAt }),
        linkHost: event.linkHost ?? null,
        linkHash,
      };
    case 'link':
      return { ...common, type: 'link', at: event.at, linkHost: event.linkHost, linkHash };
    case 'evidence':
      return { ...common, type: 'evidence', at: event.at, evidence: event.evidence };
    case 'note':
      return { ...common, type: 'note', at: event.at, note: event.note };
    // The sender has already written this record and waited for it.
    case 'refused':
    case 'checked':
    case 'check-failed':
    case 'next-check':
      return null;
  }
}
