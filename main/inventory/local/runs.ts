import type { Clock } from '../../../shared/clock';
import { iso } from '../../../shared/clock';
import type { SyncView } from '../../../shared/contract/inventory';
import type { Failure, Outcome } from '../../../shared/failure';
import { isCancelled } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { err } from '../../../shared/result';
import type { InventoryPages, InventorySink, SyncProgress, SyncReport, SyncState } from '../sync/port';
import { InventorySync } from '../sync/sync';
import type { Due, RunEnd } from './schedule';
import { AGAIN_SOON_MS, isOfNetwork, nextRun } from './schedule';

export interface RunsParts {
  readonly pages: InventoryPages;
  readonly sink: InventorySink;
  /** Resolves when no call of the technician is in flight. */
  readonly quiet: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** The current number of devices. */
  readonly devices: () => number;
  /** The result of `view` has changed. */
  readonly changed: () => void;
  /** Only the counts have changed, as they do with every page. */
  readonly progressed: () => void;
  /** Called after each run and awaited before the next one. */
  readonly ended: () => Promise<void>;
}

type RunsView = { readonly sync: SyncView | null; readonly isStopped: boolean; readonly failure: Failure | null };

/** Keeps one open inventory up to date: one run after another, by schedule and on request. */
export class Runs {
  readonly #parts: RunsParts;
  readonly #sync: InventorySync;
  #progress: SyncProgress | null = null;
  /** Number of devices when the run began. */
  #before = 0;
  #failure: Failure | null = null;
  #isStopped: boolean;
  /** A full run was requested, and none has ended since. */
  #isFullWanted = false;
  /** A run was requested while the previous one was still ending. */
  #isAgainWanted = false;
  #isClosed = false;
  #due: Due & { readonly plannedAt: number } = { at: 0, full: false, plannedAt: 0 };
  #lastReachedAt = Number.NEGATIVE_INFINITY;
  #stopTimer: () => void = () => undefined;

  /** `state`: as stored by the process. `isStopped`: no run starts before one is requested. */
  constructor(parts: RunsParts, state: SyncState, isStopped: boolean) {
    this.#parts = parts;
    this.#isStopped = isStopped;
    const onProgress = (progress: SyncProgress): void => {
      if (this.#isClosed) return;
      this.#progress = progress;
      parts.progressed();
    };
    this.#sync = new InventorySync(
      { pages: parts.pages, sink: parts.sink, clock: parts.clock, quiet: parts.quiet, onProgress },
      state,
    );
    if (!isStopped) this.#plan(null);
  }

  get state(): SyncState {
    return this.#sync.state;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  view(): RunsView {
    const failure = this.#progress === null ? this.#failure : null;
    return { sync: this.#syncView(), isStopped: this.#isStopped, failure };
  }

  /** Resumes a run or starts one. `full`: everything is read, after the current run if there is one. */
  refresh(full: boolean): void {
    if (this.#isClosed) return;
    const wasStopped = this.#isStopped;
    this.#isStopped = false;
    this.#isFullWanted ||= full;
    if (!this.#sync.isRunning) return void this.#run(this.#isFullWanted);
    this.#isAgainWanted ||= wasStopped;
    this.#endWait();
    this.#parts.changed();
  }

  /** Stops the run until one is requested. */
  cancel(): void {
    if (!this.#sync.isRunning) return;
    this.#isStopped = true;
    this.#isFullWanted = false;
    this.#isAgainWanted = false;
    this.#sync.cancel();
    this.#parts.changed();
  }

  /** Call after timers were suspended: starts what is due by wall-clock time, and resumes what waited for the network. */
  wake(): void {
    if (this.#isClosed || this.#isStopped) return;
    if (this.#sync.isRunning) return this.#endWait();
    if (isOfNetwork(this.#failure)) return this.#plan(null);
    const now = this.#parts.clock.now();
    // The pause must not become longer when the clock is set back.
    this.#arm(Math.min(this.#due.at - now, this.#due.at - this.#due.plannedAt));
  }

  /** The service was reached: resumes what waits for the network, at most once a minute. */
  reached(): void {
    const { clock } = this.#parts;
    const waitsFor = this.#sync.isRunning ? (this.#progress?.waitingFor ?? null) : this.#failure;
    if (!isOfNetwork(waitsFor) || Math.abs(clock.now() - this.#lastReachedAt) < AGAIN_SOON_MS) return;
    this.#lastReachedAt = clock.now();
    this.wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer();
    this.#sync.cancel();
  }

  /** Ends a wait for the network at once, a wait for the service only when its time is over. */
  #endWait(): void {
    const { waitingUntil = null, waitingFor = null } = this.#progress ?? {};
    if (isOfNetwork(waitingFor) || (waitingUntil !== null && this.#parts.clock.now() >= waitingUntil))
      this.#sync.wake();
  }

  #plan(last: RunEnd): void {
    const now = this.#parts.clock.now();
    this.#due = { ...nextRun(this.#sync.state, now, last), plannedAt: now };
    this.#arm(this.#due.at - now);
  }

  #arm(ms: number): void {
    this.#stopTimer();
    if (ms === Number.POSITIVE_INFINITY) return;
    this.#stopTimer = this.#parts.clock.after(
      Math.max(0, ms),
      () => void this.#run(this.#due.full || this.#isFullWanted),
    );
  }

  async #run(full: boolean): Promise<void> {
    if (this.#isClosed || this.#sync.isRunning) return;
    const { log, devices, changed } = this.#parts;
    this.#stopTimer();
    this.#isAgainWanted = false;
    this.#before = devices();
    const ended = await this.#sync
      .run({ full })
      .catch((cause: unknown) => err<Failure>({ code: 'internal', ref: log.fault('inventory.run-failed', cause) }));
    if (this.#hasClosed()) return;
    this.#progress = null;
    this.#note(ended);
    changed();
    await this.#parts.ended();
    if (this.#mayGoOn()) this.#goOn(ended);
  }

  #note(ended: Outcome<SyncReport>): void {
    const { log } = this.#parts;
    if (!ended.ok) {
      this.#failure = isCancelled(ended.error) ? null : ended.error;
      log.warn('inventory.run-ended', { code: ended.error.code });
      return;
    }
    const { kind } = ended.value;
    this.#failure = null;
    // The run may have been completed before it noticed the stop.
    this.#isStopped = false;
    if (kind === 'full') this.#isFullWanted = false;
    log.info('inventory.run', { ...ended.value });
  }

  /** A method, because the state may change during every `await`. */
  #hasClosed(): boolean {
    return this.#isClosed;
  }

  #mayGoOn(): boolean {
    return !this.#isClosed && !this.#isStopped && !this.#sync.isRunning;
  }

  #goOn(ended: Outcome<SyncReport>): void {
    if (this.#isAgainWanted || (ended.ok && this.#isFullWanted)) return void this.#run(this.#isFullWanted);
    this.#plan(ended.ok ? 'complete' : ended.error);
  }

  #syncView(): SyncView | null {
    if (this.#progress === null) return null;
    const { kind, devices, waitingUntil, waitingFor } = this.#progress;
    const expected = kind === 'full' && this.#before >= devices && this.#before > 0 ? this.#before : null;
    return { kind, devices, expected, waitingUntil: waitingUntil === null ? null : iso(waitingUntil), waitingFor };
  }
}
