import type { Clock } from '../../shared/clock';
import { iso } from '../../shared/clock';
import type { RequestState } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { Ledger } from './ledger';
import type { AssistanceProvider, SessionFacts, SessionWatch } from './provider';
import type { Entry } from './replay';
import { isAwaited, isFollowed, mayComeLate, pollDelay } from './schedule';
import { Watcher } from './watcher';

export interface FollowerPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  /** Null while no one is signed in. */
  readonly provider: () => AssistanceProvider | null;
  /** The request belongs to the signed-in technician. */
  readonly isMine: (entry: Entry) => boolean;
  readonly expireMs: () => number;
  /** See `Actor`. */
  readonly sessionHosts: () => readonly string[];
}

interface Watch {
  watcher: Watcher;
  state: RequestState;
  /** Next poll in milliseconds since 1970; null when polling has stopped. */
  nextAt: number | null;
}

/** Time limit of one read, so that a slow read does not delay the others. */
const READ_LIMIT_MS = 15_000;
/** Reads that fall due so close together share one request. */
const TOGETHER_MS = 1_000;
/** Shortest pause after a read that took longer than its interval. */
const SHORTEST_PAUSE_MS = 500;
const OPENED_PAUSE_MS = 30_000;
/** The result of a read that was no longer wanted; compared by identity. */
const DROPPED: Failure = { code: 'cancelled' };

/** Polls the provider for every request under way: one read at a time, batched when several are due. */
export class Follower {
  readonly #ports: FollowerPorts;
  readonly #watches = new Map<string, Watch>();
  readonly #serial = createSerial();
  #isHidden = false;
  #isStopped = false;
  #isReading = false;
  #reading = new AbortController();
  #pausedUntil = 0;
  #timer: { readonly at: number; readonly cancel: () => void } | null = null;

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  /** Starts and stops watches to match the current requests and account; call it after every change of either. */
  refresh(): void {
    for (const id of this.#watches.keys()) if (!this.#isWatched(this.#ports.ledger.get(id))) this.#drop(id);
    for (const entry of this.#ports.ledger.all()) {
      const { id, state } = entry.request;
      if (!this.#isWatched(entry) || this.#watches.get(id)?.state === state) continue;
      this.#watches.set(id, { watcher: new Watcher(this.#ports.ledger, entry), state, nextAt: null });
      this.#plan(id, this.#firstPause(entry));
    }
    this.#arm();
  }

  setHidden(isHidden: boolean): void {
    if (this.#isHidden === isHidden) return;
    this.#isHidden = isHidden;
    if (!isHidden) this.#hurry();
  }

  /** After sleep: drops the read in progress and polls everything at once. */
  resume(): void {
    this.#reading.abort(DROPPED);
    this.#hurry();
  }

  stop(): void {
    this.#isStopped = true;
    this.#reading.abort(DROPPED);
    this.#disarm();
  }

  /** Uses what another part of the app has just read about a device. */
  seen(facts: SessionFacts): void {
    const now = this.#ports.clock.now();
    for (const id of [...this.#watches.keys()]) {
      if (this.#ports.ledger.get(id)?.request.subject.deviceId === facts.deviceId)
        this.#digest(id, { ok: true, value: facts }, now);
    }
    this.refresh();
  }

  /**
   * Polls one request now, on the technician's demand. Returns why that was not possible, else null; `cancelled` when the
   * computer woke up or Deskside quit in the meantime.
   */
  async checkNow(id: string): Promise<Failure | null> {
    const pauseMs = this.#pausedUntil - this.#ports.clock.now();
    if (pauseMs > 0) return { code: 'graph.throttled', retryAfter: Math.ceil(pauseMs / 1_000) };
    const failures = await this.#serial(() => this.#read([id]));
    return failures.get(id) ?? null;
  }

  #isWatched(entry: Entry | undefined): entry is Entry {
    if (entry === undefined || !this.#ports.isMine(entry)) return false;
    const provider = this.#ports.provider();
    if (provider === null || provider.watch === null || provider.id !== entry.request.subject.provider) return false;
    return isFollowed(entry.request.state) || this.#isLate(entry);
  }

  /**
   * Only the newest request for a device is watched for a late link: one of an older request could not be told apart.
   */
  #isLate({ request, askedAt }: Entry): boolean {
    const { deviceId } = request.subject;
    return (
      mayComeLate(request, this.#ports.clock.now()) &&
      !this.#ports.ledger
        .all()
        .some(
          (other) =>
            other.askedAt > askedAt && other.request.subject.deviceId === deviceId && this.#ports.isMine(other),
        )
    );
  }

  /**
   * A request just sent cannot be ready yet, and a session just opened cannot be over; one of an earlier run may be.
   */
  #firstPause({ request: { state }, askedAt }: Entry): number {
    if (state === 'opened') return OPENED_PAUSE_MS;
    return this.#ports.clock.now() - askedAt < 30_000 && state === 'waiting' ? 1_000 : 0;
  }

  #drop(id: string): void {
    this.#watches.delete(id);
    this.#ports.ledger.apply(id, { kind: 'next-check', at: null });
  }

  #hurry(): void {
    for (const [id, { nextAt, watcher }] of this.#watches)
      if (nextAt !== null && !watcher.isTurnedAway) this.#plan(id, 0);
    this.#arm();
  }

  #plan(id: string, pauseMs: number | null): void {
    const watch = this.#watches.get(id);
    if (watch === undefined) return;
    watch.nextAt = pauseMs === null ? null : Math.max(this.#ports.clock.now() + pauseMs, this.#pausedUntil);
    this.#ports.ledger.apply(id, { kind: 'next-check', at: watch.nextAt === null ? null : iso(watch.nextAt) });
  }

  /** A failed read is never repeated at once, whatever the failure. */
  #postpone(id: string, at: number): void {
    const watch = this.#watches.get(id);
    if (watch !== undefined) watch.nextAt = at;
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(): void {
    if (this.#isStopped || this.#isReading) return;
    const times = [...this.#watches.values()].map((watch) => watch.nextAt).filter((at) => at !== null);
    const at = Math.min(...times);
    if (this.#timer?.at === at) return;
    this.#disarm();
    if (times.length === 0) return;
    const cancel = this.#ports.clock.after(Math.max(0, at - this.#ports.clock.now()), () => this.#onTimer(at));
    this.#timer = { at, cancel };
  }

  /** `at` decides what is due together with the clock, because the clock may have been set back in the meantime. */
  #onTimer(at: number): void {
    this.#timer = null;
    const until = Math.max(at, this.#ports.clock.now()) + TOGETHER_MS;
    const due = [...this.#watches]
      .filter(([, watch]) => watch.nextAt !== null && watch.nextAt <= until)
      .map(([id]) => id);
    if (due.length === 0) this.#arm();
    else
      this.#serial(() => this.#read(due)).catch((cause: unknown) => this.#ports.log.fault('assistance.follow', cause));
  }

  async #read(ids: readonly string[]): Promise<ReadonlyMap<string, Failure>> {
    this.#isReading = true;
    this.#disarm();
    try {
      return await this.#readWatched(ids);
    } finally {
      this.#isReading = false;
      this.refresh();
    }
  }

  async #readWatched(ids: readonly string[]): Promise<ReadonlyMap<string, Failure>> {
    const failures = new Map<string, Failure>();
    const entries = ids.map((id) => this.#ports.ledger.get(id)).filter((entry) => this.#isWatched(entry));
    const watch = this.#ports.provider()?.watch ?? null;
    if (watch === null || entries.length === 0 || this.#isStopped) return failures;
    const startedAt = this.#ports.clock.now();
    for (const { request } of entries) this.#postpone(request.id, startedAt + READ_LIMIT_MS);
    const deviceIds = [...new Set(entries.map((entry) => entry.request.subject.deviceId))];
    const answers = await this.#ask(watch, deviceIds);
    for (const { request } of entries) {
      const answer = answers.get(request.subject.deviceId) ?? err<Failure>({ code: 'network.timeout' });
      if (!answer.ok) failures.set(request.id, answer.error);
      // A dropped read says nothing about the request, and the next poll is already planned.
      if (answer.ok || answer.error !== DROPPED) this.#digest(request.id, answer, startedAt);
    }
    return failures;
  }

  /** A device without an entry was not read in time. */
  async #ask(watch: SessionWatch, deviceIds: readonly string[]): Promise<ReadonlyMap<string, Outcome<SessionFacts>>> {
    const reading = new AbortController();
    this.#reading = reading;
    const { signal } = reading;
    const cancel = this.#ports.clock.after(READ_LIMIT_MS, () => reading.abort());
    const [first] = deviceIds;
    try {
      const answers = await Promise.race([
        aborted(signal),
        deviceIds.length === 1 && first !== undefined
          ? watch.read(first, { signal }).then((answer) => new Map([[first, answer]]))
          : watch.readMany(deviceIds, { signal }),
      ]);
      if (!signal.aborted) return answers;
    } catch (cause) {
      if (!signal.aborted) this.#ports.log.fault('assistance.read', cause);
    } finally {
      cancel();
    }
    return new Map(signal.reason === DROPPED ? deviceIds.map((id) => [id, err(DROPPED)]) : []);
  }

  #digest(id: string, answer: Outcome<SessionFacts>, startedAt: number): void {
    const entry = this.#ports.ledger.get(id);
    const watch = this.#watches.get(id);
    // The account may have changed while the read was in progress.
    if (watch === undefined || !this.#isWatched(entry)) return;
    const now = this.#ports.clock.now();
    if (!answer.ok && answer.error.retryAfter !== undefined) {
      this.#pausedUntil = Math.max(this.#pausedUntil, now + answer.error.retryAfter * 1_000);
    }
    const { deviceId } = entry.request.subject;
    const isOther = answer.ok && answer.value.deviceId !== deviceId;
    const limits = { expireMs: this.#ports.expireMs(), sessionHosts: this.#ports.sessionHosts() };
    watch.watcher.digest(isOther ? { ok: false, error: { code: 'graph.malformed' } } : answer, now, limits);
    const after = this.#ports.ledger.get(id);
    if (after !== undefined && after.request.state !== watch.state) {
      watch.state = after.request.state;
      watch.watcher = new Watcher(this.#ports.ledger, after);
    }
    if (this.#isWatched(after)) this.#plan(id, this.#pause(after, watch.watcher, startedAt));
  }

  /** Milliseconds from now to the next read, null when the technician has to act first. */
  #pause(entry: Entry, watcher: Watcher, startedAt: number): number | null {
    const now = this.#ports.clock.now();
    const { state } = entry.request;
    const ageMs = now - watcher.since;
    const untilEnd = isAwaited(state) ? watcher.since + this.#ports.expireMs() - now : Number.POSITIVE_INFINITY;
    if (state === 'unknown' && untilEnd <= 0) return null;
    // The technician checks by hand. One more poll runs just before the wait ends, so that a link visible by then is
    // not missed.
    if (watcher.isTurnedAway) return Number.isFinite(untilEnd) ? Math.max(SHORTEST_PAUSE_MS, untilEnd) : null;
    const delay = pollDelay({ state, ageMs, isHidden: this.#isHidden, failures: watcher.failures });
    const spent = Math.max(0, now - startedAt);
    const pause = Math.max(SHORTEST_PAUSE_MS, delay - spent);
    return untilEnd > 0 ? Math.min(pause, untilEnd) : pause;
  }
}

const aborted = (signal: AbortSignal): Promise<ReadonlyMap<string, never>> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(new Map<string, never>()), { once: true }));
